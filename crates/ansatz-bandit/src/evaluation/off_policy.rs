//! The mean reward of a policy from another one's log, in one pass.

use alloc::vec::Vec;
use core::fmt;

use ansatz_core::{Estimate, MergeError, ParameterError};

use super::{
    Estimator, EvaluationError, LoggedRound, Warning,
    arms::Arms,
    round::{LEAST_PROPENSITY, check_model, check_target, require_probability},
    score::{CONFIDENCE, Score, interval},
    warning::{DEVIATIONS, FEW, LARGE, ROUNDING},
};
use crate::evidence::Evidence;

/// Reads the log of one policy, round by round, and says what another one would have earned on the mean.
///
/// The other policy is given by its probabilities in each round. If it is a fixed one, that is exact; of a policy that
/// learns, only [`Replay`](super::Replay) knows what it would have learnt.
///
/// # Examples
///
/// ```
/// use ansatz_bandit::{Propensity, evaluation::{Estimator, LoggedRound, OffPolicy}};
/// use ansatz_random::{Stream, below, unit};
///
/// // Three arms were drawn at random; they pay in 2, 5 and 8 rounds of ten.
/// let mut rng = Stream::new(1, 0);
/// let mut best = OffPolicy::new();
/// for _ in 0..2_000 {
///     let arm = below(&mut rng, 3) as usize;
///     let paid = unit(&mut rng) < [0.2, 0.5, 0.8][arm];
///     let round = LoggedRound::new(arm, f64::from(u8::from(paid)), Propensity::Exact(1.0 / 3.0));
///     best.observe(&round, &[0.0, 0.0, 1.0])?;
/// }
/// assert!(best.estimate(Estimator::SelfNormalized)?.contains(0.8));
/// assert!((best.effective_sample_size() - 2_000.0 / 3.0).abs() < 50.0);
/// # Ok::<(), ansatz_bandit::evaluation::EvaluationError>(())
/// ```
///
/// # Accuracy
///
/// The variance of [`Estimator::InversePropensity`] is that of weight times reward, by the rounds; with rewards up to 1
/// it is at most the mean square of the weights by the rounds, about 1 / [effective sample
/// size](Self::effective_sample_size). The expectation of each estimator is held to all logs of three rounds, one by one,
/// in this crate's tests.
///
/// # Complexity
///
/// O(arms) for a round, O(1) if only the [logged arm's](Self::observe_chosen) probability is given. The log is not kept:
/// memory is O(arms).
#[derive(Clone, PartialEq)]
pub struct OffPolicy {
    threshold: f64,
    rounds: u64,
    modelled: u64,
    inverse: Score,
    direct: Score,
    robust: Score,
    switched: Score,
    /// Each round's weight, whose mean should be 1.
    weights: Score,
    /// Rewards by their weights, and by the squares of these.
    weighted: Evidence,
    squared: Evidence,
    largest: f64,
    /// How many propensities were estimated.
    estimated: u64,
    rewards: Option<(f64, f64)>,
    arms: Arms,
}

/// A round, once it is found to be one.
struct Weighed {
    weight: f64,
    /// The square of the relative standard error of the propensity.
    doubt: f64,
    reward: f64,
}

impl OffPolicy {
    /// An evaluation without rounds.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::evaluation::{Estimator, EvaluationError, OffPolicy};
    ///
    /// let none = OffPolicy::new();
    /// assert_eq!(none.estimate(Estimator::InversePropensity), Err(EvaluationError::NoRounds));
    /// ```
    #[must_use]
    pub const fn new() -> Self {
        let evidence = Evidence { weight: 0.0, sum: 0.0, spread: 0.0 };
        let none = Score { values: evidence, blur: 0.0 };
        Self {
            threshold: f64::INFINITY,
            rounds: 0,
            modelled: 0,
            inverse: none,
            direct: none,
            robust: none,
            switched: none,
            weights: none,
            weighted: evidence,
            squared: evidence,
            largest: 0.0,
            estimated: 0,
            rewards: None,
            arms: Arms::new(),
        }
    }

