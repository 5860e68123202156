//! Placers: algorithms that give every key a node.

mod contest;
mod mix;
mod placer;
mod rendezvous;
mod seen;
mod skeleton;
mod surface;
mod trie;
mod zones;

pub use placer::Placer;
pub use rendezvous::Rendezvous;
pub use skeleton::Skeleton;
