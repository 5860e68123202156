//! Correlated quantities: a Gaussian model, and whether there can be one.

use alloc::{format, vec::Vec};
use core::fmt;

use ansatz_core::ParameterError;

use super::{cholesky::require_semidefinite, observation::Observation};
use crate::QuantumError;

/// Quantities of services, such as loads or latencies, that are jointly normal: observing one updates all that are
/// correlated with it.
///
/// What engineers call entangled state. Answers are exact conditionals of the normal distribution, whatever the order
/// of the observations, and an observation costs one pass over those before it: nothing is iterated.
///
/// **Where it differs from entanglement**: it is classical. All variables have values at once, observed or not, and an
/// observation only tells of them; so no choice of observations takes the CHSH value beyond 2, which a
/// [`BipartiteState`](crate::BipartiteState) exceeds exactly if it is entangled. What both share is that correlation
/// carries no signal: an observation changes what one knows of the partners, never the partners.
///
/// # Examples
///
/// ```
/// use ansatz_quantum::Correlated;
///
/// // Latencies of two replicas and of the cache before them, in milliseconds.
/// let mut latency = Correlated::new(
///     &[20.0, 22.0, 5.0],
///     &[4.0, 5.0, 1.0],
///     &[1.0, 0.8, 0.0, 0.8, 1.0, 0.3, 0.0, 0.3, 1.0],
/// )?;
/// let surprise = latency.observe(0, 28.0)?;
/// assert_eq!(surprise, 2.0);
/// assert!((latency.mean(1)? - 30.0).abs() < 1e-12);
/// assert!((latency.deviation(1)? - 3.0).abs() < 1e-12);
/// assert_eq!(latency.mean(2)?, 5.0);
/// # Ok::<(), ansatz_quantum::QuantumError>(())
/// ```
///
/// # Complexity
///
/// For n variables, 2,048 at most, and m observations: n³/6 products to build, n m for an observation, m for a mean or a
/// deviation; 8 (n² + n m) + 64 m bytes, with n m at most 2^22.
///
/// # Accuracy
///
/// Means and deviations are good to about 1e-12 of a variable's own deviation over the share of it that is left. A
/// variable whose deviation has fallen to a millionth of what it was counts as determined, with deviation 0. Rounded
/// correlations of variables that determine each other may be those of no variables, and are taken if a millionth would
/// mend each; even then no observation moves a mean by more of the deviation that is left than its own surprise.
///
/// # References
///
/// C. E. Rasmussen and C. K. I. Williams, *Gaussian Processes for Machine Learning*, MIT Press, 2006, appendix A.2;
/// S. L. Lauritzen, *Graphical Models*, Oxford University Press, 1996, chapter 5.
#[derive(Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "super::form::GaussianForm", into = "super::form::GaussianForm"))]
pub struct Correlated {
    pub(super) means: Vec<f64>,
    pub(super) deviations: Vec<f64>,
    /// Row by row.
    pub(super) correlations: Vec<f64>,
    pub(super) observations: Vec<Observation>,
}

impl Correlated {
    /// Variables with these means, standard deviations, and correlations: a matrix row by row, as long as the square of
    /// the number of variables.
    ///
    /// # Errors
    ///
    /// [`QuantumError::EmptyModel`]; [`QuantumError::Length`] for lists of other lengths; [`QuantumError::Semidefinite`]
    /// for correlations that no variables can have, with the pair where it shows; [`QuantumError::Parameter`] for more
    /// than 2,048 variables, a mean beyond 1e100, a deviation that is not from 1e-100 to 1e100, and a matrix that is not
    /// symmetric or has another diagonal than 1 (to 1e-9).
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::Correlated;
    ///
    /// // Two that are always alike cannot have a third that is like one and unlike the other.
    /// let impossible = [1.0, 1.0, 0.5, 1.0, 1.0, -0.5, 0.5, -0.5, 1.0];
    /// let error = Correlated::new(&[0.0; 3], &[1.0; 3], &impossible).unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "the correlation of variables 1 and 2 is -0.5, allowed: 0.5000 to 0.5000 beside those of the variables before"
    /// );
    /// ```
    pub fn new(means: &[f64], deviations: &[f64], correlations: &[f64]) -> Result<Self, QuantumError> {
        let variables = means.len();
        require_variables(variables)?;
        require_length("the deviations", deviations.len(), variables, variables)?;
        require_length("the correlations", correlations.len(), variables * variables, variables)?;
        for &mean in means {
            require_size("mean", mean)?;
        }
        for &deviation in deviations {
            if !(LARGEST.recip()..=LARGEST).contains(&deviation) {
                return Err(ParameterError::new("deviation", deviation, "1e-100 to 1e100").into());
            }
        }
        let correlations = symmetric(correlations, variables)?;
        require_semidefinite(&correlations, variables)?;
        Ok(Self { means: means.to_vec(), deviations: deviations.to_vec(), correlations, observations: Vec::new() })
    }

