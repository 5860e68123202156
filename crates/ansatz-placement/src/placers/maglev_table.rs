//! The lookup table of Maglev hashing, and how it is filled.
//!
//! D. E. Eisenbud, C. Yi, C. Contavalli, C. Smith, R. Kononov, E. Mann-Hielscher, A. Cilingiroglu, B. Cheyney, W. Shang,
//! J. D. Hosein, *Maglev: A Fast and Reliable Software Network Load Balancer*, NSDI 2016, section 3.4. The nodes take
//! turns, and at its turn a node takes the next entry of its own permutation that is free. A permutation is an
//! arithmetic progression modulo the prime size, so that nothing is stored of it but where the node stands.

use alloc::{string::String, vec, vec::Vec};

use ansatz_core::ParameterError;

/// A slot for each entry, in 16 bits where they suffice: a table that fits into half the cache.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Table {
    Narrow(Vec<u16>),
    Wide(Vec<u32>),
}

/// A node's walk over the entries.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Walk {
    /// Where it stands, below the table's size.
    pub(crate) position: u32,
    /// How far it goes in a step: at least 1 and below the table's size.
    pub(crate) skip: u32,
    /// Whose it is.
    pub(crate) slot: u32,
}

impl Table {
    /// A table of `size` entries, a prime below 2^31, filled by the walks whose numbers `turns` gives; each slot is
    /// that of one walk, and there are at most `size` of them.
    pub(crate) fn fill(size: usize, walks: &mut [Walk], turns: impl Iterator<Item = usize>) -> Self {
        if walks.len() < usize::from(u16::MAX) {
            Self::Narrow(fill(size, walks, turns, u16::MAX, |slot| slot as u16))
        } else {
            Self::Wide(fill(size, walks, turns, u32::MAX, |slot| slot))
        }
    }

    /// The slot in an entry.
    #[inline]
    pub(crate) fn slot(&self, entry: usize) -> usize {
        match self {
            Self::Narrow(slots) => usize::from(slots[entry]),
            Self::Wide(slots) => slots[entry] as usize,
        }
    }

    /// How many entries there are.
    #[inline]
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Narrow(slots) => slots.len(),
            Self::Wide(slots) => slots.len(),
        }
    }

    /// The slots in the entries from `first` on, round to the one before it.
    pub(crate) fn slots_from(&self, first: usize) -> impl Iterator<Item = usize> + '_ {
        (first..self.len()).chain(0..first).map(|entry| self.slot(entry))
    }

    /// The bytes on the heap.
    pub(crate) fn memory_bytes(&self) -> usize {
        match self {
            Self::Narrow(entries) => size_of::<u16>() * entries.capacity(),
            Self::Wide(entries) => size_of::<u32>() * entries.capacity(),
        }
    }
}

fn fill<E: Copy + PartialEq>(
    size: usize,
    walks: &mut [Walk],
    turns: impl Iterator<Item = usize>,
    free: E,
    entry_of: impl Fn(u32) -> E,
) -> Vec<E> {
    let mut entries = vec![free; size];
    let size = size as u32;
    // As many turns as entries: each finds one, since a walk passes all of them before it repeats.
    turns.take(entries.len()).for_each(|turn| {
        let walk = &mut walks[turn];
        loop {
            let entry = &mut entries[walk.position as usize];
            walk.position = step(walk.position, walk.skip, size);
            if *entry == free {
                *entry = entry_of(walk.slot);
                return;
            }
        }
    });
    entries
}

/// (`position` + `skip`) modulo `size`, for both below `size` and that below 2^31.
#[inline]
fn step(position: u32, skip: u32, size: u32) -> u32 {
    let next = position + skip;
    // As a subtraction that wraps around where it must not be done, this is a minimum: no branch.
    next.min(next.wrapping_sub(size))
}

/// `size`, if it is a prime with an entry for each of `nodes` nodes.
pub(crate) fn require_size(size: usize, nodes: usize) -> Result<usize, ParameterError> {
    if size > MAX_SIZE || !is_prime(size) {
        let next = (size..MAX_SIZE).find(|&next| is_prime(next));
        let hint = next.map_or_else(String::new, |next| alloc::format!(", such as {next}"));
        return Err(ParameterError::new("table_size", size, alloc::format!("a prime below {MAX_SIZE}{hint}")));
    }
    if size < nodes {
        let allowed = alloc::format!("a prime of at least {nodes}, an entry for each node");
        return Err(ParameterError::new("table_size", size, allowed));
    }
    Ok(size)
}

/// By trial: 2^14 divisors at most for the sizes that are allowed.
fn is_prime(number: usize) -> bool {
    number >= 2 && (2..=number.isqrt()).all(|divisor| !number.is_multiple_of(divisor))
}

/// The smaller of the two sizes that the paper measures, for some hundreds of nodes.
pub(crate) const DEFAULT_SIZE: usize = 65_537;

/// 1 GiB of entries; the paper's largest table has 655,373.
const MAX_SIZE: usize = 1 << 28;

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    /// The paper's Table 1 and the column beside it: (offset, skip) of B0, B1 and B2.
    #[test]
    fn the_example_of_the_paper() {
        let walks = |nodes: &[usize]| -> Vec<Walk> {
            let all = [(3, 4), (0, 2), (3, 1)];
            let walk = |&slot: &usize| Walk { position: all[slot].0, skip: all[slot].1, slot: slot as u32 };
            nodes.iter().map(walk).collect()
        };
        let all = Table::fill(7, &mut walks(&[0, 1, 2]), (0..3).cycle());
        assert_eq!(all, Table::Narrow(vec![1, 0, 1, 0, 2, 2, 0]));
        let without_b1 = Table::fill(7, &mut walks(&[0, 2]), (0..2).cycle());
        assert_eq!(without_b1, Table::Narrow(vec![0, 0, 0, 0, 2, 2, 2]));
    }

    #[test]
    fn wide_entries_hold_what_narrow_ones_would() {
        let mut walks: Vec<Walk> = (0..9).map(|slot| Walk { position: slot * 7 % 101, skip: slot + 1, slot }).collect();
        let wide = fill(101, &mut walks.clone(), (0..9).cycle(), u32::MAX, |slot| slot);
        let narrow = Table::fill(101, &mut walks, (0..9).cycle());
        assert!(narrow.slots_from(0).eq(wide.iter().map(|&slot| slot as usize)));
        assert!(narrow.slots_from(40).eq((0..101).map(|entry| Table::Wide(wide.clone()).slot((entry + 40) % 101))));
    }

    #[test]
    fn a_step_stays_in_the_table() {
        for size in [2u32, 3, 7, 101] {
            for position in 0..size {
                assert!((1..size).all(|skip| step(position, skip, size) == (position + skip) % size));
            }
        }
    }

    #[test]
    fn a_size_is_prime_and_holds_every_node() {
        let primes: Vec<usize> = (0..60).filter(|&size| require_size(size, 1).is_ok()).collect();
        assert_eq!(primes, [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59]);
        assert!(require_size(65_537, 65_537).is_ok());
        let error = |size, nodes| require_size(size, nodes).unwrap_err().to_string();
        assert_eq!(error(65_536, 1), "`table_size` is 65536, allowed: a prime below 268435456, such as 65537");
        // A prime above the limit.
        assert_eq!(error(268_435_459, 1), "`table_size` is 268435459, allowed: a prime below 268435456");
        assert_eq!(error(7, 8), "`table_size` is 7, allowed: a prime of at least 8, an entry for each node");
    }
}
