//! Simulated bifurcation: oscillators that a rising pressure drives to one side or the other.

use alloc::{vec, vec::Vec};
use core::{fmt, ops::Range};

use ansatz_core::require_range;
use ansatz_random::Streams;

use super::{
    Sample,
    reads::{WIDTH, blocks, require_reads},
    spectrum::largest_eigenvalue,
};
use crate::{
    Ising, QuantumError,
    lanes::{Couplings, Motion, Number, Numbers, Oscillators, Spins, with},
};

/// What an oscillator feels of its neighbours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Bifurcation {
    /// Where they are (bSB): fast to a good solution, to which many reads come alike.
    Ballistic,
    /// On which side they are (dSB): reads differ more, and the best of many is often better.
    Discrete,
}

/// How many steps, and of which motion.
///
/// # Examples
///
/// ```
/// use ansatz_quantum::solvers::{Bifurcation, BifurcationConfig};
///
/// let long = BifurcationConfig::default().steps(10_000).motion(Bifurcation::Discrete);
/// assert_eq!(BifurcationConfig::default().steps, 1_000);
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct BifurcationConfig {
    /// Steps in which the pressure rises from 0 to 1: 1,000 unless said otherwise.
    pub steps: u64,
    /// What an oscillator feels of its neighbours: where they are, unless said otherwise.
    pub motion: Bifurcation,
}

impl Default for BifurcationConfig {
    fn default() -> Self {
        Self { steps: 1_000, motion: Bifurcation::Ballistic }
    }
}

impl BifurcationConfig {
    /// The same with so many steps.
    ///
    /// # Examples
    ///
    /// See [`BifurcationConfig`].
    #[must_use]
    pub fn steps(self, steps: u64) -> Self {
        Self { steps, ..self }
    }

    /// The same with such a motion.
    ///
    /// # Examples
    ///
    /// See [`BifurcationConfig`].
    #[must_use]
    pub fn motion(self, motion: Bifurcation) -> Self {
        Self { motion, ..self }
    }
}

/// Oscillators, one for each spin, whose rest in the middle a rising pressure makes unstable: each falls to the side to
/// which its neighbours push it.
///
/// Position `x` and momentum `y` of each oscillator move by `y' = -(1 - a) x - c sum of J_ij f(x_j)` and `x' = y`, where the
/// pressure `a` rises from 0 to 1, and `f` is `x` itself (ballistic) or its sign (discrete); at 1 and -1 are walls that
/// swallow the momentum. It is the classical mechanics of a network of Kerr oscillators, from which the method was taken, and
/// computes nothing quantum. Its classical twin is mean-field annealing of the same energy
/// ([`SimulatedAnnealing`](super::SimulatedAnnealing) is the one to beat); the two differ in inertia: an oscillator can swing
/// through the middle against its force, which no mean-field spin does.
///
/// `c` is `0.5 sqrt(n - 1)` over the root of the sum of all `J_ij^2`, as published. Fields become couplings with one more
/// oscillator, whose side then counts as 1. After the last step each read takes its oscillators' sides for spins, and
/// descends until no turn of a single spin helps.
///
/// H. Goto, K. Endo, M. Suzuki, Y. Sakai, T. Kanao, Y. Hamakawa, R. Hidaka, M. Yamasaki and K. Tatsumura, *High-performance
/// combinatorial optimization based on classical mechanics*, Science Advances 7, eabe7953 (2021).
///
/// # The time step
///
/// A step is symplectic Euler's: `y += dt y'(x)`, then `x += dt y`. Before the walls are reached the ballistic motion is
/// linear, and falls into the modes of `A = (1 - a) + c J`; for one of eigenvalue `m` a step is the matrix
/// `[1 - dt^2 m, dt; -dt m, 1]` of determinant 1 and trace `2 - dt^2 m`. Negative `m` are the modes that are to grow. A
/// positive one swings, as it should, exactly while the trace is above -2, that is for `dt < 2 / sqrt(m)`; with a longer step
/// it grows, from side to side at every step, and drowns all others. The largest `m` is `1 + c` times the largest eigenvalue
/// of `J`, at the start. [`time_step`](Self::time_step) is 0.6 of that limit, which holds even where the eigenvalue, found by
/// Lanczos' method from below, was too small by a factor of 2.7. With a step of 1, that others start from, the search
/// collapses on many graphs: for Gset's G1 the limit is 0.94.
///
/// # Examples
///
/// ```
/// use ansatz_quantum::{Ising, solvers::SimulatedBifurcation};
///
/// // A ring of nine spins that want to differ: one pair has to be alike.
/// let ring = Ising::new(&[0.0; 9], (0..9).map(|i| (i, (i + 1) % 9, 1.0)))?;
/// let mut bifurcation = SimulatedBifurcation::new(&ring, 10, 42)?;
/// while bifurcation.step(100) {}
/// assert_eq!(bifurcation.best().energy(), -7.0);
/// # Ok::<(), ansatz_quantum::QuantumError>(())
/// ```
///
/// # Complexity
///
/// A step reads each coupling twice, for sixteen reads at once; 8 bytes a spin and read, or 12 with discrete motion.
///
/// # Accuracy
///
/// Nothing is promised about how good the best read is. The motion is computed in floats of 32 bits, in units of the largest
/// coupling or field: a model times any factor has the same reads.
#[derive(Clone)]
pub struct SimulatedBifurcation {
    model: Ising,
    couplings: Couplings<f32>,
    config: BifurcationConfig,
    time_step: f64,
    strength: f64,
    reads: usize,
    steps_done: u64,
    wide: Vec<Oscillators<WIDTH>>,
    narrow: Vec<Oscillators<1>>,
}