    /// Variables with these means and this covariance matrix, row by row.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new), for the deviations and correlations that it comes to; a variance that is not from 1e-200 to
    /// 1e200.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::Correlated;
    ///
    /// let mut load = Correlated::from_covariance(&[10.0, 10.0], &[4.0, 3.0, 3.0, 9.0])?;
    /// assert_eq!(load.deviation(1)?, 3.0);
    /// assert_eq!(load.correlation(0, 1)?, 0.5);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn from_covariance(means: &[f64], covariance: &[f64]) -> Result<Self, QuantumError> {
        let variables = means.len();
        require_variables(variables)?;
        require_length("the covariance", covariance.len(), variables * variables, variables)?;
        let mut deviations = Vec::with_capacity(variables);
        for variance in covariance.iter().copied().step_by(variables + 1) {
            if !(variance > 0.0 && variance.is_finite()) {
                return Err(ParameterError::new("variance", variance, "1e-200 to 1e200").into());
            }
            deviations.push(libm::sqrt(variance));
        }
        let entry = |(at, covariance): (usize, &f64)| {
            let (row, column) = (at / variables, at % variables);
            if row == column { 1.0 } else { covariance / deviations[row] / deviations[column] }
        };
        let correlations: Vec<f64> = covariance.iter().enumerate().map(entry).collect();
        Self::new(means, &deviations, &correlations)
    }
}

impl fmt::Debug for Correlated {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Correlated")
            .field("variables", &self.len())
            .field("observations", &self.observations.len())
            .finish_non_exhaustive()
    }
}

/// The matrix with a diagonal of exactly 1 and both halves equal.
fn symmetric(correlations: &[f64], variables: usize) -> Result<Vec<f64>, ParameterError> {
    let mut matrix = correlations.to_vec();
    for row in 0..variables {
        for column in 0..=row {
            let (here, there) = (matrix[row * variables + column], matrix[column * variables + row]);
            if !within(here, 1.0 + ROUNDING) {
                let value = format!("{here} for variables {column} and {row}");
                return Err(ParameterError::new("correlation", value, "-1..=1"));
            }
            if row == column && (here - 1.0).abs() > ROUNDING {
                return Err(ParameterError::new("correlation", format!("{here} of variable {row} with itself"), "1"));
            }
            if !within(here - there, ROUNDING) {
                let value = format!("{here} for variables {row} and {column}, and {there} for {column} and {row}");
                return Err(ParameterError::new("correlation", value, "the same both ways"));
            }
            let entry = if row == column { 1.0 } else { here.clamp(-1.0, 1.0) };
            matrix[row * variables + column] = entry;
            matrix[column * variables + row] = entry;
        }
    }
    Ok(matrix)
}

/// Whether a number is no larger than this; a NaN is not.
fn within(value: f64, limit: f64) -> bool {
    value.abs() <= limit
}

fn require_variables(variables: usize) -> Result<(), QuantumError> {
    match variables {
        0 => Err(QuantumError::EmptyModel),
        1..=MOST_VARIABLES => Ok(()),
        _ => Err(ParameterError::new("variables", variables, "at most 2048").into()),
    }
}

fn require_length(what: &'static str, length: usize, needed: usize, variables: usize) -> Result<(), QuantumError> {
    match length {
        _ if length == needed => Ok(()),
        _ if needed == variables => Err(QuantumError::Length { what, length, variables }),
        _ => {
            let allowed = format!("{needed}, the square of the number of variables");
            Err(ParameterError::new("matrix", format!("{length} entries"), allowed).into())
        }
    }
}

fn require_size(name: &'static str, value: f64) -> Result<(), ParameterError> {
    if within(value, LARGEST) { Ok(()) } else { Err(ParameterError::new(name, value, "-1e100 to 1e100")) }
}

/// The most variables: a matrix of 32 MiB.
const MOST_VARIABLES: usize = 2_048;

/// The largest mean, and the most deviations that anything is away, so that no product of three of them overflows.
pub(super) const LARGEST: f64 = 1e100;

/// How far a matrix may be from symmetric: what is written with ten digits.
const ROUNDING: f64 = 1e-9;
