//! The one test binary of `ansatz-random`.

#![allow(clippy::unwrap_used, missing_docs)]

mod distributions;
mod golden;
mod properties;
mod statistics;
