//! The one test binary of `ansatz-core`.

#![allow(clippy::unwrap_used, missing_docs)]

mod errors;
mod hostile;
mod properties;
