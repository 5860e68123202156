//! The grouping genetic algorithm: whole bins are what is inherited.

use alloc::{vec, vec::Vec};
use core::fmt;

use ansatz_optimize::{GeneticAlgorithm, GeneticConfig, Grouping, Run};

use super::replacement::Replacement;
use crate::{Packing, PackingError, descending::Descending, start::start};

/// Falkenauer's grouping genetic algorithm: packings inherit whole bins from each other.
///
/// A child gets bins of one parent as they are, and those of the other that have none of their items. What is in no bin then
/// goes in the place of items that need less (up to two for one or two, as long as that fills the bin further), and
/// what still remains is packed by best fit decreasing. A mutation dissolves bins, and the same repair follows. Of
/// two packings the one with the larger mean of (load / capacity)^2 is better: at equal numbers of bins one that is full
/// and one that is nearly empty are worth more than two half full ones.
///
/// The engine is [`ansatz_optimize::GeneticAlgorithm`] over an [`ansatz_optimize::Grouping`]. What it has found is never
/// worse than the best of [`first_fit_decreasing`](crate::first_fit_decreasing),
/// [`best_fit_decreasing`](crate::best_fit_decreasing) and
/// [`modified_first_fit_decreasing`](crate::modified_first_fit_decreasing), which it begins with.
///
/// # Examples
///
/// ```
/// use ansatz_packing::{GroupingGenetic, first_fit_decreasing};
///
/// // Three in each bin, to the brim: 50 + 26 + 24, 45 + 30 + 25, 40 + 35 + 25.
/// let sizes = [50, 45, 40, 35, 30, 26, 25, 25, 24];
/// assert_eq!(first_fit_decreasing(&sizes, 100)?.bin_count(), 4);
///
/// let mut search = GroupingGenetic::new(&sizes, 100, 42)?;
/// // The clock is yours: as many offspring at a time as you can wait for.
/// while search.step(100) && search.steps_taken() < 10_000 {}
/// assert_eq!(search.best().bin_count(), 3);
/// assert!(search.best().is_proved());
/// # Ok::<(), ansatz_packing::PackingError>(())
/// ```
///
/// # Complexity
///
/// O(n log n) time to begin with. A step is one offspring: O(n log n), and for each bin a look at no more than 24 of its
/// items and 64 others. Every thirtieth step also ranks the population. Memory for 60 packings, 480 bytes an item.
///
/// # References
///
/// E. Falkenauer, "A hybrid grouping genetic algorithm for bin packing", Journal of Heuristics 2, 1996.
#[derive(Clone)]
pub struct GroupingGenetic {
    /// Which item is at a position, in descending order of sizes.
    items: Vec<usize>,
    best: Packing,
    /// None if there are no items.
    run: Option<Run<GeneticAlgorithm<Grouping<Replacement>>>>,
    steps: u64,
}

impl GroupingGenetic {
    /// A search for a packing of these items that has not begun; `seed` determines all that is random.
    ///
    /// # Errors
    ///
    /// [`PackingError`] for a capacity of 0, for an item that fits into no bin and for more than 2^20 items.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_packing::GroupingGenetic;
    ///
    /// let search = GroupingGenetic::new(&[6, 5, 4], 10, 42)?;
    /// assert_eq!((search.best().bin_count(), search.steps_taken()), (2, 0));
    /// assert!(GroupingGenetic::new(&[6, 5, 11], 10, 42).is_err());
    /// # Ok::<(), ansatz_packing::PackingError>(())
    /// ```
    pub fn new(sizes: &[u64], capacity: u64, seed: u64) -> Result<Self, PackingError> {
        let best = start(sizes, capacity)?;
        let Descending { sizes, items } = Descending::new(sizes, capacity)?;
        let run = if sizes.is_empty() {
            None
        } else {
            let genomes = Grouping::new(sizes.len(), Replacement { capacity, sizes })?;
            let config = GeneticConfig::default().population(POPULATION).mutation_rate(MUTATION_RATE);
            Some(GeneticAlgorithm::with_config(genomes, config)?.start(u64::MAX, seed)?)
        };
        Ok(Self { items, best, run, steps: 0 })
    }

    /// Has at most `n` offspring made, and says whether more of them may be a better packing: not if the best is proved
    /// to be optimal.
    ///
    /// Whatever the numbers of steps are that are taken at a time, what comes of them is the same.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_packing::GroupingGenetic;
    ///
    /// let mut search = GroupingGenetic::new(&[6, 5, 4], 10, 42)?;
    /// assert!(!search.step(1_000));
    /// assert_eq!(search.steps_taken(), 0);
    /// # Ok::<(), ansatz_packing::PackingError>(())
    /// ```
    pub fn step(&mut self, n: u64) -> bool {
        for _ in 0..n {
            if self.best.is_proved() {
                break;
            }
            self.steps = self.steps.saturating_add(1);
            self.advance();
        }
        !self.best.is_proved()
    }

    /// The best packing so far.
    ///
    /// # Examples
    ///
    /// ```
    /// let search = ansatz_packing::GroupingGenetic::new(&[6, 5, 4], 10, 42)?;
    /// assert_eq!(search.best().assignment(), [0, 1, 0]);
    /// # Ok::<(), ansatz_packing::PackingError>(())
    /// ```
    pub fn best(&self) -> &Packing {
        &self.best
    }

    /// How many steps have been taken.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut search = ansatz_packing::GroupingGenetic::new(&[4, 4, 4, 3, 3, 3], 11, 42)?;
    /// search.step(10);
    /// assert!(search.steps_taken() <= 10);
    /// # Ok::<(), ansatz_packing::PackingError>(())
    /// ```
    pub fn steps_taken(&self) -> u64 {
        self.steps
    }

    fn advance(&mut self) {
        let Some(run) = &mut self.run else { return };
        let Some(trial) = run.ask() else { return };
        let problem = run.method().representation().repair();
        let free = problem.free(&trial.candidate);
        let cost = cost(&free, problem.capacity);
        if free.len() < self.best.bin_count() {
            let mut assignment = vec![0; self.items.len()];
            for (&item, &bin) in self.items.iter().zip(&trial.candidate) {
                assignment[item] = bin;
            }
            self.best = Packing::assemble(problem.capacity, assignment, free, self.best.lower_bound());
        }
        // It was asked for, and is told once.
        let _ = run.tell(trial.number, cost);
    }
}

impl fmt::Debug for GroupingGenetic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GroupingGenetic")
            .field("items", &self.items.len())
            .field("bins", &self.best.bin_count())
            .field("lower_bound", &self.best.lower_bound())
            .field("steps", &self.steps)
            .finish_non_exhaustive()
    }
}

/// Falkenauer's measure, to be minimised: the mean square of how full the bins are, negated.
fn cost(free: &[u64], capacity: u64) -> f64 {
    let squares = free.iter().map(|&free| {
        let share = (capacity - free) as f64 / capacity as f64;
        share * share
    });
    -squares.sum::<f64>() / free.len() as f64
}

/// Few, since a child is dear; 12 members and 100 solved fewer triplets in the same time.
const POPULATION: usize = 30;

/// The share of children that are mutated: of 1, 0.6 and 0.2 this solved most triplets.
const MUTATION_RATE: f64 = 0.6;
