//! Many metrics at once: which of the small p-values are more than the luck of having looked at many.

use alloc::vec::Vec;

use ansatz_core::{ParameterError, require_range};

/// Adjusted p-values after Benjamini and Hochberg, in the order of the input: reject where they are at most q, and of
/// what is rejected at most the fraction q is expected to be false.
///
/// # Examples
///
/// ```
/// use ansatz_bandit::experiments::benjamini_hochberg;
///
/// let adjusted = benjamini_hochberg(&[0.01, 0.8, 0.02, 0.03])?;
/// let rejected: Vec<bool> = adjusted.iter().map(|p| *p <= 0.05).collect();
/// assert_eq!(rejected, [true, false, true, true]);
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
///
/// # Errors
///
/// [`ParameterError`] if a p-value is not from 0 to 1.
///
/// # Accuracy
///
/// The false discovery rate is at most q times the fraction of true hypotheses, for p-values that are independent or
/// positively dependent (PRDS); with independent ones of a continuous statistic it is that (Y. Benjamini and
/// Y. Hochberg, *Controlling the false discovery rate*, Journal of the Royal Statistical Society B 57, 1995; Y. Benjamini
/// and D. Yekutieli, Annals of Statistics 29, 2001).
///
/// # Complexity
///
/// O(n log n).
pub fn benjamini_hochberg(p_values: &[f64]) -> Result<Vec<f64>, ParameterError> {
    require_p_values(p_values)?;
    Ok(step_up(p_values, 1.0))
}

/// Adjusted p-values after Benjamini and Yekutieli: as [`benjamini_hochberg`], for p-values that depend on each other in
/// whatever way.
///
/// # Examples
///
/// ```
/// use ansatz_bandit::experiments::benjamini_yekutieli;
///
/// let adjusted = benjamini_yekutieli(&[0.01, 0.8])?;
/// assert!((adjusted[0] - 0.03).abs() < 1e-12);
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
///
/// # Errors
///
/// [`ParameterError`] if a p-value is not from 0 to 1.
///
/// # Accuracy
///
/// The false discovery rate is at most q times the fraction of true hypotheses, under any dependence, for the price of
/// a factor of 1 + 1/2 + ... + 1/n (Y. Benjamini and D. Yekutieli, *The control of the false discovery rate in multiple
/// testing under dependency*, Annals of Statistics 29, 2001).
///
/// # Complexity
///
/// O(n log n).
pub fn benjamini_yekutieli(p_values: &[f64]) -> Result<Vec<f64>, ParameterError> {
    require_p_values(p_values)?;
    let harmonic = (1..=p_values.len()).rev().map(|k| 1.0 / k as f64).sum();
    Ok(step_up(p_values, harmonic))
}

/// Adjusted p-values after Holm: reject where they are at most alpha, and the probability of even one false rejection
/// is at most alpha.
///
/// # Examples
///
/// ```
/// use ansatz_bandit::experiments::holm;
///
/// let adjusted = holm(&[0.01, 0.03, 0.04])?;
/// assert_eq!(adjusted, [0.03, 0.06, 0.06]); // 3 * 0.01, 2 * 0.03, and no less for the larger one
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
///
/// # Errors
///
/// [`ParameterError`] if a p-value is not from 0 to 1.
///
/// # Accuracy
///
/// The family-wise error rate is at most alpha under any dependence (S. Holm, *A simple sequentially rejective multiple
/// test procedure*, Scandinavian Journal of Statistics 6, 1979).
///
/// # Complexity
///
/// O(n log n).
pub fn holm(p_values: &[f64]) -> Result<Vec<f64>, ParameterError> {
    require_p_values(p_values)?;
    let mut adjusted = alloc::vec![0.0; p_values.len()];
    let mut most: f64 = 0.0;
    for (rank, index) in ranks(p_values).into_iter().enumerate() {
        most = most.max((p_values.len() - rank) as f64 * p_values[index]).min(1.0);
        adjusted[index] = most;
    }
    Ok(adjusted)
}

/// Adjusted p-values from e-values, those of tests that are watched: reject where they are at most q, whenever each of
/// the tests has been stopped.
///
/// # Examples
///
/// ```
/// use ansatz_bandit::experiments::e_benjamini_hochberg;
///
/// // Two of three metrics have an e-value of 60: rejected at 3 / (2 * 60).
/// assert_eq!(e_benjamini_hochberg(&[60.0, 0.5, 60.0])?, [0.025, 1.0, 0.025]);
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
///
/// # Errors
///
/// [`ParameterError`] if an e-value is negative or not a number.
///
/// # Accuracy
///
/// The false discovery rate is at most q times the fraction of true hypotheses, under any dependence (R. Wang and
/// A. Ramdas, *False discovery rate control with e-values*, Journal of the Royal Statistical Society B 84, 2022).
///
/// # Complexity
///
/// O(n log n).
pub fn e_benjamini_hochberg(e_values: &[f64]) -> Result<Vec<f64>, ParameterError> {
    for e in e_values {
        require_range("e-value", *e, 0.0..=f64::INFINITY)?;
    }
    // Without its sign, -0 is no evidence either.
    let inverse: Vec<f64> = e_values.iter().map(|e| 1.0 / libm::fabs(*e)).collect();
    Ok(step_up(&inverse, 1.0))
}

fn require_p_values(p_values: &[f64]) -> Result<(), ParameterError> {
    for p in p_values {
        require_range("p-value", *p, 0.0..=1.0)?;
    }
    Ok(())
}

/// n / rank times the value, times the penalty, and no more than that of any larger value.
fn step_up(values: &[f64], penalty: f64) -> Vec<f64> {
    let mut adjusted = alloc::vec![0.0; values.len()];
    let mut least: f64 = 1.0;
    for (rank, index) in ranks(values).into_iter().enumerate().rev() {
        least = least.min(penalty * (values.len() as f64 * values[index] / (rank + 1) as f64));
        adjusted[index] = least;
    }
    adjusted
}

/// The places of the values, from the smallest on.
fn ranks(values: &[f64]) -> Vec<usize> {
    let mut places: Vec<usize> = (0..values.len()).collect();
    places.sort_by(|a, b| values[*a].total_cmp(&values[*b]));
    places
}
