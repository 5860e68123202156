//! Discounted UCB: UCB1 whose rewards weigh less the older they are.
//!
//! A. Garivier and E. Moulines, *On upper-confidence bound policies for switching bandit problems*, Algorithmic Learning
//! Theory 2011; constants as in its long version, arXiv:0805.3415.

use alloc::vec::Vec;

use ansatz_core::{DecodeError, MergeError, ParameterError, require_range};
use ansatz_random::rand_core::Rng;

use super::{
    fading::Fading,
    optimism::{XI, index, most_optimistic, require_xi},
};
use crate::{
    Bandit, BanditError, Lesson, Propensity, Rule, engine::rule::sealed::Sealed, evidence::Evidence,
    reward::require_unit,
};

/// Chooses the arm with the highest discounted mean + 2 sqrt(xi ln n / N), for rewards from 0 to 1: N is the sum of the
/// weights of the arm's rewards, n that of all rewards, and the reward of a decision weighs discount^a when a decisions
/// have been made since.
///
/// Arms of which nothing is known come first, those with the fewest decisions before the others; of equal arms the one
/// with the lowest number. What a reward weighs depends on when its decision was made, not on when it comes. A discount of
/// 1 with a xi of 1/2 is [`Ucb1`](crate::Ucb1), if all rewards have come.
///
/// # Examples
///
/// ```
/// use ansatz_bandit::DiscountedUcb;
/// use ansatz_random::Stream;
///
/// let mut rng = Stream::new(1, 0);
/// let mut arms = DiscountedUcb::new(2, 0.99)?;
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
/// # Accuracy
///
/// Where the means of the rewards change U times in T rounds, an arm that is not the best is chosen, on average, at most
/// ceil(T (1 - d)) (16 xi ln(1 / (1 - d)) / (d^(1 / (1 - d)) gap^2) + 2 ceil(ln(1 / (1 - d)) / ln(1 + 4 sqrt(1 - 1 / (2 xi))))
/// / (1 - d^(1 / (1 - d)))) + U ln((1 - d) xi ln((1 - d^arms) / (1 - d))) / ln(d) + 1 / (1 - d) + 1 times, for a discount d,
/// a xi above 1/2, and the least gap to the best that the arm has when it is not (Theorem 1, arXiv:0805.3415, as its proof
/// has it). It counts rewards that come before the next decision.
///
/// # Merging
///
/// The evidence of the other bandit is added as it stands there before its next decision: its decisions are then as old as
/// those that were made as many decisions ago here.
///
/// # Complexity
///
/// O(arms) for a decision, with one power for all of them; O(1) for a reward, and O(arms) once in the decisions in which a
/// weight falls by 2^100.
pub type DiscountedUcb = Bandit<DiscountedUcbRule>;

/// The rule of [`DiscountedUcb`].
///
/// # Examples
///
/// ```
/// use ansatz_bandit::{Bandit, DiscountedUcb, DiscountedUcbRule};
///
/// let arms: Bandit<DiscountedUcbRule> = DiscountedUcb::new(3, 0.99)?;
/// # Ok::<(), ansatz_bandit::BanditError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct DiscountedUcbRule {
    xi: f64,
    fading: Fading,
    /// By arm, the decisions for it, observed or not.
    selected: Vec<u64>,
}

impl Bandit<DiscountedUcbRule> {
    /// A bandit with so many arms, whose rewards weigh `discount` times less with every decision; xi is 0.6.
    ///
    /// # Errors
    ///
    /// [`BanditError::Parameter`] unless there are 1 to 2^24 arms and `discount` is from 0 to 1.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(ansatz_bandit::DiscountedUcb::new(3, 0.999).is_ok());
    /// assert!(ansatz_bandit::DiscountedUcb::new(3, 1.5).is_err());
    /// ```
    pub fn new(arms: usize, discount: f64) -> Result<Self, BanditError> {
        let fading = Fading::new(arms, discount)?;
        Ok(Self::from_rule(DiscountedUcbRule { xi: XI, fading, selected: alloc::vec![0; arms] }))
    }

