//! Consistent neighborhood search: one bin less, and items move between the bins and a pool until the pool fits.

use alloc::{vec, vec::Vec};
use core::fmt;

use ansatz_random::{Stream, below};

use super::{
    exchange::best_exchange,
    fullest::fullest,
    partial::{Complete, Partial},
    sample::{MOST_OF_BIN, MOST_OF_POOL, sample},
};
use crate::{Packing, PackingError, descending::Descending, start::start};

/// Local search that takes one bin away after the other.
///
/// It begins with the best of [`first_fit_decreasing`](crate::first_fit_decreasing),
/// [`best_fit_decreasing`](crate::best_fit_decreasing) and
/// [`modified_first_fit_decreasing`](crate::modified_first_fit_decreasing). To save a bin, it dissolves the three emptiest
/// and keeps their items in a pool; if the pool ever fits into two bins, there is a packing with one bin less. A step takes a
/// bin at random and makes the exchange of up to two of its items for one or two of the pool that fills it best, and now and
/// then fills it anew from both. No bin is ever overfull: the neighborhood is consistent.
///
/// That is Buljubasic and Vasquez's search, with another way out of dead ends: a bin may lose some of what it holds, up to a
/// thirty-second of the capacity at first, half as much in the next stage and so on down to nothing, as in simulated
/// annealing; then all begins again with stages twice as long. What was moved takes part in no exchange for up to ten
/// steps; only where a bin is filled anew may it move before.
///
/// # Examples
///
/// ```
/// use ansatz_packing::{ConsistentNeighborhoodSearch, first_fit_decreasing};
///
/// // Three in each bin, to the brim: 50 + 26 + 24, 45 + 30 + 25, 40 + 35 + 25.
/// let sizes = [50, 45, 40, 35, 30, 26, 25, 25, 24];
/// assert_eq!(first_fit_decreasing(&sizes, 100)?.bin_count(), 4);
///
/// let mut search = ConsistentNeighborhoodSearch::new(&sizes, 100, 42)?;
/// // The clock is yours: as many steps at a time as you can wait for.
/// while search.step(1_000) && search.steps_taken() < 100_000 {}
/// assert_eq!(search.best().bin_count(), 3);
/// assert!(search.best().is_proved());
/// # Ok::<(), ansatz_packing::PackingError>(())
/// ```
///
/// # Complexity
///
/// O(n log n) time to begin with, O(n) memory. A step looks at no more than 24 items of a bin and 64 of the pool, drawn at
/// random if there are more; one that changes something takes time in proportion to the items of that bin and the pool, and
/// one that finds a packing O(n).
///
/// # References
///
/// M. Buljubasic and M. Vasquez, "Consistent neighborhood search for one-dimensional bin packing and two-dimensional vector
/// packing", Computers & Operations Research 76, 2016.
#[derive(Clone)]
pub struct ConsistentNeighborhoodSearch {
    /// Descending; items are positions in this order until they are in a packing.
    sizes: Vec<u64>,
    items: Vec<usize>,
    best: Packing,
    partial: Partial,
    /// The first step in which each item may be exchanged again.
    rests: Vec<u64>,
    rng: Stream,
    steps: u64,
    /// How many steps there are until the next stage.
    left: u64,
    stage: u32,
    stage_steps: u64,
    /// What is looked at in a step: items of a bin and of the pool.
    bin: Vec<usize>,
    pool: Vec<usize>,
}

impl ConsistentNeighborhoodSearch {
    /// A search for a packing of these items that has not begun; `seed` determines all that is random.
    ///
    /// # Errors
    ///
    /// [`PackingError`] for a capacity of 0 and for an item that fits into no bin.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_packing::ConsistentNeighborhoodSearch;
    ///
    /// let search = ConsistentNeighborhoodSearch::new(&[6, 5, 4], 10, 42)?;
    /// assert_eq!((search.best().bin_count(), search.steps_taken()), (2, 0));
    /// assert!(ConsistentNeighborhoodSearch::new(&[6, 5, 11], 10, 42).is_err());
    /// # Ok::<(), ansatz_packing::PackingError>(())
    /// ```
    pub fn new(sizes: &[u64], capacity: u64, seed: u64) -> Result<Self, PackingError> {
        let best = start(sizes, capacity)?;
        let Descending { sizes, items } = Descending::new(sizes, capacity)?;
        let partial = Partial::below(&best, &sizes, &items);
        let rests = vec![0; sizes.len()];
        let mut search = Self {
            sizes,
            items,
            best,
            partial,
            rests,
            rng: Stream::new(seed, 0),
            steps: 0,
            left: 0,
            stage: 0,
            stage_steps: 0,
            bin: Vec::new(),
            pool: Vec::new(),
        };
        search.heat();
        Ok(search)
    }

    /// Takes at most `n` steps, and says whether more of them may find a better packing: not if the best is proved to be
    /// optimal.
    ///
    /// Whatever the numbers of steps are that are taken at a time, what comes of them is the same.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_packing::ConsistentNeighborhoodSearch;
    ///
    /// let mut search = ConsistentNeighborhoodSearch::new(&[6, 5, 4], 10, 42)?;
    /// assert!(!search.step(1_000));
    /// assert_eq!(search.steps_taken(), 0);
    /// # Ok::<(), ansatz_packing::PackingError>(())
    /// ```
    pub fn step(&mut self, n: u64) -> bool {
        for _ in 0..n {
            if self.best.is_proved() {
                break;
            }
            self.advance();
        }
        !self.best.is_proved()
    }

