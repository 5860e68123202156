//! Placements as other systems compute them, so that a program agrees with them about where a key lives.

mod envoy_maglev;

pub use envoy_maglev::EnvoyMaglev;
