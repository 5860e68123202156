//! Which candidate is the best, when all that can be done is try? Evolutionary, local and Bayesian search behind one
//! engine that asks for evaluations and is told their outcomes.
//!
//! ```
//! use ansatz_optimize::{CmaEs, Run, Space};
//!
//! // Three lines to the first result: 1,000 evaluations, seed 42.
//! let space = Space::real([(-5.0, 5.0); 2])?;
//! let best = CmaEs::new(&space)?.minimize(1_000, 42, |x| x[0] * x[0] + x[1] * x[1])?;
//! assert!(best.value < 1e-10);
//!
//! // Or by hand: evaluate anywhere, in any order, and store the run in between.
//! let mut run = CmaEs::new(&space)?.start(1_000, 42)?;
//! let (first, second) = (run.ask().unwrap(), run.ask().unwrap());
//! run.tell(second.number, 3.5)?;
//! run.tell(first.number, None::<f64>)?; // It failed.
//! let saved = run.to_bytes();
//!
//! // On another machine it goes on as if nothing had happened.
//! let mut run = Run::<CmaEs>::from_bytes(&saved)?;
//! run.drive(|x| x[0] * x[0] + x[1] * x[1]);
//! assert!(run.best().is_some_and(|(_, evaluation)| evaluation.value() < 1e-10));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Which one should I use
//!
//! | you have | use | what it costs |
//! |---|---|---|
//! | 3 to some hundred real variables, no gradient, any landscape | [`CmaEs`] | O(d²) a candidate, some hundred d evaluations and more |
//! | real numbers or integers, many cheap evaluations | [`LShade`] | O(d) a candidate, 1,000 d evaluations and more |
//! | a few real numbers, one minimum, a good place to start | [`NelderMead`] | O(d²) a candidate, some hundred evaluations |
//! | evaluations that take seconds or more, a few hundred of them; constraints, integers, categories | [`BayesianSearch`] | some milliseconds a candidate |
//! | any state with cheap moves: tours, schedules, assignments | [`SimulatedAnnealing`] | a move and some 20 ns, a million times |
//! | bits, orders, groupings, genomes of your own, or numbers beside categories | [`GeneticAlgorithm`] | a crossover and a mutation for two candidates |
//! | two objectives or more | [`Nsga2`] | the same, and sorting into fronts |
//! | a first look at a space | [`SobolSearch`] | O(d) a candidate |
//! | a baseline to beat, or everything to try at once | [`RandomSearch`] | O(d) a candidate |
//!
//! What they stand on is there too:
//!
//! | you have | use | what it costs |
//! |---|---|---|
//! | a function from some of its values, with its uncertainty | [`GaussianProcess`] | O(n³) to build, O(n²) a prediction |
//! | points that fill a cube evenly | [`Sobol`] | about 16 d steps a point |
//! | a front, to be compared with another | [`hypervolume`] | O(n log n) in two dimensions |
//! | a genome or a method of your own | [`Representation`], [`Method`] | what it does |
//!
//! # Guarantees
//!
//! * **The same run everywhere**: a seed determines every candidate, whatever the number of threads and the platform.
//! * **Stored and resumed to the bit**, at any moment, with evaluations outstanding, and [extended](Run::extend) by a
//!   larger budget. `from_bytes` gives an error or a run that goes on for any bytes whatever: it does not panic, and
//!   holds no more memory than a multiple of its input.
//! * **Counted, never timed**: a [`Budget`] is a number of evaluations, a target, a patience.
//! * **Told in any order**, in batches, with candidates missing; a wrong number is an error that changes nothing.
//! * **Constraints** hold at 0 and below. What violates none comes first, by its objective; then the rest, by how much.
//! * **A failed evaluation**, a NaN or an infinity is counted, is worse than everything else, and enters no model.
//! * Empty or inverted bounds, a budget of 0 and whatever a method cannot do are errors that say what is allowed.
//!
//! # What it is not for
//!
//! Objectives with gradients: a gradient says in one evaluation what these methods take d to find out. Linear and integer
//! programs: a solver that sees the constraints proves its answer. Maxima are minima of the negated objective. No search
//! here proves that what it has found is the least there is.
//!
//! # Features
//!
//! * `std` (default) links the standard library. Without it the crate is `no_std` with `alloc`; nothing else changes.
//! * `rayon`: `minimize_parallel` and `Run::drive_parallel` evaluate on all threads, with the same result on any number of
//!   them.
//! * `serde`: `Serialize` and `Deserialize` for [`Run`], over the bytes of `to_bytes` and through the checks of
//!   `from_bytes`.
//!
//! # References
//!
//! Each method's page names its papers. An overview: M. J. Kochenderfer and T. A. Wheeler, *Algorithms for Optimization*,
//! MIT Press, 2019.

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
mod share;
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
