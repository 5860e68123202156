//! What every implementation is given.

use ansatz_random::{Stream, rand_core::Rng};

/// Random keys of 17 bytes.
pub(crate) fn keys(count: usize) -> Vec<String> {
    let mut stream = Stream::new(11, 0);
    (0..count).map(|_| format!("user:{:012}", stream.next_u64() % 1_000_000_000_000)).collect()
}
