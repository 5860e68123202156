//! Amounts by the name of the resource.

use alloc::{collections::BTreeMap, string::String};

use super::quantity;
use crate::cluster::ClusterError;

/// Amounts by the name of the resource: `cpu` in thousandths of a processor, everything else in whole units (`memory` in
/// bytes), as Kubernetes' own scheduler counts.
///
/// # Examples
///
/// ```
/// use ansatz_packing::cluster::Resources;
///
/// let requests = Resources::parse([("cpu", "250m"), ("memory", "1.5Gi")])?;
/// assert_eq!(requests, Resources::from([("cpu", 250), ("memory", 3 << 29)]));
/// assert_eq!(requests.amount("nvidia.com/gpu"), 0);
/// # Ok::<(), ansatz_packing::cluster::ClusterError>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Resources(BTreeMap<String, u64>);

impl Resources {
    /// Nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Amounts in the notation of Kubernetes: `250m`, `2`, `1.5Gi`, `1e9`.
    ///
    /// What is not a whole number of units is rounded up, as Kubernetes does.
    ///
    /// # Errors
    ///
    /// [`ClusterError::Quantity`] for a text that is no quantity, is negative or does not fit into 64 bits.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_packing::cluster::Resources;
    ///
    /// let error = Resources::parse([("memory", "12 GB")]).unwrap_err();
    /// assert_eq!(error.to_string(), "memory is \"12 GB\", allowed: a quantity such as 2, 250m, 1.5Gi or 1e9");
    /// ```
    pub fn parse<'a>(amounts: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, ClusterError> {
        amounts
            .into_iter()
            .map(|(name, text)| {
                let unit = if name == "cpu" { 1 } else { 1000 };
                let amount =
                    quantity::milli(text).map(|milli| milli.div_ceil(unit)).and_then(|units| units.try_into().ok());
                let amount =
                    amount.ok_or_else(|| ClusterError::Quantity { resource: name.into(), text: text.into() })?;
                Ok((name.into(), amount))
            })
            .collect::<Result<_, _>>()
            .map(Self)
    }

    /// Sets the amount of one resource.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_packing::cluster::Resources;
    ///
    /// let mut allocatable = Resources::from([("cpu", 4000)]);
    /// allocatable.set("pods", 110);
    /// assert_eq!(allocatable.amount("pods"), 110);
    /// ```
    pub fn set(&mut self, resource: impl Into<String>, amount: u64) {
        self.0.insert(resource.into(), amount);
    }

    /// The amount of one resource, 0 for one that is not named.
    pub fn amount(&self, resource: &str) -> u64 {
        self.0.get(resource).copied().unwrap_or(0)
    }

    /// Names and amounts, by name.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_packing::cluster::Resources;
    ///
    /// let requests = Resources::from([("memory", 1 << 30), ("cpu", 250)]);
    /// assert!(requests.iter().eq([("cpu", 250), ("memory", 1 << 30)]));
    /// ```
    pub fn iter(&self) -> impl Iterator<Item = (&str, u64)> {
        self.0.iter().map(|(name, &amount)| (name.as_str(), amount))
    }
}

impl<S: Into<String>> FromIterator<(S, u64)> for Resources {
    fn from_iter<I: IntoIterator<Item = (S, u64)>>(amounts: I) -> Self {
        Self(amounts.into_iter().map(|(name, amount)| (name.into(), amount)).collect())
    }
}

impl<S: Into<String>, const N: usize> From<[(S, u64); N]> for Resources {
    fn from(amounts: [(S, u64); N]) -> Self {
        amounts.into_iter().collect()
    }
}
