//! Answers beside those of an exact oracle or of the real system.

mod capacities;
mod plans;
#[cfg(feature = "systems")]
mod servers;
