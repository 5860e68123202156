//! The one test binary of `ansatz-sketch`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]
#![allow(clippy::std_instead_of_core, clippy::std_instead_of_alloc)]

mod differential;
mod golden;
mod hostile;
mod properties;
mod statistics;
