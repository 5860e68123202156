//! A policy that learns, run over a log: only rounds in which it chooses what was logged count.

use ansatz_core::{Estimate, ParameterError, require_fraction};
use ansatz_random::{rand_core::Rng, unit};

use super::{
    EvaluationError, LoggedRound, Warning,
    round::LEAST_PROPENSITY,
    score::{CONFIDENCE, Score},
    warning::DEVIATIONS,
};
use crate::{Policy, Propensity, engine::rule::require_arms};

/// Runs a policy over a log, round by round: it chooses; if its choice is the logged one, it is told the reward, and
/// else the round is passed over and the policy is as it was before.
///
/// L. Li, W. Chu, J. Langford and X. Wang, *Unbiased offline evaluation of contextual-bandit-based news article
/// recommendation algorithms*, WSDM 2011.
///
/// If the logged arms were drawn [uniformly](Self::uniform), the rounds that count are a run of the policy against the
/// world that made the log, exactly (Theorem 1 of the paper): the mean of their rewards is an unbiased estimate of what
/// the policy earns in as many rounds. If they were drawn with [known propensities](Self::with_propensities), matches are
/// used with a probability that makes up for them, and the same is true. Of any other log it is not: rounds are used
/// where the old policy agrees with the new one, and these may be the easy ones.
///
/// # Examples
///
/// ```
/// use ansatz_bandit::{Ucb1, evaluation::{LoggedRound, Replay}};
/// use ansatz_random::{Stream, below, unit};
///
/// let mut rng = Stream::new(1, 0);
/// let (mut policy, mut replay) = (Ucb1::new(3)?, Replay::uniform(3)?);
/// for _ in 0..3_000 {
///     let arm = below(&mut rng, 3) as usize;
///     let paid = unit(&mut rng) < [0.2, 0.5, 0.8][arm];
///     let round = LoggedRound { arm, reward: f64::from(u8::from(paid)), propensity: None };
///     replay.observe(&mut policy, &(), &round, &mut rng)?;
/// }
/// assert!((replay.coverage() - 1.0 / 3.0).abs() < 0.05);
/// assert!(replay.estimate()?.value > 0.6); // what it earned while it was learning
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Accuracy
///
/// The interval holds, with its confidence as rounds grow, the mean of what the choices of this run are worth; rewards
/// minus that are martingale differences, so that it does not matter that the policy learns from them.
///
/// # Complexity
///
/// A clone of the policy and a decision of it for each round, or with propensities for the share `least` / p of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Replay {
    logging: Logging,
    rounds: u64,
    rewards: Score,
}

/// How the log was made.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Logging {
    Uniform { arms: usize },
    Propensities { least: f64 },
}

impl Replay {
    /// Over a log that is declared to be of uniform choices among so many arms; propensities may be missing.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] unless there are 1 to 2^24 arms.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::evaluation::Replay;
    ///
    /// assert!(Replay::uniform(3).is_ok());
    /// assert!(Replay::uniform(0).is_err());
    /// ```
    pub fn uniform(arms: usize) -> Result<Self, ParameterError> {
        Ok(Self::over(Logging::Uniform { arms: require_arms(arms)? }))
    }

    /// Over a log with propensities, of which none, of any arm that may be taken, is less than `least`.
    ///
    /// A match with propensity p is used with probability `least` / p: rejection sampling, after which the log is one of
    /// uniform choices. The larger `least` is, the more rounds are used. Estimated propensities are taken as they are, and
    /// their errors do not widen the interval.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] unless `least` is strictly between 0 and 1, and at least 1e-30.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::evaluation::Replay;
    ///
    /// assert!(Replay::with_propensities(0.05).is_ok());
    /// assert!(Replay::with_propensities(0.0).is_err());
    /// ```
    pub fn with_propensities(least: f64) -> Result<Self, ParameterError> {
        if require_fraction("least", least)? < LEAST_PROPENSITY {
            return Err(ParameterError::new("least", least, "at least 1e-30"));
        }
        Ok(Self::over(Logging::Propensities { least }))
    }

    fn over(logging: Logging) -> Self {
        Self { logging, rounds: 0, rewards: Score::default() }
    }

