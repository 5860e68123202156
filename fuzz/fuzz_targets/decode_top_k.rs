//! `TopK` from bytes: an error, or a summary whose bounds hold together and that writes itself again.
#![cfg_attr(feature = "libfuzzer", no_main)]

use core::fmt::Debug;

use ansatz_fuzz::assert_round_trip;
use ansatz_hash::{DecodeKey, Xxh3};
use ansatz_sketch::TopK;

ansatz_fuzz::target!(|data| run(data));

fn run(data: &[u8]) {
    decode::<String>(data, &"a".to_owned());
    decode::<u64>(data, &1);
}

fn decode<K: DecodeKey + Clone + Debug>(data: &[u8], key: &K) {
    let Ok(mut top) = TopK::<K, Xxh3>::from_bytes(data) else { return };
    assert_round_trip(&top, TopK::to_bytes, TopK::<K, Xxh3>::from_bytes);

    for counted in top.top(top.capacity()) {
        let estimate = counted.estimate;
        assert!(estimate.lower <= estimate.value && estimate.value <= estimate.upper, "{counted:?}");
        assert_eq!(top.estimate(&counted.item), estimate, "{counted:?}");
    }
    let before = top.estimate(key);
    top.update(key, 3);
    assert!(top.estimate(key).upper >= before.lower);
    let same = top.clone();
    top.merge(&same).expect("a summary merges with its copy");
    assert!(top.len() <= top.capacity());
}
