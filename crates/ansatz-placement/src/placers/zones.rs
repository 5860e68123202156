//! Replicas spread over failure domains.

use alloc::{collections::BinaryHeap, vec, vec::Vec};
use core::cmp::Reverse;

use crate::fleet::Zones;

/// A preference among slots, reordered so that among the first k, for every k, the zones' shares differ by as little as
/// their sizes allow: first the best slot of each zone, then the second best of each, and so on.
///
/// A slot's rank is the number of better ones in its zone. Slots come by rank, and in the order of preference among equal
/// ranks; one that is read waits until no zone is left that could still bring a lower rank.
#[derive(Debug, Clone)]
pub(crate) struct AcrossZones<'a, I> {
    preference: I,
    zones: &'a Zones,
    /// Slots read so far, of each zone.
    read: Vec<u32>,
    /// Of those that fail alone, how many are still to be read.
    alone: u32,
    /// How many zones are still to bring slots of each rank next.
    pending: Vec<u32>,
    /// The least rank that is still to come; beyond all ranks if nothing is.
    lowest: usize,
    /// Rank, place in the order of preference, slot.
    waiting: BinaryHeap<Reverse<(usize, usize, usize)>>,
    position: usize,
}

impl<'a, I: Iterator<Item = usize>> AcrossZones<'a, I> {
    pub(crate) fn new(preference: I, zones: &'a Zones) -> Self {
        let (sizes, alone) = (zones.sizes(), zones.alone());
        let occupied = sizes.iter().filter(|&&size| size > 0).count() as u32;
        let mut across = Self {
            preference,
            zones,
            read: vec![0; sizes.len()],
            alone,
            pending: vec![occupied + u32::from(alone > 0)],
            lowest: 0,
            waiting: BinaryHeap::new(),
            position: 0,
        };
        across.settle();
        across
    }

    /// Reads one more slot of the preference.
    fn read(&mut self) -> Option<()> {
        let slot = self.preference.next()?;
        let rank = match self.zones.of(slot) {
            None => {
                self.alone -= 1;
                self.pending[0] -= u32::from(self.alone == 0);
                0
            }
            Some(zone) => self.next_rank(zone),
        };
        self.waiting.push(Reverse((rank, self.position, slot)));
        self.position += 1;
        self.settle();
        Some(())
    }

    /// The rank of a zone's slot that is read now.
    fn next_rank(&mut self, zone: usize) -> usize {
        let rank = self.read[zone] as usize;
        self.read[zone] += 1;
        self.pending[rank] -= 1;
        if self.read[zone] < self.zones.sizes()[zone] {
            if self.pending.len() == rank + 1 {
                self.pending.push(0);
            }
            self.pending[rank + 1] += 1;
        }
        rank
    }

    fn settle(&mut self) {
        while self.pending.get(self.lowest) == Some(&0) {
            self.lowest += 1;
        }
    }
}

impl<I: Iterator<Item = usize>> Iterator for AcrossZones<'_, I> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        while self.waiting.peek().is_none_or(|Reverse((rank, _, _))| *rank > self.lowest) {
            if self.read().is_none() {
                break;
            }
        }
        self.waiting.pop().map(|Reverse((_, _, slot))| slot)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use alloc::vec::Vec;
    use core::cell::Cell;

    use super::*;
    use crate::{Fleet, Member};

    fn fleet(zones: &[&str]) -> Fleet<usize> {
        let member = |(slot, zone): (usize, &&str)| match *zone {
            "" => Member::new(slot),
            zone => Member::new(slot).with_zone(zone),
        };
        Fleet::with_members(zones.iter().enumerate().map(member)).unwrap()
    }

    #[test]
    fn each_round_serves_each_zone_once() {
        let fleet = fleet(&["a", "a", "a", "b", "b", "c"]);
        let order: Vec<usize> = AcrossZones::new([0, 1, 3, 2, 5, 4].into_iter(), fleet.zones()).collect();
        assert_eq!(order, [0, 3, 5, 1, 4, 2]);
    }

    #[test]
    fn nodes_that_fail_alone_keep_their_order_and_come_first() {
        let order: Vec<usize> = AcrossZones::new([2, 0, 1].into_iter(), fleet(&["", "", ""]).zones()).collect();
        assert_eq!(order, [2, 0, 1]);
        let mixed = fleet(&["a", "a", "", "a", ""]);
        let order: Vec<usize> = AcrossZones::new([0, 1, 2, 3, 4].into_iter(), mixed.zones()).collect();
        assert_eq!(order, [0, 2, 4, 1, 3]);
    }

    #[test]
    fn no_more_is_read_than_the_zones_ask_for() {
        let names: Vec<&str> = (0..1_000).map(|slot| if slot % 2 == 0 { "a" } else { "b" }).collect();
        let fleet = fleet(&names);
        let read = Cell::new(0);
        let preference = (0..1_000).inspect(|_| read.set(read.get() + 1));
        let four: Vec<usize> = AcrossZones::new(preference, fleet.zones()).take(4).collect();
        assert_eq!((four, read.get()), ([0, 1, 2, 3].into(), 4));
    }

    #[test]
    fn zones_follow_the_fleet() {
        let mut fleet = fleet(&["a", "b", "a", ""]);
        fleet.remove(&0).unwrap(); // Slot 0 is now node 3, which fails alone.
        fleet.remove(&1).unwrap(); // Nobody is left in zone b; slot 1 is node 2, of zone a.
        fleet.add(Member::new(9).with_zone("a")).unwrap();
        let order: Vec<usize> = AcrossZones::new([1, 2, 0].into_iter(), fleet.zones()).collect();
        assert_eq!(order, [1, 0, 2]);
    }
}
