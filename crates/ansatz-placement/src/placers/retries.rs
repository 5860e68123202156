//! A preference by placing the key again and again.

use super::{
    mix::{mix, numbered},
    seen::distinct,
};

/// All slots, each once: those where the tries 0, 1, 2, ... place the key, and after some tries those of `rest`, where
/// none may be missing.
///
/// Where a change of the fleet moves few of the tries, it moves little in the preference.
pub(crate) fn retries(
    slots: usize,
    place: impl Fn(u64) -> usize,
    rest: impl Iterator<Item = usize>,
) -> impl Iterator<Item = usize> {
    distinct(slots, (0..TRIES_A_SLOT * slots as u64).map(place).chain(rest))
}

/// All slots below `slots`, from `first` on round to the one before it.
pub(crate) fn slots_from(first: usize, slots: usize) -> impl Iterator<Item = usize> {
    (first..slots).chain(0..first)
}

/// The hash of a try: the key's own, then others that tell as little of it as of each other.
#[inline]
pub(crate) fn hash_of_try(hash: u64, number: u64) -> u64 {
    // Complements of the salts that algorithms mix with the same hash themselves.
    if number == 0 { hash } else { mix(hash, !numbered(number)) }
}

/// Uniform tries leave a share of e^-2 = 13.5% of the slots to the rest: the last copies that anyone asks for. To meet
/// the last slot by chance would take ln n tries a slot.
const TRIES_A_SLOT: u64 = 2;

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::*;

    #[test]
    fn tries_come_first_and_then_the_rest() {
        let tries = [3, 3, 1, 3, 1, 1, 3, 3, 3, 3];
        let order: Vec<usize> = retries(5, |number| tries[number as usize], slots_from(3, 5)).collect();
        assert_eq!(order, [3, 1, 4, 0, 2]);
    }
}
