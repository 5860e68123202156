//! Shortcuts through costly computations, under a budget of errors that holds against any predictor.

mod audit;
mod budget;
mod calibration;
mod config;
mod decision;
#[cfg(feature = "serde")]
mod form;
#[expect(clippy::module_inception, reason = "one idea a file, and this one is the folder's")]
mod tunnel;

pub use budget::ErrorBudget;
pub use calibration::Calibration;
pub use config::TunnelConfig;
pub use decision::{Decision, Passage, Ticket, TunnelCounters};
pub use tunnel::Tunnel;
