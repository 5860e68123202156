//! The exact solver.

use alloc::vec::Vec;
use core::fmt;

use super::{
    classes::{Classes, Pattern},
    instance::Instance,
    relaxation::MOST_ROWS,
    search::{Plan, Progress, Search},
};
use crate::{Packing, PackingError, start::start};

/// Finds a packing into the fewest bins and proves that there is none into fewer, a step at a time.
///
/// 1. The start is the best of [`first_fit_decreasing`](crate::first_fit_decreasing),
///    [`best_fit_decreasing`](crate::best_fit_decreasing) and
///    [`modified_first_fit_decreasing`](crate::modified_first_fit_decreasing), with
///    [`dual_feasible_bound`](crate::dual_feasible_bound) as its lower bound. Often that is a proof already.
/// 2. Bins that some optimal packing has for certain are closed (the reduction of Martello and Toth).
/// 3. Bin by bin, the largest item that is left gets the fullest bin that can be made (minimum bin slack).
/// 4. The linear program of Gilmore and Gomory, in which a pattern may be used a fraction of a time, is solved by column
///    generation. Rounded up, its value is nearly always the fewest bins. A depth first search for a packing into just as
///    many bins closes the bins that the program is sure of, solves it again for the items that are left, and turns back
///    where they need too many bins. Ways that seldom depart from first choices come first (limited discrepancy search).
///    If the search ends without a packing, the bound rises by one.
///
/// Whatever the rounding errors, no bound is wrong: the program's prices are rounded to whole numbers, an exact knapsack
/// tells the most that a bin can be worth by them, and all else follows in whole numbers.
///
/// # Examples
///
/// ```
/// use ansatz_packing::{BranchAndPrice, first_fit_decreasing};
///
/// let sizes = [[51; 6], [27; 6], [26; 6], [23; 6], [23; 6]].concat();
/// assert_eq!(first_fit_decreasing(&sizes, 100)?.bin_count(), 11);
///
/// // The caller owns the clock: look at it between steps, as often as you like.
/// let mut solver = BranchAndPrice::new(&sizes, 100)?;
/// let mut budget = 1_000;
/// while budget > 0 && solver.step(10) {
///     budget -= 1;
/// }
/// let packing = solver.best();
/// assert!(packing.is_proved());
/// assert_eq!(packing.bin_count(), 9);
/// # Ok::<(), ansatz_packing::PackingError>(())
/// ```
///
/// # Complexity
///
/// Bin packing is NP-hard, so there are items for which the search takes for ever. A step takes some milliseconds at
/// most with up to 100,000 different sizes, and O(n log n) time where a packing is made; `new` takes O(n log n) time.
/// Memory is O(n), and for each of up to 1,000 different sizes another 8 KB. If there are more different sizes, the
/// linear program is left out: the search goes on from 3., with the volume as its only bound.
///
/// # References
///
/// P. C. Gilmore and R. E. Gomory, "A linear programming approach to the cutting-stock problem", Operations Research 9,
/// 1961; F. Vanderbeck, "Computational study of a column generation algorithm for bin packing and cutting stock
/// problems", Mathematical Programming 86, 1999; R. E. Korf, "A new algorithm for optimal bin packing", AAAI 2002;
/// S. Held, W. Cook and E. C. Sewell, "Maximum-weight stable sets and safe lower bounds for graph coloring",
/// Mathematical Programming Computation 4, 2012, for bounds in whole numbers.
#[derive(Clone)]
pub struct BranchAndPrice {
    instance: Instance,
    search: Search,
    best: Packing,
    steps: u64,
}

impl BranchAndPrice {
    /// A solver for these items and bins of `capacity`, with a first packing.
    ///
    /// # Errors
    ///
    /// [`PackingError`] for a capacity of 0 and for an item that fits into no bin.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_packing::BranchAndPrice;
    ///
    /// let error = BranchAndPrice::new(&[40, 120], 100).unwrap_err();
    /// assert_eq!(error.to_string(), "the size of item 1 is 120, allowed: 1..=100, the capacity of a bin");
    /// ```
    ///
    /// # Complexity
    ///
    /// O(n log n) time, O(n) memory.
    pub fn new(sizes: &[u64], capacity: u64) -> Result<Self, PackingError> {
        let best = start(sizes, capacity)?;
        let instance = Instance::new(sizes, capacity)?;
        let bins = best.bin_count().saturating_sub(1 + instance.certain_bins());
        let plan = Plan { bins, relaxed: false, most_detours: 0 };
        let search = Search::new(instance.left().clone(), capacity, plan);
        Ok(Self { instance, search, best, steps: 0 })
    }

