//! Keys: values that have one byte representation on every platform and in every release.

mod bytes;
mod composite;
mod decode;
mod pointers;
mod std_hash;
mod words;

pub use composite::Composite;
pub use decode::DecodeKey;
pub use std_hash::StdHash;

/// A value with a platform-independent byte representation, its *encoding*.
///
/// Two keys are the same key exactly when their encodings are the same bytes. The encodings are a format: they are
/// listed in docs/formats.md, pinned by golden vectors, and what is stored and what other languages compute depends on
/// them.
///
/// | type | as a whole key | as a part of a composite |
/// |---|---|---|
/// | `u8` to `u64`, `usize`, `i8` to `i64`, `isize` | the value, zero- or sign-extended, 8 bytes | the same |
/// | `bool`, `char` | 0 or 1, or the scalar value, 8 bytes | the same |
/// | `f32`, `f64` | the value as `f64`, 8 bytes; every NaN is `7ff8000000000000`, -0 is +0 | the same |
/// | `u128`, `i128` | 16 bytes | the same |
/// | `str`, `String`, `[u8]`, `Vec<u8>`, `[u8; N]` | the bytes themselves | their number in 8 bytes, then the bytes |
/// | `Ipv4Addr`, `Ipv6Addr`, `IpAddr` | the 4 or 16 octets, in network order | as for `[u8]` |
/// | tuples of up to 8 | the parts, one after the other | the same |
/// | `Option<K>` | `None`: a byte 0; `Some`: a byte 1, then the part | the same |
/// | `&K`, `Box`, `Rc`, `Arc`, `Cow` | as the value they point to | the same |
/// | [`StdHash<T>`](StdHash) | what `T` feeds to a `std` hasher | as for `[u8]` |
///
/// Integers and floats are little-endian. `1u32`, `1u64`, `1i64` and `true` are one key, and so are `"a"` and `b"a"`;
/// `(1u64, 2u64)` and the 16 bytes that it encodes to are one key too: what a key *is* is its bytes. Within one type,
/// different values never share an encoding (NaNs and zeros of different sign aside).
///
/// # Implementing it
///
/// List the parts in [`append_to`](Key::append_to). A type that wraps one other key and wants to be the same key as a
/// whole forwards [`encoding`](Key::encoding) as well.
///
/// ```
/// use ansatz_hash::{Composite, Key, KeyHasher, Xxh3};
///
/// struct Session { tenant: String, id: u64 }
///
/// impl Key for Session {
///     fn append_to(&self, composite: &mut Composite) {
///         self.tenant.append_to(composite);
///         self.id.append_to(composite);
///     }
/// }
///
/// let session = Session { tenant: "acme".into(), id: 7 };
/// assert_eq!(Xxh3::default().hash64(&session), Xxh3::default().hash64(&("acme", 7)));
/// ```
pub trait Key {
    /// Appends the key's encoding as a part of a composite, so that its end can be told from what precedes it.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_hash::{Composite, Key};
    ///
    /// let mut composite = Composite::new();
    /// "ab".append_to(&mut composite);
    /// assert_eq!(composite.as_bytes(), b"\x02\0\0\0\0\0\0\0ab");
    /// ```
    fn append_to(&self, composite: &mut Composite);

    /// The key's encoding as a whole key; by default what [`append_to`](Key::append_to) appends.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_hash::Key;
    ///
    /// assert_eq!("ab".encoding().to_vec(), b"ab");
    /// assert_eq!(7u8.encoding().to_vec(), [7, 0, 0, 0, 0, 0, 0, 0]);
    /// ```
    #[inline]
    fn encoding(&self) -> Encoding<'_> {
        let mut composite = Composite::new();
        self.append_to(&mut composite);
        Encoding::Composite(composite)
    }
}

/// A key's encoding, in the form that its hasher takes fastest.
///
/// The form is no part of the key: equal bytes in different forms are the same key and have the same hash.
///
/// # Examples
///
/// ```
/// use ansatz_hash::{Encoding, KeyHasher, Xxh3};
///
/// let hasher = Xxh3::default();
/// let word = hasher.hash_encoding(&Encoding::Word(1));
/// assert_eq!(word, hasher.hash_encoding(&Encoding::Bytes(&[1, 0, 0, 0, 0, 0, 0, 0])));
/// ```
#[derive(Debug, Clone)]
pub enum Encoding<'a> {
    /// Eight bytes, the little-endian form of this number.
    Word(u64),
    /// Sixteen bytes, the little-endian form of this number.
    Wide(u128),
    /// Bytes that the key itself holds.
    Bytes(&'a [u8]),
    /// Bytes that were put together for this call.
    Composite(Composite),
}

impl Encoding<'_> {
    /// Calls `read` with the encoding's bytes, whatever its form.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_hash::Key;
    ///
    /// assert_eq!(1u16.encoding().read_bytes(<[u8]>::len), 8);
    /// ```
    #[inline]
    pub fn read_bytes<R>(&self, read: impl FnOnce(&[u8]) -> R) -> R {
        match self {
            Self::Word(word) => read(&word.to_le_bytes()),
            Self::Wide(wide) => read(&wide.to_le_bytes()),
            Self::Bytes(bytes) => read(bytes),
            Self::Composite(composite) => read(composite.as_bytes()),
        }
    }

    /// The encoding's bytes, copied.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_hash::Key;
    ///
    /// assert_eq!(Some("ab").encoding().to_vec(), b"\x01\x02\0\0\0\0\0\0\0ab");
    /// ```
    pub fn to_vec(&self) -> alloc::vec::Vec<u8> {
        self.read_bytes(<[u8]>::to_vec)
    }
}
