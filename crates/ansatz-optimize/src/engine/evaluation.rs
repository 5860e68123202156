//! What became of a candidate: its objectives, its constraints, or a failure.

use alloc::vec::Vec;
use core::cmp::Ordering;

use ansatz_core::{
    DecodeError,
    bytes::{Reader, Writer},
};

use crate::Codec;

/// The outcome of one candidate: `M` objectives to be minimised, and constraints that hold where they are at most 0.
///
/// A number is an evaluation, an array of `M` is one with `M` objectives, and `None` or an `Err` is a failure: the
/// simulation crashed, the machine was lost. An objective or a constraint that is NaN or infinite is a failure too. A
/// failed candidate is worse than every other, and enters no model.
///
/// # Examples
///
/// ```
/// use ansatz_optimize::Evaluation;
///
/// let good = Evaluation::from(1.5);
/// // At most 0 is wanted: the first holds, the second is violated by 2.
/// let infeasible = Evaluation::from(1.0).with_constraints([-3.0, 2.0]);
/// let failed = Evaluation::<1>::from(None::<f64>);
/// assert!(good.is_feasible() && !infeasible.is_feasible() && !failed.is_feasible());
/// assert_eq!(infeasible.violation(), 2.0);
/// assert!(good.is_better_than(&infeasible) && infeasible.is_better_than(&failed));
/// assert!(Evaluation::from(f64::NAN).has_failed());
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Evaluation<const M: usize = 1> {
    objectives: [f64; M],
    constraints: Vec<f64>,
    /// The sum of the constraints above 0; infinite for a failure.
    violation: f64,
}

impl<const M: usize> Evaluation<M> {
    /// A candidate that could not be evaluated.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(ansatz_optimize::Evaluation::<1>::failed().has_failed());
    /// ```
    pub fn failed() -> Self {
        Self { objectives: [f64::INFINITY; M], constraints: Vec::new(), violation: f64::INFINITY }
    }

    /// The same with constraints, each of which holds if it is at most 0 and is violated by what it is above.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_optimize::Evaluation;
    ///
    /// // The weight may be at most 20.
    /// let weight = 23.0;
    /// let evaluation = Evaluation::from(1.0).with_constraints([weight - 20.0]);
    /// assert_eq!(evaluation.violation(), 3.0);
    /// ```
    #[must_use]
    pub fn with_constraints(mut self, constraints: impl Into<Vec<f64>>) -> Self {
        if self.has_failed() {
            return self;
        }
        self.constraints = constraints.into();
        if self.constraints.iter().any(|constraint| !constraint.is_finite()) {
            return Self::failed();
        }
        // Of no constraints it is 0, where `sum` says -0. A sum of finite numbers may still overflow; it is no failure.
        let sum = self.constraints.iter().fold(0.0, |sum, constraint| sum + constraint.max(0.0));
        self.violation = f64::min(sum, f64::MAX);
        self
    }

    /// The objectives; infinite for a failure.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_optimize::Evaluation::from([1.0, 2.0]).objectives(), &[1.0, 2.0]);
    /// ```
    #[inline]
    pub fn objectives(&self) -> &[f64; M] {
        &self.objectives
    }

    /// The constraints, as they were given; empty for a failure.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_optimize::Evaluation::from(1.0).with_constraints([-2.0]).constraints(), &[-2.0]);
    /// ```
    pub fn constraints(&self) -> &[f64] {
        &self.constraints
    }

    /// The sum of what constraints are above 0; infinite for a failure.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_optimize::Evaluation::from(1.0).with_constraints([-2.0, 1.0, 3.0]).violation(), 4.0);
    /// ```
    #[inline]
    pub fn violation(&self) -> f64 {
        self.violation
    }

    /// Whether all constraints hold and nothing failed.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(ansatz_optimize::Evaluation::from(1.0).is_feasible());
    /// ```
    #[inline]
    pub fn is_feasible(&self) -> bool {
        self.violation == 0.0
    }

    /// Whether there is no outcome.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(ansatz_optimize::Evaluation::from([1.0, f64::INFINITY]).has_failed());
    /// ```
    #[inline]
    pub fn has_failed(&self) -> bool {
        self.violation == f64::INFINITY
    }
}

impl Evaluation {
    /// The objective; infinite for a failure.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_optimize::Evaluation::from(2.5).value(), 2.5);
    /// ```
    #[inline]
    pub fn value(&self) -> f64 {
        self.objectives[0]
    }

    /// A number that has the order of [`compare`](Self::compare): many are sorted faster by it.
    #[inline]
    pub(crate) fn order(&self) -> u128 {
        // Bits of floats rise with what is positive and fall with what is negative; violations are never that.
        let bits = self.value().to_bits();
        let value = bits ^ (((bits as i64) >> 63) as u64 | 1 << 63);
        u128::from(self.violation.to_bits()) << 64 | u128::from(value)
    }

