//! What tells one policy from another: how it chooses and what it learns.

use core::fmt::Debug;

use ansatz_core::{MergeError, ParameterError, bytes::Codec, require_range};
use ansatz_random::rand_core::Rng;

pub(crate) use super::roster::MOST_ARMS;
use super::{Note, Propensity};
use crate::BanditError;

/// How a [`Bandit`](crate::Bandit) chooses among its arms, and what it learns from a reward: the part in which the
/// algorithms differ.
///
/// A rule knows its arms by position; the bandit around it gives them their numbers, and keeps the tickets. It is
/// sealed: the rules are those of this crate.
///
/// # Examples
///
/// ```
/// use ansatz_bandit::{Bandit, Rule};
///
/// fn arms<R: Rule>(bandit: &Bandit<R>) -> usize {
///     bandit.arms().count()
/// }
/// assert_eq!(arms(&ansatz_bandit::Ucb1::new(3)?), 3);
/// # Ok::<(), ansatz_bandit::BanditError>(())
/// ```
pub trait Rule: Codec + Clone + Debug + PartialEq + sealed::Sealed {
    /// What a decision is made on: `()`, or the features of what is to be decided, `[f64]`.
    type Context: ?Sized;
    /// What a ticket remembers besides its arm.
    type Note: Note;

    /// The name of the algorithm, which stands in its bytes.
    #[doc(hidden)]
    const NAME: &'static str;

    /// The number of arms.
    #[doc(hidden)]
    fn arms(&self) -> usize;

    /// Whether there is room for so many arms.
    #[doc(hidden)]
    fn require_room(&self, arms: usize) -> Result<(), ParameterError> {
        require_arms(arms).map(|_| ())
    }

    /// Takes in a new arm, at the last position, before decision `now`.
    #[doc(hidden)]
    fn add_arm(&mut self, now: u64);

    /// Forgets the arm at `position`; those behind it move up. There are others.
    #[doc(hidden)]
    fn remove_arm(&mut self, position: usize);

    /// Whether a decision can be made on the context.
    #[doc(hidden)]
    fn check(&self, context: &Self::Context) -> Result<(), BanditError>;

    /// The arm for decision `now`, on a context that has been [checked](Self::check). What it changes are caches.
    #[doc(hidden)]
    fn choose<R: Rng + ?Sized>(&mut self, now: u64, context: &Self::Context, rng: &mut R) -> (usize, Self::Note);

    /// The probability with which [`choose`](Self::choose), in this state, takes the arm at `position`.
    #[doc(hidden)]
    fn propensity<R: Rng + ?Sized>(
        &mut self,
        now: u64,
        context: &Self::Context,
        choice: (usize, &Self::Note),
        rng: &mut R,
    ) -> Propensity;

    /// Decision `now` has been made: for this arm.
    #[doc(hidden)]
    fn commit(&mut self, now: u64, position: usize);

    /// Learns from a reward, or refuses it and stays as it is.
    #[doc(hidden)]
    fn learn(&mut self, lesson: &Lesson<'_, Self::Note>) -> Result<(), BanditError>;

    /// Takes over what `other`, with as many arms, has learnt, or refuses and stays as it is. The rules are before
    /// decisions `now` and `others_now`.
    #[doc(hidden)]
    fn merge(&mut self, now: u64, other: &Self, others_now: u64) -> Result<(), MergeError>;

    /// Whether what was read, before decision `now`, can be: for what [`Codec::decode`] cannot see.
    #[doc(hidden)]
    fn check_clock(&self, _now: u64) -> bool {
        true
    }
}

/// A reward and the decision that it is for.
///
/// # Examples
///
/// ```
/// fn reward(lesson: &ansatz_bandit::Lesson<'_, ()>) -> f64 {
///     lesson.reward
/// }
/// # let _ = reward;
/// ```
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Lesson<'a, N> {
    /// The position of the arm.
    pub position: usize,
    /// The number of the decision.
    pub sequence: u64,
    /// The number of the next decision.
    pub now: u64,
    /// What the ticket remembers.
    pub note: &'a N,
    /// The reward.
    pub reward: f64,
}

/// A number of arms that a policy can have.
pub(crate) fn require_arms(arms: usize) -> Result<usize, ParameterError> {
    require_range("arms", arms, 1..=MOST_ARMS)
}

pub(crate) mod sealed {
    /// Implemented by the rules of this crate alone.
    pub trait Sealed {}
}
