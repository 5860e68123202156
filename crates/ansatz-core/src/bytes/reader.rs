//! Reading: every step is checked against what is left.

use super::header::{Header, Kind, MAGIC};
use crate::DecodeError;

/// A cursor over bytes from outside.
///
/// Integers and floats are little-endian. Every method either consumes what it returns or leaves the cursor where it
/// was and says why.
///
/// # Examples
///
/// ```
/// use ansatz_core::bytes::Reader;
///
/// let mut reader = Reader::new(&[7, 0, 1, 2]);
/// assert_eq!(reader.u16()?, 7);
/// assert_eq!(reader.slice(2)?, &[1, 2]);
/// reader.finish()?;
/// # Ok::<(), ansatz_core::DecodeError>(())
/// ```
#[derive(Debug, Clone)]
pub struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    /// A cursor at the start of `bytes`.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_core::bytes::Reader::new(&[1, 2, 3]).remaining(), 3);
    /// ```
    #[must_use]
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// The header of a value of this `kind`, in a version from 1 to `newest`.
    ///
    /// # Errors
    ///
    /// [`DecodeError::Truncated`], [`DecodeError::Magic`], [`DecodeError::Kind`] or [`DecodeError::Version`].
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_core::bytes::{Kind, Reader};
    ///
    /// let header = Reader::new(b"ANSZTLLY\x01\x00").header(Kind::new(*b"TLLY"), 1)?;
    /// assert_eq!(header.version, 1);
    /// # Ok::<(), ansatz_core::DecodeError>(())
    /// ```
    pub fn header(&mut self, kind: Kind, newest: u8) -> Result<Header, DecodeError> {
        let mut ahead = self.clone();
        let magic = ahead.array::<4>()?;
        if magic != MAGIC {
            return Err(DecodeError::Magic { found: magic });
        }
        let found = Kind::new(ahead.array()?);
        if found != kind {
            return Err(DecodeError::Kind { expected: kind, found });
        }
        let header = Header::new(ahead.u8()?, ahead.u8()?);
        if !(1..=newest).contains(&header.version) {
            return Err(DecodeError::Version { kind, found: header.version, newest });
        }
        *self = ahead;
        Ok(header)
    }

    /// The next `N` bytes.
    ///
    /// # Errors
    ///
    /// [`DecodeError::Truncated`] if fewer are left.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_core::bytes::Reader::new(&[1, 2, 3]).array::<2>(), Ok([1, 2]));
    /// ```
    pub fn array<const N: usize>(&mut self) -> Result<[u8; N], DecodeError> {
        let Some((head, rest)) = self.rest.split_first_chunk::<N>() else {
            return Err(self.truncated(N as u64));
        };
        self.rest = rest;
        Ok(*head)
    }

    /// The next `len` bytes, borrowed from the input.
    ///
    /// # Errors
    ///
    /// [`DecodeError::Truncated`] if fewer are left.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_core::bytes::Reader::new(&[1, 2, 3]).slice(2), Ok(&[1, 2][..]));
    /// ```
    pub fn slice(&mut self, len: usize) -> Result<&'a [u8], DecodeError> {
        let Some((head, rest)) = self.rest.split_at_checked(len) else {
            return Err(self.truncated(len as u64));
        };
        self.rest = rest;
        Ok(head)
    }

    /// A `u64` that counts elements of at least `element_bytes` bytes each which follow; the count is checked against
    /// the bytes that are left, so that a caller may allocate for it.
    ///
    /// # Errors
    ///
    /// [`DecodeError::Truncated`] if so many elements cannot follow. `element_bytes` 0 is read as 1.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_core::bytes::Reader;
    ///
    /// let bytes = [2, 0, 0, 0, 0, 0, 0, 0, 10, 11, 12, 13];
    /// assert_eq!(Reader::new(&bytes).count(2), Ok(2));
    /// assert!(Reader::new(&bytes).count(3).is_err());
    /// ```
    pub fn count(&mut self, element_bytes: usize) -> Result<usize, DecodeError> {
        let mut ahead = self.clone();
        let count = ahead.u64()?;
        let needed = count.saturating_mul(element_bytes.max(1) as u64);
        if needed > ahead.rest.len() as u64 {
            return Err(ahead.truncated(needed));
        }
        *self = ahead;
        Ok(count as usize)
    }

    /// The next byte.
    ///
    /// # Errors
    ///
    /// [`DecodeError::Truncated`] if none is left.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_core::bytes::Reader::new(&[9]).u8(), Ok(9));
    /// ```
    pub fn u8(&mut self) -> Result<u8, DecodeError> {
        self.array().map(u8::from_le_bytes)
    }

    /// The next two bytes as an integer.
    ///
    /// # Errors
    ///
    /// [`DecodeError::Truncated`] if fewer are left.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_core::bytes::Reader::new(&[1, 2]).u16(), Ok(0x0201));
    /// ```
    pub fn u16(&mut self) -> Result<u16, DecodeError> {
        self.array().map(u16::from_le_bytes)
    }

    /// The next four bytes as an integer.
    ///
    /// # Errors
    ///
    /// [`DecodeError::Truncated`] if fewer are left.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_core::bytes::Reader::new(&[1, 2, 0, 0]).u32(), Ok(0x0201));
    /// ```
    pub fn u32(&mut self) -> Result<u32, DecodeError> {
        self.array().map(u32::from_le_bytes)
    }

    /// The next eight bytes as an integer.
    ///
    /// # Errors
    ///
    /// [`DecodeError::Truncated`] if fewer are left.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_core::bytes::Reader::new(&[1, 2, 0, 0, 0, 0, 0, 0]).u64(), Ok(0x0201));
    /// ```
    pub fn u64(&mut self) -> Result<u64, DecodeError> {
        self.array().map(u64::from_le_bytes)
    }

    /// The next eight bytes as an IEEE 754 float, whatever it is; NaN and infinity are for the caller to judge.
    ///
    /// # Errors
    ///
    /// [`DecodeError::Truncated`] if fewer are left.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_core::bytes::Reader::new(&1.5f64.to_le_bytes()).f64(), Ok(1.5));
    /// ```
    pub fn f64(&mut self) -> Result<f64, DecodeError> {
        self.array().map(f64::from_le_bytes)
    }

    /// How many bytes are left.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_core::bytes::Reader::new(&[1, 2]).remaining(), 2);
    /// ```
    #[must_use]
    pub const fn remaining(&self) -> usize {
        self.rest.len()
    }

    /// `Ok` if everything has been read.
    ///
    /// # Errors
    ///
    /// [`DecodeError::Trailing`] if bytes are left.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_core::{DecodeError, bytes::Reader};
    ///
    /// assert_eq!(Reader::new(&[]).finish(), Ok(()));
    /// assert_eq!(Reader::new(&[1]).finish(), Err(DecodeError::Trailing(1)));
    /// ```
    pub fn finish(self) -> Result<(), DecodeError> {
        match self.rest.len() {
            0 => Ok(()),
            left => Err(DecodeError::Trailing(left as u64)),
        }
    }

    fn truncated(&self, needed: u64) -> DecodeError {
        DecodeError::Truncated { needed, available: self.rest.len() as u64 }
    }
}
