//! Successive elimination: all arms in turn, and those that can no longer be the best are dropped.
//!
//! E. Even-Dar, S. Mannor and Y. Mansour, *Action elimination and stopping conditions for the multi-armed bandit and
//! reinforcement learning problems*, Journal of Machine Learning Research 7 (2006).

use alloc::vec::Vec;
use core::f64::consts::PI;

use ansatz_core::{
    DecodeError, MergeError,
    bytes::{Codec, Reader, Writer},
    require_fraction, require_range,
};
use ansatz_random::rand_core::Rng;

use crate::{
    Bandit, BanditError, Lesson, Propensity, Rule,
    engine::rule::{require_arms, sealed::Sealed},
    reward::require_unit,
    stochastic::Tally,
};

/// Finds the arm with the highest mean, and is wrong with probability at most delta, however often it is looked at until an
/// arm is added: for rewards from 0 to 1.
///
/// The arms that may be the best take turns. An arm drops out once the interval of its mean lies below that of another; what
/// is left when all the others have dropped out is the [best](Self::best), and is all that is chosen from then on.
///
/// # Examples
///
/// ```
/// use ansatz_bandit::SuccessiveElimination;
/// use ansatz_random::{Stream, unit};
///
/// let mut rng = Stream::new(1, 0);
/// let mut arms = SuccessiveElimination::new(3, 0.05)?;
/// while arms.best().is_none() {
///     let choice = arms.select(&mut rng);
///     let paid = unit(&mut rng) < [0.2, 0.5, 0.8][choice.arm];
///     arms.observe(choice.ticket, f64::from(u8::from(paid)))?;
/// }
/// assert_eq!(arms.best(), Some(2));
/// # Ok::<(), ansatz_bandit::BanditError>(())
/// ```
///
/// # Accuracy
///
/// The interval of a mean of n rewards is a = sqrt(ln(pi^2 K n^2 / (3 delta)) / (2 n)) to both sides, for K arms that ever
/// were: by Hoeffding's inequality all means lie in theirs at all times, with probability 1 - delta. Then the best arm
/// stays, and an arm whose mean is lower by `gap` is chosen at most as often as it takes to have 4 a < gap; the best one,
/// as often as the last of the others (E. Even-Dar, S. Mannor and Y. Mansour, *Action elimination and stopping conditions for
/// the multi-armed bandit and reinforcement learning problems*, Journal of Machine Learning Research 7, 2006, Theorem 8, with
/// the constant that Hoeffding's inequality gives). It is never decided between arms of the same mean. It counts rewards that
/// come before the next decision.
///
/// An arm that is added makes K larger and so all intervals wider, and may bring back others. The looks with each K have a
/// delta together; over several of them the deltas add up.
///
/// # Complexity
///
/// O(arms) for a decision, O(1) for a reward.
pub type SuccessiveElimination = Bandit<SuccessiveEliminationRule>;

/// The rule of [`SuccessiveElimination`].
///
/// # Examples
///
/// ```
/// use ansatz_bandit::{Bandit, SuccessiveElimination, SuccessiveEliminationRule};
///
/// let arms: Bandit<SuccessiveEliminationRule> = SuccessiveElimination::new(3, 0.05)?;
/// # Ok::<(), ansatz_bandit::BanditError>(())
/// ```
#[derive(Debug, Clone)]
pub struct SuccessiveEliminationRule {
    delta: f64,
    /// How many arms there ever were.
    arms_ever: u64,
    tally: Tally,
    /// Of the mean of each arm: the whole line as long as nothing is known.
    intervals: Vec<(f64, f64)>,
}

impl Bandit<SuccessiveEliminationRule> {
    /// A bandit with so many arms, which finds the best of them but for probability `delta`.
    ///
    /// # Errors
    ///
    /// [`BanditError::Parameter`] unless there are 1 to 2^24 arms and `delta` lies between 0 and 1.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(ansatz_bandit::SuccessiveElimination::new(3, 0.05).is_ok());
    /// assert!(ansatz_bandit::SuccessiveElimination::new(3, 0.0).is_err());
    /// ```
    pub fn new(arms: usize, delta: f64) -> Result<Self, BanditError> {
        let (arms, delta) = (require_arms(arms)?, require_fraction("delta", delta)?);
        Ok(Self::from_rule(SuccessiveEliminationRule::of(delta, arms as u64, Tally::new(arms))))
    }