    /// The order of candidates by the rules of feasibility: what is feasible by its objective, before what is not by
    /// its violation, before what failed.
    ///
    /// K. Deb, *An efficient constraint handling method for genetic algorithms*, Computer Methods in Applied Mechanics
    /// and Engineering 186 (2000).
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_optimize::Evaluation;
    ///
    /// let mut all = [Evaluation::failed(), 2.0.into(), Evaluation::from(0.0).with_constraints([1.0]), 1.0.into()];
    /// all.sort_by(Evaluation::compare);
    /// assert_eq!(all.map(|evaluation| evaluation.value()), [1.0, 2.0, 0.0, f64::INFINITY]);
    /// ```
    #[inline]
    pub fn compare(&self, other: &Self) -> Ordering {
        self.violation.total_cmp(&other.violation).then_with(|| self.value().total_cmp(&other.value()))
    }

    /// Whether this is strictly better by [`compare`](Self::compare).
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_optimize::Evaluation;
    ///
    /// assert!(Evaluation::from(1.0).is_better_than(&Evaluation::from(2.0)));
    /// ```
    #[inline]
    pub fn is_better_than(&self, other: &Self) -> bool {
        self.compare(other) == Ordering::Less
    }
}

impl<const M: usize> From<[f64; M]> for Evaluation<M> {
    #[inline]
    fn from(objectives: [f64; M]) -> Self {
        if objectives.iter().any(|objective| !objective.is_finite()) {
            return Self::failed();
        }
        // Adding 0 makes -0 a 0, so that equal objectives compare as equal.
        Self { objectives: objectives.map(|objective| objective + 0.0), constraints: Vec::new(), violation: 0.0 }
    }
}

impl From<f64> for Evaluation {
    #[inline]
    fn from(objective: f64) -> Self {
        [objective].into()
    }
}

impl<T: Into<Evaluation<M>>, const M: usize> From<Option<T>> for Evaluation<M> {
    fn from(outcome: Option<T>) -> Self {
        outcome.map_or_else(Self::failed, Into::into)
    }
}

impl<T: Into<Evaluation<M>>, E, const M: usize> From<Result<T, E>> for Evaluation<M> {
    fn from(outcome: Result<T, E>) -> Self {
        outcome.ok().into()
    }
}

impl<const M: usize> Codec for Evaluation<M> {
    fn encode(&self, writer: &mut Writer) {
        self.objectives.encode(writer);
        self.constraints.encode(writer);
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let objectives = <[f64; M]>::decode(reader)?;
        let constraints = Vec::<f64>::decode(reader)?;
        // A failure has written infinite objectives and no constraints, and is read as one.
        let bits = objectives.map(f64::to_bits);
        let count = constraints.len();
        let evaluation = Self::from(objectives).with_constraints(constraints);
        if evaluation.objectives.map(f64::to_bits) == bits && evaluation.constraints.len() == count {
            return Ok(evaluation);
        }
        Err(DecodeError::field(
            "evaluation",
            "neither finite nor failed",
            "finite numbers, or infinite objectives alone",
        ))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use ansatz_core::bytes::{Kind, Writer};

    use super::*;

    #[test]
    fn the_number_has_the_order() {
        let value = |value: f64| Evaluation::from(value);
        let mut all = Vec::from([f64::MIN, -3.0, -1.0, -1e-300, -0.0, 0.0, 1e-300, 1.0, 3.0, f64::MAX].map(value));
        for violation in [1e-300, 1.0, f64::MAX] {
            all.extend([-2.0, 0.0, 2.0].map(|other| value(other).with_constraints([violation, -1.0])));
        }
        all.push(Evaluation::failed());
        for a in &all {
            for b in &all {
                assert_eq!(a.order().cmp(&b.order()), a.compare(b), "{a:?} and {b:?}");
            }
        }
    }

    /// Found by fuzzing: -0 is before 0.
    #[test]
    fn no_constraints_are_as_good_as_constraints_that_hold() {
        let plain = Evaluation::from(1.0);
        let mut writer = Writer::new(Kind::new(*b"TEST"), 1, 0);
        plain.encode(&mut writer);
        let bytes = writer.into_bytes();
        let mut reader = Reader::new(&bytes);
        reader.header(Kind::new(*b"TEST"), 1).unwrap();
        let read = Evaluation::decode(&mut reader).unwrap();
        for other in [read, plain.clone().with_constraints([]), plain.clone().with_constraints([-0.0, -1.0])] {
            assert_eq!(other.compare(&plain), Ordering::Equal, "{other:?}");
        }
    }
}
