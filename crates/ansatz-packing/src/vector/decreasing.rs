//! Item by item, from the largest to the smallest, each into an open bin of a rule's choice or into a new one.

use super::{VectorError, VectorPacking, bins::Bins, problem::Problem, scaled::Scaled};

/// How a bin is chosen among those that are open.
pub(super) trait Rule {
    /// The open bin that takes `item`; `None` if it needs a new one.
    fn select(&mut self, item: usize, bins: &Bins<'_>) -> Option<usize>;

    /// The bin `bin`, which may be new, has `free` left.
    fn fill(&mut self, bin: usize, free: &[u64]);
}

/// A new bin is of the kind with the lowest cost per volume of those that hold the item.
pub(super) fn pack(
    problem: &Problem<'_>,
    scaled: &Scaled,
    order: impl IntoIterator<Item = usize>,
    mut rule: impl Rule,
) -> Result<VectorPacking, VectorError> {
    let mut bins = Bins::new(problem, scaled);
    for item in order {
        let open = rule.select(item, &bins);
        let Some(bin) = open.or_else(|| bins.open_for(problem.item(item))) else {
            bins.reject(item);
            continue;
        };
        rule.fill(bin, bins.put(item, bin));
    }
    bins.finish()
}
