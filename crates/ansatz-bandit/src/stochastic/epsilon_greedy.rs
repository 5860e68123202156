//! Epsilon-greedy: the best arm so far, and now and then any.
//!
//! P. Auer, N. Cesa-Bianchi and P. Fischer, *Finite-time analysis of the multiarmed bandit problem*, Machine Learning 47
//! (2002).

use ansatz_core::{
    DecodeError, MergeError, ParameterError,
    bytes::{Codec, Reader, Writer},
    require_positive, require_range,
};
use ansatz_random::{below, rand_core::Rng, unit};

use super::means::Means;
use crate::{
    Bandit, BanditError, Lesson, Propensity, Rule,
    engine::rule::{require_arms, sealed::Sealed},
    reward::require_finite,
};

/// Chooses any arm with probability epsilon, each with the same chance, and else the one with the highest mean.
///
/// It is the plainest policy that learns, and the plainest log to evaluate others on: every arm has a chance, and it is
/// known exactly. Arms of which nothing is known count as better than the others, those with the fewest decisions first; of
/// equal arms the one with the lowest number is the best.
///
/// # Examples
///
/// ```
/// use ansatz_bandit::EpsilonGreedy;
/// use ansatz_random::Stream;
///
/// let mut rng = Stream::new(1, 0);
/// let mut arms = EpsilonGreedy::new(2, 0.5)?;
/// for _ in 0..1_000 {
///     let choice = arms.select(&mut rng);
///     arms.observe(choice.ticket, [0.2, 0.7][choice.arm])?;
/// }
/// let choice = arms.select_logged(&mut rng);
/// assert_eq!(choice.propensity.probability(), [0.25, 0.75][choice.arm]);
/// # Ok::<(), ansatz_bandit::BanditError>(())
/// ```
///
/// # Accuracy
///
/// For rewards from 0 to 1, one of K arms is chosen in round t, if its mean is lower than the best one by `gap`, with
/// probability at most epsilon / K + 2 (x + 1) exp(-x / 5) + 4 / gap^2 exp(-gap^2 floor(x) / 2), where x is the sum of the
/// epsilons of earlier rounds, divided by 2 K (P. Auer, N. Cesa-Bianchi and P. Fischer, *Finite-time analysis of the
/// multiarmed bandit problem*, Machine Learning 47, 2002, the proof of Theorem 3 for any epsilons). So regret grows by
/// epsilon times the mean gap in each round if epsilon is fixed, and as ln t if it is
/// [decaying](Self::decaying) slowly enough.
///
/// # Complexity
///
/// O(arms) for a decision, at the speed of memory; O(1) for a reward.
pub type EpsilonGreedy = Bandit<EpsilonGreedyRule>;

/// The rule of [`EpsilonGreedy`].
///
/// # Examples
///
/// ```
/// use ansatz_bandit::{Bandit, EpsilonGreedy, EpsilonGreedyRule};
///
/// let arms: Bandit<EpsilonGreedyRule> = EpsilonGreedy::new(3, 0.1)?;
/// # Ok::<(), ansatz_bandit::BanditError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct EpsilonGreedyRule {
    epsilon: Epsilon,
    means: Means,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Epsilon {
    Fixed(f64),
    /// A scale, which is divided by the number of the decision, counted from 1.
    Decaying(f64),
}

impl Bandit<EpsilonGreedyRule> {
    /// A bandit with so many arms, which explores with a fixed probability.
    ///
    /// # Errors
    ///
    /// [`BanditError::Parameter`] unless there are 1 to 2^24 arms and `epsilon` is from 0 to 1.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(ansatz_bandit::EpsilonGreedy::new(3, 0.1).is_ok());
    /// assert!(ansatz_bandit::EpsilonGreedy::new(3, 1.1).is_err());
    /// ```
    pub fn new(arms: usize, epsilon: f64) -> Result<Self, BanditError> {
        let epsilon = Epsilon::Fixed(require_range("epsilon", epsilon, 0.0..=1.0)?);
        Ok(Self::exploring(arms, epsilon)?)
    }

