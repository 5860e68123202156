//! Dense registers: a byte each in memory, six bits each when written.
//!
//! Six bits suffice for a value, but reading and writing them in place takes a division, shifts and masks. Packed ten to a
//! word, an insert was measured to take about twice as long, and a merge, which a compiler turns into vector maxima of
//! bytes, twelve times (docs/benchmarks.md). Bytes cost a third more memory.

use alloc::{vec, vec::Vec};

use ansatz_core::{
    DecodeError,
    bytes::{Reader, Writer},
};

use super::likelihood::Histogram;

/// 2^precision registers, each the largest rank of the hashes that fell to it.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Registers {
    values: Vec<u8>,
    /// The number of low bits of a hash that its rank is taken from; the rest is the index.
    rank_bits: u8,
}

impl Registers {
    pub(super) fn new(precision: u8) -> Self {
        Self { values: vec![0; 1 << precision], rank_bits: 64 - precision }
    }

    /// The rank of a hash is one more than the number of zeros below the lowest one among its low bits.
    #[inline]
    pub(super) fn insert_hash(&mut self, hash: u64) {
        let index = hash >> self.rank_bits;
        let rank = (hash | 1 << self.rank_bits).trailing_zeros() + 1;
        self.raise(index as usize, rank);
    }

    /// Raises a register to `rank`, if it is lower; `index` is that of a register.
    #[inline]
    pub(super) fn raise(&mut self, index: usize, rank: u32) {
        if let Some(register) = self.values.get_mut(index) {
            // Compared as words: one instruction less than as bytes.
            *register = u32::from(*register).max(rank) as u8;
        }
    }

    /// The maximum of both, register by register; the precisions are equal.
    pub(super) fn merge(&mut self, other: &Self) {
        for (ours, theirs) in self.values.iter_mut().zip(&other.values) {
            *ours = (*ours).max(*theirs);
        }
    }

    pub(super) fn clear(&mut self) {
        self.values.fill(0);
    }

    pub(super) fn precision(&self) -> u8 {
        64 - self.rank_bits
    }

    pub(super) fn is_empty(&self) -> bool {
        self.values.iter().all(|value| *value == 0)
    }

    pub(super) fn histogram(&self) -> Histogram {
        Histogram::of(self.precision(), &self.values)
    }

    pub(super) fn heap_bytes(&self) -> usize {
        self.values.capacity()
    }

    /// Appends the registers, four to three bytes.
    pub(super) fn write(&self, writer: &mut Writer) {
        writer.reserve(self.values.len() / 4 * 3);
        for four in self.values.chunks_exact(4) {
            let word = four.iter().rev().fold(0, |word, value| word << 6 | u32::from(*value));
            writer.slice(&word.to_le_bytes()[..3]);
        }
    }

    /// The registers that come next.
    pub(super) fn read(precision: u8, reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let packed = reader.slice((1 << precision) / 4 * 3)?;
        let mut registers = Self::new(precision);
        for (four, bytes) in registers.values.chunks_exact_mut(4).zip(packed.chunks_exact(3)) {
            let word = bytes.iter().rev().fold(0, |word, byte| word << 8 | u32::from(*byte));
            for (place, value) in four.iter_mut().enumerate() {
                *value = (word >> (6 * place) & 63) as u8;
            }
        }
        let largest = registers.rank_bits + 1;
        match registers.values.iter().max() {
            Some(value) if *value > largest => {
                Err(DecodeError::field("register", value, alloc::format!("0..={largest}")))
            }
            _ => Ok(registers),
        }
    }
}
