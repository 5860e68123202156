//! UCB1: the arm whose mean could be the highest, by Hoeffding's inequality.
//!
//! P. Auer, N. Cesa-Bianchi and P. Fischer, *Finite-time analysis of the multiarmed bandit problem*, Machine Learning 47
//! (2002).

use alloc::vec::Vec;

use ansatz_core::{DecodeError, MergeError};
use ansatz_random::rand_core::Rng;

use crate::{
    Bandit, BanditError, Lesson, Propensity, Rule,
    engine::rule::{require_arms, sealed::Sealed},
    reward::require_unit,
};

/// Chooses the arm with the highest mean + sqrt(2 ln t / n), for rewards from 0 to 1: n pulls of the arm are known, of
/// t decisions.
///
/// Arms of which nothing is known come first, those with the fewest decisions before the others; of equal arms the one
/// with the lowest number.
///
/// # Examples
///
/// ```
/// use ansatz_bandit::Ucb1;
/// use ansatz_random::Stream;
///
/// let mut rng = Stream::new(1, 0);
/// let mut arms = Ucb1::new(2)?;
/// for _ in 0..1_000 {
///     let choice = arms.select(&mut rng);
///     arms.observe(choice.ticket, [0.2, 0.7][choice.arm])?;
/// }
/// assert_eq!(arms.select(&mut rng).arm, 1);
/// # Ok::<(), ansatz_bandit::BanditError>(())
/// ```
///
/// # Accuracy
///
/// The expected regret after t rounds is at most sum over the arms of 8 ln t / gap, plus (1 + pi^2 / 3) times the sum of
/// the gaps (Theorem 1 of the paper).
///
/// # Complexity
///
/// O(arms) for a decision, O(1) for a reward.
pub type Ucb1 = Bandit<Ucb1Rule>;

/// The rule of [`Ucb1`].
#[derive(Debug, Clone, PartialEq)]
pub struct Ucb1Rule {
    arms: Vec<Arm>,
}

#[derive(Debug, Clone, PartialEq, Default)]
struct Arm {
    /// Decisions for the arm, observed or not.
    selected: u64,
    observed: u64,
    sum: f64,
}

impl Bandit<Ucb1Rule> {
    /// A bandit with so many arms.
    ///
    /// # Errors
    ///
    /// [`BanditError::Parameter`] unless there are 1 to 2^24 arms.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(ansatz_bandit::Ucb1::new(3).is_ok());
    /// assert!(ansatz_bandit::Ucb1::new(0).is_err());
    /// ```
    pub fn new(arms: usize) -> Result<Self, BanditError> {
        let arms = require_arms(arms)?;
        Ok(Self::from_rule(Ucb1Rule { arms: alloc::vec![Arm::default(); arms] }))
    }
}

impl Sealed for Ucb1Rule {}

impl Rule for Ucb1Rule {
    type Context = ();
    type Note = ();

    const NAME: &'static str = "Ucb1";

    fn arms(&self) -> usize {
        self.arms.len()
    }

    fn add_arm(&mut self, _now: u64) {
        self.arms.push(Arm::default());
    }

    fn remove_arm(&mut self, position: usize) {
        self.arms.remove(position);
    }

    fn check(&self, (): &()) -> Result<(), BanditError> {
        Ok(())
    }

    fn choose<R: Rng + ?Sized>(&mut self, _now: u64, (): &(), _rng: &mut R) -> (usize, ()) {
        let total: u64 = self.arms.iter().map(|arm| arm.selected).sum();
        let width = 2.0 * libm::log(total.max(1) as f64);
        let mut best = (f64::NEG_INFINITY, u64::MAX, 0);
        for (position, arm) in self.arms.iter().enumerate() {
            let index = if arm.observed == 0 {
                f64::INFINITY
            } else {
                let n = arm.observed as f64;
                arm.sum / n + libm::sqrt(width / n)
            };
            if index > best.0 || (index == f64::INFINITY && arm.selected < best.1) {
                best = (index, arm.selected, position);
            }
        }
        (best.2, ())
    }

    fn propensity<R: Rng + ?Sized>(&mut self, _now: u64, (): &(), _choice: (usize, &()), _rng: &mut R) -> Propensity {
        Propensity::Exact(1.0)
    }

    fn commit(&mut self, _now: u64, position: usize) {
        self.arms[position].selected += 1;
    }

    fn learn(&mut self, lesson: &Lesson<'_, ()>) -> Result<(), BanditError> {
        require_unit(lesson.reward)?;
        let arm = &mut self.arms[lesson.position];
        arm.observed += 1;
        arm.sum += lesson.reward;
        Ok(())
    }

    fn merge(&mut self, _now: u64, other: &Self, _others_now: u64) -> Result<(), MergeError> {
        for (arm, others) in self.arms.iter_mut().zip(&other.arms) {
            arm.selected = arm.selected.saturating_add(others.selected);
            arm.observed = arm.observed.saturating_add(others.observed);
            arm.sum += others.sum;
        }
        Ok(())
    }
}

ansatz_core::codec!([] Ucb1Rule { arms });
ansatz_core::codec!([] Arm { selected, observed, sum });

impl Ucb1Rule {
    fn check(&self) -> Result<(), DecodeError> {
        require_arms(self.arms.len())?;
        Ok(())
    }
}

impl Arm {
    fn check(&self) -> Result<(), DecodeError> {
        let possible =
            self.observed <= self.selected && self.sum >= 0.0 && self.sum <= self.observed as f64 * (1.0 + 1e-9);
        if possible { Ok(()) } else { Err(DecodeError::field("sum of rewards", self.sum, "0 to 1 for each")) }
    }
}
