//! The one test binary of `ansatz-quantum`.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]
#![allow(clippy::disallowed_methods, clippy::std_instead_of_core, clippy::std_instead_of_alloc)]

mod annealing;
mod bifurcation;
mod bound;
mod correlated;
mod entanglement;
mod evolution;
mod exact;
mod files;
mod model;
mod path_integral;
#[cfg(feature = "packing")]
mod placement;
mod problems;
mod superposition;
mod tabu;
mod time_to_solution;
mod tunnel;
