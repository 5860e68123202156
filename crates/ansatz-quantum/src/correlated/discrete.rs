//! Correlated variables with few states: factors, and exact conditionals by elimination.

use alloc::{format, vec::Vec};
use core::fmt;

use ansatz_core::{ParameterError, require_range};

use super::{elimination::size, table::Table};
use crate::QuantumError;

/// Variables with few states each, such as up, slow and down, whose joint probability is a product of factors: a weight
/// for each combination of some variables' states.
///
/// A discrete graphical model: a factor may be a prior, a conditional probability table, or say how often two services
/// are in the same state. Answers are exact conditionals; each eliminates every variable once, in tables whose sizes are
/// known, and refused if too large, before any is made.
///
/// **Where it differs from entanglement**: this is shared randomness, the classical twin of a
/// [`BipartiteState`](crate::BipartiteState). A model of two sides whose outcomes depend on a common cause and on each
/// side's own setting, by any tables of conditional probabilities, has a CHSH value from -2 to 2 (J. S. Bell, Physics 1,
/// 1964; A. Fine, Physical Review Letters 48, 1982), where an entangled state exceeds 2. A model exceeds it only where it
/// is of another kind: one side's outcome depends on the other's setting or outcome, which is a signal, or the cause on
/// the settings, as it does if weights are no conditional probabilities and so favour some causes for some settings.
///
/// # Examples
///
/// ```
/// use ansatz_quantum::DiscreteCorrelated;
///
/// // A database, and two services that fail nine times in ten if it does and rarely otherwise.
/// let mut health = DiscreteCorrelated::new(&[2, 2, 2])?;
/// health.insert_factor(&[0], &[0.99, 0.01])?;
/// for service in [1, 2] {
///     health.insert_factor(&[0, service], &[0.98, 0.02, 0.1, 0.9])?;
/// }
/// health.observe(1, 1)?;
/// assert!((health.marginal(0)?[1] - 0.3125).abs() < 1e-12);
/// assert!((health.marginal(2)?[1] - 0.295).abs() < 1e-12);
/// health.observe(2, 1)?;
/// assert!(health.marginal(0)?[1] > 0.95);
/// # Ok::<(), ansatz_quantum::QuantumError>(())
/// ```
///
/// # Complexity
///
/// An answer takes as many steps as its tables have entries, times the factors that meet in each, and n² to put n variables
/// into an order: at most 2^24 entries in all, 8 bytes each. That does for trees and chains of any length, and for networks that fall apart when few variables
/// are taken out; a dense network of some thirty variables of two states is beyond it, unless observations cut it.
///
/// # Accuracy
///
/// Odds are good to about 1e-15 for each variable and factor, times the logarithm of the weights multiplied so far: sums
/// are taken of logarithms, so that contrary evidence of any length is weighed.
///
/// # References
///
/// D. Koller and N. Friedman, *Probabilistic Graphical Models*, MIT Press, 2009, chapters 4 and 9.
#[derive(Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "super::form::DiscreteForm", into = "super::form::DiscreteForm"))]
pub struct DiscreteCorrelated {
    pub(super) states: Vec<usize>,
    pub(super) factors: Vec<Table>,
    pub(super) observations: Vec<Evidence>,
}

/// What was observed of a variable.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub(super) enum Evidence {
    State { variable: usize, state: usize },
    Likelihood { variable: usize, weights: Vec<f64> },
}

