//! The macro that carries bytes through serde.

use core::marker::PhantomData;

use ansatz_core::DecodeError;
use serde::{
    Deserialize,
    de::value::{BytesDeserializer, Error, SeqDeserializer},
};

/// Two equal bytes.
#[derive(Debug, PartialEq)]
struct Twin<H>(u8, PhantomData<H>);

impl<H: Default> Twin<H> {
    fn to_bytes(&self) -> Vec<u8> {
        vec![self.0, self.0]
    }

    fn from_bytes(bytes: &[u8]) -> Result<Self, DecodeError> {
        match bytes {
            [a, b] if a == b => Ok(Self(*a, PhantomData)),
            _ => Err(DecodeError::field("twin", bytes.len(), "two equal bytes")),
        }
    }
}

ansatz_core::serde_over_bytes!([H: Default] Twin<H>);

const SEVEN: Twin<u8> = Twin(7, PhantomData);

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
    assert!(serde_json::from_str::<Twin<u8>>("{\"a\":7}").unwrap_err().to_string().contains("the bytes of `Twin<H>`"));
}
