//! `Serialize` and `Deserialize` for a sketch, over the bytes of its own format.
//!
//! A sketch becomes one byte string, and comes back through the validation of `from_bytes`. Self-describing text
//! formats have no byte strings and write an array of numbers instead, which is read as well.

use alloc::vec::Vec;
use core::{fmt, marker::PhantomData};

use ansatz_core::DecodeError;
use serde::{
    Deserializer, Serializer,
    de::{Error, SeqAccess, Visitor},
};

/// Implements both traits for a type with `to_bytes(&self) -> Vec<u8>` and
/// `from_bytes(&[u8]) -> Result<Self, DecodeError>`.
///
/// The generic parameters stand in brackets, with the bounds under which both methods exist:
/// `serde_over_bytes!([] TDigest);`, `serde_over_bytes!([H: SeededHasher] HyperLogLog<H>);`.
macro_rules! serde_over_bytes {
    ([$($generics:tt)*] $type:ty) => {
        impl<$($generics)*> ::serde::Serialize for $type {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::serde::serialize(&self.to_bytes(), serializer)
            }
        }

        impl<'de, $($generics)*> ::serde::Deserialize<'de> for $type {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> ::core::result::Result<Self, D::Error> {
                $crate::serde::deserialize(deserializer, Self::from_bytes)
            }
        }
    };
}

pub(crate) use serde_over_bytes;

/// `bytes` as one byte string.
pub(crate) fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_bytes(bytes)
}

/// The value that `decode` makes of a byte string, or of a sequence of numbers below 256.
pub(crate) fn deserialize<'de, T, D, F>(deserializer: D, decode: F) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    F: FnOnce(&[u8]) -> Result<T, DecodeError>,
{
    deserializer.deserialize_bytes(Bytes { decode, result: PhantomData })
}

struct Bytes<T, F> {
    decode: F,
    result: PhantomData<T>,
}

impl<'de, T, F: FnOnce(&[u8]) -> Result<T, DecodeError>> Visitor<'de> for Bytes<T, F> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the bytes of a sketch")
    }

    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<T, E> {
        (self.decode)(bytes).map_err(E::custom)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<T, A::Error> {
        let mut bytes = Vec::with_capacity(sequence.size_hint().unwrap_or(0).min(TRUSTED_LENGTH));
        while let Some(byte) = sequence.next_element()? {
            bytes.push(byte);
        }
        (self.decode)(&bytes).map_err(A::Error::custom)
    }
}

/// A sequence's length is a claim of the input: beyond this, memory is taken only as elements really arrive.
const TRUSTED_LENGTH: usize = 4096;

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use alloc::{string::ToString, vec, vec::Vec};

    use ansatz_core::DecodeError;
    use serde::{
        Deserialize,
        de::value::{BytesDeserializer, Error, SeqDeserializer},
    };

    /// Two equal bytes.
    #[derive(Debug, PartialEq)]
    struct Twin<H>(u8, core::marker::PhantomData<H>);

    impl<H: Default> Twin<H> {
        fn to_bytes(&self) -> Vec<u8> {
            vec![self.0, self.0]
        }

        fn from_bytes(bytes: &[u8]) -> Result<Self, DecodeError> {
            match bytes {
                [a, b] if a == b => Ok(Self(*a, core::marker::PhantomData)),
                _ => Err(DecodeError::field("twin", bytes.len(), "two equal bytes")),
            }
        }
    }

    crate::serde::serde_over_bytes!([H: Default] Twin<H>);

    const SEVEN: Twin<u8> = Twin(7, core::marker::PhantomData);

    #[test]
    fn a_byte_string_is_decoded() {
        assert_eq!(Twin::deserialize(BytesDeserializer::<Error>::new(&[7, 7])), Ok(SEVEN));
        let error = Twin::<u8>::deserialize(BytesDeserializer::<Error>::new(&[7, 8])).unwrap_err();
        assert_eq!(error.to_string(), "`twin` is 2, allowed: two equal bytes");
    }

    #[test]
    fn a_sequence_is_decoded() {
        assert_eq!(Twin::deserialize(SeqDeserializer::<_, Error>::new([7u8, 7].into_iter())), Ok(SEVEN));
        assert!(Twin::<u8>::deserialize(SeqDeserializer::<_, Error>::new([7u8].into_iter())).is_err());
        assert!(Twin::<u8>::deserialize(SeqDeserializer::<_, Error>::new([256u16, 256].into_iter())).is_err());
    }

    #[test]
    fn json_makes_the_round_trip() {
        let json = serde_json::to_string(&SEVEN).unwrap();
        assert_eq!(json, "[7,7]");
        assert_eq!(serde_json::from_str::<Twin<u8>>(&json).unwrap(), SEVEN);
        assert!(serde_json::from_str::<Twin<u8>>("[7,8]").unwrap_err().to_string().contains("two equal bytes"));
        assert!(serde_json::from_str::<Twin<u8>>("{\"a\":7}").unwrap_err().to_string().contains("bytes of a sketch"));
    }
}
