//! Answers beside those of an exact oracle or of the real system.

#[cfg(feature = "systems")]
mod servers;
