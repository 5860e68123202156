//! What a format says about the hasher that its hashes came from.

use alloc::string::ToString;
use core::fmt;

use ansatz_core::{
    DecodeError,
    bytes::{Reader, Writer},
};

use super::{KeyHasher, SeededHasher};

/// Which function, with which seed or key, hashes the keys: four characters and a check value.
///
/// The check value is the seed of a seeded hasher. Of a keyed one it is a value from which the key cannot be told.
///
/// # Examples
///
/// ```
/// use ansatz_hash::{KeyHasher, Murmur3, SeededHasher, Xxh3};
///
/// assert_ne!(Xxh3::default().identity(), Xxh3::with_seed(1).identity());
/// assert_ne!(Xxh3::default().identity(), Murmur3::default().identity());
/// assert_eq!(Xxh3::with_seed(255).identity().to_string(), "XXH3/00000000000000ff");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Identity {
    code: [u8; 4],
    check: u64,
}

impl Identity {
    /// How many bytes [`write`](Self::write) appends.
    pub const BYTES: usize = 12;

    /// The identity of the function that is named by `code`, with the seed or the key's check value `check`.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_hash::Identity::new(*b"fnv1", 0).to_string(), "fnv1/0000000000000000");
    /// ```
    #[must_use]
    pub const fn new(code: [u8; 4], check: u64) -> Self {
        Self { code, check }
    }

    /// The function's four characters.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_hash::{KeyHasher, Xxh64};
    ///
    /// assert_eq!(Xxh64::default().identity().code(), *b"XX64");
    /// ```
    #[must_use]
    pub const fn code(self) -> [u8; 4] {
        self.code
    }

    /// The seed, or the key's check value.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_hash::{KeyHasher, SeededHasher, Xxh64};
    ///
    /// assert_eq!(Xxh64::with_seed(7).identity().check(), 7);
    /// ```
    #[must_use]
    pub const fn check(self) -> u64 {
        self.check
    }

    /// Appends the identity: the four characters, then the check value.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_core::bytes::{Kind, Reader, Writer};
    /// use ansatz_hash::Identity;
    ///
    /// let mut writer = Writer::new(Kind::new(*b"TLLY"), 1, 0);
    /// Identity::new(*b"fnv1", 3).write(&mut writer);
    /// assert_eq!(&writer.into_bytes()[10..], b"fnv1\x03\0\0\0\0\0\0\0");
    /// ```
    pub fn write(self, writer: &mut Writer) {
        writer.slice(&self.code);
        writer.u64(self.check);
    }

    /// The identity that comes next.
    ///
    /// # Errors
    ///
    /// [`DecodeError::Truncated`] if fewer than 12 bytes are left.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_core::bytes::Reader;
    /// use ansatz_hash::Identity;
    ///
    /// let identity = Identity::read(&mut Reader::new(b"fnv1\x03\0\0\0\0\0\0\0"))?;
    /// assert_eq!(identity, Identity::new(*b"fnv1", 3));
    /// # Ok::<(), ansatz_core::DecodeError>(())
    /// ```
    pub fn read(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(Self { code: reader.array()?, check: reader.u64()? })
    }

    /// `hasher`, if it is the one that this identity names.
    ///
    /// # Errors
    ///
    /// [`DecodeError::Hasher`] if it is another.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_hash::{KeyHasher, SipHash};
    ///
    /// let ours = SipHash::new([7; 16]);
    /// assert!(ours.identity().require(SipHash::new([7; 16])).is_ok());
    /// assert!(ours.identity().require(SipHash::new([8; 16])).is_err());
    /// ```
    pub fn require<H: KeyHasher>(self, hasher: H) -> Result<H, DecodeError> {
        let expected = hasher.identity();
        if expected == self {
            Ok(hasher)
        } else {
            Err(DecodeError::Hasher { expected: expected.to_string(), found: self.to_string() })
        }
    }

    /// The hasher of type `H` that this identity names.
    ///
    /// # Errors
    ///
    /// [`DecodeError::Hasher`] if it names another function.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_hash::{Identity, Murmur3, SeededHasher, Xxh3};
    ///
    /// assert_eq!(Identity::new(*b"XXH3", 5).hasher::<Xxh3>()?, Xxh3::with_seed(5));
    /// assert!(Identity::new(*b"XXH3", 5).hasher::<Murmur3>().is_err());
    /// # Ok::<(), ansatz_core::DecodeError>(())
    /// ```
    pub fn hasher<H: SeededHasher>(self) -> Result<H, DecodeError> {
        self.require(H::with_seed(self.check))
    }
}

impl fmt::Display for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{:016x}", self.code.escape_ascii(), self.check)
    }
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Identity({self})")
    }
}
