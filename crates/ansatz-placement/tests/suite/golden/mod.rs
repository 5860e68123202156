//! Vectors from papers, reference implementations and real systems, each with its source.

#[cfg(feature = "systems")]
mod systems;
