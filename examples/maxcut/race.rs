//! All solvers on one graph, each for the same time of the processor.

use ansatz_quantum::{Ising, QuantumError, problems::MaxCut};
use cpu_time::ThreadTime;

use crate::{
    arguments::Request,
    course::Course,
    graph::Graph,
    search::{SOLVERS, Solver},
};

/// What became of it.
#[derive(Debug)]
pub(crate) struct Race {
    pub(crate) graph: Graph,
    /// No cut is above.
    pub(crate) bound: f64,
    pub(crate) runners: Vec<Runner>,
    pub(crate) seed: u64,
}

/// A solver's way.
#[derive(Debug)]
pub(crate) struct Runner {
    pub(crate) name: &'static str,
    pub(crate) title: &'static str,
    pub(crate) course: Course,
    /// Searches that were started.
    pub(crate) runs: u64,
    /// The sides of the best cut.
    pub(crate) spins: Vec<i8>,
}

impl Race {
    pub(crate) fn run(graph: Graph, request: &Request) -> Result<Self, QuantumError> {
        let problem = MaxCut::new(graph.vertices, graph.edges.iter().copied())?;
        let bound = 0.0 - problem.model().lower_bound();
        let runners = SOLVERS
            .iter()
            .map(|solver| Runner::run(solver, problem.model(), &graph, request))
            .collect::<Result<_, _>>()?;
        Ok(Self { graph, bound, runners, seed: request.seed })
    }

    /// The best cut of all solvers.
    pub(crate) fn best(&self) -> f64 {
        self.runners
            .iter()
            .filter_map(|runner| runner.course.best())
            .map(|(_, cut)| cut)
            .fold(f64::NEG_INFINITY, f64::max)
    }
}

impl Runner {
    /// Searches until the time is over; what is asked of a search between its steps costs it no time.
    fn run(solver: &Solver, model: &Ising, graph: &Graph, request: &Request) -> Result<Self, QuantumError> {
        let (name, title) = (solver.name, solver.title);
        let mut runner = Self { name, title, course: Course::default(), runs: 0, spins: Vec::new() };
        let (mut spent, mut length) = (0.0, SHORTEST);
        while spent < request.seconds {
            // Every search has a seed of its own, so that none comes twice.
            let seed = request.seed.wrapping_add(runner.runs);
            let (seconds, search) = timed(|| (solver.start)(model, length, seed));
            let mut search = search?;
            spent += seconds;
            runner.runs += 1;
            length = length.saturating_mul(2);
            let mut steps = 1_u64;
            loop {
                let (seconds, more) = timed(|| search.advance(steps));
                spent += seconds;
                runner.note(spent, search.found().spins(), graph);
                if !more || spent >= request.seconds {
                    break;
                }
                if seconds < SHARE * spent {
                    steps = steps.saturating_mul(2);
                }
            }
        }
        Ok(runner)
    }

    fn note(&mut self, seconds: f64, spins: &[i8], graph: &Graph) {
        let cut = graph.cut(spins);
        if self.course.best().is_none_or(|(_, best)| cut > best) {
            self.spins = spins.to_vec();
        }
        self.course.note(seconds, cut);
    }
}

/// What `work` took of the processor, in seconds.
fn timed<A>(work: impl FnOnce() -> A) -> (f64, A) {
    let clock = ThreadTime::now();
    let answer = work();
    (clock.elapsed().as_secs_f64(), answer)
}

/// Steps of the first search; each one after it has twice as many as the one before, so that whatever length would have
/// been right was tried, with a quarter of the time at least.
const SHORTEST: u64 = 32;
/// Of the time so far, until it is looked again: finer than a drawing over powers of ten shows.
const SHARE: f64 = 0.02;
