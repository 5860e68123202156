//! The ten bytes that every value begins with.

use core::fmt;

/// What a sequence of bytes holds: four ASCII characters, unique in the family.
///
/// # Examples
///
/// ```
/// use ansatz_core::bytes::Kind;
///
/// const HLL: Kind = Kind::new(*b"HLL ");
/// assert_eq!(HLL.to_string(), "\"HLL \"");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Kind([u8; 4]);

impl Kind {
    /// The kind that is written as these four bytes.
    ///
    /// # Examples
    ///
    /// ```
    /// let kind = ansatz_core::bytes::Kind::new(*b"TDIG");
    /// assert_eq!(kind.code(), *b"TDIG");
    /// ```
    #[must_use]
    pub const fn new(code: [u8; 4]) -> Self {
        Self(code)
    }

    /// The four bytes.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_core::bytes::Kind::new(*b"TDIG").code(), *b"TDIG");
    /// ```
    #[must_use]
    pub const fn code(self) -> [u8; 4] {
        self.0
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{}\"", self.0.escape_ascii())
    }
}

impl fmt::Debug for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Kind({self})")
    }
}

/// What a header says after the magic and the kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Header {
    /// The version of the kind's format, from 1.
    pub version: u8,
    /// The kind's own flags; a decoder refuses those it does not know.
    pub flags: u8,
}

impl Header {
    pub(super) const fn new(version: u8, flags: u8) -> Self {
        Self { version, flags }
    }
}

pub(super) const MAGIC: [u8; 4] = *b"ANSZ";
