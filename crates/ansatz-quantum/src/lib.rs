//! Which spins or bits have the least energy? What becomes of hypotheses that interfere, of states that are entangled, and of
//! answers that are guessed before they are computed?
//!
//! ```
//! use ansatz_quantum::{problems::MaxCut, solvers::ParallelTempering};
//!
//! // A ring of six services and one link across: which two groups have the most links between them?
//! let links = [(0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (5, 0), (0, 2)];
//! let problem = MaxCut::new(6, links.map(|(one, other)| (one, other, 1.0)))?;
//! let mut search = ParallelTempering::new(problem.model(), 1, 42)?;
//! search.step(50);
//! assert_eq!(problem.cut(search.best().spins())?, 6.0);
//! # Ok::<(), ansatz_quantum::QuantumError>(())
//! ```
//!
//! The words are those of quantum mechanics, the mathematics is exact, and all of it runs on a processor like any other:
//! nothing here is faster because it is named after a quantum. Each type names its classical twin, and the case in which the
//! two differ.
//!
//! # Which one should I use
//!
//! | question | use | its classical twin |
//! |---|---|---|
//! | which spins have the least energy, and it is a hard problem | [`solvers::ParallelTempering`] | it is classical; the furthest in the long run (docs/benchmarks.md) |
//! | the same, quickly and many times | [`solvers::SimulatedAnnealing`] | it is classical: the baseline of the others |
//! | the same, with bits in the tens to hundreds that are densely coupled | [`solvers::TabuSearch`] | it is classical |
//! | the same, for certain, with at most 30 spins | [`solvers::ExactSearch`] | it is classical |
//! | the same, behind thin and tall barriers | [`solvers::SimulatedQuantumAnnealing`] | simulated annealing |
//! | the same, by differential equations | [`solvers::SimulatedBifurcation`] | simulated annealing |
//! | how long until the best is found with 99% | [`solvers::time_to_solution`] | |
//! | how does my problem become spins or bits | [`problems`], [`Ising`], [`Qubo`] | |
//! | many hypotheses at once, with evidence and phases | [`Superposition`] | weighted particles |
//! | which keys of a stream beat with a period | [`Interference`] | the periodogram and Rayleigh's test |
//! | what do two systems know of each other | [`BipartiteState`] | shared randomness, at most 2 by CHSH |
//! | what does one service's state say of the others' | [`Correlated`], [`DiscreteCorrelated`] | they are classical |
//! | may the answer be guessed, and how often is it wrong | [`Tunnel`] | selective prediction with acceptance sampling |
//! | which bit string is the best, when all that can be done is try | [`evolution`] | PBIL and the compact genetic algorithm |
//! | which pod on which node, from many candidates | `placement` (feature `packing`) | the same search with probabilities |
//!
//! # Guarantees
//!
//! * Energies are exact where the model's numbers allow it, and computed from the model for every answer.
//! * Each read of a search draws from substreams of its own: it is the same whichever other reads there are, in however many
//!   steps it is made, and on any number of threads.
//! * States stay normalised; what cannot be normalised, a matrix that is not unitary and correlations that contradict each
//!   other are errors that name what is wrong.
//!
//! # What it is not for
//!
//! Simulating quantum computers: registers of a few qubits are here to show what amplitudes do. Problems with structure
//! that an exact method uses: a matching or a shortest path is no QUBO worth solving.
//!
//! # Features
//!
//! * `std` (default): links the standard library. Without it the crate is `no_std` with `alloc`; nothing else changes.
//! * `packing`: `placement`, for pods and nodes of `ansatz-packing`.
//! * `rayon`: reads on all threads, with the same result on any number of them.
//! * `serde`: `Serialize` and `Deserialize` for models and states, through the checks of the constructors.
//!
//! # References
//!
//! Each page names its paper. For all of them: M. A. Nielsen and I. L. Chuang, *Quantum Computation and Quantum
//! Information*, Cambridge, 2010; A. Lucas, *Ising formulations of many NP problems*, Frontiers in Physics 2 (2014).

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod complex;
mod correlated;
mod entanglement;
mod error;
pub mod evolution;
mod lanes;
mod model;
#[cfg(feature = "packing")]
pub mod placement;
pub mod problems;
mod shareable;
pub mod solvers;
mod superposition;
mod tunnel;

pub use complex::Complex;
pub use correlated::{Correlated, DiscreteCorrelated};
pub use entanglement::{Bell, BipartiteState, ChshSettings, Direction, Schmidt, Side};
pub use error::QuantumError;
pub use model::{Ising, Qubo};
pub use superposition::{
    Coherence, Interference, Period, Superposition, Unitary, amplified_probability, optimal_iterations,
    rayleigh_p_value,
};
pub use tunnel::{Calibration, Decision, ErrorBudget, Passage, Ticket, Tunnel, TunnelConfig, TunnelCounters};
