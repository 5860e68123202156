//! MOSS: the minimax optimal strategy in the stochastic case.
//!
//! J.-Y. Audibert and S. Bubeck, *Minimax policies for adversarial and stochastic bandits*, Conference on Learning Theory
//! (2009).

use ansatz_core::{DecodeError, MergeError, codec, require_range};

use super::index::{Index, IndexRule, Known};
use crate::{Bandit, BanditError, engine::rule::sealed::Sealed};

/// Chooses the arm with the highest mean + sqrt(max(0, ln(horizon / (K n))) / n), for rewards from 0 to 1 and a number
/// of decisions that is known beforehand: n pulls of the arm are known, one of K.
///
/// No policy has a smaller worst case, up to a constant; on easy instances [`KlUcb`](crate::KlUcb) is better. It is the
/// strategy of 2009, which knows its horizon; after it, it goes on with the same index. Arms of which nothing is known
/// come first, those with the fewest decisions before the others; of equal arms the one with the lowest number.
///
/// # Examples
///
/// ```
/// use ansatz_bandit::Moss;
/// use ansatz_random::Stream;
///
/// let mut rng = Stream::new(1, 0);
/// let mut arms = Moss::new(2, 1_000)?;
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
/// The expected regret at the horizon is at most 49 sqrt(arms x horizon), whatever the distributions (J.-Y. Audibert and
/// S. Bubeck, *Minimax policies for adversarial and stochastic bandits*, Conference on Learning Theory, 2009, Theorem 5).
///
/// # Complexity
///
/// O(arms) for a decision, at the speed of memory; O(1) for a reward.
pub type Moss = Bandit<IndexRule<MossIndex, 1>>;

/// The index of [`Moss`].
///
/// # Examples
///
/// ```
/// use ansatz_bandit::{Bandit, IndexRule, Moss, MossIndex};
///
/// let arms: Bandit<IndexRule<MossIndex, 1>> = Moss::new(3, 1_000)?;
/// # Ok::<(), ansatz_bandit::BanditError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MossIndex {
    horizon: u64,
}

impl Bandit<IndexRule<MossIndex, 1>> {
    /// A bandit with so many arms, for so many decisions.
    ///
    /// # Errors
    ///
    /// [`BanditError::Parameter`] unless there are 1 to 2^24 arms and a decision at least.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(ansatz_bandit::Moss::new(3, 10_000).is_ok());
    /// assert!(ansatz_bandit::Moss::new(3, 0).is_err());
    /// ```
    pub fn new(arms: usize, horizon: u64) -> Result<Self, BanditError> {
        let horizon = require_range("horizon", horizon, 1..=u64::MAX)?;
        Ok(Self::with_index(MossIndex { horizon }, arms)?)
    }
}

impl Sealed for MossIndex {}

/// The same at all times.
impl Index<1> for MossIndex {
    const NAME: &'static str = "Moss";

    #[inline]
    fn polynomial(&self, known: &Known, arms: usize) -> [f64; 1] {
        let left = libm::log(self.horizon as f64 / (arms as f64 * known.rewards));
        [known.mean + libm::sqrt(left.max(0.0) / known.rewards)]
    }

    #[inline]
    fn time(&self, _decisions: u64) -> f64 {
        0.0
    }

    fn require_equal(&self, other: &Self) -> Result<(), MergeError> {
        MergeError::unless_equal("horizon", self.horizon, other.horizon)
    }
}

codec!([] MossIndex { horizon });

impl MossIndex {
    fn check(self) -> Result<(), DecodeError> {
        require_range("horizon", self.horizon, 1..=u64::MAX)?;
        Ok(())
    }
}
