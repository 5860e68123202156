//! Logistic Thompson sampling: the arm whose chance in this context is the highest in a draw of the weights of all of them.
//!
//! O. Chapelle and L. Li, *An empirical evaluation of Thompson sampling*, NIPS 2011, Algorithm 3.

use alloc::{vec, vec::Vec};

use ansatz_core::{
    DecodeError, MergeError, ParameterError,
    bytes::{Codec, Reader, Writer},
    codec, require_range,
};
use ansatz_random::rand_core::Rng;

use super::{
    cholesky::dot,
    contexts::{Contexts, MOST_CONTEXTS},
    laplace,
    linear::require_models,
    sampling,
    triangle::{Triangle, padded, read_padded},
    weight_prior::{MOST_WHITENING, WeightPrior, require_context},
};
use crate::{
    Bandit, BanditError, Features, Lesson, ModelRule, Prediction, Propensity, Rule, engine::rule::sealed::Sealed,
    reward::require_unit,
};

/// Draws the weights of each arm from the posterior of a logistic model, and chooses the arm with the highest chance 1 /
/// (1 + exp(-x' w)); x are the features of what is to be decided. Rewards are from 0 to 1, mostly one of the two.
///
/// The posterior is approximated by a normal distribution about its mode (Laplace), as in the paper. The paper goes from
/// batch to batch, each posterior the next prior, so that its state depends on the order of the rewards. This one does
/// not: the mode is that of all rewards so far. There are no sums that say all about rewards that are not linear
/// in the features, so an arm keeps its contexts, each with the number and the sum of its rewards: 64 of them, or
/// as [many](Self::with_contexts) as you say, whichever and in whatever order they come. If there are more, the rest count
/// as contexts with normal features of the same mean and covariance, whose sums of rewards and of rewards times features
/// are kept.
///
/// All arms see the same context, and each has a model of its own. Give it a feature that is always 1, unless all chances
/// are 1/2 where all others are 0; and where chances are small, a [prior](WeightPrior::with_mean) that says so, or arms are
/// tried for long as if they paid half of the time. Features in few steps, or yes and no, are better than fine ones: less contexts,
/// decisions that are sooner made, and nothing left to approximate.
///
/// # Examples
///
/// ```
/// use ansatz_bandit::LogisticThompson;
/// use ansatz_random::{Stream, below, unit};
///
/// let mut rng = Stream::new(1, 0);
/// let mut ads = LogisticThompson::new(2, 2)?;
/// for _ in 0..2_000 {
///     let mobile = below(&mut rng, 2) as f64;
///     let choice = ads.select_for(&[1.0, mobile], &mut rng)?;
///     let rate = if choice.arm == 0 { 0.05 } else { 0.02 + 0.1 * mobile };
///     let clicked = unit(&mut rng) < rate;
///     ads.observe(choice.ticket, f64::from(u8::from(clicked)))?;
/// }
/// let chance = |log_odds: f64| 1.0 / (1.0 + (-log_odds).exp());
/// assert!(chance(ads.predict(1, &[1.0, 1.0])?.score) > 0.08);
/// # Ok::<(), ansatz_bandit::BanditError>(())
/// ```
///
/// # Accuracy
///
/// The mode is right to about 1e-12 of a standard deviation. With as many contexts as are kept, it is that of all rewards,
/// and the same in any order of rewards and however merged. With more it is that too, up to what the rest's log-odds
/// differ from a normal distribution; and exact where features are normal. No bound is known of the regret of this
/// approximation.
///
/// The propensity of one of two arms is exact; of more it is estimated by 256 draws of the others.
///
/// # Complexity
///
/// O(arms d^2) for a decision; O(contexts d^2 + d^3) a few times over for a reward, with the contexts of its arm; memory of 8
/// d bytes for each context and 12 d^2 for each arm.
pub type LogisticThompson = Bandit<LogisticThompsonRule>;

/// The rule of [`LogisticThompson`].
#[derive(Debug, Clone, PartialEq)]
pub struct LogisticThompsonRule {
    prior: WeightPrior,
    contexts: usize,
    arms: Vec<Arm>,
}

#[derive(Debug, Clone, PartialEq)]
struct Arm {
    contexts: Contexts,
    /// The mode of the posterior, padded.
    weights: Vec<f64>,
    /// The inverse Cholesky factor of the curvature there.
    whitening: Triangle,
}

impl Bandit<LogisticThompsonRule> {
    /// A bandit with so many arms and features, and weights that are about 1 in magnitude before anything was seen.
    ///
    /// # Errors
    ///
    /// [`BanditError::Parameter`] unless there are 1 to 2^24 arms and 1 to 4096 features, and arms d^2 is at most 2^28.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(ansatz_bandit::LogisticThompson::new(10, 8).is_ok());
    /// assert!(ansatz_bandit::LogisticThompson::new(0, 8).is_err());
    /// ```
    pub fn new(arms: usize, dimension: usize) -> Result<Self, BanditError> {
        Self::with_prior(arms, WeightPrior::ridge(dimension, 1.0)?)
    }

