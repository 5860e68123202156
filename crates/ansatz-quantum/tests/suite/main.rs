//! The one test binary of `ansatz-quantum`.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]
#![allow(clippy::std_instead_of_core, clippy::std_instead_of_alloc)]

mod evolution;
mod model;
mod tunnel;
