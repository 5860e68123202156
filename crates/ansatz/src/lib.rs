//! Algorithms for people who build systems: each answers one question, with a stated error bound, a stated cost and the
//! paper it comes from.
//!
//! An *ansatz* is an educated guess that is then checked. Most of the family guesses, and each guess comes with its
//! bound. This crate re-exports the family, one feature for each member; a program that needs one of them may as well
//! depend on that one.
//!
//! ```
//! # #[cfg(feature = "sketch")]
//! # fn main() -> Result<(), ansatz::core::ParameterError> {
//! use ansatz::sketch::{HyperLogLog, TDigest};
//!
//! // How many distinct visitors, and how long do they wait? One pass, and 20 kilobytes for both.
//! let mut visitors = HyperLogLog::with_error(0.01)?;
//! let mut latency = TDigest::new(100.0)?;
//! for request in 0..100_000u64 {
//!     visitors.insert(&(request % 2_500));
//!     latency.insert((request % 1_000) as f64);
//! }
//!
//! let distinct = visitors.estimate();
//! assert!((2_400.0..2_600.0).contains(&distinct.value));
//! assert!(distinct.lower <= distinct.value && distinct.value <= distinct.upper);
//! let p99 = latency.quantile(0.99).unwrap_or(f64::NAN);
//! assert!((980.0..1_000.0).contains(&p99));
//! # Ok(())
//! # }
//! # #[cfg(not(feature = "sketch"))]
//! # fn main() {}
//! ```
//!
//! # Which one should I use
//!
//! | question | module | feature |
//! |---|---|---|
//! | How many distinct items? How often each? How are values distributed? Was this seen before? | `sketch` | `sketch` |
//! | Where does a key live, and what moves when the fleet changes? | `placement` | `placement` |
//! | How many bins do these items need, and which item goes where? Which pod on which node? | `packing` | `packing` |
//! | Which arm to pull, is the new variant better, what would another policy have earned? | `bandit` | `bandit` |
//! | When is a plan done, which tasks decide that, and how sure is it? | `planning` | `planning` |
//! | Which spins or bits have the least energy? What do hypotheses become that interfere, or that are entangled? | `quantum` | `quantum` |
//! | Which candidate is the best, when all that can be done is try? | `optimize` | `optimize` |
//! | Which hash is the same on every machine, in every release and in other languages? | `hash` | `hash` |
//! | Which random numbers can be reproduced, at any thread count? | `random` | `random` |
//! | What do an approximate answer, an error and a stored value look like? | [`core`](mod@core) | always there |
//!
//! # Guarantees
//!
//! * No I/O, no clock, no thread, no global state, no entropy from the system: time, randomness and hashing are
//!   arguments, and the same inputs give the same outputs on every platform.
//! * Parameters are checked once, in the constructor. After that nothing panics on data, and bytes from outside give an
//!   error or a valid value.
//! * No unsafe code, and `no_std` with `alloc` without the feature `std`.
//!
//! # What it is not for
//!
//! Adapters to other systems' clients are crates of their own, so that `full` builds no client.
//!
//! # Features
//!
//! * `std` (default) links the standard library and changes nothing else.
//! * `bandit`, `hash`, `optimize`, `packing`, `placement`, `planning`, `quantum`, `random` and `sketch` switch on one member each,
//!   `full` all of them. `placement-systems` adds to `placement` how other systems place keys, and `quantum-packing` to
//!   `quantum` the placement of pods; `full` has both too.
//! * `rayon` lets `optimize` evaluate batches, `planning` and `bandit` simulate and `quantum` search on all threads; results are the
//!   same on any number of them.
//! * `serde` implements `Serialize` and `Deserialize` for types of `bandit`, `optimize`, `packing`, `placement`, `planning`,
//!   `quantum` and `sketch`, where they are switched on.
//!
//! # References
//!
//! Each type names its own.

#![cfg_attr(not(feature = "std"), no_std)]

#[cfg(feature = "bandit")]
pub use ansatz_bandit as bandit;
pub use ansatz_core as core;
#[cfg(feature = "hash")]
pub use ansatz_hash as hash;
#[cfg(feature = "optimize")]
pub use ansatz_optimize as optimize;
#[cfg(feature = "packing")]
pub use ansatz_packing as packing;
#[cfg(feature = "placement")]
pub use ansatz_placement as placement;
#[cfg(feature = "planning")]
pub use ansatz_planning as planning;
#[cfg(feature = "quantum")]
pub use ansatz_quantum as quantum;
#[cfg(feature = "random")]
pub use ansatz_random as random;
#[cfg(feature = "sketch")]
pub use ansatz_sketch as sketch;
