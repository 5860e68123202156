//! The one test binary of `ansatz-random`.

#![allow(clippy::unwrap_used, missing_docs, clippy::std_instead_of_core, clippy::std_instead_of_alloc)]

mod distributions;
mod draws;
mod golden;
mod properties;
mod statistics;
