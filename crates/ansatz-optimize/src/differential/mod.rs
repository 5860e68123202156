//! Populations that move along the differences of their members.

mod config;
mod lshade;
mod memory;

pub use config::LShadeConfig;
pub use lshade::LShade;
