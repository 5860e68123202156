//! Sliding-window UCB: UCB1 that knows the last decisions alone.
//!
//! A. Garivier and E. Moulines, *On upper-confidence bound policies for switching bandit problems*, Algorithmic Learning
//! Theory 2011; constants as in its long version, arXiv:0805.3415.

use alloc::vec::Vec;

use ansatz_core::{DecodeError, MergeError, ParameterError, require_range};
use ansatz_random::rand_core::Rng;

use super::{
    optimism::{XI, index, most_optimistic, require_xi},
    window::Window,
};
use crate::{Bandit, BanditError, Lesson, Propensity, Rule, engine::rule::sealed::Sealed, reward::require_unit};

/// Chooses the arm with the highest mean + sqrt(xi ln min(t, w) / N), for rewards from 0 to 1: N are the rewards of the arm
/// among those of the last w of t decisions, and the mean is theirs.
///
/// Arms of which nothing is known come first, those with the fewest decisions before the others; of equal arms the one
/// with the lowest number. A reward that comes when its decision has left the window is taken and changes nothing; the order
/// in which rewards come changes nothing at all, to the bit. A window longer than all decisions with a xi of 2 is
/// [`Ucb1`](crate::Ucb1).
///
/// # Examples
///
/// ```
/// use ansatz_bandit::SlidingWindowUcb;
/// use ansatz_random::Stream;
///
/// let mut rng = Stream::new(1, 0);
/// let mut arms = SlidingWindowUcb::new(2, 200)?;
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
/// ceil(T / w) 4 xi ln(w) / gap^2 + 2 (T / w) ceil(ln(w) / ln(1 + 4 sqrt(1 - 1 / (2 xi)))) + w U + ln(w)^2 times, for a window
/// of w, a xi above 1/2, and the least gap to the best that the arm has when it is not (Theorem 2, arXiv:0805.3415). It
/// counts rewards that come before the next decision.
///
/// # Merging
///
/// There is none: the last decisions of two sequences are not those of a common one. What was decided elsewhere can be
/// [recorded](Bandit::record), one by one, in the order in which it is to count.
///
/// # Complexity
///
/// O(arms) for a decision, and O(1) for it to leave the window, amortised. A reward is O(1) if no later decision
/// for the arm has one; one that is late by d decisions is O(d), but O(w) in the d / w of the cases in which a multiple of w
/// has passed since. 40 bytes for each decision in the window.
pub type SlidingWindowUcb = Bandit<SlidingWindowUcbRule>;

/// The rule of [`SlidingWindowUcb`].
///
/// # Examples
///
/// ```
/// use ansatz_bandit::{Bandit, SlidingWindowUcb, SlidingWindowUcbRule};
///
/// let arms: Bandit<SlidingWindowUcbRule> = SlidingWindowUcb::new(3, 100)?;
/// # Ok::<(), ansatz_bandit::BanditError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct SlidingWindowUcbRule {
    xi: f64,
    window: Window,
    /// By arm, the decisions for it, observed or not.
    selected: Vec<u64>,
}

impl Bandit<SlidingWindowUcbRule> {
    /// A bandit with so many arms, which knows the last `window` decisions; xi is 0.6.
    ///
    /// # Errors
    ///
    /// [`BanditError::Parameter`] unless there are 1 to 2^24 arms and `window` is from 1 to 2^24.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(ansatz_bandit::SlidingWindowUcb::new(3, 1_000).is_ok());
    /// assert!(ansatz_bandit::SlidingWindowUcb::new(3, 0).is_err());
    /// ```
    pub fn new(arms: usize, window: u64) -> Result<Self, BanditError> {
        let window = Window::new(arms, window)?;
        Ok(Self::from_rule(SlidingWindowUcbRule { xi: XI, window, selected: alloc::vec![0; arms] }))
    }

    /// A bandit with so many arms for `horizon` decisions in which the rewards change so many times: the window is
    /// 2 sqrt(horizon ln(horizon) / changes), as the paper has it.
    ///
    /// # Errors
    ///
    /// [`BanditError::Parameter`] unless there are 1 to 2^24 arms and 1 to `horizon` changes, and if the window comes to more
    /// than 2^24 decisions.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(ansatz_bandit::SlidingWindowUcb::for_horizon(3, 10_000, 4).is_ok());
    /// assert!(ansatz_bandit::SlidingWindowUcb::for_horizon(3, 10_000, 0).is_err());
    /// ```
    pub fn for_horizon(arms: usize, horizon: u64, changes: u64) -> Result<Self, BanditError> {
        let changes = require_range("changes", changes, 1..=horizon)?;
        let window = 2.0 * libm::sqrt(horizon as f64 * libm::log(horizon as f64) / changes as f64);
        Self::new(arms, libm::ceil(window.max(1.0)) as u64)
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
    /// let arms = ansatz_bandit::SlidingWindowUcb::new(3, 1_000)?;
    /// assert!(arms.with_xi(2.0).is_ok());
    /// # Ok::<(), ansatz_bandit::BanditError>(())
    /// ```
    pub fn with_xi(self, xi: f64) -> Result<Self, ParameterError> {
        let xi = require_xi(xi)?;
        Ok(self.map_rule(|rule| SlidingWindowUcbRule { xi, ..rule }))
    }
}

impl Sealed for SlidingWindowUcbRule {}

impl Rule for SlidingWindowUcbRule {
    type Context = ();
    type Note = ();

    const NAME: &'static str = "SlidingWindowUcb";

    fn arms(&self) -> usize {
        self.selected.len()
    }

    fn add_arm(&mut self, _now: u64) {
        self.window.add_arm();
        self.selected.push(0);
    }

    fn remove_arm(&mut self, position: usize) {
        self.window.remove_arm(position);
        self.selected.remove(position);
    }

    fn check(&self, (): &()) -> Result<(), BanditError> {
        Ok(())
    }

    fn choose<R: Rng + ?Sized>(&mut self, now: u64, (): &(), _rng: &mut R) -> (usize, ()) {
        let width = self.xi * libm::log(now.clamp(1, self.window.length()) as f64);
        let indices = self.window.evidence().map(|arm| index(&arm, width));
        (most_optimistic(indices.zip(self.selected.iter().copied())), ())
    }

    fn propensity<R: Rng + ?Sized>(&mut self, _now: u64, (): &(), _choice: (usize, &()), _rng: &mut R) -> Propensity {
        Propensity::Exact(1.0)
    }

    fn commit(&mut self, now: u64, position: usize) {
        self.window.advance(now);
        self.selected[position] = self.selected[position].saturating_add(1);
    }

    fn learn(&mut self, lesson: &Lesson<'_, ()>) -> Result<(), BanditError> {
        require_unit(lesson.reward)?;
        self.window.learn(lesson.position, lesson.sequence, lesson.reward);
        Ok(())
    }

    fn merge(&mut self, _now: u64, other: &Self, _others_now: u64) -> Result<(), MergeError> {
        self.window.merge(&other.window)
    }

    fn check_clock(&self, now: u64) -> bool {
        self.window.check_clock(now)
    }
}

ansatz_core::codec!([] SlidingWindowUcbRule { xi, window, selected });

impl SlidingWindowUcbRule {
    fn check(&self) -> Result<(), DecodeError> {
        require_xi(self.xi)?;
        if self.selected.len() != self.window.arms() {
            return Err(DecodeError::field("arms", self.selected.len(), self.window.arms()));
        }
        self.window.require_rewards(require_unit)
    }
}