impl DiscreteCorrelated {
    /// Variables with so many states each, all combinations being equally likely until factors are inserted.
    ///
    /// # Errors
    ///
    /// [`QuantumError::EmptyModel`]; [`QuantumError::Parameter`] for more than 4,096 variables, and for a variable with fewer
    /// than 2 states or more than 65,536.
    ///
    /// # Examples
    ///
    /// ```
    /// let model = ansatz_quantum::DiscreteCorrelated::new(&[4, 2])?;
    /// assert_eq!(model.marginal(0)?, [0.25; 4]);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn new(states: &[usize]) -> Result<Self, QuantumError> {
        if states.is_empty() {
            return Err(QuantumError::EmptyModel);
        }
        require_range("variables", states.len(), 1..=MOST_VARIABLES)?;
        for &number in states {
            require_range("states", number, 2..=MOST_STATES)?;
        }
        Ok(Self { states: states.to_vec(), factors: Vec::new(), observations: Vec::new() })
    }

    /// Multiplies the joint probability with a weight for each combination of states of `variables`, the last variable's
    /// states changing fastest.
    ///
    /// Weights need not sum to 1: only their ratios count.
    ///
    /// # Errors
    ///
    /// [`QuantumError::UnknownVariable`]; [`QuantumError::RepeatedVariable`] for one that comes twice; [`QuantumError::Parameter`]
    /// for no variables, for another number of weights than there are combinations, and for weights that are negative, not
    /// finite or 0 throughout. The model is then unchanged.
    ///
    /// # Examples
    ///
    /// ```
    /// // Two replicas that are three times as often in the same state as not.
    /// let mut model = ansatz_quantum::DiscreteCorrelated::new(&[2, 2])?;
    /// model.insert_factor(&[0, 1], &[3.0, 1.0, 1.0, 3.0])?;
    /// model.observe(0, 1)?;
    /// assert!((model.marginal(1)?[1] - 0.75).abs() < 1e-15);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn insert_factor(&mut self, variables: &[usize], weights: &[f64]) -> Result<(), QuantumError> {
        self.require_different(variables)?;
        if variables.is_empty() {
            return Err(ParameterError::new("variables", "empty", "at least one").into());
        }
        let combinations = size(&self.states, variables.iter().copied());
        require_weights(weights, combinations)?;
        let shape = variables.iter().map(|&variable| self.states[variable]).collect();
        self.factors.push(Table { variables: variables.to_vec(), shape, entries: weights.to_vec() });
        Ok(())
    }

    /// Observes that `variable` is in `state`.
    ///
    /// Whether the factors leave room for it shows when an answer is asked for.
    ///
    /// # Errors
    ///
    /// [`QuantumError::UnknownVariable`], [`QuantumError::UnknownState`], and [`QuantumError::Impossible`] if it was observed
    /// in another state. The model is then unchanged.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut model = ansatz_quantum::DiscreteCorrelated::new(&[2])?;
    /// model.observe(0, 1)?;
    /// assert_eq!(model.marginal(0)?, [0.0, 1.0]);
    /// assert!(model.observe(0, 0).is_err());
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn observe(&mut self, variable: usize, state: usize) -> Result<(), QuantumError> {
        self.require(variable)?;
        let states = self.states[variable];
        if state >= states {
            return Err(QuantumError::UnknownState { variable, state, states });
        }
        let contradicts = |evidence: &Evidence| matches!(evidence, Evidence::State { variable: own, state: seen } if *own == variable && *seen != state);
        if self.observations.iter().any(contradicts) {
            return Err(QuantumError::Impossible);
        }
        self.observations.push(Evidence::State { variable, state });
        Ok(())
    }

    /// Observes `variable` through something that errs: how likely what was seen is in each of its states.
    ///
    /// # Errors
    ///
    /// [`QuantumError::UnknownVariable`]; [`QuantumError::Parameter`] for another number of weights than states, and for
    /// weights that are negative, above 1, or 0 throughout. The model is then unchanged.
    ///
    /// # Examples
    ///
    /// ```
    /// // An alarm that comes in 90% of failures, and in 10% of other minutes.
    /// let mut model = ansatz_quantum::DiscreteCorrelated::new(&[2])?;
    /// model.observe_with_noise(0, &[0.1, 0.9])?;
    /// assert!((model.marginal(0)?[1] - 0.9).abs() < 1e-15);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn observe_with_noise(&mut self, variable: usize, likelihood: &[f64]) -> Result<(), QuantumError> {
        self.require(variable)?;
        require_weights(likelihood, self.states[variable])?;
        for &weight in likelihood {
            require_range("likelihood", weight, 0.0..=1.0)?;
        }
        self.observations.push(Evidence::Likelihood { variable, weights: likelihood.to_vec() });
        Ok(())
    }

    /// Takes the last observation back; whether there was one.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut model = ansatz_quantum::DiscreteCorrelated::new(&[2])?;
    /// model.observe(0, 1)?;
    /// assert!(model.undo());
    /// assert_eq!(model.marginal(0)?, [0.5, 0.5]);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn undo(&mut self) -> bool {
        self.observations.pop().is_some()
    }

    /// Takes all observations back.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut model = ansatz_quantum::DiscreteCorrelated::new(&[2])?;
    /// model.observe(0, 1)?;
    /// model.clear();
    /// assert!(!model.undo());
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn clear(&mut self) {
        self.observations.clear();
    }

    /// The number of variables, at least 1.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_quantum::DiscreteCorrelated::new(&[2, 3])?.len(), 2);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    #[expect(clippy::len_without_is_empty, reason = "there is at least one variable")]
    pub fn len(&self) -> usize {
        self.states.len()
    }

    /// Heap memory in bytes.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_quantum::DiscreteCorrelated::new(&[2, 3])?.memory_bytes(), 16);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn memory_bytes(&self) -> usize {
        let factor = |table: &Table| {
            let words = table.variables.len() + table.shape.len() + table.entries.len();
            size_of::<Table>() + words * size_of::<f64>()
        };
        let evidence = |evidence: &Evidence| match evidence {
            Evidence::State { .. } => size_of::<Evidence>(),
            Evidence::Likelihood { weights, .. } => size_of::<Evidence>() + size_of_val(weights.as_slice()),
        };
        size_of_val(self.states.as_slice())
            + self.factors.iter().map(factor).sum::<usize>()
            + self.observations.iter().map(evidence).sum::<usize>()
    }

    pub(super) fn require(&self, variable: usize) -> Result<(), QuantumError> {
        let variables = self.len();
        if variable < variables { Ok(()) } else { Err(QuantumError::UnknownVariable { variable, variables }) }
    }

    /// Whether all variables are there, and none of them twice.
    pub(super) fn require_different(&self, variables: &[usize]) -> Result<(), QuantumError> {
        for &variable in variables {
            self.require(variable)?;
        }
        let mut sorted = variables.to_vec();
        sorted.sort_unstable();
        match sorted.windows(2).find(|pair| pair[0] == pair[1]) {
            Some(pair) => Err(QuantumError::RepeatedVariable { variable: pair[0] }),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for DiscreteCorrelated {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("DiscreteCorrelated")
            .field("variables", &self.len())
            .field("factors", &self.factors.len())
            .field("observations", &self.observations.len())
            .finish_non_exhaustive()
    }
}

fn require_weights(weights: &[f64], combinations: usize) -> Result<(), ParameterError> {
    if weights.len() != combinations {
        let allowed = format!("{combinations}, one for each combination of states");
        return Err(ParameterError::new("weights", format!("{} numbers", weights.len()), allowed));
    }
    for &weight in weights {
        require_range("weight", weight, 0.0..=f64::MAX)?;
    }
    if weights.iter().all(|&weight| weight == 0.0) {
        return Err(ParameterError::new("weights", "0 throughout", "at least one that is not 0"));
    }
    Ok(())
}

/// The most variables: so many are put into an order in a fraction of a second.
const MOST_VARIABLES: usize = 4_096;

/// The most states of a variable.
const MOST_STATES: usize = 1 << 16;
