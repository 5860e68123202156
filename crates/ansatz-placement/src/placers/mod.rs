//! Placers: algorithms that give every key a node.

mod anchor;
mod anchor_buckets;
mod anchor_bytes;
mod blocks;
mod contest;
mod jump;
mod jump_hash;
mod maglev;
pub(crate) mod maglev_table;
mod maglev_turns;
pub(crate) mod mix;
mod multi_probe;
mod placer;
pub(crate) mod points;
mod rendezvous;
pub(crate) mod retries;
mod ring;
pub(crate) mod seen;
mod skeleton;
pub(crate) mod surface;
mod trie;
pub(crate) mod zones;

pub use anchor::Anchor;
pub use jump::Jump;
pub use jump_hash::{jump_hash, jump_hashes};
pub use maglev::Maglev;
pub use multi_probe::MultiProbe;
pub use placer::Placer;
pub use rendezvous::Rendezvous;
pub use ring::Ring;
pub use skeleton::Skeleton;
