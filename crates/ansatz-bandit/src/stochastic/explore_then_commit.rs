//! Explore-then-commit: each arm so many times, then the best.
//!
//! H. Robbins, *Some aspects of the sequential design of experiments*, Bulletin of the American Mathematical Society 58 (1952);
//! T. Lattimore and C. Szepesvari, *Bandit Algorithms* (2020), chapter 6.

use ansatz_core::{
    DecodeError, MergeError,
    bytes::{Codec, Reader, Writer},
    require_range,
};
use ansatz_random::rand_core::Rng;

use super::{means::Means, turns::Turns};
use crate::{
    Bandit, BanditError, Lesson, Propensity, Rule,
    engine::rule::{require_arms, sealed::Sealed},
    reward::require_finite,
};

/// Chooses each arm so many times in turn, and from then on the arm with the highest mean.
///
/// It is what a test with a fixed length and a roll-out amounts to: the baseline to beat. A new arm is explored as the
/// first ones were. Rewards that come late, or after the exploration, count as well, so a choice may still be corrected;
/// those that never come are not made up for: the exploration ends after so many decisions, and an arm without any reward is
/// then chosen only if there is no other. Of equal arms it is the one with the lowest number.
///
/// # Examples
///
/// ```
/// use ansatz_bandit::ExploreThenCommit;
/// use ansatz_random::Stream;
///
/// let mut rng = Stream::new(1, 0);
/// let mut arms = ExploreThenCommit::new(2, 10)?;
/// for _ in 0..20 {
///     let choice = arms.select(&mut rng);
///     arms.observe(choice.ticket, [0.2, 0.7][choice.arm])?;
/// }
/// assert_eq!(arms.select(&mut rng).arm, 1);
/// # Ok::<(), ansatz_bandit::BanditError>(())
/// ```
///
/// # Accuracy
///
/// For rewards from 0 to 1 and m pulls of each arm, the expected regret after t rounds is at most the sum over the arms
/// of gap (m + 2 t exp(-m gap^2 / 2)). For exp(-2 m x^2) bounds not only the chance that the mean of m rewards is above its
/// expectation by x (W. Hoeffding, *Probability inequalities for sums of bounded random variables*, Journal of the American
/// Statistical Association 58, 1963, Theorem 1), but the chance that the mean of m *or more* of them ever is: means are a
/// martingale backwards in time, for which Doob's maximal inequality gives the same bound. So it is no matter that later
/// rewards count. It counts rewards that come before the next decision.
///
/// # Complexity
///
/// O(log(arms)) for a decision that explores, and O(arms), at the speed of memory, for the others; O(1) for a reward.
pub type ExploreThenCommit = Bandit<ExploreThenCommitRule>;

/// The rule of [`ExploreThenCommit`].
///
/// # Examples
///
/// ```
/// use ansatz_bandit::{Bandit, ExploreThenCommit, ExploreThenCommitRule};
///
/// let arms: Bandit<ExploreThenCommitRule> = ExploreThenCommit::new(3, 100)?;
/// # Ok::<(), ansatz_bandit::BanditError>(())
/// ```
#[derive(Debug, Clone)]
pub struct ExploreThenCommitRule {
    pulls_each: u64,
    means: Means,
    /// The arms that are explored.
    exploring: Turns,
}

impl Bandit<ExploreThenCommitRule> {
    /// A bandit with so many arms, which are explored with so many pulls each.
    ///
    /// # Errors
    ///
    /// [`BanditError::Parameter`] unless there are 1 to 2^24 arms and 1 to 2^32 pulls.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(ansatz_bandit::ExploreThenCommit::new(3, 100).is_ok());
    /// assert!(ansatz_bandit::ExploreThenCommit::new(3, 0).is_err());
    /// ```
    pub fn new(arms: usize, pulls_each: u64) -> Result<Self, BanditError> {
        let pulls_each = require_range("pulls_each", pulls_each, 1..=MOST_PULLS)?;
        Ok(Self::from_rule(ExploreThenCommitRule::of(pulls_each, Means::new(require_arms(arms)?))))
    }
}

impl ExploreThenCommitRule {
    fn of(pulls_each: u64, means: Means) -> Self {
        let mut rule = Self { pulls_each, means, exploring: Turns::default() };
        rule.recount();
        rule
    }

    fn recount(&mut self) {
        let explored = |selected| selected >= self.pulls_each;
        let arms = self.means.tally().arms().iter();
        self.exploring = Turns::new(arms.map(|arm| (!explored(arm.selected)).then_some(arm.selected)));
    }
}

impl Sealed for ExploreThenCommitRule {}

impl Rule for ExploreThenCommitRule {
    type Context = ();
    type Note = ();

    const NAME: &'static str = "ExploreThenCommit";

    fn arms(&self) -> usize {
        self.means.tally().len()
    }

    fn add_arm(&mut self, _now: u64) {
        self.exploring.join(self.arms(), 0);
        self.means.add_arm();
    }

    fn remove_arm(&mut self, position: usize) {
        self.means.remove_arm(position);
        self.recount();
    }

    fn check(&self, (): &()) -> Result<(), BanditError> {
        Ok(())
    }

    fn choose<R: Rng + ?Sized>(&mut self, _now: u64, (): &(), _rng: &mut R) -> (usize, ()) {
        (self.exploring.next().unwrap_or_else(|| self.means.highest()), ())
    }

    fn propensity<R: Rng + ?Sized>(&mut self, _now: u64, (): &(), _choice: (usize, &()), _rng: &mut R) -> Propensity {
        Propensity::Exact(1.0)
    }

    fn commit(&mut self, _now: u64, position: usize) {
        let selected = self.means.tally().arms()[position].selected;
        if selected < self.pulls_each {
            self.exploring.take(position, selected);
        }
        if selected.saturating_add(1) == self.pulls_each {
            self.exploring.leave(position, self.pulls_each);
        }
        self.means.select(position);
    }

    fn learn(&mut self, lesson: &Lesson<'_, ()>) -> Result<(), BanditError> {
        require_finite(lesson.reward)?;
        self.means.learn(lesson.position, lesson.reward);
        Ok(())
    }

    fn merge(&mut self, _now: u64, other: &Self, _others_now: u64) -> Result<(), MergeError> {
        MergeError::unless_equal("pulls_each", self.pulls_each, other.pulls_each)?;
        self.means.merge(&other.means)?;
        self.recount();
        Ok(())
    }
}

impl PartialEq for ExploreThenCommitRule {
    fn eq(&self, other: &Self) -> bool {
        self.pulls_each == other.pulls_each && self.means == other.means
    }
}

impl Codec for ExploreThenCommitRule {
    fn encode(&self, writer: &mut Writer) {
        self.pulls_each.encode(writer);
        self.means.encode(writer);
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let pulls_each = require_range("pulls_each", reader.u64()?, 1..=MOST_PULLS)?;
        Ok(Self::of(pulls_each, Means::decode(reader)?))
    }
}

const MOST_PULLS: u64 = 1 << 32;
