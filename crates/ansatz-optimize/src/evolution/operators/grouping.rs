//! Operators on items in groups, of which groups are what is inherited.
//!
//! E. Falkenauer, *A hybrid grouping genetic algorithm for bin packing*, Journal of Heuristics 2 (1996).

use alloc::{collections::BTreeMap, vec, vec::Vec};

/// The group of an item that is in none.
///
/// # Examples
///
/// ```
/// use ansatz_optimize::operators::{UNASSIGNED, eliminate_groups};
///
/// let mut groups = [0, 1];
/// eliminate_groups(&mut groups, &[1]);
/// assert_eq!(groups, [0, UNASSIGNED]);
/// ```
pub const UNASSIGNED: usize = usize::MAX;

/// Gives whole groups of one parent to a child of another: the groups of `from` that are `chosen` come into `into`, and
/// the groups there that hold any of their items are dissolved.
///
/// Both are the group of each item, as long as each other. What was in a dissolved group and is not in a new one is
/// [`UNASSIGNED`] afterwards and returned, in rising order: to be put somewhere by a repair. Numbers of groups are new
/// (see [`renumber_groups`]); those of the chosen groups are behind all others.
///
/// # Examples
///
/// ```
/// use ansatz_optimize::operators::{UNASSIGNED, inject_groups};
///
/// let mut child = [0, 0, 1, 1, 2, 2];
/// // The other parent's group 1 has items 1 and 2: groups 0 and 1 are dissolved.
/// let unassigned = inject_groups(&mut child, &[0, 1, 1, 2, 2, 0], &[1]);
/// assert_eq!((child, unassigned), ([UNASSIGNED, 1, 1, UNASSIGNED, 0, 0], vec![0, 3]));
/// ```
///
/// # Complexity
///
/// O(n) for n items, if groups have numbers below some multiple of n.
pub fn inject_groups(into: &mut [usize], from: &[usize], chosen: &[usize]) -> Vec<usize> {
    let injected: Vec<bool> = membership(from, chosen);
    let hit: Vec<usize> = into.iter().zip(&injected).filter_map(|(group, is)| is.then_some(*group)).collect();
    let mut unassigned = eliminate_groups(into, &hit);
    unassigned.retain(|item| !injected.get(*item).copied().unwrap_or(false));
    let remaining = renumber_groups(into);
    let mut fresh = from.to_vec();
    for (group, is) in fresh.iter_mut().zip(&injected) {
        if !is {
            *group = UNASSIGNED;
        }
    }
    renumber_groups(&mut fresh);
    for (group, new) in into.iter_mut().zip(fresh) {
        if new != UNASSIGNED {
            *group = remaining + new;
        }
    }
    unassigned
}

/// Dissolves the groups that are `chosen`: their items are [`UNASSIGNED`] afterwards and returned, in rising order.
///
/// # Examples
///
/// ```
/// use ansatz_optimize::operators::{UNASSIGNED, eliminate_groups};
///
/// let mut groups = [0, 1, 0, 2];
/// assert_eq!(eliminate_groups(&mut groups, &[0]), [0, 2]);
/// assert_eq!(groups, [UNASSIGNED, 1, UNASSIGNED, 2]);
/// ```
///
/// # Complexity
///
/// O(n) for n items, if groups have numbers below some multiple of n.
pub fn eliminate_groups(groups: &mut [usize], chosen: &[usize]) -> Vec<usize> {
    let members = membership(groups, chosen);
    let items: Vec<usize> = (0..groups.len()).filter(|item| members[*item]).collect();
    for item in &items {
        groups[*item] = UNASSIGNED;
    }
    items
}

/// Numbers groups from 0 in the order of their first items, so that equal groupings have equal numbers; how many there
/// are.
///
/// Items that are [`UNASSIGNED`] stay so.
///
/// # Examples
///
/// ```
/// use ansatz_optimize::operators::renumber_groups;
///
/// let mut groups = [7, 2, 7, 900];
/// assert_eq!((renumber_groups(&mut groups), groups), (3, [0, 1, 0, 2]));
/// ```
///
/// # Complexity
///
/// O(n) for n items, if groups have numbers below some multiple of n; O(n log n) otherwise.
pub fn renumber_groups(groups: &mut [usize]) -> usize {
    let mut numbers = Table::new(groups);
    let mut count = 0;
    for group in groups.iter_mut().filter(|group| **group != UNASSIGNED) {
        let number = numbers.entry(*group);
        if *number == UNASSIGNED {
            *number = count;
            count += 1;
        }
        *group = *number;
    }
    count
}

/// For each item whether its group is chosen.
fn membership(groups: &[usize], chosen: &[usize]) -> Vec<bool> {
    let mut is_chosen = Table::new(groups);
    for group in chosen {
        *is_chosen.entry(*group) = 1;
    }
    groups.iter().map(|group| *group != UNASSIGNED && *is_chosen.entry(*group) == 1).collect()
}

/// A number for each group, [`UNASSIGNED`] at first: by index while groups have low numbers, as those here do, and by key
/// whatever a caller may have written.
struct Table {
    low: Vec<usize>,
    high: BTreeMap<usize, usize>,
}

impl Table {
    fn new(groups: &[usize]) -> Self {
        Self { low: vec![UNASSIGNED; 2 * groups.len()], high: BTreeMap::new() }
    }

    fn entry(&mut self, group: usize) -> &mut usize {
        match self.low.get_mut(group) {
            Some(number) => number,
            None => self.high.entry(group).or_insert(UNASSIGNED),
        }
    }
}
