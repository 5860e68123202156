//! Writing: the mirror of the reader.

use alloc::vec::Vec;

use super::header::{Kind, MAGIC};

/// A growing buffer that begins with a value's header.
///
/// # Examples
///
/// ```
/// use ansatz_core::bytes::{Kind, Writer};
///
/// let mut writer = Writer::new(Kind::new(*b"TLLY"), 1, 0);
/// writer.u16(7);
/// assert_eq!(writer.into_bytes(), b"ANSZTLLY\x01\x00\x07\x00");
/// ```
#[derive(Debug, Clone)]
pub struct Writer {
    bytes: Vec<u8>,
}

impl Writer {
    /// A buffer that holds the header of a value of this `kind`, format `version` (from 1) and `flags`.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_core::bytes::{Kind, Writer};
    ///
    /// assert_eq!(Writer::new(Kind::new(*b"TLLY"), 2, 1).into_bytes(), b"ANSZTLLY\x02\x01");
    /// ```
    #[must_use]
    pub fn new(kind: Kind, version: u8, flags: u8) -> Self {
        let mut bytes = Vec::new();
        bytes.extend_from_slice(&MAGIC);
        bytes.extend_from_slice(&kind.code());
        bytes.extend_from_slice(&[version, flags]);
        Self { bytes }
    }

    /// Makes room for `additional` bytes, so that writing them does not grow the buffer again.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_core::bytes::{Kind, Writer};
    /// # let mut writer = Writer::new(Kind::new(*b"TLLY"), 1, 0);
    /// writer.reserve(16);
    /// ```
    pub fn reserve(&mut self, additional: usize) {
        self.bytes.reserve_exact(additional);
    }

    /// Appends bytes as they are; their number is not written.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_core::bytes::{Kind, Writer};
    /// # let mut writer = Writer::new(Kind::new(*b"TLLY"), 1, 0);
    /// writer.slice(&[1, 2, 3]);
    /// assert!(writer.into_bytes().ends_with(&[1, 2, 3]));
    /// ```
    pub fn slice(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// Appends the number of elements that follow, as a `u64`; [`Reader::count`](super::Reader::count) reads it.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_core::bytes::{Kind, Writer};
    /// # let mut writer = Writer::new(Kind::new(*b"TLLY"), 1, 0);
    /// writer.count(3);
    /// assert!(writer.into_bytes().ends_with(&[3, 0, 0, 0, 0, 0, 0, 0]));
    /// ```
    pub fn count(&mut self, count: usize) {
        self.u64(count as u64);
    }

    /// Appends one byte.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_core::bytes::{Kind, Writer};
    /// # let mut writer = Writer::new(Kind::new(*b"TLLY"), 1, 0);
    /// writer.u8(9);
    /// assert!(writer.into_bytes().ends_with(&[9]));
    /// ```
    pub fn u8(&mut self, value: u8) {
        self.bytes.push(value);
    }

    /// Appends two bytes.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_core::bytes::{Kind, Writer};
    /// # let mut writer = Writer::new(Kind::new(*b"TLLY"), 1, 0);
    /// writer.u16(0x0201);
    /// assert!(writer.into_bytes().ends_with(&[1, 2]));
    /// ```
    pub fn u16(&mut self, value: u16) {
        self.slice(&value.to_le_bytes());
    }

    /// Appends four bytes.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_core::bytes::{Kind, Writer};
    /// # let mut writer = Writer::new(Kind::new(*b"TLLY"), 1, 0);
    /// writer.u32(0x0201);
    /// assert!(writer.into_bytes().ends_with(&[1, 2, 0, 0]));
    /// ```
    pub fn u32(&mut self, value: u32) {
        self.slice(&value.to_le_bytes());
    }

    /// Appends eight bytes.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_core::bytes::{Kind, Writer};
    /// # let mut writer = Writer::new(Kind::new(*b"TLLY"), 1, 0);
    /// writer.u64(1);
    /// assert!(writer.into_bytes().ends_with(&[1, 0, 0, 0, 0, 0, 0, 0]));
    /// ```
    pub fn u64(&mut self, value: u64) {
        self.slice(&value.to_le_bytes());
    }

    /// Appends a float's eight IEEE 754 bytes.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_core::bytes::{Kind, Writer};
    /// # let mut writer = Writer::new(Kind::new(*b"TLLY"), 1, 0);
    /// writer.f64(1.5);
    /// assert!(writer.into_bytes().ends_with(&1.5f64.to_le_bytes()));
    /// ```
    pub fn f64(&mut self, value: f64) {
        self.slice(&value.to_le_bytes());
    }

    /// What has been written.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_core::bytes::{Kind, Writer};
    ///
    /// assert_eq!(Writer::new(Kind::new(*b"TLLY"), 1, 0).into_bytes().len(), 10);
    /// ```
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}
