//! The distribution of an arm's mean.

use core::fmt::Debug;

use ansatz_random::rand_core::Rng;

/// What is believed of the mean of an arm.
///
/// It is a value: the constants that draws need are part of it, and are computed once for many draws.
pub trait Belief: Clone + Debug + PartialEq + Send + Sync {
    /// A draw.
    fn draw<R: Rng + ?Sized>(&self, rng: &mut R) -> f64;

    /// The expectation; infinite or not a number where there is none.
    fn mean(&self) -> f64;

    /// The variance; infinite where there is none.
    fn variance(&self) -> f64;

    /// The value that a draw does not exceed with probability `p`.
    fn quantile(&self, p: f64) -> f64;

    /// The probability that a draw exceeds a value, as a function of the value.
    fn exceedance(&self) -> impl Fn(f64) -> f64;

    /// Whether the numbers about this value are so far apart that more than one in a million pairs of draws there are equal,
    /// so that draws exceed it with another probability than the distribution says.
    fn is_coarse(&self, value: f64) -> bool;
}

/// Whether numbers about `value` are further apart than a millionth of `deviation`.
pub(super) fn is_coarse(value: f64, deviation: f64) -> bool {
    // What stands for a deviation of nothing is coarse at 0 too.
    deviation <= f64::MIN_POSITIVE || libm::fabs(value) * f64::EPSILON >= 1e-6 * deviation
}
