//! `Bloom` from bytes: an error, or a filter that answers, takes part and writes itself again.
#![cfg_attr(feature = "libfuzzer", no_main)]

use ansatz_fuzz::assert_round_trip;
use ansatz_hash::Xxh3;
use ansatz_sketch::Bloom;

ansatz_fuzz::target!(|data| run(data));

fn run(data: &[u8]) {
    let Ok(mut filter) = Bloom::<Xxh3>::from_bytes(data) else { return };
    assert_eq!(filter.to_bytes(), data, "one filter has one encoding");
    assert_round_trip(&filter, Bloom::to_bytes, Bloom::<Xxh3>::from_bytes);

    let estimate = filter.estimate();
    assert!(
        0.0 <= estimate.lower && estimate.lower <= estimate.value && estimate.value <= estimate.upper,
        "{estimate:?}"
    );
    assert!((0.0..=1.0).contains(&filter.fill()) && (0.0..=1.0).contains(&filter.estimated_fpr()));

    let same = filter.clone();
    filter.merge(&same).expect("a filter merges with its copy");
    assert_eq!(filter, same, "a copy adds nothing");
    filter.insert(data);
    assert!(filter.contains(data) && !filter.is_empty());
    filter.clear();
    assert!(filter.is_empty());
}
