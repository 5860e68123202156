//! First fit by a tournament over the bins: each node knows the most that is free below it in each dimension.

use alloc::{vec, vec::Vec};

use super::{
    BinKind, Measure, Sizes, VectorError, VectorPacking,
    bins::Bins,
    decreasing::{Rule, pack},
    kind::holds,
    problem::Problem,
    scaled::Scaled,
};

/// First fit decreasing: from the largest item to the smallest, each into the first bin with room for it.
///
/// There is one attempt for each kind of bin, and the cheapest counts. An attempt opens bins of its kind, and for an
/// item that does not fit there, of the kind with the lowest cost per volume, the largest of equals; volumes weight
/// dimensions as [`Measure::Sum`] does. In the end each bin in turn becomes one of the cheapest kind that is left and
/// holds what is in it. If bins run out, everything is tried once more with those items first for which there are the
/// fewest bins.
///
/// In one dimension with one kind it packs as [`first_fit_decreasing`](crate::first_fit_decreasing) does. In one
/// dimension where a bin costs what it holds and there are bins enough, it costs at most 3/2 OPT and a bin of the
/// largest kind, since one of the attempts is Friesen and Langston's FFDLR.
///
/// # Errors
///
/// [`VectorError`] for kinds that do not go together, for an item that fits into none of them, and for items that are
/// left when there is no bin left.
///
/// # Examples
///
/// ```
/// use ansatz_packing::vector::{self, BinKind, Measure};
///
/// // One dimension: crates of 100, and of 40 for less than half of that.
/// let kinds = [BinKind::new(100, 10), BinKind::new(40, 5)];
/// let packing = vector::first_fit_decreasing(&[60, 35, 35, 30, 25], &kinds, Measure::Sum)?;
/// assert_eq!(packing.to_bins(), [vec![0, 1], vec![2, 3, 4]]);
/// assert_eq!((packing.cost(), packing.lower_bound()), (20, 20));
/// # Ok::<(), vector::VectorError>(())
/// ```
///
/// # Complexity
///
/// For each kind of bin O(n log n) time in one dimension. In d dimensions an item looks at O(d log n) numbers of the
/// tournament, and at O(d bins) at worst, where many bins have room in each dimension but not in all. O(n d) memory.
///
/// # References
///
/// R. Panigrahy, K. Talwar, L. Uyeda and U. Wieder, "Heuristics for vector bin packing", Microsoft Research, 2011; D.
/// K. Friesen and M. A. Langston, "Variable sized bin packing", SIAM Journal on Computing 15, 1986.
pub fn first_fit_decreasing<I: Sizes>(
    items: &[I],
    kinds: &[BinKind],
    measure: Measure,
) -> Result<VectorPacking, VectorError> {
    let problem = Problem::new(items, kinds)?;
    let scaled = Scaled::new(&problem);
    pack(&problem, &scaled, scaled.decreasing(&problem, measure), || Tournament::new(&problem))
}

/// The root is at 1, the children of node i at 2 i and 2 i + 1, the leaves in the second half; a row for each node. A
/// leaf without a bin has nothing free, and no item is nothing.
struct Tournament<'a> {
    problem: &'a Problem<'a>,
    leaves: usize,
    most: Vec<u64>,
}

impl<'a> Tournament<'a> {
    /// A leaf for each item, since there are no more bins.
    fn new(problem: &'a Problem<'a>) -> Self {
        let leaves = problem.len().next_power_of_two();
        Self { problem, leaves, most: vec![0; 2 * leaves * problem.dimensions] }
    }

    fn most(&self, node: usize) -> &[u64] {
        &self.most[node * self.problem.dimensions..][..self.problem.dimensions]
    }
}

impl Rule for Tournament<'_> {
    fn select(&mut self, item: usize, _bins: &Bins<'_>) -> Option<usize> {
        let sizes = self.problem.item(item);
        let mut node = 1;
        loop {
            if !holds(self.most(node), sizes) {
                // Up as long as this was the right child, and over to the one on the right; from the root there is
                // none.
                node >>= node.trailing_ones();
                if node == 0 {
                    return None;
                }
                node += 1;
            } else if node < self.leaves {
                node *= 2;
            } else {
                return Some(node - self.leaves);
            }
        }
    }

    fn fill(&mut self, bin: usize, free: &[u64]) {
        let dimensions = self.problem.dimensions;
        let mut node = self.leaves + bin;
        self.most[node * dimensions..][..dimensions].copy_from_slice(free);
        while node > 1 {
            node /= 2;
            let (above, below) = self.most.split_at_mut(2 * node * dimensions);
            let (left, right) = below[..2 * dimensions].split_at(dimensions);
            let parent = &mut above[node * dimensions..][..dimensions];
            for (parent, (left, right)) in parent.iter_mut().zip(left.iter().zip(right)) {
                *parent = *left.max(right);
            }
        }
    }
}
