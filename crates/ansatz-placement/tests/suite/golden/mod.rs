//! Vectors from papers, reference implementations and real systems, each with its source.

mod anchor;
#[cfg(feature = "systems")]
mod envoy_maglev;
mod jump;
mod maglev;
mod rebalance;
#[cfg(feature = "systems")]
mod system_rings;
#[cfg(feature = "systems")]
mod systems;