impl SimulatedBifurcation {
    /// `reads` searches of 1,000 ballistic steps each.
    ///
    /// # Errors
    ///
    /// [`QuantumError::Parameter`] for no reads, or for more than 2^30 spins in all of them, where a read counts for at least
    /// 64.
    ///
    /// # Examples
    ///
    /// See [`SimulatedBifurcation`].
    pub fn new(model: &Ising, reads: usize, seed: u64) -> Result<Self, QuantumError> {
        Self::with_config(model, &BifurcationConfig::default(), reads, seed)
    }

    /// `reads` searches as `config` has it.
    ///
    /// # Errors
    ///
    /// [`QuantumError::Parameter`] for no reads or too many as in [`new`](Self::new), or no steps.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::{Ising, solvers::{Bifurcation, BifurcationConfig, SimulatedBifurcation}};
    ///
    /// let pair = Ising::new(&[0.5, 0.0], [(0, 1, 1.0)])?;
    /// let discrete = BifurcationConfig::default().steps(50).motion(Bifurcation::Discrete);
    /// let mut bifurcation = SimulatedBifurcation::with_config(&pair, &discrete, 100, 42)?;
    /// assert!(!bifurcation.step(u64::MAX));
    /// assert_eq!(bifurcation.steps_taken(), 50);
    /// assert_eq!(bifurcation.best().energy(), -1.5);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn with_config(
        model: &Ising,
        config: &BifurcationConfig,
        reads: usize,
        seed: u64,
    ) -> Result<Self, QuantumError> {
        require_reads(model, 1, reads)?;
        require_range("steps", config.steps, 1..=u64::MAX)?;
        let network = without_fields(model)?;
        let couplings = Couplings::relative(&network);
        let strength = strength(&network, couplings.unit());
        let time_step = time_step(strength * largest_eigenvalue(&network, couplings.unit()));
        let (wide, narrow) = blocks(reads);
        let discrete = config.motion == Bifurcation::Discrete;
        Ok(Self {
            model: model.clone(),
            config: config.clone(),
            time_step,
            strength,
            reads,
            steps_done: 0,
            wide: wide.map(|first| Oscillators::new(network.len(), discrete, seed, first as u64)).collect(),
            narrow: narrow.map(|read| Oscillators::new(network.len(), discrete, seed, read as u64)).collect(),
            couplings,
        })
    }

    /// Up to `steps` more steps of every read; whether more are to come.
    ///
    /// # Examples
    ///
    /// See [`SimulatedBifurcation`].
    pub fn step(&mut self, steps: u64) -> bool {
        let (course, range, end) = self.coming(steps);
        let Self { couplings, wide, narrow, .. } = self;
        for oscillators in wide {
            course.follow(oscillators, couplings, range.clone(), end.as_ref());
        }
        for oscillators in narrow {
            course.follow(oscillators, couplings, range.clone(), end.as_ref());
        }
        self.steps_done < self.config.steps
    }

    /// [`step`](Self::step) on all threads, with the same result.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::{Ising, solvers::SimulatedBifurcation};
    ///
    /// let pair = Ising::new(&[0.0; 2], [(0, 1, 1.0)])?;
    /// let mut bifurcation = SimulatedBifurcation::new(&pair, 100, 42)?;
    /// while bifurcation.step_parallel(100) {}
    /// assert_eq!(bifurcation.best().energy(), -1.0);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    #[cfg(feature = "rayon")]
    pub fn step_parallel(&mut self, steps: u64) -> bool {
        use rayon::prelude::*;

        let (course, range, end) = self.coming(steps);
        let Self { couplings, wide, narrow, .. } = self;
        wide.par_iter_mut().for_each(|block| course.follow(block, couplings, range.clone(), end.as_ref()));
        narrow.par_iter_mut().for_each(|block| course.follow(block, couplings, range.clone(), end.as_ref()));
        self.steps_done < self.config.steps
    }

    /// Counts the steps that are to be made, and prepares for the end if it is among them.
    fn coming(&mut self, steps: u64) -> (Course, Range<u64>, Option<End>) {
        let from = self.steps_done;
        self.steps_done = from.saturating_add(steps).min(self.config.steps);
        let course = Course { steps: self.config.steps, time_step: self.time_step, strength: self.strength };
        let ends = from < self.steps_done && self.steps_done == self.config.steps;
        (course, from..self.steps_done, ends.then(|| Numbers::of(&self.model)))
    }

    /// The steps that each read has made.
    ///
    /// # Examples
    ///
    /// See [`with_config`](Self::with_config).
    pub fn steps_taken(&self) -> u64 {
        self.steps_done
    }

    /// How long a step is in the time of the oscillators: see [above](Self#the-time-step).
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::{Ising, solvers::SimulatedBifurcation};
    ///
    /// // c is 0.5 / sqrt(2), the largest eigenvalue 1.
    /// let pair = Ising::new(&[0.0; 2], [(0, 1, 1.0)])?;
    /// let time_step = SimulatedBifurcation::new(&pair, 1, 42)?.time_step();
    /// assert!((time_step - 0.6 * 2.0 / (1.0 + 0.5 / 2_f64.sqrt()).sqrt()).abs() < 1e-9);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn time_step(&self) -> f64 {
        self.time_step
    }

    /// Where each read is now.
    ///
    /// # Examples
    ///
    /// See [`with_config`](Self::with_config).
    ///
    /// # Complexity
    ///
    /// Computes the energy of each read anew.
    pub fn samples(&self) -> Vec<Sample> {
        (0..self.reads).map(|read| self.sample(read)).collect()
    }

    /// The read with the least energy now, the first among equals.
    ///
    /// # Examples
    ///
    /// See [`SimulatedBifurcation`].
    pub fn best(&self) -> Sample {
        Sample::best(self.reads, |read| self.sample(read))
    }

    fn sample(&self, read: usize) -> Sample {
        let side = |variable: usize| match self.wide.get(read / WIDTH) {
            Some(oscillators) => oscillators.side(variable, read % WIDTH),
            None => self.narrow[read - self.wide.len() * WIDTH].side(variable, 0),
        };
        // With fields there is one oscillator more, whose side counts as 1.
        let up = if self.couplings.len() > self.model.len() { side(self.model.len()) } else { 1 };
        Sample::new(&self.model, (0..self.model.len()).map(|variable| up * side(variable)).collect())
    }
}

