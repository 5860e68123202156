//! Sparse registers: those of a sketch of precision 25 that are not zero, while they are few.
//!
//! A sketch of 2^25 registers counts a few thousand items almost without error, and its nonzero registers hold all that
//! any lower precision needs: its index begins with theirs, and its rank follows from the rest. Open addressing makes an
//! insert a probe or two, and the number of entries is exact at any time, so that the moment of turning dense depends on
//! the set of items alone.

use alloc::{vec, vec::Vec};

use ansatz_core::{
    DecodeError,
    bytes::{Reader, Writer},
};

use super::{likelihood::Histogram, registers::Registers};

/// The nonzero registers, as a hash table with triangular probing.
#[derive(Clone, Default)]
pub(super) struct SparseRegisters {
    /// A power of two of them, or none.
    slots: Vec<Entry>,
    len: usize,
}

/// A register's index and, in the low six bits, its value; 0 where there is none.
type Entry = u32;

impl SparseRegisters {
    /// Raises the register of `hash`; `false` if that would make more than `limit` entries, and nothing is changed.
    #[inline]
    pub(super) fn insert_hash(&mut self, hash: u64, limit: usize) -> bool {
        let rank = (hash | 1 << RANK_BITS).trailing_zeros() + 1;
        self.raise(((hash >> RANK_BITS) as u32) << 6 | rank, limit)
    }

    /// Raises a register to at least `entry`; `false` if that would make more than `limit` entries.
    pub(super) fn raise(&mut self, entry: Entry, limit: usize) -> bool {
        // At most three quarters of the slots are taken.
        let has_room = (self.len + 1) * 4 <= self.slots.len() * 3;
        if let Some(slot) = slot_of(&mut self.slots, entry) {
            if *slot != 0 {
                *slot = entry.max(*slot);
                return true;
            }
            if has_room && self.len < limit {
                *slot = entry;
                self.len += 1;
                return true;
            }
        }
        if self.len == limit {
            return false;
        }
        self.grow();
        self.raise(entry, limit)
    }

    fn grow(&mut self) {
        let mut larger = vec![0; (self.slots.len() * 2).max(4)];
        for entry in self.entries() {
            if let Some(slot) = slot_of(&mut larger, entry) {
                *slot = entry;
            }
        }
        self.slots = larger;
    }

    pub(super) fn entries(&self) -> impl Iterator<Item = Entry> + '_ {
        self.slots.iter().copied().filter(|entry| *entry != 0)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.len == 0
    }

    pub(super) fn heap_bytes(&self) -> usize {
        self.slots.capacity() * size_of::<Entry>()
    }

    pub(super) fn histogram(&self) -> Histogram {
        let mut histogram = Histogram::zeros(PRECISION);
        for entry in self.entries() {
            histogram.raise(value(entry));
        }
        histogram
    }

    /// Raises the registers of a dense sketch by these.
    pub(super) fn raise_all(&self, dense: &mut Registers) {
        let dropped = PRECISION - dense.precision();
        for entry in self.entries() {
            let index = entry >> 6;
            // Where all bits below the index are zero, the rank goes on in the index's bits that are dropped.
            let rank = match value(entry) {
                FULL => u32::from(FULL) + (index | 1 << dropped).trailing_zeros(),
                rank => rank.into(),
            };
            dense.raise((index >> dropped) as usize, rank);
        }
    }

    fn sorted(&self) -> Vec<Entry> {
        let mut entries: Vec<_> = self.entries().collect();
        entries.sort_unstable();
        entries
    }

    /// Appends the number of entries and the entries, in ascending order.
    pub(super) fn write(&self, writer: &mut Writer) {
        writer.reserve(8 + self.len * size_of::<Entry>());
        writer.count(self.len);
        for entry in self.sorted() {
            writer.u32(entry);
        }
    }

    /// The entries that come next, at most `limit`.
    pub(super) fn read(limit: usize, reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let count = reader.count(size_of::<Entry>())?;
        if count > limit {
            return Err(DecodeError::field("number of entries", count, alloc::format!("0..={limit}")));
        }
        let mut registers = Self::default();
        let mut next_index = 0;
        for _ in 0..count {
            let entry = reader.u32()?;
            if !(1..=FULL).contains(&value(entry)) {
                return Err(DecodeError::field("rank of an entry", value(entry), alloc::format!("1..={FULL}")));
            }
            if !(next_index..1 << PRECISION).contains(&(entry >> 6)) {
                let allowed = "ascending and less than 2^25";
                return Err(DecodeError::field("index of an entry", entry >> 6, allowed));
            }
            next_index = (entry >> 6) + 1;
            registers.raise(entry, limit);
        }
        Ok(registers)
    }
}

impl PartialEq for SparseRegisters {
    /// Equal sets of entries; where an entry lies depends on the order in which they came.
    fn eq(&self, other: &Self) -> bool {
        self.len == other.len && self.sorted() == other.sorted()
    }
}

/// The slot of `entry`'s register, or the empty one where it belongs; `None` if there are no slots. One is always empty.
#[inline]
fn slot_of(slots: &mut [Entry], entry: Entry) -> Option<&mut Entry> {
    let belongs = |place: &usize| slots.get(*place).is_some_and(|slot| *slot == 0 || *slot >> 6 == entry >> 6);
    let place = places(entry, slots.len()).find(belongs)?;
    slots.get_mut(place)
}

/// Where to look for an entry among so many slots, one place after the other, each slot once.
///
/// Steps of 1, 2, 3, ... visit every slot of a power of two. Steps of 1 would let made-up bytes, whose indices all end
/// alike, fill one run of slots and take quadratic time to read.
#[inline]
fn places(entry: Entry, slots: usize) -> impl Iterator<Item = usize> {
    let mut place = (entry >> 6) as usize;
    (0..slots).map(move |step| {
        place = place.wrapping_add(step) & (slots - 1);
        place
    })
}

fn value(entry: Entry) -> u8 {
    (entry & 63) as u8
}

/// 25 bits of index and 6 of rank fit a word, and the error of 2^25 registers is below that of any dense sketch by far.
const PRECISION: u8 = 25;

const RANK_BITS: u8 = 64 - PRECISION;

/// The rank of a hash whose low bits are all zero.
const FULL: u8 = RANK_BITS + 1;

#[cfg(test)]
mod tests {
    use ansatz_core::bytes::Kind;

    use super::*;

    /// How many slots are passed on the way to the entries, all together.
    fn steps(registers: &SparseRegisters) -> usize {
        let slots = &registers.slots;
        let to = |entry: Entry| places(entry, slots.len()).position(|position| slots[position] == entry);
        registers.entries().filter_map(to).sum()
    }

    /// The most entries of precision 18, their indices made up to fall to the fewest slots: all 512 indices for each of
    /// 96 slots. Steps of 1 would pass n/2 slots on average, 1.2e9 together; at 512 to a slot it should be of the order
    /// of 512 each.
    #[test]
    fn made_up_indices_do_not_take_quadratic_time() -> Result<(), DecodeError> {
        let mut writer = Writer::new(Kind::new(*b"TEST"), 1, 0);
        writer.count(512 * 96);
        for index in (0..512u32).flat_map(|high| (0..96).map(move |low| high << 16 | low)) {
            writer.u32(index << 6 | 1);
        }
        let registers = SparseRegisters::read(512 * 96, &mut Reader::new(&writer.into_bytes()[10..]))?;
        assert_eq!((registers.len, registers.slots.len()), (512 * 96, 1 << 16));
        let steps = steps(&registers);
        assert!(steps < 512 * 512 * 96, "{steps}");
        Ok(())
    }
}
