//! One value for each node, whether nearly all nodes have one or nearly none.

use alloc::{vec, vec::Vec};

/// A value for each node, the same one for all that were not named.
///
/// An array if at least one node in sixteen was named, else a sorted list: a million names that one node has each take
/// memory for a million entries, not for a million arrays, and no list is searched for what most nodes have.
#[derive(Debug, Clone)]
pub(crate) enum Column<T> {
    /// By node.
    Dense(Vec<T>),
    /// Of those that were named, by node, and what the others have.
    Sparse(Vec<(u32, T)>, T),
}

impl<T: Copy> Column<T> {
    /// The column of `entries`, ascending by node, among `nodes` nodes.
    pub(crate) fn new(nodes: usize, entries: Vec<(u32, T)>, absent: T) -> Self {
        if entries.len() < nodes.div_ceil(16) {
            return Self::Sparse(entries, absent);
        }
        let mut values = vec![absent; nodes];
        for (node, value) in entries {
            values[node as usize] = value;
        }
        Self::Dense(values)
    }

    /// A column for the same nodes.
    pub(crate) fn map<U: Copy>(&self, f: impl Fn(T) -> U) -> Column<U> {
        match self {
            Self::Dense(values) => Column::Dense(values.iter().map(|&value| f(value)).collect()),
            Self::Sparse(entries, absent) => {
                Column::Sparse(entries.iter().map(|&(node, value)| (node, f(value))).collect(), f(*absent))
            }
        }
    }

    /// The largest value that a node has; at least that of those that were not named, if some were not.
    pub(crate) fn max(&self) -> Option<T>
    where
        T: Ord,
    {
        match self {
            Self::Dense(values) => values.iter().copied().max(),
            Self::Sparse(entries, absent) => entries.iter().map(|entry| entry.1).chain([*absent]).max(),
        }
    }

    /// The value of a node.
    #[inline]
    pub(crate) fn at(&self, node: usize) -> T {
        match self {
            Self::Dense(values) => values[node],
            Self::Sparse(entries, absent) => entries
                .binary_search_by_key(&(node as u32), |&(named, _)| named)
                .map_or(*absent, |position| entries[position].1),
        }
    }

    /// Where the value of a node can be changed; none for one that was not named.
    #[inline]
    pub(crate) fn at_mut(&mut self, node: usize) -> Option<&mut T> {
        match self {
            Self::Dense(values) => values.get_mut(node),
            Self::Sparse(entries, _) => {
                let position = entries.binary_search_by_key(&(node as u32), |&(named, _)| named).ok()?;
                Some(&mut entries[position].1)
            }
        }
    }
}