    /// A bandit with so many arms, and this prior for the weights of each.
    ///
    /// # Errors
    ///
    /// [`BanditError::Parameter`], as for [`new`](Self::new).
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::{LogisticThompson, WeightPrior};
    ///
    /// // Chances are about 1%, whose log-odds are -4.6: the weight of the feature that is always 1.
    /// let prior = WeightPrior::ridge(2, 1.0)?.with_mean(&[-4.6, 0.0])?;
    /// assert!(LogisticThompson::with_prior(10, prior).is_ok());
    /// # Ok::<(), ansatz_bandit::BanditError>(())
    /// ```
    pub fn with_prior(arms: usize, prior: WeightPrior) -> Result<Self, BanditError> {
        let arms = require_models(arms, prior.dimension())?;
        let arm = Arm::new(&prior, DEFAULT_CONTEXTS);
        Ok(Self::from_rule(LogisticThompsonRule { contexts: DEFAULT_CONTEXTS, arms: vec![arm; arms], prior }))
    }

    /// The same bandit, which keeps so many contexts of each arm one by one; 64 unless set. It forgets what it has learnt.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] unless it is from 1 to 65,536.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::LogisticThompson;
    ///
    /// let arms = LogisticThompson::new(10, 8)?.with_contexts(1_000)?;
    /// # let _ = arms;
    /// # Ok::<(), ansatz_bandit::BanditError>(())
    /// ```
    pub fn with_contexts(self, contexts: usize) -> Result<Self, ParameterError> {
        require_range("contexts", contexts, 1..=MOST_CONTEXTS)?;
        Ok(self.map_rule(|rule| {
            let arms = vec![Arm::new(&rule.prior, contexts); rule.arms.len()];
            LogisticThompsonRule { contexts, arms, ..rule }
        }))
    }
}

impl Arm {
    fn new(prior: &WeightPrior, contexts: usize) -> Self {
        let dimension = prior.dimension();
        Self {
            contexts: Contexts::new(dimension, contexts),
            weights: prior.mean.clone(),
            whitening: prior.whitening.clone(),
        }
    }

    fn predict(&self, x: &[f64]) -> Prediction {
        let score = dot(&self.weights, x);
        Prediction { score, deviation: libm::sqrt(self.whitening.squared_length(x)) }
    }

    /// Finds the mode anew. Where rounding leaves no curvature to reckon with (dependent features of 1e100), the last one
    /// stays.
    fn fit(&mut self, prior: &WeightPrior) {
        if let Some((weights, whitening)) = laplace::approximate(prior, &self.contexts, &self.weights) {
            (self.weights, self.whitening) = (weights, whitening);
        }
    }
}

impl Sealed for LogisticThompsonRule {}

impl Rule for LogisticThompsonRule {
    type Context = [f64];
    type Note = Features;

    const NAME: &'static str = "LogisticThompson";

    fn arms(&self) -> usize {
        self.arms.len()
    }

    fn require_room(&self, arms: usize) -> Result<(), ParameterError> {
        require_models(arms, self.prior.dimension()).map(|_| ())
    }

    fn add_arm(&mut self, _now: u64) {
        self.arms.push(Arm::new(&self.prior, self.contexts));
    }

    fn remove_arm(&mut self, position: usize) {
        self.arms.remove(position);
    }

    fn check(&self, context: &[f64]) -> Result<(), BanditError> {
        require_context(context, self.prior.dimension())
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
        require_unit(lesson.reward)?;
        let context = lesson.note.as_slice();
        require_context(context, self.prior.dimension())?;
        let arm = &mut self.arms[lesson.position];
        arm.contexts.add(context, lesson.reward);
        arm.fit(&self.prior);
        Ok(())
    }

    fn merge(&mut self, _now: u64, other: &Self, _others_now: u64) -> Result<(), MergeError> {
        MergeError::unless_equal("contexts", self.contexts, other.contexts)?;
        self.prior.require_equal(&other.prior)?;
        for (arm, others) in self.arms.iter_mut().zip(&other.arms) {
            arm.contexts.merge(&others.contexts);
            arm.fit(&self.prior);
        }
        Ok(())
    }
}

impl ModelRule for LogisticThompsonRule {
    fn predict(&self, position: usize, context: &[f64]) -> Prediction {
        self.arms[position].predict(&padded(context))
    }

    fn weights(&self, position: usize) -> &[f64] {
        &self.arms[position].weights[..self.prior.dimension()]
    }
}

codec!([] LogisticThompsonRule { prior, contexts, arms });

impl LogisticThompsonRule {
    fn scores(&self, context: &[f64]) -> impl Iterator<Item = Prediction> + '_ {
        let x = padded(context);
        self.arms.iter().map(move |arm| arm.predict(&x))
    }

    fn check(&self) -> Result<(), DecodeError> {
        let dimension = self.prior.dimension();
        require_models(self.arms.len(), dimension)?;
        require_range("contexts", self.contexts, 1..=MOST_CONTEXTS)?;
        for arm in &self.arms {
            if arm.contexts.dimension() != dimension || arm.contexts.most() != self.contexts {
                return Err(DecodeError::field("features", arm.contexts.dimension(), dimension));
            }
            arm.whitening.require_factor(dimension, MOST_WHITENING)?;
        }
        Ok(())
    }
}

impl Codec for Arm {
    fn encode(&self, writer: &mut Writer) {
        self.contexts.encode(writer);
        self.weights[..self.whitening.dimension()].iter().for_each(|weight| writer.f64(*weight));
        self.whitening.encode(writer);
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let contexts = Contexts::decode(reader)?;
        let weights = read_padded(reader, contexts.dimension())?;
        Ok(Self { contexts, weights, whitening: Triangle::decode(reader)? })
    }
}

/// A fit takes about 0.1 ms with so many contexts and 32 features, and every combination of six yes and no is one.
const DEFAULT_CONTEXTS: usize = 64;
