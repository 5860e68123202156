//! The reads of simulated quantum annealing, a path each.

use alloc::vec::Vec;
use core::ops::Range;

use ansatz_random::{Stream, rand_core::Rng};

use super::imaginary_time::TransverseSchedule;
use crate::{
    Ising,
    lanes::{Couplings, Number, Path},
};

/// Reads of `2 H` slices.
#[derive(Clone)]
pub(super) struct Paths<W, const H: usize> {
    couplings: Couplings<W>,
    paths: Vec<Path<W, H>>,
}

impl<W: Number, const H: usize> Paths<W, H> {
    fn new(couplings: Couplings<W>, reads: usize, seed: u64) -> Self {
        // A read draws the seed of its slices.
        let path = |read| Path::new(&couplings, Stream::new(seed, read as u64).next_u64());
        Self { paths: (0..reads).map(path).collect(), couplings }
    }

    fn anneal(&mut self, schedule: &TransverseSchedule, range: &Range<u64>) {
        for path in &mut self.paths {
            anneal(path, &self.couplings, schedule, range.clone());
        }
    }

    #[cfg(feature = "rayon")]
    fn anneal_parallel(&mut self, schedule: &TransverseSchedule, range: &Range<u64>) {
        use rayon::prelude::*;

        let Self { couplings, paths } = self;
        paths.par_iter_mut().for_each(|path| anneal(path, couplings, schedule, range.clone()));
    }

    fn slice(&self, read: usize, slice: usize) -> Vec<i8> {
        self.paths[read].slice(slice)
    }
}

fn anneal<W: Number, const H: usize>(
    path: &mut Path<W, H>,
    couplings: &Couplings<W>,
    schedule: &TransverseSchedule,
    range: Range<u64>,
) {
    let ends = !range.is_empty() && range.end == schedule.sweeps;
    for sweep in range {
        let (temperature, stiffness) = schedule.at(sweep);
        // No product with what a path multiplies it by overflows a float.
        let heat = (temperature / (2.0 * couplings.unit())).min(1e30);
        path.sweep(couplings, heat as f32, stiffness as f32);
    }
    if ends {
        path.descend(couplings);
    }
}

/// Reads with as many slices as were asked for, in the numbers that the model allows.
#[derive(Clone)]
pub(super) enum AnyPaths {
    Whole4(Paths<i16, 2>),
    Whole8(Paths<i16, 4>),
    Whole16(Paths<i16, 8>),
    Whole32(Paths<i16, 16>),
    Floats4(Paths<f64, 2>),
    Floats8(Paths<f64, 4>),
    Floats16(Paths<f64, 8>),
    Floats32(Paths<f64, 16>),
}

macro_rules! each {
    ($any:expr, $paths:ident => $what:expr) => {
        match $any {
            AnyPaths::Whole4($paths) => $what,
            AnyPaths::Whole8($paths) => $what,
            AnyPaths::Whole16($paths) => $what,
            AnyPaths::Whole32($paths) => $what,
            AnyPaths::Floats4($paths) => $what,
            AnyPaths::Floats8($paths) => $what,
            AnyPaths::Floats16($paths) => $what,
            AnyPaths::Floats32($paths) => $what,
        }
    };
}

impl AnyPaths {
    /// As many slices as the schedule has checked.
    pub(super) fn new(model: &Ising, slices: usize, reads: usize, seed: u64) -> Self {
        match (Couplings::whole(model), slices) {
            (Some(couplings), ..=4) => Self::Whole4(Paths::new(couplings, reads, seed)),
            (Some(couplings), ..=8) => Self::Whole8(Paths::new(couplings, reads, seed)),
            (Some(couplings), ..=16) => Self::Whole16(Paths::new(couplings, reads, seed)),
            (Some(couplings), _) => Self::Whole32(Paths::new(couplings, reads, seed)),
            (None, ..=4) => Self::Floats4(Paths::new(Couplings::floats(model), reads, seed)),
            (None, ..=8) => Self::Floats8(Paths::new(Couplings::floats(model), reads, seed)),
            (None, ..=16) => Self::Floats16(Paths::new(Couplings::floats(model), reads, seed)),
            (None, _) => Self::Floats32(Paths::new(Couplings::floats(model), reads, seed)),
        }
    }

    /// The sweeps `range` of the schedule, and a descent after the last one.
    pub(super) fn anneal(&mut self, schedule: &TransverseSchedule, range: &Range<u64>) {
        each!(self, paths => paths.anneal(schedule, range));
    }

    #[cfg(feature = "rayon")]
    pub(super) fn anneal_parallel(&mut self, schedule: &TransverseSchedule, range: &Range<u64>) {
        each!(self, paths => paths.anneal_parallel(schedule, range));
    }

    /// The spins of a read's slice.
    pub(super) fn slice(&self, read: usize, slice: usize) -> Vec<i8> {
        each!(self, paths => paths.slice(read, slice))
    }
}
