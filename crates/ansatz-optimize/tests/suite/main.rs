//! The one test binary of `ansatz-optimize`.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(clippy::std_instead_of_core, clippy::std_instead_of_alloc)]

mod hostile;
mod properties;
mod runs;
