//! Item by item, from the largest to the smallest, each into an open bin of a rule's choice or into a new one.

use alloc::vec::Vec;

use super::{
    VectorError, VectorPacking,
    bins::{Bins, by_price},
    problem::Problem,
    scaled::Scaled,
};

/// How a bin is chosen among those that are open.
pub(super) trait Rule {
    /// The open bin that takes `item`; `None` if it needs a new one.
    fn select(&mut self, item: usize, bins: &Bins<'_>) -> Option<usize>;

    /// The bin `bin`, which may be new, has `free` left.
    fn fill(&mut self, bin: usize, free: &[u64]);
}

/// The cheapest of the packings that open each kind in turn before all others, wherever it holds the item.
///
/// If items remain without a bin, once more: those first for which there are the fewest.
pub(super) fn pack<R: Rule>(
    problem: &Problem<'_>,
    scaled: &Scaled,
    mut order: Vec<usize>,
    rule: impl Fn() -> R,
) -> Result<VectorPacking, VectorError> {
    let mut best = cheapest(problem, scaled, &order, &rule);
    if !best.is_complete() {
        let supply = problem.supply();
        order.sort_by_key(|&item| supply[item]);
        best = best.or_better(cheapest(problem, scaled, &order, &rule));
    }
    best.finish()
}

fn cheapest<'a, R: Rule>(problem: &'a Problem<'a>, scaled: &Scaled, order: &[usize], rule: impl Fn() -> R) -> Bins<'a> {
    let mut kinds = by_price(problem, scaled);
    let mut best = fill(problem, order, rule(), &kinds);
    for first in 1..kinds.len() {
        kinds[..=first].rotate_right(1);
        best = best.or_better(fill(problem, order, rule(), &kinds));
        kinds[..=first].rotate_left(1);
    }
    best
}

fn fill<'a>(problem: &'a Problem<'a>, order: &[usize], mut rule: impl Rule, kinds: &[usize]) -> Bins<'a> {
    let mut bins = Bins::new(problem, kinds);
    for &item in order {
        let open = rule.select(item, &bins);
        let Some(bin) = open.or_else(|| bins.open_for(problem.item(item))) else {
            bins.reject(item);
            continue;
        };
        rule.fill(bin, bins.put(item, bin));
    }
    bins.exchanged()
}
