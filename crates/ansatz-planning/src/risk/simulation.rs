//! A simulation, a few runs at a time.
//!
//! Runs are computed in batches, each with a substream of its own, and counted in chunks of batches that are added up in
//! their order: so neither the number of threads nor that of steps changes a bit of what comes of them.

use core::fmt;

use ansatz_core::ParameterError;
use ansatz_sketch::TDigest;

use super::{
    RiskAnalysis, RiskModel,
    engine::{Engine, Workspace},
    lanes::LANES,
    tally::Tally,
};
use crate::PlanningError;

/// A simulation that is taken a few runs at a time: for progress, and to stop when the answer is sure enough.
///
/// # Examples
///
/// ```
/// use ansatz_planning::{Network, risk::{Distribution, RiskModel, Simulation}};
///
/// let mut network = Network::new();
/// network.add_task(0);
/// let model = RiskModel::new(&network, &[Distribution::pert(10.0, 12.0, 20.0)?])?;
///
/// // Until P80 is known to within half a day.
/// let mut simulation = Simulation::new(&model, 42)?;
/// while simulation.step(1_000) {
///     let p80 = simulation.analysis()?.quantile(0.8)?;
///     if p80.upper - p80.lower < 0.5 {
///         break;
///     }
/// }
/// assert_eq!(simulation.steps_taken(), 1_000);
/// # Ok::<(), ansatz_planning::PlanningError>(())
/// ```
///
/// # Complexity
///
/// As for [`RiskModel::simulate`].
#[derive(Clone)]
pub struct Simulation {
    engine: Engine,
    seed: u64,
    runs: u64,
    /// All chunks that are complete.
    closed: Tally,
    digest: TDigest,
    /// The chunk that is not.
    open: Tally,
    /// The batches that are complete.
    batches: u64,
    workspace: Workspace,
}