impl fmt::Debug for SimulatedBifurcation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("SimulatedBifurcation")
            .field("model", &self.model)
            .field("config", &self.config)
            .field("time_step", &self.time_step)
            .field("reads", &self.reads)
            .field("steps_taken", &self.steps_done)
            .finish_non_exhaustive()
    }
}

/// The motion of one read from its first step to its last.
#[derive(Clone, Copy)]
struct Course {
    steps: u64,
    time_step: f64,
    strength: f64,
}

impl Course {
    /// The steps `range`, and a descent if the end is among them.
    fn follow<const L: usize>(
        &self,
        oscillators: &mut Oscillators<L>,
        couplings: &Couplings<f32>,
        range: Range<u64>,
        end: Option<&End>,
    ) {
        for step in range {
            let pressure = step as f64 / self.steps.saturating_sub(1).max(1) as f64;
            let motion = Motion {
                drift: self.time_step as f32,
                own: (-self.time_step * (1.0 - pressure)) as f32,
                coupled: (-self.time_step * self.strength) as f32,
            };
            oscillators.advance(couplings, motion);
        }
        if let Some(end) = end {
            with!(end, couplings => settle(oscillators, couplings));
        }
    }
}

/// The couplings by which the end is a minimum, free of the rounding that the motion can bear.
type End = Numbers<Couplings<i16>, Couplings<f64>>;

