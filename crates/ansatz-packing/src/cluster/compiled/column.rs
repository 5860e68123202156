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
        if is_sparse(nodes, entries.len()) {
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

    /// The nodes that were named, ascending, with their values; of an array, all nodes.
    pub(crate) fn named(&self) -> impl Iterator<Item = (usize, T)> {
        let (values, entries): (&[T], &[(u32, T)]) = match self {
            Self::Dense(values) => (values, &[]),
            Self::Sparse(entries, _) => (&[], entries),
        };
        values.iter().copied().enumerate().chain(entries.iter().map(|&(node, value)| (node as usize, value)))
    }

    /// The values of all `nodes` nodes, each with the number of nodes that it stands for.
    pub(crate) fn counted(&self, nodes: usize) -> impl Iterator<Item = (T, usize)> {
        let others = match self {
            Self::Dense(_) => None,
            Self::Sparse(entries, absent) => Some((*absent, nodes - entries.len())),
        };
        self.named().map(|(_, value)| (value, 1)).chain(others)
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

    /// Names a node among `nodes`, so that its value can be changed: until then it is that of those that were not named.
    pub(crate) fn name(&mut self, nodes: usize, node: usize) {
        let Self::Sparse(entries, absent) = self else { return };
        let Err(position) = entries.binary_search_by_key(&(node as u32), |&(named, _)| named) else { return };
        entries.insert(position, (node as u32, *absent));
        if !is_sparse(nodes, entries.len()) {
            *self = Self::new(nodes, core::mem::take(entries), *absent);
        }
    }

    /// Takes the name from a node that has the value of those that were not named again.
    pub(crate) fn forget(&mut self, node: usize) {
        if let Self::Sparse(entries, _) = self
            && let Ok(position) = entries.binary_search_by_key(&(node as u32), |&(named, _)| named)
        {
            entries.remove(position);
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

/// Whether so many named nodes among all are a list.
fn is_sparse(nodes: usize, named: usize) -> bool {
    named < nodes.div_ceil(16)
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::Column;

    #[test]
    fn a_list_that_fills_becomes_an_array() {
        let mut column = Column::new(100, Vec::new(), 9);
        // Seven of a hundred are one in sixteen.
        for node in [50, 3, 99, 3, 0, 7, 8] {
            column.name(100, node);
            if let Some(value) = column.at_mut(node) {
                *value = node;
            }
            assert!(matches!(column, Column::Sparse(..)));
        }
        assert_eq!(column.at_mut(1), None);
        let expected = |node: usize| if [0, 3, 7, 8, 50, 99].contains(&node) { node } else { 9 };
        assert!((0..100).all(|node| column.at(node) == expected(node)));
        column.name(100, 1);
        assert!(matches!(column, Column::Dense(_)) && column.at(1) == 9);
        assert!((0..100).all(|node| column.at(node) == expected(node)));
    }

    #[test]
    fn who_is_named_and_what_all_have() {
        let sparse = Column::new(100, vec![(4, 1), (6, 2)], 9);
        assert!(sparse.named().eq([(4, 1), (6, 2)]));
        assert!(sparse.counted(100).eq([(1, 1), (2, 1), (9, 98)]));
        let dense = Column::new(3, vec![(1, 5)], 9);
        assert!(dense.named().eq([(0, 9), (1, 5), (2, 9)]));
        assert!(dense.counted(3).eq([(9, 1), (5, 1), (9, 1)]));
    }

    #[test]
    fn a_name_is_taken_back() {
        let mut column = Column::new(100, vec![(4, 1), (6, 9)], 9);
        column.forget(6);
        column.forget(5);
        assert_eq!((column.at(4), column.at(6), column.at_mut(6)), (1, 9, None));
    }
}
