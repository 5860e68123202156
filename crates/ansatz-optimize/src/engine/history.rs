//! The course of a run, to be plotted.

use alloc::vec::Vec;

use ansatz_core::{
    DecodeError,
    bytes::{Reader, Writer},
};

use crate::{Codec, Evaluation};

/// What was the best after so many evaluations.
///
/// # Examples
///
/// ```
/// use ansatz_optimize::{RandomSearch, Space};
///
/// let found = RandomSearch::new(&Space::real([(0.0, 1.0)])?).minimize(100, 1, |x| x[0])?;
/// for record in found.history.records() {
///     println!("{} evaluations: {}", record.evaluations, record.objectives[0]);
/// }
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Record<const M: usize = 1> {
    /// How many evaluations had been told.
    pub evaluations: u64,
    /// The least of each objective so far, among feasible candidates; of infeasible ones while there is no other.
    pub objectives: [f64; M],
    /// The least violation so far: 0 once a candidate is feasible.
    pub violation: f64,
}

/// The steps by which a run has improved: a staircase, one record for each step.
///
/// With several objectives, each has its own least value: together the ideal point so far.
///
/// Beyond 4,096 steps every second one is dropped, of the older ones; the first and the last always stay.
/// A record takes 16 bytes and 8 for each objective, so that a history takes 98 KB at most for one of them.
///
/// # Examples
///
/// ```
/// use ansatz_optimize::{RandomSearch, Space};
///
/// let space = Space::real([(-1.0, 1.0); 2])?;
/// let found = RandomSearch::new(&space).minimize(1_000, 7, |x| x[0] * x[0] + x[1] * x[1])?;
/// let records = found.history.records();
/// assert!(records.is_sorted_by(|a, b| a.evaluations < b.evaluations && a.objectives[0] > b.objectives[0]));
/// assert_eq!(records.last().map(|record| record.objectives[0]), Some(found.value));
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct History<const M: usize = 1> {
    records: Vec<Record<M>>,
}

impl<const M: usize> History<M> {
    pub(crate) const fn new() -> Self {
        Self { records: Vec::new() }
    }

    /// Takes notice of the evaluation that is told as number `evaluations`, from 1; whether it improves anything.
    #[inline]
    pub(crate) fn observe(&mut self, evaluations: u64, evaluation: &Evaluation<M>) -> bool {
        if evaluation.has_failed() {
            return false;
        }
        let (objectives, violation) = (*evaluation.objectives(), evaluation.violation());
        let record = match self.records.last() {
            Some(last) if violation > last.violation => return false,
            Some(last) if violation == last.violation => {
                if objectives.iter().zip(&last.objectives).all(|(new, old)| new >= old) {
                    return false;
                }
                let least = core::array::from_fn(|index| objectives[index].min(last.objectives[index]));
                Record { evaluations, objectives: least, violation }
            }
            _ => Record { evaluations, objectives, violation },
        };
        if self.records.len() == MOST_RECORDS {
            let mut index = 0;
            self.records.retain(|_| {
                index += 1;
                index % 2 == 1 || index == MOST_RECORDS
            });
        }
        self.records.push(record);
        true
    }

    /// The steps, in their order.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_optimize::{RandomSearch, Space};
    ///
    /// let found = RandomSearch::new(&Space::real([(0.0, 1.0)])?).minimize(10, 1, |_| 7.0)?;
    /// assert_eq!((found.history.records()[0].evaluations, found.history.records().len()), (1, 1));
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn records(&self) -> &[Record<M>] {
        &self.records
    }
}

impl<const M: usize> Codec for Record<M> {
    fn encode(&self, writer: &mut Writer) {
        self.evaluations.encode(writer);
        self.objectives.encode(writer);
        self.violation.encode(writer);
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            evaluations: Codec::decode(reader)?,
            objectives: Codec::decode(reader)?,
            violation: Codec::decode(reader)?,
        })
    }
}

impl<const M: usize> Codec for History<M> {
    fn encode(&self, writer: &mut Writer) {
        self.records.encode(writer);
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let records = Vec::<Record<M>>::decode(reader)?;
        if records.len() > MOST_RECORDS {
            return Err(DecodeError::field("history", records.len(), "0..=4096 records"));
        }
        let finite = |record: &Record<M>| record.objectives.iter().all(|value| value.is_finite());
        let valid = |record: &Record<M>| finite(record) && (0.0..f64::INFINITY).contains(&record.violation);
        if !records.iter().all(valid) || !records.is_sorted_by(|a, b| a.evaluations < b.evaluations) {
            return Err(DecodeError::field("history", "a record out of place", "finite values, rising evaluations"));
        }
        Ok(Self { records })
    }
}

/// As many as a plot can show.
const MOST_RECORDS: usize = 4_096;
