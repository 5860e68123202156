//! The one test binary of `ansatz-optimize`.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(clippy::std_instead_of_core, clippy::std_instead_of_alloc)]
// Candidates are told of as trials own them.
#![allow(clippy::ptr_arg)]

mod functions;
mod golden;
mod hostile;
mod properties;
mod runs;
mod statistics;
mod tours;
