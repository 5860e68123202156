//! Items and kinds of bins that go together.

use alloc::{vec, vec::Vec};

use ansatz_core::ParameterError;

use super::{BinKind, Sizes, VectorError, kind::holds};

/// Items of which each fits into a bin of some kind.
pub(super) struct Problem<'a> {
    /// At least 1.
    pub(super) dimensions: usize,
    pub(super) kinds: &'a [BinKind],
    /// The kinds that have bins and hold at least one item.
    pub(super) usable_kinds: Vec<usize>,
    /// The largest capacity of a usable kind in each dimension.
    pub(super) largest: Vec<u64>,
    /// Row after row, so that looking at all items reads memory in order.
    sizes: Vec<u64>,
}

impl<'a> Problem<'a> {
    pub(super) fn new<I: Sizes>(items: &[I], kinds: &'a [BinKind]) -> Result<Self, VectorError> {
        let dimensions = require_kinds(kinds)?;
        let mut sizes = Vec::with_capacity(items.len().saturating_mul(dimensions));
        for (item, row) in items.iter().map(Sizes::sizes).enumerate() {
            require_item(item, row, kinds, dimensions)?;
            sizes.extend_from_slice(row);
        }
        let is_usable = |kind: &BinKind| {
            kind.limit() > 0 && sizes.chunks_exact(dimensions).any(|item| holds(kind.capacity(), item))
        };
        let usable_kinds: Vec<_> = (0..kinds.len()).filter(|&kind| is_usable(&kinds[kind])).collect();
        let largest = largest(usable_kinds.iter().map(|&kind| &kinds[kind]), dimensions);
        Ok(Self { dimensions, kinds, usable_kinds, largest, sizes })
    }

    /// The number of items.
    pub(super) fn len(&self) -> usize {
        self.sizes.len() / self.dimensions
    }

    pub(super) fn item(&self, item: usize) -> &[u64] {
        &self.sizes[item * self.dimensions..][..self.dimensions]
    }

    /// How many bins there are for each item if it were alone.
    pub(super) fn supply(&self) -> Vec<usize> {
        let of = |item: &[u64]| {
            let kinds = self.usable().filter(|kind| holds(kind.capacity(), item));
            kinds.fold(0usize, |bins, kind| bins.saturating_add(kind.limit()))
        };
        self.items().map(of).collect()
    }

    pub(super) fn usable(&self) -> impl Iterator<Item = &BinKind> {
        self.usable_kinds.iter().map(|&kind| &self.kinds[kind])
    }

    /// The sum of the sizes in each dimension.
    pub(super) fn volumes(&self) -> Vec<u128> {
        self.items().fold(vec![0; self.dimensions], |mut volumes, item| {
            for (volume, &size) in volumes.iter_mut().zip(item) {
                *volume += u128::from(size);
            }
            volumes
        })
    }

    pub(super) fn items(&self) -> impl ExactSizeIterator<Item = &[u64]> {
        self.sizes.chunks_exact(self.dimensions)
    }
}

/// The number of dimensions that all kinds have.
fn require_kinds(kinds: &[BinKind]) -> Result<usize, VectorError> {
    let Some(first) = kinds.first() else {
        return Err(ParameterError::new("kinds", 0, "at least 1").into());
    };
    let expected = first.capacity().len();
    if expected == 0 {
        return Err(ParameterError::new("dimensions", 0, "at least 1").into());
    }
    match kinds.iter().position(|kind| kind.capacity().len() != expected) {
        Some(kind) => Err(VectorError::KindDimensions { kind, found: kinds[kind].capacity().len(), expected }),
        None => Ok(expected),
    }
}

fn require_item(item: usize, sizes: &[u64], kinds: &[BinKind], dimensions: usize) -> Result<(), VectorError> {
    if sizes.len() != dimensions {
        return Err(VectorError::ItemDimensions { item, found: sizes.len(), expected: dimensions });
    }
    if sizes.iter().all(|&size| size == 0) {
        return Err(VectorError::Zero { item });
    }
    let mut present = kinds.iter().filter(|kind| kind.limit() > 0);
    if present.clone().any(|kind| holds(kind.capacity(), sizes)) {
        return Ok(());
    }
    let largest = largest(present.by_ref(), dimensions);
    Err(match sizes.iter().zip(&largest).position(|(size, largest)| size > largest) {
        Some(dimension) => VectorError::Size { item, dimension, size: sizes[dimension], largest: largest[dimension] },
        None => VectorError::Unfit { item },
    })
}

/// The largest capacity in each dimension.
fn largest<'k>(kinds: impl Iterator<Item = &'k BinKind>, dimensions: usize) -> Vec<u64> {
    kinds.fold(vec![0; dimensions], |mut largest, kind| {
        for (largest, &capacity) in largest.iter_mut().zip(kind.capacity()) {
            *largest = capacity.max(*largest);
        }
        largest
    })
}