    /// The same, with the weight above which [`Estimator::SwitchDoublyRobust`] trusts the model; infinite unless set, and
    /// then that is the doubly robust estimator. Set it before the first round.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] if it is negative or not a number, or if there are rounds already.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::evaluation::OffPolicy;
    ///
    /// assert!(OffPolicy::new().with_threshold(10.0).is_ok());
    /// assert!(OffPolicy::new().with_threshold(-1.0).is_err());
    /// ```
    pub fn with_threshold(mut self, weight: f64) -> Result<Self, ParameterError> {
        if self.rounds > 0 {
            return Err(ParameterError::new("rounds", self.rounds, "0 when the threshold is set"));
        }
        if weight >= 0.0 {
            self.threshold = weight;
            return Ok(self);
        }
        Err(ParameterError::new("threshold", weight, "at least 0"))
    }

    /// Takes in a round, of which `target` says with which probability the other policy would have taken each arm.
    ///
    /// # Errors
    ///
    /// [`EvaluationError`] that names the row and what is wrong with it: a propensity that is missing, 0 or not a number,
    /// probabilities that do not add up to 1 within 1e-6, a reward that is not a number. Nothing has changed then.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_bandit::{Propensity, evaluation::{EvaluationError, LoggedRound, OffPolicy}};
    /// let mut other = OffPolicy::new();
    /// other.observe(&LoggedRound::new(0, 1.0, Propensity::Exact(0.5)), &[0.25, 0.75])?;
    /// let error = other.observe(&LoggedRound::new(0, 1.0, Propensity::Exact(0.0)), &[0.25, 0.75]).unwrap_err();
    /// assert_eq!(error.to_string(), "the propensity of row 1 is 0, allowed: 1e-30 to 1");
    /// # Ok::<(), EvaluationError>(())
    /// ```
    pub fn observe(&mut self, round: &LoggedRound, target: &[f64]) -> Result<(), EvaluationError> {
        let weighed = self.weigh(round, check_target(self.rounds, round.arm, target)?)?;
        self.add(&weighed);
        self.arms.note(round.arm, target);
        Ok(())
    }

    /// Takes in a round with a model, which says in `rewards` what each arm would have paid.
    ///
    /// # Errors
    ///
    /// As [`observe`](Self::observe), and if the model has another number of arms or a reward that is not a number.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_bandit::{Propensity, evaluation::{Estimator, EvaluationError, LoggedRound, OffPolicy}};
    /// let mut other = OffPolicy::new();
    /// let round = LoggedRound::new(0, 1.0, Propensity::Exact(0.5));
    /// other.observe_with_model(&round, &[0.25, 0.75], &[0.8, 0.4])?;
    /// assert_eq!(other.estimate(Estimator::DirectMethod)?.value, 0.25 * 0.8 + 0.75 * 0.4);
    /// # Ok::<(), EvaluationError>(())
    /// ```
    pub fn observe_with_model(
        &mut self,
        round: &LoggedRound,
        target: &[f64],
        rewards: &[f64],
    ) -> Result<(), EvaluationError> {
        let weighed = self.weigh(round, check_target(self.rounds, round.arm, target)?)?;
        check_model(self.rounds, target.len(), rewards)?;
        self.add(&weighed);
        self.arms.note(round.arm, target);
        let direct: f64 = target.iter().zip(rewards).map(|(probability, reward)| probability * reward).sum();
        let Weighed { weight, doubt, reward } = weighed;
        let residual = weight * (reward - rewards[round.arm]);
        let blur = libm::fabs(residual) * doubt;
        self.modelled += 1;
        self.direct.add(direct, 0.0);
        self.robust.add(direct + residual, blur);
        let (residual, blur) = if weight <= self.threshold { (residual, blur) } else { (0.0, 0.0) };
        self.switched.add(direct + residual, blur);
        Ok(())
    }

