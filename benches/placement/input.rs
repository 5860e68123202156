//! What every implementation is given: the same keys of 17 bytes, and the same nodes.

use ansatz_random::{Stream, rand_core::Rng};

/// The fleets that are measured.
pub(crate) const SIZES: [usize; 3] = [10, 100, 10_000];

/// How many keys a measured loop looks up: more than a branch predictor can learn by heart.
pub(crate) const KEYS: usize = 200_000;

/// Different keys of 17 bytes, in a random order.
pub(crate) fn keys(count: usize) -> Vec<String> {
    let mut stream = Stream::new(7, 0);
    (0..count).map(|_| format!("user:{:012}", stream.next_u64() % 1_000_000_000_000)).collect()
}

/// Names of nodes, with their ports.
pub(crate) fn nodes(count: usize) -> Vec<String> {
    (0..count).map(|node| format!("node-{node:06}:6379")).collect()
}
