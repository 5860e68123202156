//! The words that every crate of the ansatz family speaks: what an approximate answer looks like, what an error says,
//! and how a value becomes bytes.
//!
//! ```
//! use ansatz_core::{Estimate, ParameterError};
//!
//! // An approximate answer carries its interval and how sure it is.
//! let distinct = Estimate::new(10_120.0, 9_920.0, 10_330.0, 0.95);
//! assert!(distinct.contains(10_000.0));
//! assert_eq!(distinct.to_string(), "10120 (9920 to 10330 at 95%)");
//!
//! // An error names the parameter, its value and what is allowed.
//! let error = ParameterError::new("precision", 3, "4..=18");
//! assert_eq!(error.to_string(), "`precision` is 3, allowed: 4..=18");
//! ```
//!
//! # Which one should I use
//!
//! | you have | use |
//! |---|---|
//! | an approximate answer | [`Estimate`] |
//! | a constructor's argument out of range | [`ParameterError`], by [`require_range`] and its siblings |
//! | two summaries that do not fit together | [`MergeError`] |
//! | bytes from outside | [`bytes::Reader`], which reports a [`DecodeError`] |
//! | a value to store or send | [`bytes::Writer`] |
//! | a state of many parts, each written and read in its own file | [`bytes::Codec`] |
//!
//! # Guarantees
//!
//! * No I/O, no clock, no generator, no algorithm, no unsafe code, and no type of another crate in a signature.
//! * [`bytes::Reader`] never panics, never reads past its input, and checks every length against the bytes that are
//!   really there before the caller can allocate for it.
//!
//! # What it is not for
//!
//! Whatever has behaviour of its own belongs in a crate that is named after it. This crate stays a vocabulary.
//!
//! # Features
//!
//! `std` (default) links the standard library. Without it the crate is `no_std` with `alloc`; nothing else changes.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

pub mod bytes;
mod error;
mod estimate;
mod parameter;
mod serde;

pub use error::{DecodeError, MergeError};
pub use estimate::Estimate;
pub use parameter::{ParameterError, require_fraction, require_positive, require_range};
