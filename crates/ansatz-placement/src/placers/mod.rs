//! Placers: algorithms that give every key a node.

pub(crate) mod mix;
mod multi_probe;
mod placer;
pub(crate) mod points;
mod rendezvous;
mod ring;
pub(crate) mod seen;
pub(crate) mod surface;
pub(crate) mod zones;

pub use multi_probe::MultiProbe;
pub use placer::Placer;
pub use rendezvous::Rendezvous;
pub use ring::Ring;
