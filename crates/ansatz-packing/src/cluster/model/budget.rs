//! How many pods may be missing at a time.

use alloc::string::String;

use super::LabelSelector;

/// A number of pods, or a share of those that the budget covers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Allowance {
    /// So many.
    Pods(u64),
    /// So many in a hundred, rounded up, as Kubernetes does; from 0 to 100.
    Percent(f64),
}

/// How much of it a budget allows.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct PodDisruptionBudget {
    /// The budget's name, for messages.
    pub name: String,
    /// The namespace of its pods.
    pub namespace: String,
    /// Its pods.
    pub selector: LabelSelector,
    /// So many must be left (`minAvailable`).
    pub min_available: Option<Allowance>,
    /// So many may be missing (`maxUnavailable`).
    pub max_unavailable: Option<Allowance>,
}

impl PodDisruptionBudget {
    /// At least `allowance` of the pods of `selector`, in the namespace `default`, must be left.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_packing::cluster::{Allowance, LabelSelector, PodDisruptionBudget};
    ///
    /// let web = LabelSelector::labels([("app", "web")]);
    /// let budget = PodDisruptionBudget::min_available("web", web, Allowance::Percent(80.0));
    /// assert_eq!(budget.namespace, "default");
    /// ```
    pub fn min_available(name: impl Into<String>, selector: LabelSelector, allowance: Allowance) -> Self {
        let namespace = "default".into();
        Self { name: name.into(), namespace, selector, min_available: Some(allowance), max_unavailable: None }
    }

    /// At most `allowance` of the pods of `selector`, in the namespace `default`, may be missing.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_packing::cluster::{Allowance, LabelSelector, PodDisruptionBudget};
    ///
    /// let web = LabelSelector::labels([("app", "web")]);
    /// let budget = PodDisruptionBudget::max_unavailable("web", web, Allowance::Pods(1));
    /// assert_eq!(budget.min_available, None);
    /// ```
    pub fn max_unavailable(name: impl Into<String>, selector: LabelSelector, allowance: Allowance) -> Self {
        let namespace = "default".into();
        Self { name: name.into(), namespace, selector, min_available: None, max_unavailable: Some(allowance) }
    }

    /// The same for the pods of another namespace.
    #[must_use]
    pub fn namespace(mut self, namespace: impl Into<String>) -> Self {
        self.namespace = namespace.into();
        self
    }
}
