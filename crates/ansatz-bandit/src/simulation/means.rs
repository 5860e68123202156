//! Means of arms.

use ansatz_core::{ParameterError, require_range};
use ansatz_random::{rand_core::Rng, unit};

/// At least one probability, from 0 to 1.
pub(super) fn require_probabilities(means: &[f64]) -> Result<(), ParameterError> {
    require_some(means.len())?;
    means.iter().try_for_each(|mean| require_range("means", *mean, 0.0..=1.0).map(|_| ()))
}

/// At least one number that rewards can lie about.
pub(super) fn require_finite(name: &'static str, means: &[f64]) -> Result<(), ParameterError> {
    require_some(means.len())?;
    means.iter().try_for_each(|mean| require_range(name, *mean, -MOST..=MOST).map(|_| ()))
}

pub(super) fn require_some(arms: usize) -> Result<(), ParameterError> {
    if arms > 0 { Ok(()) } else { Err(ParameterError::new("means", "empty", "one for each arm")) }
}

pub(super) fn highest(means: impl IntoIterator<Item = f64>) -> f64 {
    means.into_iter().fold(f64::NEG_INFINITY, f64::max)
}

/// 1 with this probability, else 0.
pub(super) fn coin<R: Rng + ?Sized>(probability: f64, rng: &mut R) -> f64 {
    if unit(rng) < probability { 1.0 } else { 0.0 }
}

/// Sums of squares of such means over all rounds are finite.
const MOST: f64 = 1e50;
