//! States of many parts: written without loss, and read with their checks.

use alloc::collections::BTreeMap;

use ansatz_core::{
    DecodeError,
    bytes::{Codec, Kind, Reader, Writer},
    codec,
};
use ansatz_testkit::hostile::assert_survives_damage;
use proptest::prelude::*;

#[derive(Debug, Clone, PartialEq)]
struct State {
    flags: Vec<(bool, u8)>,
    sizes: [usize; 2],
    best: Option<f64>,
    counts: BTreeMap<u64, u32>,
    nothing: (),
}

impl State {
    fn check(&self) -> Result<(), DecodeError> {
        if self.sizes[0] <= self.sizes[1] {
            return Ok(());
        }
        Err(DecodeError::field("sizes", self.sizes[0], format_args!("at most {}", self.sizes[1])))
    }
}

codec!([] State { flags, sizes, best, counts, nothing });

fn encode(state: &State) -> Vec<u8> {
    let mut writer = Writer::new(Kind::new(*b"TEST"), 1, 0);
    state.encode(&mut writer);
    writer.into_bytes()
}

fn decode(bytes: &[u8]) -> Result<State, DecodeError> {
    let mut reader = Reader::new(bytes);
    reader.header(Kind::new(*b"TEST"), 1)?;
    let state = State::decode(&mut reader)?;
    reader.finish()?;
    Ok(state)
}

fn example() -> State {
    State {
        flags: vec![(true, 1), (false, 255)],
        sizes: [3, 4],
        best: Some(-0.0),
        counts: BTreeMap::from([(1, 2), (u64::MAX, 0)]),
        nothing: (),
    }
}

#[test]
fn the_bytes_are_the_fields_in_order() {
    let bytes = encode(&example());
    // Behind the header: a list of 2, two sizes, a flag and a float, a map of 2.
    assert_eq!(bytes.len(), 10 + (8 + 2 * 2) + 16 + 9 + (8 + 2 * 12));
    assert_eq!(bytes[10..22], [2, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0, 255]);
    assert_eq!(bytes[22..38], [3, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0]);
    assert_eq!(bytes[38..47], [1, 0, 0, 0, 0, 0, 0, 0, 0x80]);
}

#[test]
fn what_no_writer_produces_is_refused() {
    let mut bytes = encode(&example());
    bytes[22] = 5;
    assert_eq!(decode(&bytes).unwrap_err().to_string(), "`sizes` is 5, allowed: at most 4");
    let mut bytes = encode(&example());
    bytes[38] = 2;
    assert_eq!(decode(&bytes).unwrap_err().to_string(), "`flag` is 2, allowed: 0..=1");
    // The second key of the map, made smaller than the first.
    let mut bytes = encode(&example());
    bytes[67..75].fill(0);
    assert_eq!(decode(&bytes).unwrap_err().to_string(), "`map` is keys out of order, allowed: rising keys");
}

#[test]
fn every_truncation_and_bit_flip_is_survived() {
    assert_survives_damage(&encode(&example()), |bytes| decode(bytes).is_ok());
}

proptest! {
    #[test]
    fn states_come_back(
        flags in prop::collection::vec(any::<(bool, u8)>(), 0..9),
        small in 0usize..100,
        more in 0usize..100,
        best in prop::option::of(-1e300..1e300f64),
        counts in prop::collection::btree_map(any::<u64>(), any::<u32>(), 0..9),
    ) {
        let state = State { flags, sizes: [small, small + more], best, counts, nothing: () };
        prop_assert_eq!(decode(&encode(&state)), Ok(state));
    }
}
