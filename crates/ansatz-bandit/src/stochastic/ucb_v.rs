//! UCB-V: the arm whose mean could be the highest, by Bernstein's inequality with the variance that was seen.
//!
//! J.-Y. Audibert, R. Munos and C. Szepesvari, *Exploration-exploitation tradeoff using variance estimates in multi-armed
//! bandits*, Theoretical Computer Science 410 (2009).

use ansatz_core::{DecodeError, codec};

use super::index::{Index, IndexRule, Known, ln};
use crate::{Bandit, BanditError, engine::rule::sealed::Sealed};

/// Chooses the arm with the highest mean + sqrt(2 v ln t / n) + 3 ln t / n, for rewards from 0 to 1: n pulls of the arm
/// are known, of t decisions for the arms that are there, and their variance is v.
///
/// It is better than [`Ucb1`](crate::Ucb1) where variances are small: prices, scores, rare successes. Arms of which nothing
/// is known come first, those with the fewest decisions before the others; of equal arms the one with the lowest number.
///
/// # Examples
///
/// ```
/// use ansatz_bandit::UcbV;
/// use ansatz_random::Stream;
///
/// let mut rng = Stream::new(1, 0);
/// let mut arms = UcbV::new(2)?;
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
/// The expected regret after t rounds is at most 10 ln t times the sum, over the arms that are not the best, of
/// variance / gap + 2 (J.-Y. Audibert, R. Munos and C. Szepesvari, *Exploration-exploitation tradeoff using variance
/// estimates in multi-armed bandits*, Theoretical Computer Science 410, 2009, Theorem 4). The theorem is for 1.2 ln t in
/// place of ln t, the exploration for which the paper names the constant: for ln t itself it is not proven, and no run
/// of those that were simulated exceeds it on average.
///
/// # Complexity
///
/// O(arms) for a decision, at the speed of memory; O(1) for a reward.
pub type UcbV = Bandit<IndexRule<UcbVIndex, 3>>;

/// The index of [`UcbV`].
///
/// # Examples
///
/// ```
/// use ansatz_bandit::{Bandit, IndexRule, UcbV, UcbVIndex};
///
/// let arms: Bandit<IndexRule<UcbVIndex, 3>> = UcbV::new(3)?;
/// # Ok::<(), ansatz_bandit::BanditError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UcbVIndex {}

impl Bandit<IndexRule<UcbVIndex, 3>> {
    /// A bandit with so many arms.
    ///
    /// # Errors
    ///
    /// [`BanditError::Parameter`] unless there are 1 to 2^24 arms.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(ansatz_bandit::UcbV::new(3).is_ok());
    /// assert!(ansatz_bandit::UcbV::new(0).is_err());
    /// ```
    pub fn new(arms: usize) -> Result<Self, BanditError> {
        Ok(Self::with_index(UcbVIndex {}, arms)?)
    }
}

impl Sealed for UcbVIndex {}

/// In sqrt(ln t).
impl Index<3> for UcbVIndex {
    const NAME: &'static str = "UcbV";

    #[inline]
    fn polynomial(&self, known: &Known, _arms: usize) -> [f64; 3] {
        [known.mean, libm::sqrt(2.0 * known.variance / known.rewards), 3.0 / known.rewards]
    }

    #[inline]
    fn time(&self, decisions: u64) -> f64 {
        libm::sqrt(ln(decisions))
    }
}

codec!([] UcbVIndex {});

impl UcbVIndex {
    #[allow(clippy::unused_self, clippy::unnecessary_wraps)] // The codec asks.
    fn check(self) -> Result<(), DecodeError> {
        Ok(())
    }
}