impl Simulation {
    /// A simulation that has not begun; `seed` determines all that is random.
    ///
    /// # Errors
    ///
    /// [`PlanningError`] for correlations that contradict each other and for too many of them, see
    /// [`RiskModel::simulate`].
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, risk::{RiskModel, Simulation}};
    ///
    /// let model = RiskModel::new(&Network::new(), &[])?;
    /// assert_eq!(Simulation::new(&model, 42)?.steps_taken(), 0);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn new(model: &RiskModel, seed: u64) -> Result<Self, PlanningError> {
        let engine = Engine::new(model)?;
        Ok(Self {
            seed,
            runs: 0,
            closed: engine.tally(),
            digest: TDigest::new(COMPRESSION)?,
            open: engine.tally(),
            batches: 0,
            workspace: engine.workspace(),
            engine,
        })
    }

    /// Takes `n` runs more, and says whether still more of them may change the answer: not if nothing is left to chance.
    ///
    /// Whatever the numbers of runs are that are taken at a time, what comes of them is the same.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, risk::{Distribution, RiskModel, Simulation}};
    ///
    /// let mut network = Network::new();
    /// network.add_task(0);
    /// let model = RiskModel::new(&network, &[Distribution::constant(3.0)?])?;
    /// assert!(!Simulation::new(&model, 42)?.step(10));
    /// let model = RiskModel::new(&network, &[Distribution::uniform(3.0, 4.0)?])?;
    /// assert!(Simulation::new(&model, 42)?.step(10));
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn step(&mut self, n: u64) -> bool {
        self.runs = self.runs.saturating_add(n);
        self.advance(self.runs / LANES as u64);
        self.engine.is_uncertain()
    }

    /// [`step`](Self::step) on all threads of the current rayon pool, with the same result.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, risk::{Distribution, RiskModel, Simulation}};
    ///
    /// let mut network = Network::new();
    /// network.add_task(0);
    /// let model = RiskModel::new(&network, &[Distribution::uniform(3.0, 4.0)?])?;
    /// let (mut one, mut many) = (Simulation::new(&model, 42)?, Simulation::new(&model, 42)?);
    /// one.step(5_000);
    /// many.step_parallel(5_000);
    /// assert_eq!(one.analysis()?, many.analysis()?);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    #[cfg(feature = "rayon")]
    pub fn step_parallel(&mut self, n: u64) -> bool {
        use rayon::prelude::*;
        self.runs = self.runs.saturating_add(n);
        let batches = self.runs / LANES as u64;
        // To the end of the chunk that is open, then all that are whole, and the rest.
        self.advance(batches.min(self.batches.next_multiple_of(CHUNK)));
        let spread = (SMALL / self.engine.topology.len().max(1)).clamp(1, MOST_PER_THREAD);
        let at_once = (rayon::current_num_threads() * spread) as u64;
        let engine = &self.engine;
        let mut chunks = self.batches / CHUNK..batches / CHUNK;
        while !chunks.is_empty() {
            let next = chunks.end.min(chunks.start + at_once);
            let tallies: alloc::vec::Vec<Tally> = (chunks.start..next)
                .into_par_iter()
                .map_init(
                    || engine.workspace(),
                    |workspace, chunk| {
                        let mut tally = engine.tally();
                        for batch in chunk * CHUNK..(chunk + 1) * CHUNK {
                            engine.run(self.seed, batch, LANES, workspace, &mut tally);
                        }
                        tally
                    },
                )
                .collect();
            for tally in &tallies {
                self.closed.merge(tally);
                self.digest.extend(tally.finishes.iter().copied());
            }
            chunks.start = next;
            self.batches = next * CHUNK;
        }
        self.advance(batches);
        self.engine.is_uncertain()
    }

    /// Completes batches up to the number `end`.
    fn advance(&mut self, end: u64) {
        while self.batches < end {
            self.engine.run(self.seed, self.batches, LANES, &mut self.workspace, &mut self.open);
            self.batches += 1;
            if self.batches.is_multiple_of(CHUNK) {
                self.closed.merge(&self.open);
                self.digest.extend(self.open.finishes.iter().copied());
                self.open.clear();
            }
        }
    }

    /// What came of the runs so far.
    ///
    /// # Errors
    ///
    /// [`PlanningError`] if there was none.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, risk::{Distribution, RiskModel, Simulation}};
    ///
    /// let mut network = Network::new();
    /// network.add_task(0);
    /// let model = RiskModel::new(&network, &[Distribution::uniform(3.0, 4.0)?])?;
    /// let mut simulation = Simulation::new(&model, 42)?;
    /// assert!(simulation.analysis().is_err());
    /// simulation.step(10);
    /// assert_eq!(simulation.analysis()?.runs(), 10);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    ///
    /// # Complexity
    ///
    /// O(n + m) time and memory for n tasks and m links, and the sorting of at most 2^17 finishes.
    pub fn analysis(&self) -> Result<RiskAnalysis, PlanningError> {
        if self.runs == 0 {
            return Err(ParameterError::new("runs", 0, "at least 1").into());
        }
        let mut open = self.open.clone();
        // A batch of which not all runs were asked for is computed again when they are.
        let rest = (self.runs % LANES as u64) as usize;
        if rest > 0 {
            self.engine.run(self.seed, self.batches, rest, &mut self.workspace.clone(), &mut open);
        }
        let mut tally = self.closed.clone();
        tally.merge(&open);
        let mut digest = self.digest.clone();
        digest.extend(open.finishes.iter().copied());
        digest.flush();
        Ok(RiskAnalysis::new(&self.engine, &tally, digest))
    }

    /// How many runs were taken.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, risk::{RiskModel, Simulation}};
    ///
    /// let mut simulation = Simulation::new(&RiskModel::new(&Network::new(), &[])?, 42)?;
    /// simulation.step(10);
    /// assert_eq!(simulation.steps_taken(), 10);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn steps_taken(&self) -> u64 {
        self.runs
    }
}

impl fmt::Debug for Simulation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Simulation")
            .field("tasks", &self.engine.topology.len())
            .field("seed", &self.seed)
            .field("runs", &self.runs)
            .finish_non_exhaustive()
    }
}

/// The batches of a chunk, 256 runs: enough that adding up the sums of all tasks is nothing beside them, and few enough
/// that a thousand runs keep several threads busy.
const CHUNK: u64 = 16;

/// Up to so many different finishes are known one by one, and quantiles are exact. Of a million runs the error of a rank
/// is about 1.2e-4 at the median, a quarter of the standard error of as many draws (see `TDigest`: 0.09 q (1 - q) h).
const COMPRESSION: f64 = 10_000.0;

/// Chunks that a thread has at once: many of small networks, so that no thread waits for long, and one of large ones,
/// whose sums take 80 bytes a task.
#[cfg(feature = "rayon")]
const MOST_PER_THREAD: usize = 16;

/// As many tasks, over all chunks of a thread, take 5 MiB.
#[cfg(feature = "rayon")]
const SMALL: usize = 1 << 16;
