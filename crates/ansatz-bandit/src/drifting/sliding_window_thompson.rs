//! Sliding-window Thompson sampling: posteriors of the last decisions alone.
//!
//! F. Trovò, S. Paladino, M. Restelli and N. Gatti, *Sliding-window Thompson sampling for non-stationary environments*,
//! Journal of Artificial Intelligence Research 68 (2020).

use alloc::vec::Vec;

use ansatz_core::{DecodeError, MergeError};
use ansatz_random::rand_core::Rng;

use super::{
    sampling::{Prior, highest_draw},
    window::Window,
};
use crate::{
    Bandit, BanditError, BetaBernoulli, Lesson, Posterior, Propensity, Rule, engine::rule::sealed::Sealed,
    posterior::probability_highest,
};

/// [`Thompson`](crate::Thompson) sampling that knows the rewards of the last decisions alone.
///
/// A reward that comes when its decision has left the window is taken and changes nothing; the order in which rewards come
/// changes nothing at all, to the bit.
///
/// # Examples
///
/// ```
/// use ansatz_bandit::SlidingWindowThompson;
/// use ansatz_random::Stream;
///
/// let mut rng = Stream::new(1, 0);
/// let mut arms = SlidingWindowThompson::new(2, 100)?;
/// let mut pulls = [0, 0];
/// for means in [[0.9, 0.1], [0.1, 0.9]] {
///     pulls = [0, 0];
///     for _ in 0..1_000 {
///         let choice = arms.select(&mut rng);
///         arms.observe(choice.ticket, means[choice.arm])?;
///         pulls[choice.arm] += 1;
///     }
/// }
/// assert!(pulls[1] > 600); // since the change
/// # Ok::<(), ansatz_bandit::BanditError>(())
/// ```
///
/// # Merging
///
/// There is none: the last decisions of two sequences are not those of a common one. What was decided elsewhere can be
/// [recorded](Bandit::record), one by one, in the order in which it is to count.
///
/// # Complexity
///
/// O(arms) for a decision: one posterior and one draw for each; the rest as for
/// [`SlidingWindowUcb`](crate::SlidingWindowUcb).
pub type SlidingWindowThompson<P = BetaBernoulli> = Bandit<SlidingWindowThompsonRule<P>>;

/// The rule of [`SlidingWindowThompson`].
///
/// # Examples
///
/// ```
/// use ansatz_bandit::{Bandit, SlidingWindowThompson, SlidingWindowThompsonRule};
///
/// let arms: Bandit<SlidingWindowThompsonRule> = SlidingWindowThompson::new(3, 100)?;
/// # Ok::<(), ansatz_bandit::BanditError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct SlidingWindowThompsonRule<P: Posterior = BetaBernoulli> {
    prior: Prior<P>,
    window: Window,
}

impl Bandit<SlidingWindowThompsonRule> {
    /// A bandit with so many arms for rewards from 0 to 1, each with the uniform prior, which knows the last `window`
    /// decisions.
    ///
    /// # Errors
    ///
    /// [`BanditError::Parameter`] unless there are 1 to 2^24 arms and `window` is from 1 to 2^24.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(ansatz_bandit::SlidingWindowThompson::new(3, 1_000).is_ok());
    /// assert!(ansatz_bandit::SlidingWindowThompson::new(3, 0).is_err());
    /// ```
    pub fn new(arms: usize, window: u64) -> Result<Self, BanditError> {
        Self::with_prior(arms, window, BetaBernoulli::default())
    }
}

impl<P: Posterior> Bandit<SlidingWindowThompsonRule<P>> {
    /// A bandit with so many arms and this prior for each, which knows the last `window` decisions.
    ///
    /// # Errors
    ///
    /// [`BanditError::Parameter`] unless there are 1 to 2^24 arms and `window` is from 1 to 2^24.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::{Gaussian, SlidingWindowThompson};
    ///
    /// let mut arms = SlidingWindowThompson::with_prior(3, 1_000, Gaussian::new(-30.0, 400.0, 25.0)?)?;
    /// arms.record(1, -12.5)?;
    /// # Ok::<(), ansatz_bandit::BanditError>(())
    /// ```
    pub fn with_prior(arms: usize, window: u64, prior: P) -> Result<Self, BanditError> {
        let window = Window::new(arms, window)?;
        Ok(Self::from_rule(SlidingWindowThompsonRule { prior: Prior(prior), window }))
    }
}

impl<P: Posterior> SlidingWindowThompsonRule<P> {
    fn beliefs(&self) -> impl Iterator<Item = P::Belief> + '_ {
        self.window.evidence().map(|evidence| self.prior.0.belief(&evidence))
    }
}

impl<P: Posterior> Sealed for SlidingWindowThompsonRule<P> {}

impl<P: Posterior> Rule for SlidingWindowThompsonRule<P> {
    type Context = ();
    type Note = ();

    const NAME: &'static str = "SlidingWindowThompson";

    fn arms(&self) -> usize {
        self.window.arms()
    }

    fn add_arm(&mut self, _now: u64) {
        self.window.add_arm();
    }

    fn remove_arm(&mut self, position: usize) {
        self.window.remove_arm(position);
    }

    fn check(&self, (): &()) -> Result<(), BanditError> {
        Ok(())
    }

    fn choose<R: Rng + ?Sized>(&mut self, _now: u64, (): &(), rng: &mut R) -> (usize, ()) {
        (highest_draw(self.beliefs(), rng), ())
    }

    fn propensity<R: Rng + ?Sized>(
        &mut self,
        _now: u64,
        (): &(),
        (position, ()): (usize, &()),
        rng: &mut R,
    ) -> Propensity {
        probability_highest(&self.beliefs().collect::<Vec<_>>(), position, rng.next_u64())
    }

    fn commit(&mut self, now: u64, _position: usize) {
        self.window.advance(now);
    }

    fn learn(&mut self, lesson: &Lesson<'_, ()>) -> Result<(), BanditError> {
        self.prior.0.require_reward(lesson.reward)?;
        self.window.learn(lesson.position, lesson.sequence, lesson.reward);
        Ok(())
    }

    fn merge(&mut self, _now: u64, other: &Self, _others_now: u64) -> Result<(), MergeError> {
        self.window.merge(&other.window)
    }

    fn check_clock(&self, now: u64) -> bool {
        self.window.check_clock(now)
    }
}

ansatz_core::codec!([P: Posterior] SlidingWindowThompsonRule<P> { prior, window });

impl<P: Posterior> SlidingWindowThompsonRule<P> {
    fn check(&self) -> Result<(), DecodeError> {
        self.window.require_rewards(|reward| self.prior.0.require_reward(reward))
    }
}
