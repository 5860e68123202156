//! Bins that are being filled.

use alloc::{vec, vec::Vec};

use super::{
    BinKind, VectorError, VectorPacking,
    bounds::{DEGREE, bound_of},
    kind::holds,
    problem::Problem,
    scaled::{Scaled, compare},
};

pub(super) struct Bins<'a> {
    problem: &'a Problem<'a>,
    /// How many bins of each kind have not been opened.
    left: Vec<usize>,
    /// The usable kinds in the order in which they are opened.
    preference: Vec<usize>,
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
    /// None yet; new ones are of the kind that comes first in `preference`.
    pub(super) fn new(problem: &'a Problem<'a>, preference: &[usize]) -> Self {
        Self {
            problem,
            left: problem.kinds.iter().map(BinKind::limit).collect(),
            preference: Vec::from(preference),
            kinds: Vec::new(),
            free: Vec::new(),
            assignment: vec![0; problem.len()],
            rejected: Vec::new(),
        }
    }

    pub(super) fn free(&self) -> &[u64] {
        &self.free
    }

    /// The usable kinds that have a bin left which holds `sizes`, in the order of preference.
    pub(super) fn kinds_for(&self, sizes: &[u64]) -> impl Iterator<Item = usize> {
        let fits = |kind: usize| self.left[kind] > 0 && holds(self.problem.kinds[kind].capacity(), sizes);
        self.preference.iter().copied().filter(move |&kind| fits(kind))
    }

    /// An empty bin of `kind`, of which there is one left.
    pub(super) fn open(&mut self, kind: usize) -> usize {
        self.left[kind] -= 1;
        self.kinds.push(kind);
        self.free.extend_from_slice(self.problem.kinds[kind].capacity());
        self.kinds.len() - 1
    }

    /// An empty bin of the first kind that holds `sizes`, if there is one left.
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

    /// Whether each item has a bin.
    pub(super) fn is_complete(&self) -> bool {
        self.rejected.is_empty()
    }

    /// Those of both with fewer items without a bin, or else with the lower cost; these, if they are equal.
    pub(super) fn or_better(self, other: Self) -> Self {
        let cost =
            |bins: &Self| bins.kinds.iter().map(|&kind| u128::from(bins.problem.kinds[kind].cost())).sum::<u128>();
        let rank = |bins: &Self| (bins.rejected.len(), cost(bins));
        if rank(&other) < rank(&self) { other } else { self }
    }

    /// The packing and its bound, if each item has a bin.
    pub(super) fn finish(mut self) -> Result<VectorPacking, VectorError> {
        if !self.is_complete() {
            self.rejected.sort_unstable();
            return Err(VectorError::Exhausted { items: self.rejected });
        }
        let bound = bound_of(self.problem, DEGREE);
        Ok(VectorPacking::assemble(self.problem.kinds, self.kinds, self.assignment, self.free, bound))
    }

    /// The same after giving each bin in turn the cheapest kind there is left for its items.
    pub(super) fn exchanged(mut self) -> Self {
        let kinds = self.problem.kinds;
        let mut by_cost = self.problem.usable_kinds.clone();
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
        self
    }
}

/// The usable kinds, the cheapest for their volume first.
pub(super) fn by_price(problem: &Problem<'_>, scaled: &Scaled) -> Vec<usize> {
    let price = |&kind: &usize| {
        let row: Vec<_> = scaled.scale(problem.kinds[kind].capacity()).collect();
        let volume = scaled.volume(&row);
        // Of the same price the larger bin first: it leaves more choice, and what it does not need is cut off in the
        // end.
        (kind, (problem.kinds[kind].cost() as f64 / volume, -volume))
    };
    let mut prices: Vec<_> = problem.usable_kinds.iter().map(price).collect();
    prices.sort_by(|(_, one), (_, other)| compare(*one, *other));
    prices.into_iter().map(|(kind, _)| kind).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A bin that became smaller leaves its kind to the next.
    #[test]
    fn an_exchange_leaves_a_bin() -> Result<(), VectorError> {
        let kinds = [BinKind::new(10, 9), BinKind::new(8, 6).with_count(1), BinKind::new(4, 3).with_count(1)];
        let problem = Problem::new(&[4, 8, 3], &kinds)?;
        let mut bins = Bins::new(&problem, &[0]);
        for (item, kind) in [(0, 1), (1, 0), (2, 0)] {
            let bin = bins.open(kind);
            bins.put(item, bin);
        }
        let packing = bins.exchanged().finish()?;
        // The first becomes one of 4, and there is no other of these for the third.
        assert_eq!((packing.bin_kinds(), packing.cost()), (&[2, 1, 0][..], 18));
        assert!(packing.free().eq([[0], [0], [7]]));
        Ok(())
    }
}
