//! A bitset of Parquet: an error, or a filter that gives it back.
#![cfg_attr(feature = "libfuzzer", no_main)]

use ansatz_sketch::SplitBlockBloom;

ansatz_fuzz::target!(|data| run(data));

fn run(data: &[u8]) {
    let Ok(mut filter) = SplitBlockBloom::from_parquet_bitset(data) else { return };
    if let Ok(bitset) = filter.parquet_bitset() {
        assert_eq!(bitset, data);
    }
    filter.insert(&1u64);
    assert!(filter.contains(&1u64), "a false no");
}
