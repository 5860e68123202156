//! The failure domains of the slots, kept up to date as members come and go.

use alloc::{borrow::ToOwned, collections::BTreeMap, string::String, vec::Vec};

/// Which zone each slot is in, and how many slots each zone has.
#[derive(Debug, Clone, Default)]
pub(crate) struct Zones {
    numbers: BTreeMap<String, u32>,
    sizes: Vec<u32>,
    /// The zone's number of each slot, or [`ALONE`].
    of: Vec<u32>,
    alone: u32,
}

impl Zones {
    /// The next slot's zone.
    pub(super) fn push(&mut self, zone: Option<&str>) {
        let Some(zone) = zone else {
            self.alone += 1;
            self.of.push(ALONE);
            return;
        };
        let next = self.sizes.len() as u32;
        let number = *self.numbers.entry(zone.to_owned()).or_insert(next);
        if number == next {
            self.sizes.push(0);
        }
        self.sizes[number as usize] += 1;
        self.of.push(number);
    }

    /// The slot is gone, and the last one takes its place.
    pub(super) fn swap_remove(&mut self, slot: usize) {
        match self.of.swap_remove(slot) {
            ALONE => self.alone -= 1,
            number => self.sizes[number as usize] -= 1,
        }
    }

    /// The number of a slot's zone, unless it fails alone.
    pub(crate) fn of(&self, slot: usize) -> Option<usize> {
        let number = self.of[slot];
        (number != ALONE).then_some(number as usize)
    }

    /// How many slots each zone has, by number; 0 where all have left.
    pub(crate) fn sizes(&self) -> &[u32] {
        &self.sizes
    }

    /// How many slots fail alone.
    pub(crate) fn alone(&self) -> u32 {
        self.alone
    }
}

/// More than there can be zones, since there are at most 2^31 slots.
const ALONE: u32 = u32::MAX;
