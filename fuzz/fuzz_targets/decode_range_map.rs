//! A range map from any bytes: an error, or a map that is written as the same bytes and has an owner for every key.
#![cfg_attr(feature = "libfuzzer", no_main)]

use ansatz_hash::DecodeKey;
use ansatz_placement::RangeMap;

ansatz_fuzz::target!(|data| run(data));

fn run(data: &[u8]) {
    decode::<u64>(data);
    decode::<String>(data);
    decode::<Option<(u8, Vec<u8>)>>(data);
}

fn decode<N: DecodeKey>(data: &[u8]) {
    let Ok(map) = RangeMap::<N>::from_bytes(data) else { return };
    assert_eq!(map.to_bytes(), data, "an accepted value is written differently");
    for (index, range) in map.iter().enumerate() {
        assert_eq!(map.position(range.start), index);
        assert!(range.end.is_none_or(|end| map.position(end) == index + 1));
    }
}
