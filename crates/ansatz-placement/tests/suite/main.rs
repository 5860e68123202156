//! The one test binary of `ansatz-placement`.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(clippy::std_instead_of_core, clippy::std_instead_of_alloc)]

mod differential;
mod golden;
mod hostile;
mod properties;
mod simulation;
mod statistics;
