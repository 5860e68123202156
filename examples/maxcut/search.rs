//! The solvers, each as one search that is started anew with twice the length whenever it has come to its end.

use ansatz_quantum::{
    Ising, QuantumError,
    solvers::{
        AnnealingConfig, Bifurcation, BifurcationConfig, ParallelTempering, QuantumAnnealingConfig, Sample,
        SimulatedAnnealing, SimulatedBifurcation, SimulatedQuantumAnnealing, TabuConfig, TabuSearch,
    },
};

/// What the solvers have in common.
pub(crate) trait Search {
    /// So many steps more; whether more may come of it.
    fn advance(&mut self, steps: u64) -> bool;

    /// The best of all reads.
    fn found(&self) -> Sample;
}

/// A search that has been started.
type Started = Box<dyn Search>;

macro_rules! searches {
    ($($solver:ty),+ $(,)?) => {$(
        impl Search for $solver {
            fn advance(&mut self, steps: u64) -> bool {
                self.step(steps)
            }

            fn found(&self) -> Sample {
                self.best()
            }
        }
    )+};
}

searches!(ParallelTempering, SimulatedAnnealing, SimulatedBifurcation, SimulatedQuantumAnnealing, TabuSearch);

/// A way to search.
pub(crate) struct Solver {
    /// As in the tables of docs/benchmarks.md.
    pub(crate) name: &'static str,
    /// What it is called in full.
    pub(crate) title: &'static str,
    /// A search of so many steps, if it has an end, and with that seed.
    pub(crate) start: fn(&Ising, steps: u64, seed: u64) -> Result<Started, QuantumError>,
}

pub(crate) const SOLVERS: [Solver; 6] = [
    Solver { name: "sa", title: "simulated annealing", start: anneal },
    Solver { name: "pt", title: "parallel tempering", start: temper },
    Solver { name: "sqa", title: "simulated quantum annealing", start: anneal_paths },
    Solver {
        name: "bsb",
        title: "ballistic simulated bifurcation",
        start: |model, steps, seed| bifurcate(model, Bifurcation::Ballistic, steps, seed),
    },
    Solver {
        name: "dsb",
        title: "discrete simulated bifurcation",
        start: |model, steps, seed| bifurcate(model, Bifurcation::Discrete, steps, seed),
    },
    Solver { name: "tabu", title: "tabu search", start: forbid },
];

fn anneal(model: &Ising, steps: u64, seed: u64) -> Result<Started, QuantumError> {
    let config = AnnealingConfig::default().sweeps(steps);
    Ok(Box::new(SimulatedAnnealing::with_config(model, &config, WIDTH, seed)?))
}

fn temper(model: &Ising, _: u64, seed: u64) -> Result<Started, QuantumError> {
    Ok(Box::new(ParallelTempering::new(model, 1, seed)?))
}

fn anneal_paths(model: &Ising, steps: u64, seed: u64) -> Result<Started, QuantumError> {
    let config = QuantumAnnealingConfig::default().sweeps(steps);
    Ok(Box::new(SimulatedQuantumAnnealing::with_config(model, &config, 1, seed)?))
}

fn forbid(model: &Ising, _: u64, seed: u64) -> Result<Started, QuantumError> {
    let config = TabuConfig::default().iterations(u64::MAX);
    Ok(Box::new(TabuSearch::with_config(model, &config, 1, seed)?))
}

fn bifurcate(model: &Ising, motion: Bifurcation, steps: u64, seed: u64) -> Result<Started, QuantumError> {
    let config = BifurcationConfig::default().steps(steps).motion(motion);
    Ok(Box::new(SimulatedBifurcation::with_config(model, &config, WIDTH, seed)?))
}

/// Reads that lie side by side in a processor's vectors, and take hardly more time than one.
const WIDTH: usize = 16;
