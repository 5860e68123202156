//! The one test binary of `ansatz-core`.

#![allow(clippy::unwrap_used, missing_docs)]

extern crate alloc;

mod codec;
mod errors;
mod hostile;
mod properties;
mod serde;
