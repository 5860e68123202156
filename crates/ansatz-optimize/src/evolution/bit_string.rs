//! Bits as genomes.

use alloc::vec::Vec;

use ansatz_core::{
    DecodeError, ParameterError,
    bytes::{Reader, Writer},
    require_range,
};
use ansatz_random::{Stream, rand_core::Rng};

use super::operators::{flip, one_point, two_point, uniform};
use crate::{Codec, Representation};

/// How two strings of bits are recombined.
///
/// # Examples
///
/// ```
/// use ansatz_optimize::{BitCrossover, BitString};
///
/// // What lies side by side belongs together.
/// assert!(BitString::with_operators(100, BitCrossover::TwoPoint, 1.0).is_ok());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[non_exhaustive]
pub enum BitCrossover {
    /// [`one_point`](crate::operators::one_point): neighbours stay together.
    OnePoint,
    /// [`two_point`](crate::operators::two_point): neighbours stay together, in a circle.
    TwoPoint,
    /// [`uniform`](crate::operators::uniform) with a half: the order of the bits means nothing.
    #[default]
    Uniform,
}

/// Strings of bits of a fixed length: subsets, switches.
///
/// The default operators are uniform crossover and the flip of one bit on average. Its distance is the number of bits
/// that differ.
///
/// # Examples
///
/// ```
/// use ansatz_optimize::{BitString, GeneticAlgorithm};
///
/// // All bits set.
/// let ones = |bits: &Vec<bool>| -(bits.iter().filter(|bit| **bit).count() as f64);
/// let best = GeneticAlgorithm::new(BitString::new(40)?).minimize(5_000, 1, ones)?;
/// assert_eq!(best.value, -40.0);
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
///
/// # Complexity
///
/// O(n), a byte for each bit. A stored run that has not begun holds the length alone, up to 2^20, and takes as much
/// memory once it goes on.
#[derive(Debug, Clone, PartialEq)]
pub struct BitString {
    len: usize,
    crossover: BitCrossover,
    /// Flips on average.
    flips: f64,
}

impl BitString {
    /// Strings of `len` bits.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] if `len` is 0 or above 2^20.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(ansatz_optimize::BitString::new(100).is_ok());
    /// ```
    pub fn new(len: usize) -> Result<Self, ParameterError> {
        Self::with_operators(len, BitCrossover::default(), 1.0)
    }

    /// Strings of `len` bits, with a crossover and a mean number of flips of the caller's choice.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] if `len` is 0 or above 2^20, or if `flips` is not from 0 to `len`.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_optimize::{BitCrossover, BitString};
    ///
    /// assert!(BitString::with_operators(100, BitCrossover::TwoPoint, 2.0).is_ok());
    /// assert!(BitString::with_operators(100, BitCrossover::TwoPoint, 200.0).is_err());
    /// ```
    pub fn with_operators(len: usize, crossover: BitCrossover, flips: f64) -> Result<Self, ParameterError> {
        require_range("len", len, 1..=MOST_GENES)?;
        require_range("flips", flips, 0.0..=len as f64)?;
        Ok(Self { len, crossover, flips })
    }

    fn check(&self) -> Result<(), DecodeError> {
        Self::with_operators(self.len, self.crossover, self.flips)?;
        Ok(())
    }
}

impl Representation for BitString {
    type Genome = Vec<bool>;

    fn sample(&self, rng: &mut Stream) -> Vec<bool> {
        let mut bits = Vec::with_capacity(self.len);
        while bits.len() < self.len {
            let word = rng.next_u64();
            bits.extend((0..64.min(self.len - bits.len())).map(|place| word >> place & 1 == 1));
        }
        bits
    }

    fn recombine(&self, a: &Vec<bool>, b: &Vec<bool>, rng: &mut Stream) -> (Vec<bool>, Vec<bool>) {
        let (mut one, mut other) = (a.clone(), b.clone());
        match self.crossover {
            BitCrossover::OnePoint => one_point(&mut one, &mut other, rng),
            BitCrossover::TwoPoint => two_point(&mut one, &mut other, rng),
            BitCrossover::Uniform => uniform(&mut one, &mut other, 0.5, rng),
        }
        (one, other)
    }

    fn mutate(&self, genome: &mut Vec<bool>, rng: &mut Stream) {
        flip(genome, self.flips / self.len as f64, rng);
    }

    fn is_same(&self, a: &Vec<bool>, b: &Vec<bool>) -> bool {
        a == b
    }

    fn contains(&self, genome: &Vec<bool>) -> bool {
        genome.len() == self.len
    }

    fn distance(&self, a: &Vec<bool>, b: &Vec<bool>) -> f64 {
        a.iter().zip(b).filter(|(a, b)| a != b).count() as f64
    }
}

impl Codec for BitCrossover {
    fn encode(&self, writer: &mut Writer) {
        writer.u8(match self {
            Self::OnePoint => 0,
            Self::TwoPoint => 1,
            Self::Uniform => 2,
        });
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        match reader.u8()? {
            0 => Ok(Self::OnePoint),
            1 => Ok(Self::TwoPoint),
            2 => Ok(Self::Uniform),
            other => Err(DecodeError::field("crossover", other, "0..=2")),
        }
    }
}

ansatz_core::codec!([] BitString { len, crossover, flips });

/// Of a genome whose length is all that is stored of it at first: a stored run of nothing shall not take any memory.
pub(super) const MOST_GENES: usize = 1 << 20;