    /// The best packing so far.
    ///
    /// # Examples
    ///
    /// ```
    /// let search = ansatz_packing::ConsistentNeighborhoodSearch::new(&[6, 5, 4], 10, 42)?;
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
    /// let mut search = ansatz_packing::ConsistentNeighborhoodSearch::new(&[4, 4, 4, 3, 3, 3], 11, 42)?;
    /// search.step(10);
    /// assert!(search.steps_taken() <= 10);
    /// # Ok::<(), ansatz_packing::PackingError>(())
    /// ```
    pub fn steps_taken(&self) -> u64 {
        self.steps
    }

    fn advance(&mut self) {
        self.steps = self.steps.saturating_add(1);
        self.cool();
        let bins = self.partial.bin_count();
        if bins == 0 {
            return;
        }
        let bin = below(&mut self.rng, bins as u64) as usize;
        sample(self.partial.bin(bin), MOST_OF_BIN, &mut self.rng, &mut self.bin);
        sample(self.partial.pool(), MOST_OF_POOL, &mut self.rng, &mut self.pool);
        let limit = (self.partial.capacity() / HOTTEST) >> self.stage;
        let loss = below(&mut self.rng, limit + 1);
        let has_moved =
            if below(&mut self.rng, REFILL_INTERVAL) == 0 { self.refill(bin, loss) } else { self.exchange(bin, loss) };
        if has_moved && let Some(complete) = self.partial.complete(&self.sizes) {
            self.improve(complete);
        }
    }

    /// Makes the best exchange by which the bin loses at most `loss`.
    fn exchange(&mut self, bin: usize, loss: u64) -> bool {
        let is_free = |item: &usize| self.rests[*item] <= self.steps;
        self.bin.retain(is_free);
        self.pool.retain(is_free);
        let free = self.partial.free(bin);
        let most = free.saturating_add(loss);
        let Some(found) = best_exchange(&self.sizes, &self.bin, &self.pool, free, most, &mut self.rng) else {
            return false;
        };
        self.carry_out(bin, found.out.as_slice(), found.into.as_slice());
        true
    }

    /// Fills the bin anew around one item of its own or of the pool, unless it loses more than `loss`.
    fn refill(&mut self, bin: usize, loss: u64) -> bool {
        let mut items = [self.bin.as_slice(), self.pool.as_slice()].concat();
        if items.is_empty() {
            return false;
        }
        let fixed = items.swap_remove(below(&mut self.rng, items.len() as u64) as usize);
        items.sort_unstable();
        let load = |items: &[usize]| items.iter().map(|&item| self.sizes[item]).sum::<u64>();
        let before = load(&self.bin);
        let Some(room) = (self.partial.free(bin) + before).checked_sub(self.sizes[fixed]) else { return false };
        let sizes: Vec<u64> = items.iter().map(|&item| self.sizes[item]).collect();
        let (chosen, after) = fullest(&sizes, room, room, REFILL_LIMIT);
        if (after + self.sizes[fixed]).saturating_add(loss) < before {
            return false;
        }
        let mut chosen: Vec<usize> = chosen.into_iter().map(|place| items[place]).collect();
        let place = chosen.partition_point(|&item| item < fixed);
        chosen.insert(place, fixed);
        let out: Vec<usize> = self.bin.iter().copied().filter(|item| chosen.binary_search(item).is_err()).collect();
        chosen.retain(|item| self.pool.binary_search(item).is_ok());
        self.carry_out(bin, &out, &chosen);
        !out.is_empty() || !chosen.is_empty()
    }

    fn carry_out(&mut self, bin: usize, out: &[usize], into: &[usize]) {
        self.partial.exchange(&self.sizes, bin, out, into);
        for &item in out.iter().chain(into) {
            self.rests[item] = self.steps.saturating_add(1 + below(&mut self.rng, LONGEST_REST));
        }
    }

    /// A better packing: the next one must do with a bin less.
    fn improve(&mut self, complete: Complete) {
        let mut assignment = vec![0; self.items.len()];
        for (&item, bin) in self.items.iter().zip(complete.bins) {
            assignment[item] = bin;
        }
        let (capacity, bound) = (self.best.capacity(), self.best.lower_bound());
        self.best = Packing::assemble(capacity, assignment, complete.free, bound);
        self.partial = Partial::below(&self.best, &self.sizes, &self.items);
        self.heat();
    }

    /// The first stage of the first cycle.
    fn heat(&mut self) {
        self.stage = 0;
        self.stage_steps = STAGE_STEPS * self.sizes.len() as u64;
        self.left = self.stage_steps;
    }

    fn cool(&mut self) {
        if self.left == 0 {
            self.stage += 1;
            if self.stage == STAGES {
                self.stage = 0;
                self.stage_steps = self.stage_steps.saturating_mul(2);
            }
            self.left = self.stage_steps;
        }
        self.left -= 1;
    }
}

impl fmt::Debug for ConsistentNeighborhoodSearch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConsistentNeighborhoodSearch")
            .field("items", &self.sizes.len())
            .field("bins", &self.best.bin_count())
            .field("lower_bound", &self.best.lower_bound())
            .field("steps", &self.steps)
            .finish_non_exhaustive()
    }
}

/// What a bin may lose at first, as a share of its capacity: one part of so many.
const HOTTEST: u64 = 32;

/// After so many halves what a bin may lose is next to nothing.
const STAGES: u32 = 9;

/// The steps of the first stages, for each item.
const STAGE_STEPS: u64 = 6;

/// One step of so many fills a bin anew.
const REFILL_INTERVAL: u64 = 8;

/// How many items are taken on the way to a bin that is filled anew.
const REFILL_LIMIT: usize = 100;

/// How many steps an item rests at most.
const LONGEST_REST: u64 = 10;