    /// A bandit with so many arms, which explores in its decision t, counted from 1, with probability
    /// min(1, `scale` / t). Decisions for arms that have gone do not count.
    ///
    /// The paper's scale is c K / d^2 for K arms, where no gap is smaller than d: with c above 5, regret grows as ln t.
    ///
    /// # Errors
    ///
    /// [`BanditError::Parameter`] unless there are 1 to 2^24 arms and `scale` is finite and more than 0.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut arms = ansatz_bandit::EpsilonGreedy::decaying(2, 4.0)?;
    /// for round in 0..8 {
    ///     arms.record(round % 2, 1.0 - (round % 2) as f64)?;
    /// }
    /// let choice = arms.select_logged(&mut ansatz_random::Stream::new(1, 0));
    /// let epsilon = 4.0 / 9.0;
    /// assert_eq!(choice.propensity.probability(), [1.0 - epsilon + epsilon / 2.0, epsilon / 2.0][choice.arm]);
    /// # Ok::<(), ansatz_bandit::BanditError>(())
    /// ```
    pub fn decaying(arms: usize, scale: f64) -> Result<Self, BanditError> {
        Ok(Self::exploring(arms, Epsilon::Decaying(require_positive("scale", scale)?))?)
    }

    fn exploring(arms: usize, epsilon: Epsilon) -> Result<Self, ParameterError> {
        Ok(Self::from_rule(EpsilonGreedyRule { epsilon, means: Means::new(require_arms(arms)?) }))
    }
}

impl EpsilonGreedyRule {
    /// The probability of exploring in the next decision.
    fn epsilon(&self) -> f64 {
        match self.epsilon {
            Epsilon::Fixed(epsilon) => epsilon,
            Epsilon::Decaying(scale) => (scale / (self.means.tally().total() as f64 + 1.0)).min(1.0),
        }
    }

    fn greedy(&mut self) -> usize {
        self.means.tally().unknown().unwrap_or_else(|| self.means.highest())
    }
}

impl Sealed for EpsilonGreedyRule {}

impl Rule for EpsilonGreedyRule {
    type Context = ();
    type Note = ();

    const NAME: &'static str = "EpsilonGreedy";

    fn arms(&self) -> usize {
        self.means.tally().len()
    }

    fn add_arm(&mut self, _now: u64) {
        self.means.add_arm();
    }

    fn remove_arm(&mut self, position: usize) {
        self.means.remove_arm(position);
    }

    fn check(&self, (): &()) -> Result<(), BanditError> {
        Ok(())
    }

    fn choose<R: Rng + ?Sized>(&mut self, _now: u64, (): &(), rng: &mut R) -> (usize, ()) {
        if unit(rng) < self.epsilon() {
            return (below(rng, self.arms() as u64) as usize, ());
        }
        (self.greedy(), ())
    }

    fn propensity<R: Rng + ?Sized>(
        &mut self,
        _now: u64,
        (): &(),
        (position, ()): (usize, &()),
        _rng: &mut R,
    ) -> Propensity {
        let epsilon = self.epsilon();
        let greedy = if self.greedy() == position { 1.0 - epsilon } else { 0.0 };
        Propensity::Exact(greedy + epsilon / self.arms() as f64)
    }

    fn commit(&mut self, _now: u64, position: usize) {
        self.means.select(position);
    }

    fn learn(&mut self, lesson: &Lesson<'_, ()>) -> Result<(), BanditError> {
        require_finite(lesson.reward)?;
        self.means.learn(lesson.position, lesson.reward);
        Ok(())
    }

    fn merge(&mut self, _now: u64, other: &Self, _others_now: u64) -> Result<(), MergeError> {
        if self.epsilon != other.epsilon {
            return Err(MergeError::new(
                "epsilon",
                format_args!("{:?}", self.epsilon),
                format_args!("{:?}", other.epsilon),
            ));
        }
        self.means.merge(&other.means)
    }
}

ansatz_core::codec!([] EpsilonGreedyRule { epsilon, means });

impl EpsilonGreedyRule {
    #[allow(clippy::unused_self, clippy::unnecessary_wraps)] // The codec asks.
    fn check(&self) -> Result<(), DecodeError> {
        Ok(())
    }
}

impl Codec for Epsilon {
    fn encode(&self, writer: &mut Writer) {
        let (kind, value) = match self {
            Self::Fixed(epsilon) => (0, epsilon),
            Self::Decaying(scale) => (1, scale),
        };
        writer.u8(kind);
        writer.f64(*value);
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        match (reader.u8()?, reader.f64()?) {
            (0, epsilon) => Ok(Self::Fixed(require_range("epsilon", epsilon, 0.0..=1.0)?)),
            (1, scale) => Ok(Self::Decaying(require_positive("scale", scale)?)),
            (other, _) => Err(DecodeError::field("kind of epsilon", other, "0..=1")),
        }
    }
}
