//! The failure domains of the slots, kept up to date as members come and go.

use alloc::{borrow::ToOwned, collections::BTreeMap, string::String, vec::Vec};

/// Which zone each slot is in, and how many slots each zone has.
#[derive(Debug, Clone, Default)]
pub(crate) struct Zones {
    numbers: BTreeMap<String, u32>,
    sizes: Vec<u32>,
    /// Numbers that no zone has any more.
    free: Vec<u32>,
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
        let number = match self.numbers.get(zone) {
            Some(&number) => number,
            None => self.name(zone),
        };
        self.sizes[number as usize] += 1;
        self.of.push(number);
    }

    /// The slot is gone, whose zone this is, and the last one takes its place.
    pub(super) fn swap_remove(&mut self, slot: usize, zone: Option<&str>) {
        let number = self.of.swap_remove(slot);
        let Some(zone) = zone else {
            self.alone -= 1;
            return;
        };
        let size = &mut self.sizes[number as usize];
        *size -= 1;
        // Labels may be as many as there ever were pods: those that are out of use are forgotten.
        if *size == 0 {
            self.numbers.remove(zone);
            self.free.push(number);
        }
    }

    /// The number of a slot's zone, unless it fails alone.
    pub(crate) fn of(&self, slot: usize) -> Option<usize> {
        let number = self.of[slot];
        (number != ALONE).then_some(number as usize)
    }

    /// How many slots each zone has, by number; 0 where a number is free.
    pub(crate) fn sizes(&self) -> &[u32] {
        &self.sizes
    }

    fn name(&mut self, zone: &str) -> u32 {
        let number = self.free.pop().unwrap_or_else(|| {
            self.sizes.push(0);
            self.sizes.len() as u32 - 1
        });
        self.numbers.insert(zone.to_owned(), number);
        number
    }

    /// How many slots fail alone.
    pub(crate) fn alone(&self) -> u32 {
        self.alone
    }
}

/// More than there can be zones, since there are at most 2^31 slots.
const ALONE: u32 = u32::MAX;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_that_are_out_of_use_are_forgotten() {
        let mut zones = Zones::default();
        zones.push(Some("stays"));
        for round in 0..1_000 {
            let zone = alloc::format!("pod {round}");
            zones.push(Some(&zone));
            assert_ne!(zones.of(1), zones.of(0));
            zones.swap_remove(1, Some(&zone));
        }
        assert_eq!((zones.sizes(), zones.numbers.len(), zones.free.len()), (&[1, 0][..], 1, 1));
    }
}
