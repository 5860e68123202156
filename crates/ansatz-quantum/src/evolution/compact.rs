//! The compact genetic algorithm.
//!
//! The shares of ones in a population, without the population: two samples compete, and the winner's bits gain a member.
//!
//! G. R. Harik, F. G. Lobo and D. E. Goldberg, *The compact genetic algorithm*, IEEE Transactions on Evolutionary Computation 3
//! (1999).

use alloc::{vec, vec::Vec};
use core::fmt;

use ansatz_core::{
    DecodeError, ParameterError,
    bytes::{Reader, Writer},
    require_range,
};
use ansatz_optimize::{Codec, Evaluation, Method};
use ansatz_random::Stream;

use super::{
    brood::{Brood, observed, require_len},
    surface::surface,
};

/// The compact genetic algorithm: independent bits that stand for a population of a given size under uniform crossover.
///
/// Where the better of two samples and the other differ, its bit's share of the population grows by one member. If neither is
/// better the first wins, so that bits that make no difference drift, as in a population; of two failures nothing is learnt.
/// A share that is 0 or 1 stays so; when all are, the search has converged.
///
/// Its twin in amplitudes is [`Qiea`](super::Qiea): the state is a product in both, and the steps differ, here by the same
/// amount at every probability.
///
/// G. R. Harik, F. G. Lobo and D. E. Goldberg, *The compact genetic algorithm*, IEEE Transactions on Evolutionary Computation 3
/// (1999).
///
/// # Examples
///
/// ```
/// use ansatz_quantum::evolution::CompactGa;
///
/// // All bits set.
/// let best = CompactGa::new(40, 60)?.minimize(5_000, 1, |bits| bits.iter().filter(|bit| !**bit).count() as f64)?;
/// assert_eq!(best.value, 0.0);
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
///
/// # Complexity
///
/// O(n) a candidate of n bits, for each of which a number is drawn. Memory of 6 n bytes, which is taken with the first sample,
/// whatever the population.
#[derive(Clone, PartialEq)]
pub struct CompactGa {
    len: usize,
    population: u32,
    /// Half members with a 1, of each bit: a half is a whole number of them for any population. None before the first sample.
    halves: Vec<u32>,
    brood: Brood,
}

impl CompactGa {
    /// A search among strings of `len` bits that acts as a population of so many: more learn slower, and lose fewer bits by
    /// chance.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] if `len` is 0 or above 2^20, or if the population is not from 2 to 2^30.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::evolution::CompactGa;
    ///
    /// assert!(CompactGa::new(100, 200).is_ok());
    /// assert_eq!(CompactGa::new(100, 1).unwrap_err().to_string(), "`population` is 1, allowed: 2..=1073741824");
    /// ```
    pub fn new(len: usize, population: u32) -> Result<Self, ParameterError> {
        require_range("population", population, 2..=MOST_MEMBERS)?;
        Ok(Self { len: require_len(len)?, population, halves: Vec::new(), brood: Brood::new(2) })
    }

    /// The probability of 1 of each bit: its share of the population; nothing before the first sample.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::evolution::CompactGa;
    ///
    /// let mut run = CompactGa::new(3, 20)?.start(1_000, 1)?;
    /// run.drive(|bits| bits.iter().filter(|bit| !**bit).count() as f64);
    /// assert!(run.method().probabilities().all(|probability| probability == 1.0));
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn probabilities(&self) -> impl ExactSizeIterator<Item = f64> {
        let whole = f64::from(2 * self.population);
        self.halves.iter().map(move |&halves| f64::from(halves) / whole)
    }

    fn check(&self) -> Result<(), DecodeError> {
        Self::new(self.len, self.population)?;
        self.brood.require(2, self.len)?;
        let fits = self.halves.len() == self.len || self.halves.is_empty() && self.brood.proposed() == 0;
        if fits && self.halves.iter().all(|&halves| halves <= 2 * self.population) {
            return Ok(());
        }
        Err(DecodeError::field("shares", self.halves.len(), "one of the population for each bit"))
    }
}

surface!(CompactGa, "CompactGa::new(20, 30)?");

impl Method for CompactGa {
    const NAME: &'static str = "CompactGa";
    type Candidate = Vec<bool>;

    fn propose(&mut self, number: u64, rng: &mut Stream) -> bool {
        if self.has_converged() || self.brood.propose(number).is_none() {
            return false;
        }
        if self.halves.is_empty() {
            self.halves = vec![self.population; self.len];
        }
        let genome = observed(self.probabilities(), rng);
        self.brood.push(genome);
        true
    }

    fn candidate(&self, number: u64) -> Option<&Vec<bool>> {
        self.brood.candidate(number)
    }

    fn observe(&mut self, number: u64, evaluation: Evaluation) {
        let Some(pair) = self.brood.observe(number, evaluation) else { return };
        let [(one, first), (other, second)] = pair.as_slice() else { return };
        let winner = if second.is_better_than(first) { other } else { one };
        if first.has_failed() && second.has_failed() {
            return;
        }
        let bits = one.iter().zip(other).zip(winner);
        for (halves, ((one, other), &wins)) in self.halves.iter_mut().zip(bits) {
            if one != other {
                *halves = if wins { (*halves + 2).min(2 * self.population) } else { halves.saturating_sub(2) };
            }
        }
    }

    fn has_converged(&self) -> bool {
        !self.halves.is_empty() && self.halves.iter().all(|&halves| halves == 0 || halves == 2 * self.population)
    }
}

impl Codec for CompactGa {
    fn encode(&self, writer: &mut Writer) {
        (self.len, self.population).encode(writer);
        self.halves.encode(writer);
        self.brood.encode(writer);
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let (len, population) = Codec::decode(reader)?;
        let read = Self { len, population, halves: Codec::decode(reader)?, brood: Codec::decode(reader)? };
        read.check()?;
        Ok(read)
    }
}

impl fmt::Debug for CompactGa {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CompactGa")
            .field("len", &self.len)
            .field("population", &self.population)
            .finish_non_exhaustive()
    }
}

/// Twice as many are a `u32`.
const MOST_MEMBERS: u32 = 1 << 30;
