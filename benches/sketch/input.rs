//! What every implementation is given: the same keys and, where it takes one, the same hash function.

use std::hash::{BuildHasher, Hasher};

use ansatz_hash::{KeyHasher, Xxh3};
use ansatz_random::{Stream, rand_core::Rng};

/// Random words.
pub(crate) fn words(count: usize) -> Vec<u64> {
    let mut stream = Stream::new(7, 0);
    (0..count).map(|_| stream.next_u64()).collect()
}

/// Random strings of 16 hexadecimal digits.
pub(crate) fn strings(count: usize) -> Vec<String> {
    words(count).into_iter().map(|word| format!("{word:016x}")).collect()
}

/// XXH3 for peers that take a `BuildHasher`, with no more work than ours does: what frames a key in `Hash` (a string's
/// closing byte, a slice's length) is dropped.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct FastHash;

#[derive(Default)]
pub(crate) struct FastHasher(u64);

impl BuildHasher for FastHash {
    type Hasher = FastHasher;

    #[inline]
    fn build_hasher(&self) -> FastHasher {
        FastHasher::default()
    }
}

impl Hasher for FastHasher {
    #[inline]
    fn write(&mut self, bytes: &[u8]) {
        self.0 = Xxh3::default().hash_bytes(bytes);
    }

    #[inline]
    fn write_u64(&mut self, word: u64) {
        self.0 = Xxh3::default().hash_word(word);
    }

    #[inline]
    fn write_u8(&mut self, _: u8) {}

    #[inline]
    fn write_usize(&mut self, _: usize) {}

    #[inline]
    fn finish(&self) -> u64 {
        self.0
    }
}
