//! The one test binary of `ansatz-sketch`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod differential;
mod golden;
mod hostile;
mod properties;
mod statistics;
