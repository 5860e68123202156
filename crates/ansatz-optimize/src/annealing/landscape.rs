//! States, their costs, and the steps between them.

use ansatz_random::Stream;

/// A space of states with a cost, and moves whose effect on it can be told without making them.
///
/// # Examples
///
/// ```
/// use ansatz_optimize::Landscape;
/// use ansatz_random::{Stream, below};
///
/// /// Which of these numbers to take, so that their sum is as near to the goal as can be?
/// struct SubsetSum(Vec<f64>, f64);
///
/// impl Landscape for SubsetSum {
///     type State = (Vec<bool>, f64);
///     type Move = usize;
///
///     fn cost(&self, (_, sum): &Self::State) -> f64 {
///         (sum - self.1).abs()
///     }
///
///     fn propose(&self, _: &Self::State, rng: &mut Stream) -> usize {
///         below(rng, self.0.len() as u64) as usize
///     }
///
///     fn change(&self, (taken, sum): &Self::State, flip: &usize) -> f64 {
///         let sign = if taken[*flip] { -1.0 } else { 1.0 };
///         (sum + sign * self.0[*flip] - self.1).abs() - (sum - self.1).abs()
///     }
///
///     fn apply(&self, (taken, sum): &mut Self::State, flip: usize) {
///         *sum += if taken[flip] { -self.0[flip] } else { self.0[flip] };
///         taken[flip] = !taken[flip];
///     }
/// }
/// ```
pub trait Landscape {
    /// What has a cost.
    type State: Clone;

    /// A step from one state to a neighbouring one.
    type Move;

    /// The cost of a state, to be minimised: computed at the start, and now and then to clear rounding errors away.
    fn cost(&self, state: &Self::State) -> f64;

    /// A step at random. The odds of a step and of the one back should be the same.
    fn propose(&self, state: &Self::State, rng: &mut Stream) -> Self::Move;

    /// By how much a step would change the cost. One that is NaN or infinite leads to no state, and is not made.
    fn change(&self, state: &Self::State, step: &Self::Move) -> f64;

    /// Makes a step.
    fn apply(&self, state: &mut Self::State, step: Self::Move);
}
