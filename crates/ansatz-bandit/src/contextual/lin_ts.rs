//! Linear Thompson sampling: the arm whose reward in this context is the highest in a draw of the weights of all of them.
//!
//! S. Agrawal and N. Goyal, *Thompson sampling for contextual bandits with linear payoffs*, ICML 2013.

use ansatz_core::{DecodeError, MergeError, ParameterError, codec, require_range};
use ansatz_random::rand_core::Rng;

use super::{
    linear::{Linear, require_models},
    sampling,
    weight_prior::require_context,
};
use crate::{
    Bandit, BanditError, Features, Lesson, ModelRule, Prediction, Propensity, Rule, WeightPrior,
    engine::rule::sealed::Sealed,
};

/// Draws the weights of each arm from a normal distribution about those of ridge regression, with the covariance v^2 A^-1,
/// A their precision, and chooses the arm with the highest x' w; x are the features of what is to be decided.
///
/// With v the deviation of the rewards about their expectation, that distribution is the posterior of the weights, and an
/// arm is chosen with the probability that it is the best. What a decision needs of the d weights of an arm is x' w, a
/// normal variable of variance v^2 x' A^-1 x, independent of other arms': one draw for each arm is all it takes.
///
/// All arms see the same context, and each has a model of its own. Give it a feature that is always 1, if rewards are not 0
/// where all others are.
///
/// # Examples
///
/// ```
/// use ansatz_bandit::LinTs;
/// use ansatz_random::{Stream, unit};
///
/// let mut rng = Stream::new(1, 0);
/// let mut arms = LinTs::new(2, 2, 0.5)?;
/// for _ in 0..500 {
///     let age = unit(&mut rng);
///     let choice = arms.select_for(&[1.0, age], &mut rng)?;
///     arms.observe(choice.ticket, [age, 1.0 - age][choice.arm])?; // arm 0 is for the old
/// }
/// assert_eq!(arms.select_for(&[1.0, 0.9], &mut rng)?.arm, 0);
/// assert_eq!(arms.select_for(&[1.0, 0.1], &mut rng)?.arm, 1);
/// # Ok::<(), ansatz_bandit::BanditError>(())
/// ```
///
/// # Accuracy
///
/// Theorem 1 of the paper, for one model of D weights (here D = arms d, of which an arm has those of its own features),
/// |x| and |w| at most 1, noise that is sub-Gaussian with deviation R, and v = R sqrt(9 D ln(T / delta)): the regret
/// after T rounds is O(D^(3/2) sqrt(T) (ln T + sqrt(ln T ln(1 / delta)))) with probability 1 - delta. With the v of the
/// posterior it is less in practice, on average over weights that are drawn from the prior.
///
/// The propensity of one of two arms is exact; of more it is estimated by 256 draws of the others. What is said of
/// rounding at [`LinUcb`](crate::LinUcb) holds here too.
///
/// # Complexity
///
/// O(arms d^2) for a decision, O(d^2) for a reward, and memory of 12 d^2 bytes for each arm.
pub type LinTs = Bandit<LinTsRule>;

/// The rule of [`LinTs`].
#[derive(Debug, Clone, PartialEq)]
pub struct LinTsRule {
    deviation: f64,
    linear: Linear,
}

impl Bandit<LinTsRule> {
    /// A bandit with so many arms and features, a ridge of 1, and `deviation` as the paper's v: how far rewards stray from
    /// their expectation.
    ///
    /// # Errors
    ///
    /// [`BanditError::Parameter`] unless there are 1 to 2^24 arms and 1 to 4096 features, arms d^2 is at most 2^28, and
    /// `deviation` is from 1e-20 to 1e20.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(ansatz_bandit::LinTs::new(10, 32, 0.5).is_ok());
    /// assert!(ansatz_bandit::LinTs::new(10, 32, 0.0).is_err());
    /// ```
    pub fn new(arms: usize, dimension: usize, deviation: f64) -> Result<Self, BanditError> {
        Self::with_prior(arms, WeightPrior::ridge(dimension, 1.0)?, deviation)
    }

    /// A bandit with so many arms, this prior for the weights of each (its precision is in units of 1 / `deviation`^2), and
    /// `deviation` as in [`new`](Self::new).
    ///
    /// # Errors
    ///
    /// [`BanditError::Parameter`], as for [`new`](Self::new).
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::{LinTs, WeightPrior};
    ///
    /// assert!(LinTs::with_prior(10, WeightPrior::ridge(32, 0.1)?, 0.5).is_ok());
    /// # Ok::<(), ansatz_bandit::BanditError>(())
    /// ```
    pub fn with_prior(arms: usize, prior: WeightPrior, deviation: f64) -> Result<Self, BanditError> {
        let rule = LinTsRule { deviation, linear: Linear::new(arms, prior)? };
        require_range("deviation", rule.deviation, LEAST..=MOST)?;
        Ok(Self::from_rule(rule))
    }
}

impl Sealed for LinTsRule {}

impl Rule for LinTsRule {
    type Context = [f64];
    type Note = Features;

    const NAME: &'static str = "LinTs";

    fn arms(&self) -> usize {
        self.linear.arms.len()
    }

    fn require_room(&self, arms: usize) -> Result<(), ParameterError> {
        require_models(arms, self.linear.prior.dimension()).map(|_| ())
    }

    fn add_arm(&mut self, _now: u64) {
        self.linear.add_arm();
    }

    fn remove_arm(&mut self, position: usize) {
        self.linear.remove_arm(position);
    }

    fn check(&self, context: &[f64]) -> Result<(), BanditError> {
        require_context(context, self.linear.prior.dimension())
    }

    fn choose<R: Rng + ?Sized>(&mut self, _now: u64, context: &[f64], rng: &mut R) -> (usize, Features) {
        (sampling::highest_draw(self.scores(context), rng), Features::copy(context))
    }

    fn propensity<R: Rng + ?Sized>(
        &mut self,
        _now: u64,
        context: &[f64],
        (position, _): (usize, &Features),
        rng: &mut R,
    ) -> Propensity {
        sampling::propensity(self.scores(context), position, rng.next_u64())
    }

    fn commit(&mut self, _now: u64, _position: usize) {}

    fn learn(&mut self, lesson: &Lesson<'_, Features>) -> Result<(), BanditError> {
        self.linear.learn(lesson)
    }

    fn merge(&mut self, _now: u64, other: &Self, _others_now: u64) -> Result<(), MergeError> {
        MergeError::unless_equal("deviation", self.deviation, other.deviation)?;
        self.linear.merge(&other.linear)
    }
}

impl ModelRule for LinTsRule {
    fn predict(&self, position: usize, context: &[f64]) -> Prediction {
        self.linear.predict(position, context)
    }

    fn weights(&self, position: usize) -> &[f64] {
        self.linear.arms[position].weights()
    }
}

codec!([] LinTsRule { deviation, linear });

impl LinTsRule {
    /// The distribution of each arm's score.
    fn scores(&self, context: &[f64]) -> impl Iterator<Item = Prediction> + '_ {
        let predictions = self.linear.predictions(context);
        predictions.map(|prediction| Prediction { deviation: self.deviation * prediction.deviation, ..prediction })
    }

    fn check(&self) -> Result<(), DecodeError> {
        require_range("deviation", self.deviation, LEAST..=MOST)?;
        Ok(())
    }
}

const LEAST: f64 = 1e-20;
const MOST: f64 = 1e20;
