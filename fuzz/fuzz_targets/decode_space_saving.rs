//! A SpaceSaving summary from any bytes: an error, or a summary that is written as the same bytes and keeps its bounds.
#![cfg_attr(feature = "libfuzzer", no_main)]

use ansatz_hash::{DecodeKey, Xxh3};
use ansatz_sketch::TopK;

ansatz_fuzz::target!(|data| run(data));

fn run(data: &[u8]) {
    decode::<u64>(data);
    decode::<String>(data);
    decode::<Option<(u8, Vec<u8>)>>(data);
}

fn decode<K: DecodeKey + Clone>(data: &[u8]) {
    let Ok(top) = TopK::<K, Xxh3>::from_bytes(data) else { return };
    assert_eq!(top.to_bytes(), data, "an accepted value is written differently");
    for counted in top.top(usize::MAX) {
        assert_eq!(counted.estimate, top.estimate(&counted.item));
        assert!(counted.estimate.lower <= counted.estimate.upper);
    }
    let mut twice = top.clone();
    assert!(twice.merge(&top).is_ok());
    let least = (twice.capacity() as u128 + 1) * u128::from(twice.floor());
    assert!(twice.total() == u64::MAX || least <= u128::from(twice.total()));
    assert_eq!(TopK::<K, Xxh3>::from_bytes(&twice.to_bytes()).ok(), Some(twice));
}
