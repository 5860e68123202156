//! Which number stands for a key? The same one on every machine, in every language and in every release.
//!
//! ```
//! use ansatz_hash::{KeyHasher, Xxh3};
//!
//! let hasher = Xxh3::default();
//! let shard = hasher.hash64("session:42") % 16;
//! assert_eq!(shard, 7);
//!
//! // What a key is does not depend on the type that holds it, nor on the platform.
//! assert_eq!(hasher.hash64(&7u32), hasher.hash64(&7usize));
//! assert_eq!(hasher.hash64("abc"), hasher.hash64(&String::from("abc")));
//! // Parts keep their ends: ("ab", "c") is another key than ("a", "bc").
//! assert_ne!(hasher.hash64(&("ab", "c")), hasher.hash64(&("a", "bc")));
//! ```
//!
//! `std::hash::Hash` does not promise any of this: what it feeds to a hasher depends on the platform's word size and
//! byte order and on the release of `std`.
//!
//! # Which one should I use
//!
//! | you have | use |
//! |---|---|
//! | keys of your own, for sketches and shards | [`Xxh3`], the default everywhere in the family |
//! | keys that strangers choose, and collisions would hurt | [`SipHash`], with a secret key |
//! | Parquet's Bloom filters | [`Xxh64`] with seed 0 |
//! | sketches or tokens shared with Apache `DataSketches` or others | [`Murmur3`] |
//! | Cassandra's tokens | [`CassandraMurmur3`] |
//! | Redis Cluster's slots | [`redis_slot`] |
//! | a type of your own as a key | `impl` [`Key`], two lines |
//! | a type of another crate with nothing but `Hash` | [`StdHash`], within one build |
//!
//! # Guarantees
//!
//! * Encodings and hashes are a format, pinned by golden vectors from each function's reference; they change with a
//!   major version only.
//! * An integer key is hashed as one word, without a loop over bytes.
//! * No unsafe code of its own, no allocation for keys of up to 64 encoded bytes.
//!
//! # What it is not for
//!
//! Signatures and passwords: none of these is a cryptographic hash. Hash tables inside one process: `std`'s hashers do
//! that.
//!
//! # Features
//!
//! `std` (default) links the standard library. Without it the crate is `no_std` with `alloc`; nothing else changes.
//!
//! # References
//!
//! Each hasher's page names its own. The qualities of all of them: *`SMHasher`*,
//! <https://github.com/rurban/smhasher>.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod hashers;
mod key;

pub use hashers::{
    CassandraMurmur3, Identity, KeyHasher, KeyHasher128, Murmur3, SeededHasher, SipHash, Xxh3, Xxh64, redis_slot,
};
pub use key::{Composite, DecodeKey, Encoding, Key, StdHash};
