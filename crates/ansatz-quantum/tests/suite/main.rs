//! The one test binary of `ansatz-quantum`.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]
#![allow(clippy::std_instead_of_core, clippy::std_instead_of_alloc)]

mod annealing;
mod entanglement;
mod exact;
mod model;
#[cfg(feature = "packing")]
mod placement;
mod problems;
mod time_to_solution;
mod tunnel;
