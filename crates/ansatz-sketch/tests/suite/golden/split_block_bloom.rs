//! Bitsets that other Parquet writers made, and pinned bytes of the filter's own format.

use ansatz_hash::{KeyHasher, SeededHasher, Xxh3, Xxh64};
use ansatz_sketch::SplitBlockBloom;

use super::unhex;

/// Bitsets of 64 bytes from the Bloom filters of one file, written by Arrow C++ through `pyarrow` 26.0.1:
/// `pq.write_table(table, file, bloom_filter_options={c: {"ndv": 40, "fpp": 0.05} for c in table.column_names})`, for
/// the columns below, of 40 rows each.
const ARROW_INT32: &str = "07ed23601f6208591bb0050a731d09640224a8cc529a005ea76c06c07450d602\
     2af2b86e27b563341accb2e3c77daed433a970ae87edea35f3fcd0c924acc5fb";
const ARROW_INT64: &str = "49a412f4c85345200124b0ca489314104a218186914524445012d14113d5a024\
     0596777a7af1b11ddc5c4bdc3a69e95b17f39b9be7f2de506a95d49d8ac2d3d8";
const ARROW_DOUBLE: &str = "89be24814d74800d302310fb17129f36f2d632398a05009e794949816c469500\
     35241f07a673a87adee03b8d750773a13568dd2fe8a676c758d996b798fb7d81";
const ARROW_FLOAT: &str = "638c357e35fbc64febdea81156ecbf8acba84770790b3cb23899f56c4cb96f8d\
     06e68e720882574c6220d9b82a62a06b7944408614754d10142502f9a0d4d389";
const ARROW_STRING: &str = "8770fc295356c0d619d859e8825650b9e2fc415e937217a21f03174b27d541c1\
     c51aeb844614e4d7e0ee031968c1cfa52565ae8f30d6514f98a72b8907081179";

/// A column of two blocks, whatever rate that is.
fn column() -> SplitBlockBloom<Xxh64> {
    SplitBlockBloom::from_parquet_bitset(&[0; 64]).unwrap()
}

#[test]
fn int32_columns_are_arrows() {
    let mut filter = column();
    filter.extend((0..40i32).map(|i| ((i * i * i - 1000) * 7).to_le_bytes()));
    assert_eq!(filter.parquet_bitset().unwrap(), unhex(ARROW_INT32));
}

#[test]
fn int64_columns_are_arrows() {
    let values = (0..40i64).map(|i| (i - 20) * 1_000_000_000_000_000 + i);
    let (mut as_bytes, mut as_integers) = (column(), column());
    as_bytes.extend(values.clone().map(i64::to_le_bytes));
    as_integers.extend(values);
    assert_eq!(as_bytes.parquet_bitset().unwrap(), unhex(ARROW_INT64));
    assert_eq!(as_integers, as_bytes);
}

#[test]
fn double_columns_are_arrows() {
    let values = (0..40i32).map(|i| f64::from(i - 20) * 0.37);
    let (mut as_bytes, mut as_floats) = (column(), column());
    as_bytes.extend(values.clone().map(f64::to_le_bytes));
    as_floats.extend(values);
    assert_eq!(as_bytes.parquet_bitset().unwrap(), unhex(ARROW_DOUBLE));
    assert_eq!(as_floats, as_bytes);
}

#[test]
fn float_columns_are_arrows() {
    let mut filter = column();
    filter.extend((0..40u8).map(|i| ((f32::from(i) - 20.0) * 0.5).to_le_bytes()));
    assert_eq!(filter.parquet_bitset().unwrap(), unhex(ARROW_FLOAT));
}

#[test]
fn string_columns_are_arrows() {
    let mut filter = column();
    filter.extend((0..40).map(|i| format!("key-{i}")));
    assert_eq!(filter.parquet_bitset().unwrap(), unhex(ARROW_STRING));
}

/// The bitset that parquet-java wrote for the strings a0 to a9, as it stands in arrow-rs's tests.
#[test]
fn the_column_of_ten_strings_is_parquet_javas() {
    let mut filter = SplitBlockBloom::for_parquet(10, 0.1).unwrap();
    filter.extend((0..10).map(|i| format!("a{i}")));
    let bitset = [
        200, 1, 80, 20, 64, 68, 8, 109, 6, 37, 4, 67, 144, 80, 96, 32, 8, 132, 43, 33, 0, 5, 99, 65, 2, 0, 224, 44, 64,
        78, 96, 4,
    ];
    assert_eq!(filter.parquet_bitset().unwrap(), bitset);
}

/// From an implementation of the format's text in Python, with the `xxhash` package: 1,000 strings in 41 blocks, a
/// number that is no power of two. Pinned as the XXH64 of the bitset.
#[test]
fn any_number_of_blocks_is_the_formats() {
    let mut filter = SplitBlockBloom::from_parquet_bitset(&[0; 41 * 32]).unwrap();
    filter.extend((0..1000).map(|i| format!("item {i}")));
    let bytes = filter.to_bytes();
    let bitset = &bytes[bytes.len() - 41 * 32..];
    assert_eq!(Xxh64::default().hash64(bitset), 0x06b4_b1cc_93e2_f012);
    assert_eq!(filter.fill(), 5638.0 / (41.0 * 256.0));
}

/// From the same implementation, with XXH3 of seed 5.
const OWN: &str = "414e535a5342424601005858483305000000000000000200000000000000\
     0040040010000400280000000080000102800000000000400000201000004010\
     01000010400020000100040000010020000024000c0000002000000408002000";

#[test]
fn the_own_format_is_pinned() {
    let hasher = Xxh3::with_seed(5);
    let mut filter = SplitBlockBloom::with_hasher(60, 0.15, hasher).unwrap();
    for key in ["alpha", "beta", "gamma"] {
        filter.insert(key);
    }
    filter.insert(&7u64);
    assert_eq!(filter.to_bytes(), unhex(OWN));
    assert_eq!(SplitBlockBloom::from_bytes(&unhex(OWN)), Ok(filter));
}
