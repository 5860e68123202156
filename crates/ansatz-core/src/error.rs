//! What can go wrong when summaries meet and when bytes come in.

use alloc::{format, string::String};
use core::fmt::Display;

use crate::{ParameterError, bytes::Kind};

/// Two summaries that cannot be merged: the property in which they differ, here and there.
///
/// The one that was to be changed is unchanged.
///
/// # Examples
///
/// ```
/// use ansatz_core::MergeError;
///
/// let error = MergeError::new("precision", 12, 14);
/// assert_eq!(error.to_string(), "cannot merge: `precision` is 12 here and 14 there");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("cannot merge: `{name}` is {ours} here and {theirs} there")]
pub struct MergeError {
    name: &'static str,
    ours: String,
    theirs: String,
}

impl MergeError {
    /// An error about the property `name`, which is `ours` here and `theirs` in the argument.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_core::MergeError::new("seed", 1, 2).name(), "seed");
    /// ```
    pub fn new(name: &'static str, ours: impl Display, theirs: impl Display) -> Self {
        Self { name, ours: format!("{ours}"), theirs: format!("{theirs}") }
    }

    /// `Ok` if the property `name` agrees, the error that says so if not.
    ///
    /// # Errors
    ///
    /// [`MergeError`] if `ours` and `theirs` differ.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_core::MergeError;
    ///
    /// assert!(MergeError::unless_equal("width", 10, 10).is_ok());
    /// assert!(MergeError::unless_equal("width", 10, 11).is_err());
    /// ```
    pub fn unless_equal<T: PartialEq + Display>(name: &'static str, ours: T, theirs: T) -> Result<(), Self> {
        if ours == theirs { Ok(()) } else { Err(Self::new(name, ours, theirs)) }
    }

    /// The property's name.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_core::MergeError::new("precision", 12, 14).name(), "precision");
    /// ```
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }
}

/// Bytes that are not what they should be.
///
/// # Examples
///
/// ```
/// use ansatz_core::{DecodeError, bytes::Reader};
///
/// let error = Reader::new(&[1, 2]).u32().unwrap_err();
/// assert_eq!(error, DecodeError::Truncated { needed: 4, available: 2 });
/// assert_eq!(error.to_string(), "truncated: 4 bytes needed, 2 available");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DecodeError {
    /// The input ends before the value does.
    #[error("truncated: {needed} bytes needed, {available} available")]
    Truncated {
        /// Bytes that the next field takes.
        needed: u64,
        /// Bytes that are left.
        available: u64,
    },
    /// The input goes on after the value.
    #[error("{0} bytes after the end of the value")]
    Trailing(u64),
    /// The input does not begin with the family's magic bytes.
    #[error("the magic bytes are {found:02x?}, expected 41 4e 53 5a (\"ANSZ\")")]
    Magic {
        /// The first four bytes.
        found: [u8; 4],
    },
    /// The input holds another kind of value.
    #[error("the bytes hold a {found}, expected a {expected}")]
    Kind {
        /// The kind that the caller decodes.
        expected: Kind,
        /// The kind that the bytes name.
        found: Kind,
    },
    /// The input was written by a release that knows a newer format.
    #[error("format version {found} of {kind}, readable: 1..={newest}")]
    Version {
        /// The kind that the bytes name.
        kind: Kind,
        /// The version that the bytes name.
        found: u8,
        /// The newest version that this release reads.
        newest: u8,
    },
    /// A field holds a value that no writer produces.
    #[error("`{name}` is {value}, allowed: {allowed}")]
    Field {
        /// The field, as docs/formats.md names it.
        name: &'static str,
        /// The value found, as text.
        value: String,
        /// What is allowed, as text.
        allowed: String,
    },
    /// The value was built with another hash function, seed or key than the one that is to read it.
    #[error("hashed by {found}, expected {expected}")]
    Hasher {
        /// The hasher that is to read the value, as text.
        expected: String,
        /// The hasher that the bytes name, as text.
        found: String,
    },
}

impl DecodeError {
    /// A field that holds `value` where only `allowed` will do.
    ///
    /// # Examples
    ///
    /// ```
    /// let error = ansatz_core::DecodeError::field("rank", 64, "1..=61");
    /// assert_eq!(error.to_string(), "`rank` is 64, allowed: 1..=61");
    /// ```
    pub fn field(name: &'static str, value: impl Display, allowed: impl Display) -> Self {
        Self::Field { name, value: format!("{value}"), allowed: format!("{allowed}") }
    }
}

impl From<ParameterError> for DecodeError {
    /// A parameter that a constructor would refuse is a field that a decoder refuses.
    fn from(error: ParameterError) -> Self {
        Self::field(error.name(), error.value(), error.allowed())
    }
}
