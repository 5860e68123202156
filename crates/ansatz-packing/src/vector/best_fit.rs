//! Best fit by looking at every open bin.

use alloc::vec::Vec;

use super::{
    BinKind, Fit, Measure, Sizes, VectorError, VectorPacking,
    bins::Bins,
    decreasing::{Rule, pack},
    kind::holds,
    problem::Problem,
    scaled::Scaled,
};

/// Best fit decreasing: from the largest item by [`Measure::Sum`] to the smallest, each into the bin that it fits best.
///
/// By [`Fit::Norm`] that is the bin where the least is left, as best fit has it; by [`Fit::DotProduct`] the bin where
/// much is free of what the item needs, which fills bins evenly, and takes more of them. Kinds are tried and exchanged
/// as by [`first_fit_decreasing`](super::first_fit_decreasing).
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
/// // Two bins have room for [2, 3], and the second has just that.
/// let items = [[7, 5], [5, 7], [5, 3], [2, 3]];
/// let packing = vector::best_fit_decreasing(&items, &[BinKind::new([10, 10], 1)], Fit::Norm)?;
/// assert_eq!(packing.to_bins(), [vec![0, 3], vec![1, 2]]);
/// # Ok::<(), vector::VectorError>(())
/// ```
///
/// # Complexity
///
/// O(n d bins) time for each kind of bin, O(n d) memory.
///
/// # References
///
/// M. Gabay and S. Zaourar, "Vector bin packing with heterogeneous bins: application to the machine reassignment
/// problem", Annals of Operations Research 242, 2016; the rules are from R. Panigrahy, K. Talwar, L. Uyeda and U.
/// Wieder, "Heuristics for vector bin packing", Microsoft Research, 2011.
pub fn best_fit_decreasing<I: Sizes>(items: &[I], kinds: &[BinKind], fit: Fit) -> Result<VectorPacking, VectorError> {
    let problem = Problem::new(items, kinds)?;
    let scaled = Scaled::new(&problem);
    let rule = || Best { problem: &problem, scaled: &scaled, fit, free: Vec::new() };
    pack(&problem, &scaled, scaled.decreasing(&problem, Measure::Sum), rule)
}

struct Best<'a> {
    problem: &'a Problem<'a>,
    scaled: &'a Scaled,
    fit: Fit,
    /// What is free in each bin, as fractions, row after row.
    free: Vec<f64>,
}

impl Rule for Best<'_> {
    fn select(&mut self, item: usize, bins: &Bins<'_>) -> Option<usize> {
        let (sizes, row) = (self.problem.item(item), self.scaled.row(item));
        let rows = bins.free().chunks_exact(sizes.len()).zip(self.free.chunks_exact(row.len()));
        let open = rows.enumerate().filter(|(_, (free, _))| holds(free, sizes));
        let scores = open.map(|(bin, (_, free))| (bin, self.fit.score(&self.scaled.weights, free, row)));
        // The first of equals.
        let best = scores.reduce(|best, next| if next.1 > best.1 { next } else { best });
        best.map(|(bin, _)| bin)
    }

    fn fill(&mut self, bin: usize, free: &[u64]) {
        let start = bin * free.len();
        self.free.resize(self.free.len().max(start + free.len()), 0.0);
        for (row, free) in self.free[start..].iter_mut().zip(self.scaled.scale(free)) {
            *row = free;
        }
    }
}
