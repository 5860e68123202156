//! Thompson sampling: the arm that is best in a draw from what is believed of all of them.
//!
//! W. R. Thompson, *On the likelihood that one unknown probability exceeds another in view of the evidence of two
//! samples*, Biometrika 25 (1933).

use ansatz_core::{DecodeError, Estimate, MergeError, codec};
use ansatz_random::rand_core::Rng;

use crate::{
    Bandit, BanditError, BetaBernoulli, Lesson, Posterior, Propensity, Rule,
    engine::rule::sealed::Sealed,
    posterior::{Belief, Beliefs, probability_highest},
};

/// Draws a mean for each arm from its posterior and chooses the arm with the highest: so each arm is chosen with the
/// probability that it is the best, as far as is known.
///
/// # Examples
///
/// ```
/// use ansatz_bandit::{Gaussian, Thompson};
/// use ansatz_random::Stream;
///
/// let mut rng = Stream::new(1, 0);
/// let mut arms = Thompson::new(2)?; // rewards from 0 to 1
/// for _ in 0..1_000 {
///     let choice = arms.select(&mut rng);
///     arms.observe(choice.ticket, [0.2, 0.7][choice.arm])?;
/// }
/// assert_eq!(arms.select(&mut rng).arm, 1);
///
/// // Seconds, of which fewer are better: about -30, give or take 20, and single ones stray by 5.
/// let mut arms = Thompson::with_prior(2, Gaussian::new(-30.0, 400.0, 25.0)?)?;
/// arms.record(1, -12.5)?;
/// # Ok::<(), ansatz_bandit::BanditError>(())
/// ```
///
/// # Accuracy
///
/// The expected regret after t decisions, averaged over the prior that the arms come from, is at most
/// sqrt(arms * t * ln(arms) / 2) for rewards within a range of 1 (D. Russo and B. Van Roy, *An information-theoretic
/// analysis of Thompson sampling*, Journal of Machine Learning Research 17, 2016).
///
/// For given arms that pay 0 or 1, and the uniform prior, it is at most (1 + e) times the sum over the other arms of
/// gap * (ln t + ln ln t) / kl(mean, best mean), plus a constant that depends on the means and on e, for any e > 0
/// (E. Kaufmann, N. Korda and R. Munos, *Thompson sampling: an asymptotically optimal finite-time analysis*, ALT 2012;
/// S. Agrawal and N. Goyal, *Further optimal regret bounds for Thompson sampling*, AISTATS 2013): no policy that is good
/// for all arms can have a smaller factor of ln t (Lai and Robbins, 1985).
///
/// # Propensities
///
/// Those of [`select_logged`](Bandit::select_logged) are estimated, without bias and never as 0, by 256 rounds in which all
/// other arms draw and the chosen arm's probability to exceed them is taken; where one wide arm stands in its way, they
/// both change places. The standard error is at most 0.031. All of it is drawn from a stream of its own, for which one
/// number is taken from `rng` after the decision.
///
/// # Complexity
///
/// O(arms) for a decision: one draw for each; 256 draws for each if it is logged; O(1) for a reward.
pub type Thompson<P = BetaBernoulli> = Bandit<PosteriorSampling<P>>;

/// The rule of [`Thompson`].
#[derive(Debug, Clone, PartialEq)]
pub struct PosteriorSampling<P: Posterior = BetaBernoulli> {
    beliefs: Beliefs<P>,
}

impl Bandit<PosteriorSampling> {
    /// A bandit with so many arms for rewards from 0 to 1, each with the uniform prior; see [`BetaBernoulli`].
    ///
    /// # Errors
    ///
    /// [`BanditError::Parameter`] unless there are 1 to 2^24 arms.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(ansatz_bandit::Thompson::new(3).is_ok());
    /// assert!(ansatz_bandit::Thompson::new(0).is_err());
    /// ```
    pub fn new(arms: usize) -> Result<Self, BanditError> {
        Self::with_prior(arms, BetaBernoulli::default())
    }
}

impl<P: Posterior> Bandit<PosteriorSampling<P>> {
    /// A bandit with so many arms, and this prior for each.
    ///
    /// # Errors
    ///
    /// [`BanditError::Parameter`] unless there are 1 to 2^24 arms.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::{GammaPoisson, Thompson};
    ///
    /// let arms = Thompson::with_prior(3, GammaPoisson::new(1.0, 0.1)?)?;
    /// assert_eq!(arms.mean(2)?, 10.0);
    /// # Ok::<(), ansatz_bandit::BanditError>(())
    /// ```
    pub fn with_prior(arms: usize, prior: P) -> Result<Self, BanditError> {
        Ok(Self::from_rule(PosteriorSampling { beliefs: Beliefs::new(arms, prior)? }))
    }

