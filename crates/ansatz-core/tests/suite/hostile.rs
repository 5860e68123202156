//! A decoder written with the reader, under damage.

use ansatz_core::{
    DecodeError,
    bytes::{Kind, Reader, Writer},
};
use ansatz_testkit::hostile::assert_survives_damage;
use proptest::prelude::*;

const LIST: Kind = Kind::new(*b"LIST");

/// A list of pairs, as a family would read it: it allocates for the count that the reader vouches for.
fn decode(bytes: &[u8]) -> Result<Vec<(u32, u64)>, DecodeError> {
    let mut reader = Reader::new(bytes);
    reader.header(LIST, 1)?;
    let count = reader.count(12)?;
    let mut pairs = Vec::with_capacity(count);
    for _ in 0..count {
        pairs.push((reader.u32()?, reader.u64()?));
    }
    reader.finish()?;
    Ok(pairs)
}

fn encode(pairs: &[(u32, u64)]) -> Vec<u8> {
    let mut writer = Writer::new(LIST, 1, 0);
    writer.count(pairs.len());
    for &(key, weight) in pairs {
        writer.u32(key);
        writer.u64(weight);
    }
    writer.into_bytes()
}

#[test]
fn every_truncation_and_bit_flip_is_survived() {
    let golden = encode(&[(1, 2), (3, 4), (u32::MAX, u64::MAX)]);
    assert_survives_damage(&golden, |bytes| decode(bytes).is_ok());
}

proptest! {
    #[test]
    fn arbitrary_bytes_are_an_error_or_write_themselves_again(bytes: Vec<u8>, count: u64) {
        // Random bytes hardly ever have the header; with it in front they get further.
        let mut headed = Writer::new(LIST, 1, 0);
        headed.u64(count % 8);
        headed.slice(&bytes);
        for bytes in [bytes, headed.into_bytes()] {
            if let Ok(pairs) = decode(&bytes) {
                prop_assert_eq!(encode(&pairs), bytes);
            }
        }
    }
}
