//! The family's one place of chance: a generator that gives the same numbers on every platform and in every release,
//! and as many independent substreams of it as a computation has parts.
//!
//! ```
//! use ansatz_random::{Stream, rand_core::Rng};
//!
//! // Run 0, run 1, ... of seed 42: each has its own numbers, whichever thread draws them and in whatever order.
//! let mut first = Stream::new(42, 0);
//! let mut second = Stream::new(42, 1);
//! assert_eq!(first.next_u64(), Stream::new(42, 0).next_u64());
//! assert_ne!(first.next_u64(), second.next_u64());
//! ```
//!
//! # Which one should I use
//!
//! | you have | use |
//! |---|---|
//! | a computation with a seed | [`Stream::new`]`(seed, index)`, one index for each run, tree, candidate or read |
//! | many runs that go on side by side, in vectors | [`Streams::new`]`(seed, first)`, the numbers of as many [`Stream`]s |
//! | a function that makes one random decision | an argument `rng: &mut R` with `R: rand_core::Rng + ?Sized` |
//! | a uniform or a normal draw, an index, an order | [`unit()`], [`standard_normal`], [`below`], [`shuffle`] |
//! | probabilities and quantiles of the normal, the beta, the gamma and the chi-square distribution | [`normal`], [`Beta`], [`Gamma`] |
//! | another distribution to draw from | the crate `rand_distr`, which takes a [`Stream`] |
//!
//! # Guarantees
//!
//! * The numbers of `(seed, index)` are part of the interface: they are pinned by tests and change with a minor
//!   version only.
//! * Two substreams of one seed differ in all four words of their starting state. Those of different seeds start
//!   wherever a mixing function of 128 bits puts them among 2^256 states.
//!
//! # What it is not for
//!
//! Secrets: the generator is predictable from a few of its outputs. It takes no entropy from the system; the seed is
//! the caller's.
//!
//! # Features
//!
//! `std` (default) links the standard library and changes nothing else.
//!
//! # References
//!
//! D. Blackman and S. Vigna, *Scrambled linear pseudorandom number generators*, ACM Transactions on Mathematical
//! Software 47 (2021).

#![cfg_attr(not(feature = "std"), no_std)]

mod beta;
mod draw;
mod gamma;
pub mod normal;
mod shareable;
mod stirling;
mod stream;
mod streams;

pub use beta::Beta;
pub use draw::{below, shuffle, standard_normal, unit};
pub use gamma::Gamma;
pub use rand_core;
pub use stream::Stream;
pub use streams::Streams;
