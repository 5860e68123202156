//! A list for each node or class, all in one piece of memory.

use alloc::{vec, vec::Vec};

/// Lists, one behind the other.
#[derive(Debug, Clone)]
pub(crate) struct Rows<T> {
    ends: Vec<u32>,
    items: Vec<T>,
}

impl<T> Rows<T> {
    /// No list yet.
    pub(crate) fn new() -> Self {
        Self { ends: vec![0], items: Vec::new() }
    }

    /// One list more.
    pub(crate) fn push(&mut self, row: impl IntoIterator<Item = T>) {
        self.items.extend(row);
        self.ends.push(self.items.len() as u32);
    }

    /// A list.
    #[inline]
    pub(crate) fn row(&self, index: usize) -> &[T] {
        &self.items[self.ends[index] as usize..self.ends[index + 1] as usize]
    }

    /// How many lists there are.
    pub(crate) fn len(&self) -> usize {
        self.ends.len() - 1
    }
}
