//! Replicas spread over failure domains.

use alloc::{collections::VecDeque, vec::Vec};

use super::seen::Seen;

/// A preference among slots, reordered so that among the first k, for every k, the zones' shares differ by as little as
/// their sizes allow: first the best slot of each zone, then the second best of each, and so on.
#[derive(Debug, Clone)]
pub(crate) struct AcrossZones<I> {
    preference: I,
    /// The zone of each slot, numbered below the number of slots.
    zones: Vec<u32>,
    /// The zones that this round has served.
    served: Seen,
    /// Slots that wait for a later round, in the order of preference.
    waiting: VecDeque<usize>,
    /// How many of those that wait this round has not looked at.
    unlooked: usize,
}

impl<I: Iterator<Item = usize>> AcrossZones<I> {
    pub(crate) fn new(preference: I, zones: Vec<u32>) -> Self {
        let served = Seen::new(zones.len());
        Self { preference, zones, served, waiting: VecDeque::new(), unlooked: 0 }
    }

    /// The next slot whose zone this round has not served; the others wait.
    fn next_in_round(&mut self) -> Option<usize> {
        while self.unlooked > 0 {
            self.unlooked -= 1;
            let slot = self.waiting.pop_front()?;
            if self.serve(slot) {
                return Some(slot);
            }
        }
        while let Some(slot) = self.preference.next() {
            if self.serve(slot) {
                return Some(slot);
            }
        }
        None
    }

    fn serve(&mut self, slot: usize) -> bool {
        let first = self.served.insert(self.zones[slot] as usize);
        if !first {
            self.waiting.push_back(slot);
        }
        first
    }
}

impl<I: Iterator<Item = usize>> Iterator for AcrossZones<I> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        if let Some(slot) = self.next_in_round() {
            return Some(slot);
        }
        self.served = Seen::new(self.zones.len());
        self.unlooked = self.waiting.len();
        self.next_in_round()
    }
}

#[cfg(test)]
mod tests {
    use alloc::{vec, vec::Vec};

    use super::*;

    #[test]
    fn each_round_serves_each_zone_once() {
        let zones = vec![0, 0, 0, 1, 1, 2];
        let order: Vec<usize> = AcrossZones::new([0, 1, 3, 2, 5, 4].into_iter(), zones).collect();
        assert_eq!(order, [0, 3, 5, 1, 4, 2]);
    }

    #[test]
    fn nodes_that_fail_alone_keep_their_order() {
        let order: Vec<usize> = AcrossZones::new([2, 0, 1].into_iter(), vec![0, 1, 2]).collect();
        assert_eq!(order, [2, 0, 1]);
    }
}
