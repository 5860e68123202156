//! Which slots a walk has passed.

use alloc::{vec, vec::Vec};
use core::iter;

/// A set of slots: a few in a list, since most walks end after a few, more of them as bits.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    few: [u32; FEW],
    len: usize,
    bits: Vec<u64>,
    slots: usize,
}

impl Seen {
    /// An empty set of slots below `slots`.
    pub(crate) fn new(slots: usize) -> Self {
        Self { few: [0; FEW], len: 0, bits: Vec::new(), slots }
    }

    /// Inserts a slot and says whether it is new.
    pub(crate) fn insert(&mut self, slot: usize) -> bool {
        if self.contains(slot) {
            return false;
        }
        if self.len < FEW {
            self.few[self.len] = slot as u32;
        } else {
            if self.bits.is_empty() {
                self.bits = vec![0; self.slots.div_ceil(64)];
                for index in 0..FEW {
                    self.set(self.few[index] as usize);
                }
            }
            self.set(slot);
        }
        self.len += 1;
        true
    }

    /// Whether every slot is in it.
    pub(crate) fn is_full(&self) -> bool {
        self.len == self.slots
    }

    fn contains(&self, slot: usize) -> bool {
        if self.bits.is_empty() {
            self.few[..self.len].contains(&(slot as u32))
        } else {
            self.bits[slot / 64] >> (slot % 64) & 1 == 1
        }
    }

    fn set(&mut self, slot: usize) {
        self.bits[slot / 64] |= 1 << (slot % 64);
    }
}

/// The first of each slot among `candidates`, until all `slots` have come.
pub(crate) fn distinct(slots: usize, mut candidates: impl Iterator<Item = usize>) -> impl Iterator<Item = usize> {
    let mut seen = Seen::new(slots);
    iter::from_fn(move || if seen.is_full() { None } else { candidates.find(|&slot| seen.insert(slot)) })
}

/// Replicas are rarely more than five.
const FEW: usize = 8;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slot_is_new_once() {
        let mut seen = Seen::new(100);
        for slot in (0..100).rev() {
            assert!(!seen.is_full());
            assert!(seen.insert(slot));
            assert!((slot..100).all(|slot| !seen.clone().insert(slot)));
        }
        assert!(seen.is_full());
    }
}
