//! Placers: algorithms that give every key a node.

mod mix;
mod placer;
mod rendezvous;
mod seen;
mod surface;
mod zones;

pub use placer::Placer;
pub use rendezvous::Rendezvous;