    /// A bandit with so many arms for `horizon` decisions in which the rewards change so many times: the discount is
    /// 1 - sqrt(changes / horizon) / 4, as the paper has it.
    ///
    /// # Errors
    ///
    /// [`BanditError::Parameter`] unless there are 1 to 2^24 arms and 1 to `horizon` changes.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(ansatz_bandit::DiscountedUcb::for_horizon(3, 10_000, 4).is_ok());
    /// assert!(ansatz_bandit::DiscountedUcb::for_horizon(3, 10_000, 0).is_err());
    /// ```
    pub fn for_horizon(arms: usize, horizon: u64, changes: u64) -> Result<Self, BanditError> {
        let changes = require_range("changes", changes, 1..=horizon)?;
        Self::new(arms, 1.0 - libm::sqrt(changes as f64 / horizon as f64) / 4.0)
    }

    /// The same bandit with another xi: how much it explores.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] unless it is from 0 to 1e6.
    ///
    /// # Examples
    ///
    /// ```
    /// let arms = ansatz_bandit::DiscountedUcb::new(3, 0.999)?;
    /// assert!(arms.with_xi(0.5).is_ok());
    /// # Ok::<(), ansatz_bandit::BanditError>(())
    /// ```
    pub fn with_xi(self, xi: f64) -> Result<Self, ParameterError> {
        let xi = require_xi(xi)?;
        Ok(self.map_rule(|rule| DiscountedUcbRule { xi, ..rule }))
    }
}

impl Sealed for DiscountedUcbRule {}

impl Rule for DiscountedUcbRule {
    type Context = ();
    type Note = ();

    const NAME: &'static str = "DiscountedUcb";

    fn arms(&self) -> usize {
        self.selected.len()
    }

    fn add_arm(&mut self, _now: u64) {
        self.fading.add_arm();
        self.selected.push(0);
    }

    fn remove_arm(&mut self, position: usize) {
        self.fading.remove_arm(position);
        self.selected.remove(position);
    }

    fn check(&self, (): &()) -> Result<(), BanditError> {
        Ok(())
    }

    fn choose<R: Rng + ?Sized>(&mut self, now: u64, (): &(), _rng: &mut R) -> (usize, ()) {
        let evidence = self.fading.evidence(now);
        let total: f64 = evidence.clone().map(|arm| arm.weight).sum();
        let width = 4.0 * self.xi * libm::log(total.max(1.0));
        let indices = evidence.map(|arm| index(&arm, width));
        (most_optimistic(indices.zip(self.selected.iter().copied())), ())
    }

    fn propensity<R: Rng + ?Sized>(&mut self, _now: u64, (): &(), _choice: (usize, &()), _rng: &mut R) -> Propensity {
        Propensity::Exact(1.0)
    }

    fn commit(&mut self, _now: u64, position: usize) {
        self.selected[position] = self.selected[position].saturating_add(1);
    }

    fn learn(&mut self, lesson: &Lesson<'_, ()>) -> Result<(), BanditError> {
        require_unit(lesson.reward)?;
        self.fading.learn(lesson.position, lesson.sequence, lesson.reward);
        Ok(())
    }

    fn merge(&mut self, now: u64, other: &Self, others_now: u64) -> Result<(), MergeError> {
        MergeError::unless_equal("xi", self.xi, other.xi)?;
        self.fading.merge(now, &other.fading, others_now)?;
        for (selected, others) in self.selected.iter_mut().zip(&other.selected) {
            *selected = selected.saturating_add(*others);
        }
        Ok(())
    }

    fn check_clock(&self, now: u64) -> bool {
        self.fading.check_clock(now)
    }
}

ansatz_core::codec!([] DiscountedUcbRule { xi, fading, selected });

impl DiscountedUcbRule {
    fn check(&self) -> Result<(), DecodeError> {
        require_xi(self.xi)?;
        let arms = self.fading.arms();
        if self.selected.len() != arms.len() {
            return Err(DecodeError::field("arms", self.selected.len(), arms.len()));
        }
        // Rounding keeps order, so that no sum exceeds that of as many rewards of 1.
        let possible = |arm: &Evidence| (0.0..=arm.weight).contains(&arm.sum);
        match arms.iter().find(|arm| !possible(arm)) {
            Some(arm) => Err(DecodeError::field("sum of rewards", arm.sum, format_args!("0 to {}", arm.weight))),
            None => Ok(()),
        }
    }
}
