//! What does a stream hold? How many distinct items, how often each, how the values are distributed, whether this one was
//! seen: answered in one pass and in memory that does not grow with the stream, with a bound on the error.
//!
//! ```
//! use ansatz_sketch::{HyperLogLog, TDigest, TopK};
//!
//! let requests = (0..10_000u32).map(|i| (i % 977, if i % 100 == 0 { "/search" } else { "/" }, f64::from(i % 250)));
//!
//! let mut users = HyperLogLog::with_error(0.01)?;
//! let mut paths = TopK::<String>::new(100)?;
//! let mut latency = TDigest::new(200.0)?;
//! for (user, path, milliseconds) in requests {
//!     users.insert(&user);
//!     paths.update(path, 1);
//!     latency.insert(milliseconds);
//! }
//!
//! assert!(users.estimate().contains(977.0));
//! assert_eq!(paths.top(1)[0].item, "/");
//! assert!((latency.quantile(0.99).unwrap_or_default() - 247.0).abs() < 1.0);
//!
//! // Sketches of parts merge into the sketch of the whole, on one machine or on many.
//! let mut tuesday = HyperLogLog::with_error(0.01)?;
//! tuesday.extend(500..1500u32);
//! users.merge(&HyperLogLog::from_bytes(&tuesday.to_bytes())?)?;
//! assert!(users.estimate().contains(1500.0));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Which one should I use
//!
//! | question | use | what it costs |
//! |---|---|---|
//! | how many distinct items | [`HyperLogLog`] | 16 KiB for an error of 0.8% |
//! | the same, in many sketches of which most stay small | [`HyperLogLogPlus`] | 5 to 11 bytes an item, then the same |
//! | how often did this key occur | [`CountMin`] | 4 bytes times e/epsilon times ln(1/delta) |
//! | the same, closer to the truth, on one machine | [`ConservativeCountMin`] | the same |
//! | which keys occur most | [`TopK`] | the keys themselves, up to twice the capacity |
//! | what is the median, the p99.9, the share below x | [`TDigest`] | 2 KB and a buffer of 16 KB, tails to 1e-5 |
//! | was this key seen, as fast as can be | [`SplitBlockBloom`] | 10.5 bits an item at 1%, one cache line a query |
//! | the same, in the fewest bits | [`Bloom`] | 9.6 bits an item at 1% |
//!
//! Where the items fit in memory, count them exactly: a `HashSet` or a sorted vector is simpler and has no error.
//!
//! # Guarantees
//!
//! * Each type's page states its bound, and a test over hundreds of seeds holds it to that; [`TDigest`] alone has no
//!   bound on its rank error, and its page shows what was measured.
//! * An answer with an error is an [`Estimate`](ansatz_core::Estimate): a value, its interval and how sure that is.
//! * [`merge`](HyperLogLog::merge) refuses what does not fit (another size, another hash function, another seed) and
//!   leaves the sketch as it was.
//! * `from_bytes` gives an error or a valid sketch for any bytes whatever: it does not panic, and holds no more memory
//!   than a small multiple of its input.
//! * The same keys give the same bytes on every platform; formats carry a version, and old ones stay readable.
//!
//! # What it is not for
//!
//! Removing items: none of these sketches forgets a single one ([`CountMin`] can halve all counts). Keys that an attacker
//! chooses, unless the hasher is keyed: take [`SipHash`](ansatz_hash::SipHash) with `with_hasher`. Exact answers.
//!
//! # Features
//!
//! * `std` (default) links the standard library. Without it the crate is `no_std` with `alloc`; nothing else changes.
//! * `serde`: `Serialize` and `Deserialize` for every sketch whose hasher can be rebuilt from its seed, over the bytes of
//!   `to_bytes` and through the checks of `from_bytes`.
//!
//! # References
//!
//! Each type's page names its paper. An overview: G. Cormode and K. Yi, *Small summaries for big data*, Cambridge
//! University Press, 2020.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod cardinality;
mod frequency;
mod membership;
mod normal;
mod quantile;
mod shareable;

pub use cardinality::{HyperLogLog, HyperLogLogPlus};
pub use frequency::{ConservativeCountMin, CountMin, Counted, HeavyHitters, TopK};
pub use membership::{Bloom, SplitBlockBloom};
pub use quantile::TDigest;
