//! Populations that move along the differences of their members.

mod lshade;
mod memory;

pub use lshade::{LShade, LShadeConfig};