/// Lets spins turn from the sides of oscillators to a minimum, and puts the oscillators there.
fn settle<W: Number, const L: usize>(oscillators: &mut Oscillators<L>, couplings: &Couplings<W>) {
    let mut sites: Vec<[W; L]> = oscillators.sides().map(|sides| sides.map(whole)).collect();
    if sites.len() > couplings.len() {
        let up = sites[couplings.len()];
        sites.truncate(couplings.len());
        for site in &mut sites {
            for lane in 0..L {
                site[lane] = site[lane] * up[lane];
            }
        }
    }
    // A descent draws nothing.
    let mut spins = Spins::at(couplings, sites, Streams::new(0, 0));
    spins.descend(couplings);
    let settled = spins.sites().iter().map(|site| site.map(|spin| if spin > W::ZERO { 1.0 } else { -1.0 }));
    oscillators.rest_at(settled.chain([[1.0; L]]));
}

fn whole<W: Number>(side: f32) -> W {
    if side > 0.0 { W::ONE } else { -W::ONE }
}

/// Couplings alone, for the same energies times some factor: fields as those with one more spin, while it is 1.
fn without_fields(model: &Ising) -> Result<Ising, QuantumError> {
    if model.fields().iter().all(|&field| field == 0.0) {
        return Ok(model.clone());
    }
    // A model's numbers may be sums, above what a new model takes: over the largest of them they are not.
    let sizes = model.fields().iter().copied().chain(model.couplings().map(|(_, _, weight)| weight));
    let largest = sizes.map(f64::abs).fold(0.0, f64::max);
    let fields = model.fields().iter().enumerate().map(|(variable, &field)| (variable, model.len(), field / largest));
    let couplings = model.couplings().map(|(one, other, weight)| (one, other, weight / largest));
    Ising::new(&vec![0.0; model.len() + 1], couplings.chain(fields))
}

/// What couplings over `unit` are multiplied with.
fn strength(model: &Ising, unit: f64) -> f64 {
    let squares: f64 = model.couplings().map(|(_, _, weight)| 2.0 * (weight / unit) * (weight / unit)).sum();
    if squares > 0.0 { 0.5 * libm::sqrt((model.len() - 1) as f64 / squares) } else { 1.0 }
}

/// The step for couplings whose largest eigenvalue, times their strength, is `largest`.
fn time_step(largest: f64) -> f64 {
    SHARE * 2.0 / libm::sqrt(1.0 + largest)
}

/// How much of the longest stable step is taken.
const SHARE: f64 = 0.6;
