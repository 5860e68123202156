//! The one test binary of `ansatz-bandit`.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]
#![allow(clippy::disallowed_methods, clippy::std_instead_of_core, clippy::std_instead_of_alloc)]

mod adversarial;
mod contextual;
mod drifting;
mod engine;
mod evaluation;
mod every;
mod experiments;
mod identification;
mod posterior;
mod simulation;
mod stochastic;