    /// Takes in a round: whether the policy made the logged choice and has learnt from it. The context is `&()` for a
    /// policy that uses none.
    ///
    /// # Errors
    ///
    /// [`EvaluationError`] that names the row: a propensity that is missing or less than declared, or that is not that of
    /// a uniform choice; in a round for which the policy is asked, a context that it does not take, or a reward if it is
    /// used. Neither replay nor policy has changed then.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::{Propensity, Ucb1, evaluation::{LoggedRound, Replay}};
    /// # use ansatz_random::Stream;
    ///
    /// let (mut policy, mut replay) = (Ucb1::new(2)?, Replay::with_propensities(0.25)?);
    /// let round = LoggedRound::new(1, 0.5, Propensity::Exact(0.75));
    /// // The first choice is arm 0.
    /// assert!(!replay.observe(&mut policy, &(), &round, &mut Stream::new(1, 0))?);
    /// assert_eq!(policy.decisions(), 0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn observe<P: Policy + Clone, R: Rng + ?Sized>(
        &mut self,
        policy: &mut P,
        context: &P::Context,
        round: &LoggedRound,
        rng: &mut R,
    ) -> Result<bool, EvaluationError> {
        let row = self.rounds;
        let reward = round.check_reward(row)?;
        let accepted = self.check_logging(round)?;
        // Before the policy is asked, which costs a clone of it.
        if unit(rng) >= accepted {
            self.rounds += 1;
            return Ok(false);
        }
        let mut next = policy.clone();
        let refused = |error| EvaluationError::Policy { row, error };
        let choice = next.select(context, rng).map_err(refused)?;
        let is_used = choice.arm == round.arm;
        if is_used {
            next.observe(choice.ticket, reward).map_err(refused)?;
            *policy = next;
            self.rewards.add(reward, 0.0);
        }
        self.rounds += 1;
        Ok(is_used)
    }

    /// With which probability a match is used.
    fn check_logging(&self, round: &LoggedRound) -> Result<f64, EvaluationError> {
        let row = self.rounds;
        match self.logging {
            Logging::Propensities { least } => Ok(least / round.check_propensity(row, least)?.0),
            Logging::Uniform { arms } if round.arm >= arms => Err(EvaluationError::Arm { row, arm: round.arm, arms }),
            Logging::Uniform { arms } => {
                let uniform = 1.0 / arms as f64;
                let propensity = round.propensity.map_or(uniform, Propensity::probability);
                // One in single precision is off by 6e-8 of itself.
                if libm::fabs(propensity / uniform - 1.0) <= 1e-6 {
                    return Ok(1.0);
                }
                Err(EvaluationError::NotUniform { row, propensity, uniform })
            }
        }
    }

    /// The mean reward of the rounds that were used, with its interval at 95%.
    ///
    /// # Errors
    ///
    /// [`EvaluationError::NoRounds`] if none were taken in, [`NoOverlap`](EvaluationError::NoOverlap) if none were used.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::{Ucb1, evaluation::{LoggedRound, Replay}};
    /// # use ansatz_random::Stream;
    ///
    /// let (mut policy, mut replay) = (Ucb1::new(1)?, Replay::uniform(1)?);
    /// for reward in [0.25, 0.75] {
    ///     let round = LoggedRound { arm: 0, reward, propensity: None };
    ///     replay.observe(&mut policy, &(), &round, &mut Stream::new(1, 0))?;
    /// }
    /// assert_eq!(replay.estimate()?.value, 0.5);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn estimate(&self) -> Result<Estimate, EvaluationError> {
        self.estimate_at(CONFIDENCE)
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
    /// use ansatz_bandit::evaluation::{EvaluationError, Replay};
    ///
    /// assert_eq!(Replay::uniform(2)?.estimate_at(0.99), Err(EvaluationError::NoRounds));
    /// # Ok::<(), EvaluationError>(())
    /// ```
    pub fn estimate_at(&self, confidence: f64) -> Result<Estimate, EvaluationError> {
        match (self.rounds, self.used()) {
            (0, _) => Err(EvaluationError::NoRounds),
            (rounds, 0) => Err(EvaluationError::NoOverlap { rounds }),
            _ => Ok(self.rewards.estimate(confidence)?),
        }
    }

    /// How many rounds were taken in.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_bandit::evaluation::Replay::uniform(2)?.rounds(), 0);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    #[must_use]
    pub const fn rounds(&self) -> u64 {
        self.rounds
    }

    /// How many of them were used.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_bandit::evaluation::Replay::uniform(2)?.used(), 0);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    #[must_use]
    pub const fn used(&self) -> u64 {
        self.rewards.values.weight as u64
    }

    /// The share of the rounds that were used; 0 without rounds.
    ///
    /// It is 1 / arms for a uniform log and `least` for one with propensities, up to chance and whatever the policy does.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_bandit::evaluation::Replay::uniform(2)?.coverage(), 0.0);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    #[must_use]
    pub fn coverage(&self) -> f64 {
        if self.rounds == 0 { 0.0 } else { self.used() as f64 / self.rounds as f64 }
    }

    /// That the coverage is none that the declared log can have, if it is further off than chance goes.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::{Ucb1, evaluation::{LoggedRound, Replay, Warning}};
    /// # use ansatz_random::Stream;
    ///
    /// // Arm 0 alone was logged: that is not uniform.
    /// let (mut policy, mut replay) = (Ucb1::new(2)?, Replay::uniform(2)?);
    /// for _ in 0..100 {
    ///     let round = LoggedRound { arm: 0, reward: 1.0, propensity: None };
    ///     replay.observe(&mut policy, &(), &round, &mut Stream::new(1, 0))?;
    /// }
    /// assert!(matches!(replay.warning(), Some(Warning::Coverage { .. })));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn warning(&self) -> Option<Warning> {
        let expected = match self.logging {
            Logging::Uniform { arms } => 1.0 / arms as f64,
            Logging::Propensities { least } => least,
        };
        let rounds = self.rounds as f64;
        let deviation = libm::sqrt(rounds * expected * (1.0 - expected));
        // Half a round for the step of a count.
        let apart = libm::fabs(self.used() as f64 - rounds * expected) - 0.5;
        let coverage = self.coverage();
        (apart > DEVIATIONS * deviation).then_some(Warning::Coverage { coverage, expected })
    }
}
