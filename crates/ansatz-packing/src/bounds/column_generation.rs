//! Gilmore and Gomory's bound: patterns may be used a fraction of a time.

use crate::{
    PackingError,
    exact::{Instance, Knapsack, MOST_ROWS, Relaxation},
    martello_toth_bound,
};

/// The value of the linear program over all patterns, rounded up, as far as so many iterations of column generation show
/// it; L2 where that is higher.
///
/// A pattern is what can share a bin, and the program uses patterns, each any fraction of a time, so that all items are
/// covered by the least number of bins. No packing has fewer, and the fewest are hardly ever more than the value rounded
/// up; instances where they are one more had to be constructed. The program starts from a few patterns, and each
/// iteration lets the one enter that saves most, found by an exact knapsack if it is not known yet.
///
/// The bound holds after any number of iterations and whatever the rounding errors: prices of the items, rounded to whole
/// numbers, are compared with the most that any bin can be worth by them. With more than 1,000 different sizes (apart from
/// items whose bins are certain), it is L2.
///
/// # Errors
///
/// [`PackingError`] for a capacity of 0 and for an item that fits into no bin.
///
/// # Examples
///
/// ```
/// use ansatz_packing::{column_generation_bound, dual_feasible_bound};
///
/// // Two of 11 fill a bin: beside them, and beside 11 and 8, nothing fits. By volume two bins would do.
/// let sizes = [11, 11, 11, 8, 8];
/// assert_eq!((dual_feasible_bound(&sizes, 26, 20)?, column_generation_bound(&sizes, 26, 100)?), (2, 3));
/// # Ok::<(), ansatz_packing::PackingError>(())
/// ```
///
/// # Complexity
///
/// With d different sizes, an iteration takes O(d^2) time and that of a knapsack; O(n + d^2) memory. Sets of 500 items take
/// some thousands of iterations, and well under a second.
///
/// # References
///
/// P. C. Gilmore and R. E. Gomory, "A linear programming approach to the cutting-stock problem", Operations Research 9,
/// 1961; the bound before the end is from A. A. Farley, "A note on bounding a class of linear programming problems,
/// including cutting stock problems", Operations Research 38, 1990.
pub fn column_generation_bound(sizes: &[u64], capacity: u64, iterations: u64) -> Result<usize, PackingError> {
    let best = martello_toth_bound(sizes, capacity)?;
    let instance = Instance::new(sizes, capacity)?;
    let left = instance.left();
    if left.sizes.len() > MOST_ROWS {
        return Ok(best);
    }
    let mut relaxation = Relaxation::new(&left.sizes, &left.counts, capacity, core::iter::empty());
    let mut knapsack = Knapsack::default();
    for _ in 0..iterations {
        if !relaxation.step(&mut knapsack, usize::MAX) {
            break;
        }
    }
    Ok(best.max(instance.certain_bins() + relaxation.bound()))
}