    /// Takes at most `n` steps, and says whether more of them may improve the packing or its bound.
    ///
    /// A step is one column that enters a linear program, with the knapsack that finds it if it must be found, or one bin
    /// that is closed, or changed on the way back.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_packing::BranchAndPrice;
    ///
    /// let mut solver = BranchAndPrice::new(&[4, 3, 3, 2, 2, 2], 8)?;
    /// assert_eq!(solver.best().bin_count(), 3);
    /// assert!(!solver.step(100));
    /// assert_eq!((solver.best().bin_count(), solver.best().is_proved()), (2, true));
    /// assert!(solver.steps_taken() < 100);
    /// # Ok::<(), ansatz_packing::PackingError>(())
    /// ```
    pub fn step(&mut self, n: u64) -> bool {
        for _ in 0..n {
            if self.best.is_proved() {
                break;
            }
            self.steps += 1;
            let progress = self.search.step();
            self.best.raise_lower_bound(self.instance.certain_bins() + self.search.bound());
            self.follow(progress);
        }
        !self.best.is_proved()
    }

    /// The packing with the fewest bins so far, and the best lower bound.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_packing::BranchAndPrice;
    ///
    /// // Before the first step it is that of a heuristic.
    /// let solver = BranchAndPrice::new(&[4, 3, 3, 2, 2, 2], 8)?;
    /// assert_eq!((solver.best().bin_count(), solver.best().lower_bound()), (3, 2));
    /// # Ok::<(), ansatz_packing::PackingError>(())
    /// ```
    pub fn best(&self) -> &Packing {
        &self.best
    }

    /// How many steps were taken.
    pub fn steps_taken(&self) -> u64 {
        self.steps
    }

    fn follow(&mut self, progress: Progress) {
        let plan = self.search.plan();
        match progress {
            Progress::Searching => {}
            Progress::DeadEnd => self.complete(),
            Progress::Found => {
                self.accept(&[]);
                self.restart(0);
            }
            Progress::Missed if plan.relaxed == self.can_relax() => self.restart(2 * plan.most_detours + 1),
            Progress::Missed => self.restart(0),
            Progress::Refuted => {
                self.best.raise_lower_bound(self.instance.certain_bins() + plan.bins + 1);
                self.restart(0);
            }
        }
    }

    /// Searches anew, for as few bins as the bound allows where a dead end is seen early, otherwise for one bin less.
    fn restart(&mut self, most_detours: usize) {
        let relaxed = self.can_relax();
        let bins = if relaxed { self.best.lower_bound() } else { self.best.bin_count().saturating_sub(1) };
        self.search.restart(Plan { bins: bins.saturating_sub(self.instance.certain_bins()), relaxed, most_detours });
    }

    fn can_relax(&self) -> bool {
        self.instance.left().sizes.len() <= MOST_ROWS
    }

    /// First fit decreasing of what a dead end has left, if that can be an improvement.
    fn complete(&mut self) {
        let (counts, bins) = self.search.left();
        if self.instance.certain_bins() + self.search.closed().count() + bins < self.best.bin_count() {
            let left = Classes { sizes: self.instance.left().sizes.clone(), counts: Vec::from(counts) };
            if let Ok(rest) = left.first_fit(self.instance.capacity()) {
                self.accept(&rest);
            }
        }
    }

    /// The packing of the bins that are closed and `rest`, if it is the best.
    fn accept(&mut self, rest: &[Pattern]) {
        let bins: Vec<&Pattern> = self.search.closed().chain(rest).collect();
        if self.instance.certain_bins() + bins.len() < self.best.bin_count() {
            self.best = self.instance.packing(&bins, self.best.lower_bound());
        }
    }
}

impl fmt::Debug for BranchAndPrice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BranchAndPrice")
            .field("capacity", &self.instance.capacity())
            .field("items", &self.instance.item_count())
            .field("bins", &self.best.bin_count())
            .field("lower_bound", &self.best.lower_bound())
            .field("steps_taken", &self.steps)
            .finish_non_exhaustive()
    }
}