    /// The mean of the arm's posterior.
    ///
    /// # Errors
    ///
    /// [`BanditError::UnknownArm`].
    ///
    /// # Examples
    ///
    /// ```
    /// let mut arms = ansatz_bandit::Thompson::new(2)?;
    /// arms.record(1, 1.0)?;
    /// assert_eq!((arms.mean(0)?, arms.mean(1)?), (0.5, 2.0 / 3.0));
    /// # Ok::<(), ansatz_bandit::BanditError>(())
    /// ```
    pub fn mean(&self, arm: usize) -> Result<f64, BanditError> {
        Ok(self.belief(arm)?.mean())
    }

    /// The variance of the arm's posterior; infinite where there is none.
    ///
    /// # Errors
    ///
    /// [`BanditError::UnknownArm`].
    ///
    /// # Examples
    ///
    /// ```
    /// let arms = ansatz_bandit::Thompson::new(2)?;
    /// assert_eq!(arms.variance(0)?, 1.0 / 12.0); // of the uniform distribution
    /// # Ok::<(), ansatz_bandit::BanditError>(())
    /// ```
    pub fn variance(&self, arm: usize) -> Result<f64, BanditError> {
        Ok(self.belief(arm)?.variance())
    }

    /// The mean of the arm's posterior, and the interval that holds 95% of it, 2.5% on each side left out.
    ///
    /// # Errors
    ///
    /// [`BanditError::UnknownArm`].
    ///
    /// # Examples
    ///
    /// ```
    /// let arms = ansatz_bandit::Thompson::new(2)?;
    /// let interval = arms.interval(0)?;
    /// assert!((interval.lower - 0.025).abs() < 1e-12 && (interval.upper - 0.975).abs() < 1e-12);
    /// # Ok::<(), ansatz_bandit::BanditError>(())
    /// ```
    pub fn interval(&self, arm: usize) -> Result<Estimate, BanditError> {
        let belief = self.belief(arm)?;
        Ok(Estimate::new(belief.mean(), belief.quantile(0.025), belief.quantile(0.975), 0.95))
    }

    fn belief(&self, arm: usize) -> Result<&P::Belief, BanditError> {
        let (rule, position) = self.rule_at(arm)?;
        Ok(&rule.beliefs.arms()[position])
    }
}

impl<P: Posterior> Sealed for PosteriorSampling<P> {}

impl<P: Posterior> Rule for PosteriorSampling<P> {
    type Context = ();
    type Note = ();

    const NAME: &'static str = "Thompson";

    fn arms(&self) -> usize {
        self.beliefs.arms().len()
    }

    fn add_arm(&mut self, _now: u64) {
        self.beliefs.add_arm();
    }

    fn remove_arm(&mut self, position: usize) {
        self.beliefs.remove_arm(position);
    }

    fn check(&self, (): &()) -> Result<(), BanditError> {
        Ok(())
    }

    #[inline]
    fn choose<R: Rng + ?Sized>(&mut self, _now: u64, (): &(), rng: &mut R) -> (usize, ()) {
        (self.beliefs.sample_best(rng), ())
    }

    fn propensity<R: Rng + ?Sized>(
        &mut self,
        _now: u64,
        (): &(),
        (position, ()): (usize, &()),
        rng: &mut R,
    ) -> Propensity {
        probability_highest(self.beliefs.arms(), position, rng.next_u64())
    }

    fn commit(&mut self, _now: u64, _position: usize) {}

    fn learn(&mut self, lesson: &Lesson<'_, ()>) -> Result<(), BanditError> {
        self.beliefs.learn(lesson.position, lesson.reward)
    }

    fn merge(&mut self, _now: u64, other: &Self, _others_now: u64) -> Result<(), MergeError> {
        self.beliefs.merge(&other.beliefs)
    }
}

codec!([P: Posterior] PosteriorSampling<P> { beliefs });

impl<P: Posterior> PosteriorSampling<P> {
    #[allow(clippy::unused_self, clippy::unnecessary_wraps)] // The beliefs have checked themselves.
    fn check(&self) -> Result<(), DecodeError> {
        Ok(())
    }
}