    /// The arms that may be the best, rising.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut arms = ansatz_bandit::SuccessiveElimination::new(3, 0.05)?;
    /// for _ in 0..200 {
    ///     arms.record(0, 0.0)?;
    ///     arms.record(1, 1.0)?;
    ///     arms.record(2, 0.9)?;
    /// }
    /// assert!(arms.remaining().eq([1, 2]));
    /// # Ok::<(), ansatz_bandit::BanditError>(())
    /// ```
    pub fn remaining(&self) -> impl Iterator<Item = usize> + '_ {
        let least = self.rule().least();
        self.arms().zip(&self.rule().intervals).filter(move |(_, (_, upper))| *upper >= least).map(|(arm, _)| arm)
    }

    /// The best arm, once it is decided.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut arms = ansatz_bandit::SuccessiveElimination::new(2, 0.05)?;
    /// assert_eq!(arms.best(), None);
    /// for _ in 0..200 {
    ///     arms.record(0, 0.0)?;
    ///     arms.record(1, 1.0)?;
    /// }
    /// assert_eq!(arms.best(), Some(1));
    /// # Ok::<(), ansatz_bandit::BanditError>(())
    /// ```
    pub fn best(&self) -> Option<usize> {
        let mut remaining = self.remaining();
        let first = remaining.next();
        if remaining.next().is_some() { None } else { first }
    }
}

impl SuccessiveEliminationRule {
    fn of(delta: f64, arms_ever: u64, tally: Tally) -> Self {
        let mut rule = Self { delta, arms_ever, tally, intervals: Vec::new() };
        rule.rebuild();
        rule
    }

    fn rebuild(&mut self) {
        self.intervals = (0..self.tally.len()).map(|position| self.interval(position)).collect();
    }

    /// Where the mean of the arm lies, at all times and for all arms, but for probability delta.
    fn interval(&self, position: usize) -> (f64, f64) {
        let evidence = &self.tally.arms()[position].evidence;
        let n = evidence.weight;
        if n == 0.0 {
            return (f64::NEG_INFINITY, f64::INFINITY);
        }
        // Twice the tail of Hoeffding's inequality, summed over n and the arms, is delta: the sum of 1 / n^2 is pi^2 / 6.
        let odds = PI * PI * self.arms_ever as f64 * n * n / (3.0 * self.delta);
        let half = libm::sqrt(libm::log(odds) / (2.0 * n));
        (evidence.mean() - half, evidence.mean() + half)
    }

    /// What the best mean is at least.
    fn least(&self) -> f64 {
        self.intervals.iter().fold(f64::NEG_INFINITY, |least, (lower, _)| least.max(*lower))
    }
}

impl Sealed for SuccessiveEliminationRule {}

impl Rule for SuccessiveEliminationRule {
    type Context = ();
    type Note = ();

    const NAME: &'static str = "SuccessiveElimination";

    fn arms(&self) -> usize {
        self.tally.len()
    }

    fn add_arm(&mut self, _now: u64) {
        self.arms_ever = self.arms_ever.saturating_add(1);
        self.tally.add_arm();
        self.rebuild();
    }

    fn remove_arm(&mut self, position: usize) {
        self.tally.remove_arm(position);
        self.intervals.remove(position);
    }

    fn check(&self, (): &()) -> Result<(), BanditError> {
        Ok(())
    }

    fn choose<R: Rng + ?Sized>(&mut self, _now: u64, (): &(), _rng: &mut R) -> (usize, ()) {
        let least = self.least();
        let mut fewest = (u64::MAX, 0);
        for (position, (arm, (_, upper))) in self.tally.arms().iter().zip(&self.intervals).enumerate() {
            if *upper >= least && arm.selected < fewest.0 {
                fewest = (arm.selected, position);
            }
        }
        (fewest.1, ())
    }

    fn propensity<R: Rng + ?Sized>(&mut self, _now: u64, (): &(), _choice: (usize, &()), _rng: &mut R) -> Propensity {
        Propensity::Exact(1.0)
    }

    fn commit(&mut self, _now: u64, position: usize) {
        self.tally.select(position);
    }

    fn learn(&mut self, lesson: &Lesson<'_, ()>) -> Result<(), BanditError> {
        require_unit(lesson.reward)?;
        self.tally.learn(lesson.position, lesson.reward);
        self.intervals[lesson.position] = self.interval(lesson.position);
        Ok(())
    }

    fn merge(&mut self, _now: u64, other: &Self, _others_now: u64) -> Result<(), MergeError> {
        MergeError::unless_equal("delta", self.delta, other.delta)?;
        self.tally.merge(&other.tally)?;
        self.arms_ever = self.arms_ever.max(other.arms_ever);
        self.rebuild();
        Ok(())
    }
}

impl PartialEq for SuccessiveEliminationRule {
    fn eq(&self, other: &Self) -> bool {
        self.delta == other.delta && self.arms_ever == other.arms_ever && self.tally == other.tally
    }
}

impl Codec for SuccessiveEliminationRule {
    fn encode(&self, writer: &mut Writer) {
        self.delta.encode(writer);
        self.arms_ever.encode(writer);
        self.tally.encode(writer);
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let delta = require_fraction("delta", reader.f64()?)?;
        let (arms_ever, tally) = (reader.u64()?, Tally::decode(reader)?);
        require_range("arms that ever were", arms_ever, tally.len() as u64..=u64::MAX)?;
        tally.check_rewards(1.0)?;
        Ok(Self::of(delta, arms_ever, tally))
    }
}
