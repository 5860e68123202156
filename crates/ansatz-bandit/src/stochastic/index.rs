//! Policies that take the arm with the highest index: what they share.

use core::fmt::Debug;

use ansatz_core::{
    DecodeError, MergeError, ParameterError,
    bytes::{Codec, Reader, Writer},
};
use ansatz_random::rand_core::Rng;

use super::tally::Tally;
use crate::{
    Bandit, BanditError, Lesson, Propensity, Rule,
    argmax::Polynomials,
    engine::rule::{require_arms, sealed::Sealed},
    evidence::Evidence,
    reward::require_unit,
};

/// The index of an arm with rewards from 0 to 1, as a polynomial in a quantity that grows with time.
///
/// It is sealed: the indices are those of this crate.
///
/// # Examples
///
/// ```
/// use ansatz_bandit::{Bandit, Index, IndexRule};
///
/// fn highest<I: Index<N>, const N: usize>(bandit: &Bandit<IndexRule<I, N>>) -> f64 {
///     bandit.arms().filter_map(|arm| bandit.index(arm).ok()).fold(0.0, f64::max)
/// }
/// assert_eq!(highest(&ansatz_bandit::Ucb1::new(3)?), f64::INFINITY);
/// # Ok::<(), ansatz_bandit::BanditError>(())
/// ```
pub trait Index<const N: usize>: Codec + Clone + Debug + PartialEq + Sealed {
    #[doc(hidden)]
    const NAME: &'static str;

    /// The polynomial of an arm with this evidence, one of so many.
    #[doc(hidden)]
    fn polynomial(&self, evidence: &Known, arms: usize) -> [f64; N];

    /// What the polynomial is in, after so many decisions.
    #[doc(hidden)]
    fn time(&self, decisions: u64) -> f64;

    #[doc(hidden)]
    fn require_equal(&self, _other: &Self) -> Result<(), MergeError> {
        Ok(())
    }
}

/// What is known of an arm, once something is.
///
/// # Examples
///
/// ```
/// fn width(known: &ansatz_bandit::Known) -> f64 {
///     1.0 / known.rewards
/// }
/// # let _ = width;
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Known {
    /// How many rewards.
    pub rewards: f64,
    /// Their mean.
    pub mean: f64,
    /// Their variance about the mean.
    pub variance: f64,
}

impl Known {
    fn new(evidence: &Evidence) -> Self {
        Self { rewards: evidence.weight, mean: evidence.mean(), variance: evidence.variance() }
    }
}

/// The rule of policies that take the arm with the highest [`Index`].
///
/// # Examples
///
/// ```
/// use ansatz_bandit::{Bandit, IndexRule, Ucb1, Ucb1Index};
///
/// let arms: Bandit<IndexRule<Ucb1Index, 2>> = Ucb1::new(3)?;
/// # Ok::<(), ansatz_bandit::BanditError>(())
/// ```
#[derive(Debug, Clone)]
pub struct IndexRule<I, const N: usize> {
    index: I,
    tally: Tally,
    polynomials: Polynomials<N>,
}

impl<I: Index<N>, const N: usize> Bandit<IndexRule<I, N>> {
    pub(super) fn with_index(index: I, arms: usize) -> Result<Self, ParameterError> {
        Ok(Self::from_rule(IndexRule::new(index, Tally::new(require_arms(arms)?))))
    }

    /// The index of an arm, of which the highest is chosen: infinite as long as none of its rewards is known.
    ///
    /// # Errors
    ///
    /// [`BanditError::UnknownArm`].
    ///
    /// # Examples
    ///
    /// ```
    /// let mut arms = ansatz_bandit::Ucb1::new(2)?;
    /// arms.record(0, 0.25)?;
    /// assert_eq!(arms.index(0)?, 0.25); // after one decision ln t is 0
    /// assert_eq!(arms.index(1)?, f64::INFINITY);
    /// # Ok::<(), ansatz_bandit::BanditError>(())
    /// ```
    pub fn index(&self, arm: usize) -> Result<f64, BanditError> {
        let (rule, position) = self.rule_at(arm)?;
        if rule.tally.arms()[position].evidence.weight == 0.0 {
            return Ok(f64::INFINITY);
        }
        Ok(rule.polynomials.value(position, rule.index.time(rule.tally.total())))
    }
}

impl<I: Index<N>, const N: usize> IndexRule<I, N> {
    fn new(index: I, tally: Tally) -> Self {
        let mut rule = Self { index, tally, polynomials: Polynomials::new(0) };
        rule.rebuild();
        rule
    }

    fn rebuild(&mut self) {
        let arms = self.tally.len();
        self.polynomials = Polynomials::new(arms);
        for (position, arm) in self.tally.arms().iter().enumerate() {
            if arm.evidence.weight > 0.0 {
                self.polynomials.set(position, self.index.polynomial(&Known::new(&arm.evidence), arms));
            }
        }
    }
}

impl<I: Index<N>, const N: usize> Sealed for IndexRule<I, N> {}

impl<I: Index<N>, const N: usize> Rule for IndexRule<I, N> {
    type Context = ();
    type Note = ();

    const NAME: &'static str = I::NAME;

    fn arms(&self) -> usize {
        self.tally.len()
    }

    fn add_arm(&mut self, _now: u64) {
        self.tally.add_arm();
        self.rebuild();
    }

    fn remove_arm(&mut self, position: usize) {
        self.tally.remove_arm(position);
        self.rebuild();
    }

    fn check(&self, (): &()) -> Result<(), BanditError> {
        Ok(())
    }

    #[inline]
    fn choose<R: Rng + ?Sized>(&mut self, _now: u64, (): &(), _rng: &mut R) -> (usize, ()) {
        let time = self.index.time(self.tally.total());
        (self.tally.unknown().unwrap_or_else(|| self.polynomials.highest(time)), ())
    }

    fn propensity<R: Rng + ?Sized>(&mut self, _now: u64, (): &(), _choice: (usize, &()), _rng: &mut R) -> Propensity {
        Propensity::Exact(1.0)
    }

    #[inline]
    fn commit(&mut self, _now: u64, position: usize) {
        self.tally.select(position);
    }

    #[inline]
    fn learn(&mut self, lesson: &Lesson<'_, ()>) -> Result<(), BanditError> {
        require_unit(lesson.reward)?;
        let arms = self.tally.len();
        let known = Known::new(self.tally.learn(lesson.position, lesson.reward));
        self.polynomials.set(lesson.position, self.index.polynomial(&known, arms));
        Ok(())
    }

    fn merge(&mut self, _now: u64, other: &Self, _others_now: u64) -> Result<(), MergeError> {
        self.index.require_equal(&other.index)?;
        self.tally.merge(&other.tally)?;
        self.rebuild();
        Ok(())
    }
}

impl<I: PartialEq, const N: usize> PartialEq for IndexRule<I, N> {
    fn eq(&self, other: &Self) -> bool {
        self.index == other.index && self.tally == other.tally
    }
}

impl<I: Index<N>, const N: usize> Codec for IndexRule<I, N> {
    fn encode(&self, writer: &mut Writer) {
        self.index.encode(writer);
        self.tally.encode(writer);
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let (index, tally) = (I::decode(reader)?, Tally::decode(reader)?);
        tally.check_rewards(1.0)?;
        Ok(Self::new(index, tally))
    }
}

/// The logarithm of the number of decisions, 0 before the first.
pub(super) fn ln(decisions: u64) -> f64 {
    libm::log(decisions.max(1) as f64)
}
