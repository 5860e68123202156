//! A bitset from a Parquet file: an error, or a filter that answers and gives the bitset back.
#![cfg_attr(feature = "libfuzzer", no_main)]

use ansatz_sketch::SplitBlockBloom;

ansatz_fuzz::target!(|data| run(data));

fn run(data: &[u8]) {
    let Ok(mut filter) = SplitBlockBloom::from_parquet_bitset(data) else {
        assert!(data.is_empty() || !data.len().is_multiple_of(32), "a whole number of blocks is refused");
        return;
    };
    assert_eq!(filter.parquet_bitset().ok(), data.len().is_power_of_two().then(|| data.to_vec()));
    let value = i32::MIN.to_le_bytes();
    let before = filter.contains(&value);
    filter.insert(&value);
    assert!(filter.contains(&value));
    assert_eq!(filter.parquet_bitset().ok().as_deref() == Some(data), before && data.len().is_power_of_two());
}
