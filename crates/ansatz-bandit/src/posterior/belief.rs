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
}
