//! The one test binary of `ansatz-planning`.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]
#![allow(clippy::std_instead_of_core, clippy::std_instead_of_alloc)]

mod calendar;
mod critical_chain;
mod differential;
mod earned_value;
mod golden;
mod hostile;
mod plan;
mod properties;
mod rcpsp;
mod reference_class;
mod risk;
#[cfg(feature = "serde")]
mod stored;
