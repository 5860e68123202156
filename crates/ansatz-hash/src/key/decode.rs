//! The way back from an encoding to the key, for sketches that store keys.

use alloc::{string::String, vec::Vec};
use core::{
    fmt::Display,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
};

use ansatz_core::{DecodeError, bytes::Reader};

use super::Key;

/// A key that can be read back from its encoding.
///
/// Sketches that keep keys (`TopK`) store encodings, and need this to be read from bytes.
///
/// # Examples
///
/// ```
/// use ansatz_hash::{DecodeKey, Key};
///
/// let route = ("JFK".to_string(), 2475u32);
/// let bytes = route.encoding().to_vec();
/// assert_eq!(<(String, u32)>::decode(&bytes)?, route);
/// assert!(<(String, u32)>::decode(&bytes[1..]).is_err());
/// # Ok::<(), ansatz_core::DecodeError>(())
/// ```
pub trait DecodeKey: Key + Sized {
    /// The key whose encoding as a part comes next.
    ///
    /// # Errors
    ///
    /// [`DecodeError`] if no key of this type is encoded so.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_core::bytes::Reader;
    /// use ansatz_hash::DecodeKey;
    ///
    /// assert_eq!(String::decode_part(&mut Reader::new(b"\x02\0\0\0\0\0\0\0abc"))?, "ab");
    /// # Ok::<(), ansatz_core::DecodeError>(())
    /// ```
    fn decode_part(reader: &mut Reader<'_>) -> Result<Self, DecodeError>;

    /// The key whose encoding as a whole key is `bytes`.
    ///
    /// # Errors
    ///
    /// [`DecodeError`] if no key of this type is encoded so.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_hash::DecodeKey;
    ///
    /// assert_eq!(u16::decode(&[1, 2, 0, 0, 0, 0, 0, 0]), Ok(0x0201));
    /// assert!(u16::decode(&[1, 2, 3, 0, 0, 0, 0, 0]).is_err());
    /// ```
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(bytes);
        let key = Self::decode_part(&mut reader)?;
        reader.finish()?;
        Ok(key)
    }
}

macro_rules! integer {
    ($($type:ty, $word:ty;)+) => {$(
        impl DecodeKey for $type {
            fn decode_part(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
                let value = <$word>::from_le_bytes(reader.array()?);
                Self::try_from(value).map_err(|_| not_one("an integer", value, stringify!($type)))
            }
        }
    )+};
}

integer! {
    u8, u64;
    u16, u64;
    u32, u64;
    u64, u64;
    usize, u64;
    i8, i64;
    i16, i64;
    i32, i64;
    i64, i64;
    isize, i64;
    u128, u128;
    i128, i128;
}

impl DecodeKey for bool {
    fn decode_part(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        match reader.u64()? {
            0 => Ok(false),
            1 => Ok(true),
            other => Err(DecodeError::field("key", other, "0 or 1")),
        }
    }
}

impl DecodeKey for char {
    fn decode_part(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let word = reader.u64()?;
        u32::try_from(word).ok().and_then(Self::from_u32).ok_or_else(|| not_one("a number", word, "char"))
    }
}

impl DecodeKey for f64 {
    fn decode_part(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        canonical(reader.f64()?)
    }
}

impl DecodeKey for f32 {
    fn decode_part(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let wide = canonical(reader.f64()?)?;
        let value = wide as Self;
        if Self::is_nan(value) || f64::from(value) == wide { Ok(value) } else { Err(not_one("a float", wide, "f32")) }
    }
}

impl DecodeKey for Vec<u8> {
    fn decode_part(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        byte_string(reader).map(<[u8]>::to_vec)
    }

    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        Ok(bytes.to_vec())
    }
}

impl DecodeKey for String {
    fn decode_part(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Self::decode(byte_string(reader)?)
    }

    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        match core::str::from_utf8(bytes) {
            Ok(text) => Ok(Self::from(text)),
            Err(error) => Err(DecodeError::field("key", error, "UTF-8")),
        }
    }
}

impl<const N: usize> DecodeKey for [u8; N] {
    fn decode_part(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Self::decode(byte_string(reader)?)
    }

    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        bytes.try_into().map_err(|_| DecodeError::field("length of the key", bytes.len(), N))
    }
}

impl DecodeKey for Ipv4Addr {
    fn decode_part(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        <[u8; 4]>::decode_part(reader).map(Self::from)
    }

    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        <[u8; 4]>::decode(bytes).map(Self::from)
    }
}

impl DecodeKey for Ipv6Addr {
    fn decode_part(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        <[u8; 16]>::decode_part(reader).map(Self::from)
    }

    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        <[u8; 16]>::decode(bytes).map(Self::from)
    }
}

impl DecodeKey for IpAddr {
    fn decode_part(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Self::decode(byte_string(reader)?)
    }

    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        match bytes.len() {
            4 => Ipv4Addr::decode(bytes).map(Self::V4),
            16 => Ipv6Addr::decode(bytes).map(Self::V6),
            other => Err(DecodeError::field("length of the key", other, "4 or 16")),
        }
    }
}

impl<K: DecodeKey> DecodeKey for Option<K> {
    fn decode_part(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        match reader.u8()? {
            0 => Ok(None),
            1 => K::decode_part(reader).map(Some),
            other => Err(DecodeError::field("tag of the key", other, "0 or 1")),
        }
    }
}

macro_rules! tuple {
    ($($part:ident),+) => {
        impl<$($part: DecodeKey),+> DecodeKey for ($($part,)+) {
            fn decode_part(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
                Ok(($($part::decode_part(reader)?,)+))
            }
        }
    };
}

tuple!(A);
tuple!(A, B);
tuple!(A, B, C);
tuple!(A, B, C, D);
tuple!(A, B, C, D, E);
tuple!(A, B, C, D, E, F);
tuple!(A, B, C, D, E, F, G);
tuple!(A, B, C, D, E, F, G, H);

/// The bytes of a string that is a part.
fn byte_string<'a>(reader: &mut Reader<'a>) -> Result<&'a [u8], DecodeError> {
    let len = reader.count(1)?;
    reader.slice(len)
}

/// `value`, if an encoder would have written these bits.
fn canonical(value: f64) -> Result<f64, DecodeError> {
    let bits = value.to_bits();
    if value.encoding().read_bytes(|bytes| bytes == bits.to_le_bytes()) {
        Ok(value)
    } else {
        Err(not_one("a float", value, "canonical float"))
    }
}

fn not_one(what: &str, value: impl Display, wanted: &str) -> DecodeError {
    DecodeError::field("key", value, alloc::format!("{what} that is a {wanted}"))
}
