//! `HyperLogLog` from bytes: an error, or a sketch that answers, takes part and writes itself again.
#![cfg_attr(feature = "libfuzzer", no_main)]

use ansatz_fuzz::assert_round_trip;
use ansatz_hash::Xxh3;
use ansatz_sketch::HyperLogLog;

ansatz_fuzz::target!(|data| run(data));

fn run(data: &[u8]) {
    let Ok(mut sketch) = HyperLogLog::<Xxh3>::from_bytes(data) else { return };
    assert_round_trip(&sketch, HyperLogLog::to_bytes, HyperLogLog::<Xxh3>::from_bytes);

    let estimate = sketch.estimate();
    assert!(
        0.0 <= estimate.lower && estimate.lower <= estimate.value && estimate.value <= estimate.upper,
        "{estimate:?}"
    );

    let same = sketch.clone();
    sketch.merge(&same).expect("a sketch merges with its copy");
    assert_eq!(sketch.estimate(), estimate, "a copy adds nothing");
    sketch.insert(&0u64);
    assert!(!sketch.is_empty());
}
