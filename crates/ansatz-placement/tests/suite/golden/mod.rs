//! Vectors from the papers and from other implementations.

mod anchor;
#[cfg(feature = "systems")]
mod envoy_maglev;
mod jump;
mod maglev;
