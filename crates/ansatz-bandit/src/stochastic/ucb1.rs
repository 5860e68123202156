//! UCB1: the arm whose mean could be the highest, by Hoeffding's inequality.
//!
//! P. Auer, N. Cesa-Bianchi and P. Fischer, *Finite-time analysis of the multiarmed bandit problem*, Machine Learning 47
//! (2002).

use ansatz_core::{DecodeError, codec};

use super::index::{Index, IndexRule, Known, ln};
use crate::{Bandit, BanditError, engine::rule::sealed::Sealed};

/// Chooses the arm with the highest mean + sqrt(2 ln t / n), for rewards from 0 to 1: n pulls of the arm are known, of
/// t decisions for the arms that are there.
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
/// the gaps (P. Auer, N. Cesa-Bianchi and P. Fischer, *Finite-time analysis of the multiarmed bandit problem*, Machine
/// Learning 47, 2002, Theorem 1).
///
/// # Complexity
///
/// O(arms) for a decision, at the speed of memory; O(1) for a reward.
pub type Ucb1 = Bandit<IndexRule<Ucb1Index, 2>>;

/// The index of [`Ucb1`].
///
/// # Examples
///
/// ```
/// use ansatz_bandit::{Bandit, IndexRule, Ucb1, Ucb1Index};
///
/// let arms: Bandit<IndexRule<Ucb1Index, 2>> = Ucb1::new(3)?;
/// # Ok::<(), ansatz_bandit::BanditError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ucb1Index {}

impl Bandit<IndexRule<Ucb1Index, 2>> {
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
        Ok(Self::with_index(Ucb1Index {}, arms)?)
    }
}

impl Sealed for Ucb1Index {}

/// In sqrt(2 ln t).
impl Index<2> for Ucb1Index {
    const NAME: &'static str = "Ucb1";

    #[inline]
    fn polynomial(&self, known: &Known, _arms: usize) -> [f64; 2] {
        [known.mean, libm::sqrt(1.0 / known.rewards)]
    }

    #[inline]
    fn time(&self, decisions: u64) -> f64 {
        libm::sqrt(2.0 * ln(decisions))
    }
}

codec!([] Ucb1Index {});

impl Ucb1Index {
    #[allow(clippy::unused_self, clippy::unnecessary_wraps)] // The codec asks.
    fn check(self) -> Result<(), DecodeError> {
        Ok(())
    }
}
