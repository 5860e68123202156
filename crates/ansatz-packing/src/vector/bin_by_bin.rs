//! Bin by bin: each is filled with what fits it best before the next is opened.

use alloc::{vec, vec::Vec};

use super::{
    BinKind, Fit, Sizes, VectorError, VectorPacking,
    bins::{Bins, by_price},
    kind::holds,
    problem::Problem,
    scaled::{Scaled, compare},
};

/// One bin after the other, each filled with the items that fit it best as long as any fits.
///
/// A bin begins with the item that fits an empty bin of the largest capacities best. A bin of each kind that holds it
/// is filled on trial, always with the item that fits what is free best, and the kind with the lowest cost for the
/// volume it took is kept; of equals the larger volume. In the end each bin in turn becomes one of the cheapest kind
/// that is left and holds what is in it. If bins run out, everything is tried once more, and bins begin with the items
/// for which there are the fewest.
///
/// # Errors
///
/// [`VectorError`] for kinds that do not go together, for an item that fits into none of them, and for items that are
/// left when there is no bin left.
///
/// # Examples
///
/// ```
/// use ansatz_packing::vector::{self, BinKind, Fit};
///
/// let items = [[6, 2], [4, 2], [2, 6], [6, 4]];
/// let packing = vector::bin_by_bin(&items, &[BinKind::new([10, 10], 1)], Fit::DotProduct)?;
/// assert_eq!(packing.to_bins(), [vec![2, 3], vec![0, 1]]);
/// assert!(packing.is_proved());
/// # Ok::<(), vector::VectorError>(())
/// ```
///
/// # Complexity
///
/// O(n^2 d k) time at worst for n items, d dimensions and k kinds; an item is looked at once for each bin that is
/// opened before its own, and once more for each item that joins a bin while it would fit. O(n d) memory.
///
/// # References
///
/// R. Panigrahy, K. Talwar, L. Uyeda and U. Wieder, "Heuristics for vector bin packing", Microsoft Research, 2011; the
/// choice of the kind is that of M. Haouari and M. Serairi, "Heuristics for the variable sized bin-packing problem",
/// Computers & Operations Research 36, 2009, with a greedy filling in place of subset sums.
pub fn bin_by_bin<I: Sizes>(items: &[I], kinds: &[BinKind], fit: Fit) -> Result<VectorPacking, VectorError> {
    let problem = Problem::new(items, kinds)?;
    let scaled = Scaled::new(&problem);
    let mut filler = Filler { problem: &problem, scaled: &scaled, fit, weights: Vec::new() };
    let bins = filler.pack(&vec![0; items.len()]);
    let bins = if bins.is_complete() { bins } else { bins.or_better(filler.pack(&problem.supply())) };
    bins.finish()
}

struct Filler<'a> {
    problem: &'a Problem<'a>,
    scaled: &'a Scaled,
    fit: Fit,
    /// The demand of the items that wait.
    weights: Vec<f64>,
}

/// What would be in a bin of one kind.
struct Trial {
    kind: usize,
    items: Vec<usize>,
    /// The cost for the volume, and what decides among equals.
    price: (f64, f64),
}

impl<'a> Filler<'a> {
    /// Begins each bin with one of the items whose `rank` is the lowest.
    fn pack(&mut self, rank: &[usize]) -> Bins<'a> {
        let mut bins = Bins::new(self.problem, &by_price(self.problem, self.scaled));
        let mut waiting: Vec<_> = (0..self.problem.len()).collect();
        loop {
            self.weights = self.scaled.demand(waiting.iter().copied());
            let lowest = waiting.iter().map(|&item| rank[item]).min();
            let mut firsts = waiting.iter().copied().filter(|&item| Some(rank[item]) == lowest).collect();
            let Some(first) = self.best(&self.problem.largest, &mut firsts, None) else { break };
            let trials = bins.kinds_for(self.problem.item(first)).map(|kind| self.fill(kind, first, &waiting));
            let Some(mut trial) = trials.min_by(|one, other| compare(one.price, other.price)) else {
                bins.reject(first);
                waiting.retain(|&item| item != first);
                continue;
            };
            let bin = bins.open(trial.kind);
            trial.items.sort_unstable();
            for &item in &trial.items {
                bins.put(item, bin);
            }
            waiting.retain(|item| trial.items.binary_search(item).is_err());
        }
        bins.exchanged()
    }

    fn fill(&self, kind: usize, first: usize, waiting: &[usize]) -> Trial {
        let mut free = Vec::from(self.problem.kinds[kind].capacity());
        let mut waiting = Vec::from(waiting);
        let (mut items, mut volume) = (Vec::new(), 0.0);
        let mut next = Some(first);
        while let Some(item) = next {
            for (free, size) in free.iter_mut().zip(self.problem.item(item)) {
                *free -= size;
            }
            volume += self.scaled.volume(self.scaled.row(item));
            items.push(item);
            next = self.best(&free, &mut waiting, Some(item));
        }
        Trial { kind, items, price: (self.problem.kinds[kind].cost() as f64 / volume, -volume) }
    }

    /// The item that fits `free` best, the first of equals. Those that have no room there leave the list, as `taken`
    /// does: what is free only shrinks.
    fn best(&self, free: &[u64], waiting: &mut Vec<usize>, taken: Option<usize>) -> Option<usize> {
        let row: Vec<_> = self.scaled.scale(free).collect();
        let mut best: Option<(usize, f64)> = None;
        waiting.retain(|&item| {
            if Some(item) == taken || !holds(free, self.problem.item(item)) {
                return false;
            }
            let score = self.fit.score(&self.weights, &row, self.scaled.row(item));
            if best.is_none_or(|(_, most)| score > most) {
                best = Some((item, score));
            }
            true
        });
        best.map(|(item, _)| item)
    }
}
