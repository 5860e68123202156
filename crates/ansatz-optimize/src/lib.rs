//! Which candidate is the best, when all that can be done is try? Evolutionary, local and Bayesian search behind one
//! engine that asks for evaluations and is told their outcomes.
//!
//! ```
//! use ansatz_optimize::{RandomSearch, Space};
//!
//! // Three lines to the first result.
//! let space = Space::real([(-5.0, 5.0); 2])?;
//! let best = RandomSearch::new(&space).minimize(1_000, 42, |x| x[0] * x[0] + x[1] * x[1])?;
//! assert!(best.value < 0.1);
//!
//! // Or by hand: evaluate anywhere, in any order, and store the run in between.
//! let mut run = RandomSearch::new(&space).start(1_000, 42)?;
//! let (first, second) = (run.ask().unwrap(), run.ask().unwrap());
//! run.tell(second.number, 3.5)?;
//! run.tell(first.number, None::<f64>)?; // It failed.
//! let saved = run.to_bytes();
//! # let _ = saved;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Which one should I use
//!
//! | you have | use |
//! |---|---|
//! | 3 to some hundred real variables, no gradient, any landscape | [`CmaEs`] |
//! | real numbers or integers, many cheap evaluations | [`LShade`] |
//! | a few real numbers, one minimum, a good place to start | [`NelderMead`] |
//! | evaluations that take seconds or more, a few hundred of them; constraints, integers, categories | [`BayesianSearch`] |
//! | a function from some of its values, with its uncertainty | [`GaussianProcess`] |
//! | any state with cheap moves: tours, schedules, assignments | [`SimulatedAnnealing`] |
//! | bits, orders, groupings, genomes of your own, or numbers beside categories | [`GeneticAlgorithm`] |
//! | two objectives or more | [`Nsga2`] |
//! | points that fill a space evenly, a first look at it | [`Sobol`], [`SobolSearch`] |
//! | a baseline to beat, or everything to try at once | [`RandomSearch`] |
//!
//! # Guarantees
//!
//! * **The same run everywhere**: a seed determines every candidate, whatever the number of threads.
//! * **Stored and resumed to the bit**, at any moment, with evaluations outstanding.
//! * **Counted, never timed**: a budget is a number of evaluations, a target, a patience.
//! * A failed evaluation, a NaN or an infinite objective is counted, is worse than everything else, and enters no model.
//! * Empty or inverted bounds, a budget of 0 and whatever a method cannot do are errors that say what is allowed.
//!
//! # What it is not for
//!
//! Objectives with gradients: a gradient says in one evaluation what these methods take d to find out. Linear and integer
//! programs: a solver that sees the constraints proves its answer.
//!
//! # Features
//!
//! * `std` (default) links the standard library and changes nothing else.
//! * `rayon`: `minimize_parallel` evaluates on all threads, with the same result on any number of them.
//! * `serde`: `Serialize` and `Deserialize` for runs, over the bytes of `to_bytes`.
//!
//! # References
//!
//! Each method names its own.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod annealing;
mod bayesian;
mod chosen;
mod cma;
mod designs;
mod differential;
mod engine;
mod evolution;
mod multiobjective;
mod shareable;
mod simplex;
mod space;

pub use annealing::{Annealing, AnnealingConfig, Landscape, SimulatedAnnealing};
pub use bayesian::{Acquisition, BayesianConfig, BayesianSearch, GaussianProcess, Matern52, Prediction};
pub use cma::{CmaEs, CmaEsConfig, Covariance, Restarts};
pub use designs::{RandomSearch, Sobol, SobolSearch};
pub use differential::{LShade, LShadeConfig};
pub use engine::{
    Budget, Codec, Evaluation, Generation, History, Method, Minimum, Record, Run, Stop, TellError, Trial,
};
pub use evolution::{
    BitCrossover, BitString, Diversity, GeneticAlgorithm, GeneticConfig, Grouping, Permutation, PermutationCrossover,
    PermutationMutation, RealCrossover, RealMutation, RealVector, Repair, Representation, Selection, operators,
};
pub use multiobjective::{Front, FrontMember, Nsga2, hypervolume};
pub use simplex::{NelderMead, NelderMeadConfig};
pub use space::{Dimension, Space};
