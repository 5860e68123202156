//! The one test binary of `ansatz-bandit`.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]
#![allow(clippy::disallowed_methods, clippy::std_instead_of_core, clippy::std_instead_of_alloc)]

mod engine;
mod experiments;
