//! Keys that are counted, so that no node holds more than its share.

mod bounded;
mod capacity;

pub use bounded::{BoundedLoads, KeyMove};
