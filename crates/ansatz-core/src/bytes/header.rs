//! The ten bytes that every value begins with.

use core::fmt;

use crate::DecodeError;

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

    /// The flags, if no others are set than those in `known`.
    ///
    /// # Errors
    ///
    /// [`DecodeError::Field`] if a flag is set that this release does not know.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_core::bytes::{Kind, Reader};
    ///
    /// let header = Reader::new(b"ANSZTLLY\x01\x02").header(Kind::new(*b"TLLY"), 1)?;
    /// assert_eq!(header.require_flags(0b11), Ok(0b10));
    /// assert!(header.require_flags(0b01).is_err());
    /// # Ok::<(), ansatz_core::DecodeError>(())
    /// ```
    pub fn require_flags(self, known: u8) -> Result<u8, DecodeError> {
        if self.flags & !known == 0 {
            return Ok(self.flags);
        }
        if known == 0 {
            return Err(DecodeError::field("flags", self.flags, 0));
        }
        Err(DecodeError::field("flags", self.flags, format_args!("bits of {known:#010b}")))
    }
}

pub(super) const MAGIC: [u8; 4] = *b"ANSZ";
