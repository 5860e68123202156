//! Bins that are being filled.

use alloc::{vec, vec::Vec};

use super::{
    VectorError, VectorPacking,
    bounds::bound_of,
    kind::holds,
    problem::Problem,
    scaled::{Scaled, compare},
};

pub(super) struct Bins<'a> {
    problem: &'a Problem<'a>,
    /// How many bins of each kind have not been opened.
    left: Vec<usize>,
    /// The usable kinds, the cheapest for their volume first.
    by_price: Vec<usize>,
    /// The kind of each bin.
    kinds: Vec<usize>,
    /// What is free in each bin, row after row.
    free: Vec<u64>,
    /// The bin of each item.
    assignment: Vec<usize>,
    /// Items for which there was no bin.
    rejected: Vec<usize>,
}

impl<'a> Bins<'a> {
    pub(super) fn new(problem: &'a Problem<'a>, scaled: &Scaled) -> Self {
        let price = |&kind: &usize| {
            let row: Vec<_> = scaled.scale(problem.kinds[kind].capacity()).collect();
            let volume = scaled.volume(&row);
            // Of the same price the larger bin first: it leaves more choice, and what it does not need is cut off in the end.
            (kind, (problem.kinds[kind].cost() as f64 / volume, -volume))
        };
        let mut prices: Vec<_> = problem.usable.iter().map(price).collect();
        prices.sort_by(|(_, one), (_, other)| compare(*one, *other));
        Self {
            problem,
            left: problem.kinds.iter().map(super::BinKind::limit).collect(),
            by_price: prices.into_iter().map(|(kind, _)| kind).collect(),
            kinds: Vec::new(),
            free: Vec::new(),
            assignment: vec![0; problem.len()],
            rejected: Vec::new(),
        }
    }

    pub(super) fn free(&self) -> &[u64] {
        &self.free
    }

    /// The usable kinds that have a bin left which holds `sizes`, the cheapest for their volume first.
    pub(super) fn kinds_for(&self, sizes: &[u64]) -> impl Iterator<Item = usize> {
        let fits = |kind: usize| self.left[kind] > 0 && holds(self.problem.kinds[kind].capacity(), sizes);
        self.by_price.iter().copied().filter(move |&kind| fits(kind))
    }

    /// An empty bin of `kind`, of which there is one left.
    pub(super) fn open(&mut self, kind: usize) -> usize {
        self.left[kind] -= 1;
        self.kinds.push(kind);
        self.free.extend_from_slice(self.problem.kinds[kind].capacity());
        self.kinds.len() - 1
    }

    /// A bin of the cheapest kind for its volume that holds `sizes`, if there is one left.
    pub(super) fn open_for(&mut self, sizes: &[u64]) -> Option<usize> {
        let kind = self.kinds_for(sizes).next()?;
        Some(self.open(kind))
    }

    /// Puts `item` into `bin`, which has room for it; what is free there now.
    pub(super) fn put(&mut self, item: usize, bin: usize) -> &[u64] {
        let free = &mut self.free[bin * self.problem.dimensions..][..self.problem.dimensions];
        for (free, size) in free.iter_mut().zip(self.problem.item(item)) {
            *free -= size;
        }
        self.assignment[item] = bin;
        free
    }

    pub(super) fn reject(&mut self, item: usize) {
        self.rejected.push(item);
    }

    /// The packing, each bin of the cheapest kind that holds its items.
    pub(super) fn finish(mut self) -> Result<VectorPacking, VectorError> {
        if !self.rejected.is_empty() {
            self.rejected.sort_unstable();
            return Err(VectorError::Exhausted { items: self.rejected });
        }
        self.exchange();
        let bound = bound_of(self.problem, 0);
        Ok(VectorPacking::assemble(self.problem.kinds, self.kinds, self.assignment, self.free, bound))
    }

    /// Gives each bin in turn the cheapest kind there is left for its items.
    fn exchange(&mut self) {
        let kinds = self.problem.kinds;
        let mut by_cost = self.problem.usable.clone();
        by_cost.sort_by_key(|&kind| kinds[kind].cost());
        for (kind, free) in self.kinds.iter_mut().zip(self.free.chunks_exact_mut(self.problem.dimensions)) {
            let now = &kinds[*kind];
            let load: Vec<_> = now.capacity().iter().zip(&*free).map(|(capacity, free)| capacity - free).collect();
            let mut cheaper = by_cost.iter().copied().take_while(|&other| kinds[other].cost() < now.cost());
            if let Some(other) = cheaper.find(|&other| self.left[other] > 0 && holds(kinds[other].capacity(), &load)) {
                self.left[*kind] += 1;
                self.left[other] -= 1;
                *kind = other;
                for ((free, capacity), load) in free.iter_mut().zip(kinds[other].capacity()).zip(&load) {
                    *free = capacity - load;
                }
            }
        }
    }
}
