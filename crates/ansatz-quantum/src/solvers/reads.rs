//! The reads of an annealer, in as many lanes as vectors have.

use alloc::vec::Vec;
use core::ops::Range;

use ansatz_core::{ParameterError, require_range};

use super::schedule::Schedule;
use crate::{
    Ising,
    lanes::{Couplings, Number, Spins},
};

/// Reads, sixteen side by side and the last few alone.
#[derive(Clone)]
pub(super) struct Reads<W> {
    couplings: Couplings<W>,
    wide: Vec<Spins<W, WIDTH>>,
    narrow: Vec<Spins<W, 1>>,
}

impl<W: Number> Reads<W> {
    pub(super) fn new(couplings: Couplings<W>, reads: usize, seed: u64) -> Self {
        let (wide, narrow) = blocks(reads);
        Self {
            wide: wide.map(|first| Spins::new(&couplings, seed, first as u64)).collect(),
            narrow: narrow.map(|read| Spins::new(&couplings, seed, read as u64)).collect(),
            couplings,
        }
    }

    /// The sweeps `range` of the schedule, and a descent after the last one.
    pub(super) fn anneal(&mut self, schedule: &Schedule, range: Range<u64>) {
        let Self { couplings, wide, narrow } = self;
        for spins in wide {
            anneal(spins, couplings, schedule, range.clone());
        }
        for spins in narrow {
            anneal(spins, couplings, schedule, range.clone());
        }
    }

    #[cfg(feature = "rayon")]
    pub(super) fn anneal_parallel(&mut self, schedule: &Schedule, range: Range<u64>) {
        use rayon::prelude::*;

        let Self { couplings, wide, narrow } = self;
        wide.par_iter_mut().for_each(|spins| anneal(spins, couplings, schedule, range.clone()));
        narrow.par_iter_mut().for_each(|spins| anneal(spins, couplings, schedule, range.clone()));
    }

    /// The spins of one read.
    pub(super) fn spins(&self, read: usize) -> Vec<i8> {
        match self.wide.get(read / WIDTH) {
            Some(spins) => spins.lane(read % WIDTH),
            None => self.narrow[read - self.wide.len() * WIDTH].lane(0),
        }
    }
}

fn anneal<W: Number, const L: usize>(
    spins: &mut Spins<W, L>,
    couplings: &Couplings<W>,
    schedule: &Schedule,
    range: Range<u64>,
) {
    let ends = !range.is_empty() && range.end == schedule.steps;
    for sweep in range {
        let heat = schedule.temperature(sweep) / (2.0 * couplings.unit());
        spins.sweep(couplings, &[heat as f32; L]);
    }
    if ends {
        spins.descend(couplings);
    }
}

/// As many reads of `states` states each as [`most_states`] allows.
pub(super) fn require_reads(model: &Ising, states: usize, reads: usize) -> Result<usize, ParameterError> {
    require_range("reads", reads, 1..=(most_states(model) / states).max(1))
}

/// How many states of a model a search may hold, so that a number with too many digits is an error and not the end of memory.
pub(super) fn most_states(model: &Ising) -> usize {
    MOST_SPINS / model.len().max(LEAST_SPINS)
}

/// Which reads are the first of blocks of [`WIDTH`], and which go alone.
pub(super) fn blocks(reads: usize) -> (impl Iterator<Item = usize>, Range<usize>) {
    // Lanes that nobody asked for cost less than many reads alone.
    let wide = if reads % WIDTH <= MOST_ALONE { reads / WIDTH } else { reads.div_ceil(WIDTH) };
    ((0..wide).map(|block| block * WIDTH), wide.saturating_mul(WIDTH).min(reads)..reads)
}

/// 4 GiB of whole numbers, or 16 GiB of floats.
const MOST_SPINS: usize = 1 << 30;

/// What a state takes beside its spins, its random numbers above all, is less than so many spins take.
const LEAST_SPINS: usize = 64;

/// Lanes of 16 bits in two vectors of 128: as fast a lane as with more, and twice as fast as with 8.
pub(super) const WIDTH: usize = 16;

/// A lane alone takes two to three times as long as one of sixteen, so that four are sooner alone.
const MOST_ALONE: usize = 4;
