//! A preference by placing the key again and again.

use super::{
    mix::{mix, numbered},
    seen::Seen,
};

/// All slots, each once: those where the tries 0, 1, 2, ... place the key, and after some tries the rest in order.
///
/// Where a change of the fleet moves few of the tries, it moves little in the preference.
#[derive(Debug, Clone)]
pub(crate) struct Retries<F> {
    place: F,
    slots: usize,
    seen: Seen,
    /// How many tries there were.
    tries: usize,
    /// How many slots the rest has passed.
    rest: usize,
}

impl<F: FnMut(u64) -> usize> Retries<F> {
    /// `place` gives a slot below `slots` for the number of the try.
    pub(crate) fn new(slots: usize, place: F) -> Self {
        Self { place, slots, seen: Seen::new(slots), tries: 0, rest: 0 }
    }
}

impl<F: FnMut(u64) -> usize> Iterator for Retries<F> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        if self.seen.is_full() {
            return None;
        }
        while self.tries < TRIES_A_SLOT * self.slots {
            let slot = (self.place)(self.tries as u64);
            self.tries += 1;
            if self.seen.insert(slot) {
                return Some(slot);
            }
        }
        let first = (self.place)(0);
        while self.rest < self.slots {
            let slot = (first + self.rest) % self.slots;
            self.rest += 1;
            if self.seen.insert(slot) {
                return Some(slot);
            }
        }
        None
    }
}

/// The hash of a try: the key's own, then others that tell as little of it as of each other.
#[inline]
pub(crate) fn hash_of_try(hash: u64, number: u64) -> u64 {
    // Complements of the salts that algorithms mix with the same hash themselves.
    if number == 0 { hash } else { mix(hash, !numbered(number)) }
}

/// Uniform tries leave a share of e^-2 = 13.5% of the slots to the rest: the last copies that anyone asks for. To meet
/// the last slot by chance would take ln n tries a slot.
const TRIES_A_SLOT: usize = 2;

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::*;

    #[test]
    fn tries_come_first_and_the_rest_in_order_after_the_owner() {
        let tries = [3, 3, 1, 3, 1, 1];
        let order: Vec<usize> = Retries::new(5, |number| *tries.get(number as usize).unwrap_or(&3)).collect();
        assert_eq!(order, [3, 1, 4, 0, 2]);
    }

    #[test]
    fn no_try_is_made_after_the_last_slot() {
        let mut tries = 0;
        let order: Vec<usize> = Retries::new(1, |_| {
            tries += 1;
            0
        })
        .collect();
        assert_eq!((order, tries), (Vec::from([0]), 1));
    }
}
