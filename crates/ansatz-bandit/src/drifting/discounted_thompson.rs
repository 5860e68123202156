//! Discounted Thompson sampling: posteriors that go back to their prior as time passes.
//!
//! V. Raj and S. Kalyani, *Taming non-stationary bandits: a Bayesian approach*, arXiv:1707.09727 (2017).

use alloc::vec::Vec;

use ansatz_core::{DecodeError, MergeError};
use ansatz_random::rand_core::Rng;

use super::{
    fading::Fading,
    sampling::{Prior, highest_draw},
};
use crate::{
    Bandit, BanditError, BetaBernoulli, Lesson, Posterior, Propensity, Rule, engine::rule::sealed::Sealed,
    posterior::probability_highest,
};

/// [`Thompson`](crate::Thompson) sampling in which the reward of a decision weighs discount^a when a decisions have been
/// made since; the prior weighs the same always.
///
/// What a reward weighs depends on when its decision was made, not on when it comes. A discount of 1 is
/// [`Thompson`](crate::Thompson).
///
/// # Examples
///
/// ```
/// use ansatz_bandit::DiscountedThompson;
/// use ansatz_random::Stream;
///
/// let mut rng = Stream::new(1, 0);
/// let mut arms = DiscountedThompson::new(2, 0.98)?;
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
/// The evidence of the other bandit is added as it stands there before its next decision: its decisions are then as old as
/// those that were made as many decisions ago here.
///
/// # Complexity
///
/// O(arms) for a decision: one power, and one posterior and one draw for each arm. O(1) for a reward, and O(arms) once in
/// the decisions in which a weight falls by 2^100.
pub type DiscountedThompson<P = BetaBernoulli> = Bandit<DiscountedThompsonRule<P>>;

/// The rule of [`DiscountedThompson`].
///
/// # Examples
///
/// ```
/// use ansatz_bandit::{Bandit, DiscountedThompson, DiscountedThompsonRule};
///
/// let arms: Bandit<DiscountedThompsonRule> = DiscountedThompson::new(3, 0.99)?;
/// # Ok::<(), ansatz_bandit::BanditError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct DiscountedThompsonRule<P: Posterior = BetaBernoulli> {
    prior: Prior<P>,
    fading: Fading,
}

impl Bandit<DiscountedThompsonRule> {
    /// A bandit with so many arms for rewards from 0 to 1, each with the uniform prior, whose rewards weigh `discount`
    /// times less with every decision.
    ///
    /// # Errors
    ///
    /// [`BanditError::Parameter`] unless there are 1 to 2^24 arms and `discount` is from 0 to 1.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(ansatz_bandit::DiscountedThompson::new(3, 0.999).is_ok());
    /// assert!(ansatz_bandit::DiscountedThompson::new(3, 1.5).is_err());
    /// ```
    pub fn new(arms: usize, discount: f64) -> Result<Self, BanditError> {
        Self::with_prior(arms, discount, BetaBernoulli::default())
    }
}

impl<P: Posterior> Bandit<DiscountedThompsonRule<P>> {
    /// A bandit with so many arms and this prior for each, whose rewards weigh `discount` times less with every decision.
    ///
    /// # Errors
    ///
    /// [`BanditError::Parameter`] unless there are 1 to 2^24 arms and `discount` is from 0 to 1.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::{DiscountedThompson, Gaussian};
    ///
    /// let mut arms = DiscountedThompson::with_prior(3, 0.999, Gaussian::new(-30.0, 400.0, 25.0)?)?;
    /// arms.record(1, -12.5)?;
    /// # Ok::<(), ansatz_bandit::BanditError>(())
    /// ```
    pub fn with_prior(arms: usize, discount: f64, prior: P) -> Result<Self, BanditError> {
        let fading = Fading::new(arms, discount)?;
        Ok(Self::from_rule(DiscountedThompsonRule { prior: Prior(prior), fading }))
    }
}

impl<P: Posterior> DiscountedThompsonRule<P> {
    fn beliefs(&self, now: u64) -> impl Iterator<Item = P::Belief> + '_ {
        self.fading.evidence(now).map(|evidence| self.prior.0.belief(&evidence))
    }

    /// Whether rewards can amount to this before decision `now`.
    fn admits(&self, now: u64) -> bool {
        self.fading.evidence(now).all(|evidence| self.prior.0.admits(&evidence))
    }
}

impl<P: Posterior> Sealed for DiscountedThompsonRule<P> {}

impl<P: Posterior> Rule for DiscountedThompsonRule<P> {
    type Context = ();
    type Note = ();

    const NAME: &'static str = "DiscountedThompson";

    fn arms(&self) -> usize {
        self.fading.arms().len()
    }

    fn add_arm(&mut self, _now: u64) {
        self.fading.add_arm();
    }

    fn remove_arm(&mut self, position: usize) {
        self.fading.remove_arm(position);
    }

    fn check(&self, (): &()) -> Result<(), BanditError> {
        Ok(())
    }

    fn choose<R: Rng + ?Sized>(&mut self, now: u64, (): &(), rng: &mut R) -> (usize, ()) {
        (highest_draw(self.beliefs(now), rng), ())
    }

    fn propensity<R: Rng + ?Sized>(
        &mut self,
        now: u64,
        (): &(),
        (position, ()): (usize, &()),
        rng: &mut R,
    ) -> Propensity {
        probability_highest(&self.beliefs(now).collect::<Vec<_>>(), position, rng.next_u64())
    }

    fn commit(&mut self, _now: u64, _position: usize) {}

    fn learn(&mut self, lesson: &Lesson<'_, ()>) -> Result<(), BanditError> {
        self.prior.0.require_reward(lesson.reward)?;
        self.fading.learn(lesson.position, lesson.sequence, lesson.reward);
        Ok(())
    }

    fn merge(&mut self, now: u64, other: &Self, others_now: u64) -> Result<(), MergeError> {
        self.prior.require_equal(&other.prior)?;
        self.fading.merge(now, &other.fading, others_now)
    }

    fn check_clock(&self, now: u64) -> bool {
        self.fading.check_clock(now) && self.admits(now)
    }
}

ansatz_core::codec!([P: Posterior] DiscountedThompsonRule<P> { prior, fading });

impl<P: Posterior> DiscountedThompsonRule<P> {
    #[allow(clippy::unused_self, clippy::unnecessary_wraps)] // The parts have checked themselves; the rest needs the time.
    fn check(&self) -> Result<(), DecodeError> {
        Ok(())
    }
}