    /// Takes in a round of which only the other policy's probability of the logged arm is known.
    ///
    /// # Errors
    ///
    /// As [`observe`](Self::observe).
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_bandit::{Propensity, evaluation::{EvaluationError, LoggedRound, OffPolicy}};
    /// let mut other = OffPolicy::new();
    /// other.observe_chosen(&LoggedRound::new(3, 1.0, Propensity::Exact(0.25)), 0.5)?;
    /// assert_eq!(other.largest_weight(), 2.0);
    /// # Ok::<(), EvaluationError>(())
    /// ```
    pub fn observe_chosen(&mut self, round: &LoggedRound, probability: f64) -> Result<(), EvaluationError> {
        let weighed = self.weigh(round, require_probability(self.rounds, round.arm, probability)?)?;
        self.add(&weighed);
        Ok(())
    }

    /// Takes over the rounds of another part of the log.
    ///
    /// Counts add up exactly, sums to rounding, in any order.
    ///
    /// # Errors
    ///
    /// [`MergeError`] if the thresholds differ; nothing has changed then.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_bandit::{Propensity, evaluation::{EvaluationError, LoggedRound, OffPolicy}};
    /// let (mut monday, mut tuesday) = (OffPolicy::new(), OffPolicy::new());
    /// monday.observe(&LoggedRound::new(0, 1.0, Propensity::Exact(0.5)), &[0.25, 0.75])?;
    /// tuesday.observe(&LoggedRound::new(1, 0.0, Propensity::Exact(0.5)), &[0.25, 0.75])?;
    /// monday.merge(&tuesday)?;
    /// assert_eq!(monday.rounds(), 2);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn merge(&mut self, other: &Self) -> Result<(), MergeError> {
        MergeError::unless_equal("threshold", self.threshold, other.threshold)?;
        self.rounds = self.rounds.saturating_add(other.rounds);
        self.modelled = self.modelled.saturating_add(other.modelled);
        self.estimated = self.estimated.saturating_add(other.estimated);
        self.inverse.merge(&other.inverse);
        self.direct.merge(&other.direct);
        self.robust.merge(&other.robust);
        self.switched.merge(&other.switched);
        self.weights.merge(&other.weights);
        self.weighted.merge(&other.weighted);
        self.squared.merge(&other.squared);
        self.largest = self.largest.max(other.largest);
        if let Some((least, most)) = other.rewards {
            self.note_reward(least);
            self.note_reward(most);
        }
        self.arms.merge(&other.arms);
        Ok(())
    }

    /// The mean reward of the other policy, with its interval at 95%.
    ///
    /// # Errors
    ///
    /// [`EvaluationError::NoRounds`], [`NoModel`](EvaluationError::NoModel) if a round came without the model that the
    /// estimator needs, or [`NoOverlap`](EvaluationError::NoOverlap) if all weights are 0, which have no mean.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_bandit::{Propensity, evaluation::{Estimator, EvaluationError, LoggedRound, OffPolicy}};
    /// let mut other = OffPolicy::new();
    /// for (arm, reward) in [(0, 0.5), (1, 1.0), (0, 0.0), (1, 0.5)] {
    ///     other.observe(&LoggedRound::new(arm, reward, Propensity::Exact(0.5)), &[0.5, 0.5])?;
    /// }
    /// let earned = other.estimate(Estimator::InversePropensity)?;
    /// assert_eq!(earned.value, 0.5); // the log's own policy: the mean reward
    /// # Ok::<(), EvaluationError>(())
    /// ```
    pub fn estimate(&self, estimator: Estimator) -> Result<Estimate, EvaluationError> {
        self.estimate_at(estimator, CONFIDENCE)
    }

    /// The same with another confidence. With a single round the interval is infinite.
    ///
    /// # Errors
    ///
    /// As [`estimate`](Self::estimate), or if the confidence is not strictly between 0 and 1.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_bandit::{Propensity, evaluation::{Estimator, EvaluationError, LoggedRound, OffPolicy}};
    /// let mut other = OffPolicy::new();
    /// for reward in [0.5, 1.0, 0.0] {
    ///     other.observe(&LoggedRound::new(0, reward, Propensity::Exact(0.5)), &[0.5, 0.5])?;
    /// }
    /// let (sure, surer) =
    ///     (other.estimate(Estimator::SelfNormalized)?, other.estimate_at(Estimator::SelfNormalized, 0.99)?);
    /// assert!(surer.upper > sure.upper);
    /// # Ok::<(), EvaluationError>(())
    /// ```
    pub fn estimate_at(&self, estimator: Estimator, confidence: f64) -> Result<Estimate, EvaluationError> {
        let Self { rounds, modelled, .. } = *self;
        if rounds == 0 {
            return Err(EvaluationError::NoRounds);
        }
        if estimator.needs_model() && modelled < rounds {
            return Err(EvaluationError::NoModel { modelled, rounds });
        }
        let score = match estimator {
            Estimator::InversePropensity => &self.inverse,
            Estimator::SelfNormalized => return self.self_normalized(confidence),
            Estimator::DirectMethod => &self.direct,
            Estimator::DoublyRobust => &self.robust,
            Estimator::SwitchDoublyRobust => &self.switched,
        };
        Ok(score.estimate(confidence)?)
    }

    /// How many rounds there are.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_bandit::evaluation::OffPolicy::new().rounds(), 0);
    /// ```
    #[must_use]
    pub const fn rounds(&self) -> u64 {
        self.rounds
    }

    /// How many rounds of the other policy's own the log is worth: the square of the sum of the weights by the sum of
    /// their squares (L. Kish, 1965); 0 if all weights are 0.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_bandit::{Propensity, evaluation::{EvaluationError, LoggedRound, OffPolicy}};
    /// let mut other = OffPolicy::new();
    /// for arm in [0, 1, 0, 1] {
    ///     other.observe(&LoggedRound::new(arm, 1.0, Propensity::Exact(0.5)), &[1.0, 0.0])?;
    /// }
    /// assert_eq!(other.effective_sample_size(), 2.0);
    /// # Ok::<(), EvaluationError>(())
    /// ```
    #[must_use]
    pub fn effective_sample_size(&self) -> f64 {
        let Self { weights, squared, .. } = self;
        if squared.weight <= 0.0 {
            return 0.0;
        }
        // Weights that are hardly there have squares that are rounded a lot.
        (weights.values.sum / squared.weight * weights.values.sum).min(self.rounds as f64)
    }

    /// The largest weight of a round; 0 without rounds.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_bandit::{Propensity, evaluation::{EvaluationError, LoggedRound, OffPolicy}};
    /// let mut other = OffPolicy::new();
    /// other.observe(&LoggedRound::new(1, 1.0, Propensity::Exact(0.125)), &[0.5, 0.5])?;
    /// assert_eq!(other.largest_weight(), 4.0);
    /// # Ok::<(), EvaluationError>(())
    /// ```
    #[must_use]
    pub const fn largest_weight(&self) -> f64 {
        self.largest
    }

    /// What in the log speaks against its estimates; empty if nothing does, and without rounds.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_bandit::{Propensity, evaluation::{EvaluationError, LoggedRound, OffPolicy, Warning}};
    /// let mut other = OffPolicy::new();
    /// for reward in [0.0, 1.0, 1.0] {
    ///     other.observe(&LoggedRound::new(0, reward, Propensity::Exact(1.0)), &[1.0])?;
    /// }
    /// assert!(matches!(other.warnings()[..], [Warning::FewRounds { rounds: 3, .. }, Warning::LargeWeight { .. }]));
    /// # Ok::<(), EvaluationError>(())
    /// ```
    #[must_use]
    pub fn warnings(&self) -> Vec<Warning> {
        let mut warnings = Vec::new();
        if self.rounds == 0 {
            return warnings;
        }
        let (arms, mass) = self.arms.never_logged(self.rounds);
        if mass > 0.0 {
            warnings.push(Warning::NeverLogged { arms, mass });
        }
        let effective = self.effective_sample_size();
        warnings.extend(self.mean_weight(effective, mass));
        if effective < FEW {
            warnings.push(Warning::FewRounds { effective, rounds: self.rounds });
        }
        let (sum, weight) = (self.weights.values.sum, self.largest);
        if weight > LARGE * sum {
            warnings.push(Warning::LargeWeight { weight, share: weight / sum });
        }
        if let Some((reward, _)) = self.rewards.filter(|(least, most)| self.rounds > 1 && least == most) {
            warnings.push(Warning::EqualRewards { reward });
        }
        if self.estimated > 0 {
            let bias = if sum > 0.0 { self.weights.blur / sum } else { 0.0 };
            warnings.push(Warning::EstimatedPropensities { rounds: self.estimated, bias });
        }
        warnings
    }

    fn weigh(&self, round: &LoggedRound, probability: f64) -> Result<Weighed, EvaluationError> {
        let (propensity, doubt) = round.check_propensity(self.rounds, LEAST_PROPENSITY)?;
        Ok(Weighed { weight: probability / propensity, doubt, reward: round.check_reward(self.rounds)? })
    }

    fn add(&mut self, &Weighed { weight, doubt, reward }: &Weighed) {
        self.rounds += 1;
        self.inverse.add(weight * reward, weight * libm::fabs(reward) * doubt);
        self.weights.add(weight, weight * doubt);
        self.weighted.add(weight, reward);
        self.squared.add(weight * weight, reward);
        self.largest = self.largest.max(weight);
        self.estimated += u64::from(doubt > 0.0);
        self.note_reward(reward);
    }

    fn note_reward(&mut self, reward: f64) {
        let (least, most) = self.rewards.unwrap_or((reward, reward));
        self.rewards = Some((least.min(reward), most.max(reward)));
    }

    /// The ratio of two means, whose error is by the delta method that of the mean of weight times (reward - ratio).
    fn self_normalized(&self, confidence: f64) -> Result<Estimate, EvaluationError> {
        let Self { weighted, squared, rounds, .. } = self;
        if squared.weight <= 0.0 {
            return Err(EvaluationError::NoOverlap { rounds: *rounds });
        }
        let value = weighted.mean();
        let apart = squared.mean() - value;
        // The sum of the squares of weight times (reward - ratio).
        let residuals = squared.spread + squared.weight * apart * apart;
        let rounds = *rounds as f64;
        let standard_error = if rounds < 2.0 {
            f64::INFINITY
        } else {
            libm::sqrt(residuals * (rounds / (rounds - 1.0))) / weighted.weight
        };
        let blur = (self.inverse.blur + libm::fabs(value) * self.weights.blur) / weighted.weight;
        Ok(interval(value, standard_error, blur, confidence)?)
    }

    fn mean_weight(&self, effective: f64, never_logged: f64) -> Option<Warning> {
        let mean = self.weights.values.mean();
        // Where rare rounds with large weights did not come yet, the mean is small, and so is the error that the others
        // show: chance that is not seen. What is known of that is said by other warnings.
        if mean < 1.0 && effective < FEW {
            return None;
        }
        let lacking = if mean < 1.0 { never_logged } else { 0.0 };
        let apart = libm::fabs(mean - 1.0);
        // An estimated propensity makes weights too large without being wrong.
        let allowed = ROUNDING + lacking + self.weights.blur / self.rounds as f64;
        let deviations = (apart - allowed) / self.weights.standard_error();
        (apart > allowed && deviations > DEVIATIONS).then_some(Warning::MeanWeight { mean, deviations })
    }
}

impl Default for OffPolicy {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for OffPolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OffPolicy")
            .field("rounds", &self.rounds)
            .field("modelled", &self.modelled)
            .field("effective_sample_size", &self.effective_sample_size())
            .finish_non_exhaustive()
    }
}
