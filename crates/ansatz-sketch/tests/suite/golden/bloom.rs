//! Pinned bytes, from an implementation of docs/formats.md in Python with the `xxhash` package.

use ansatz_hash::{KeyHasher, Xxh64};
use ansatz_sketch::Bloom;

use super::unhex;

const OWN: &str = "414e535a424c4f4d0100585848330000000000000000060000006400000000000000\
     42ca310801108e048018080808000000";

#[test]
fn the_format_is_pinned() {
    let mut filter = Bloom::with_dimensions(100, 6).unwrap();
    for key in ["alpha", "beta", "gamma"] {
        filter.insert(key);
    }
    filter.insert(&7u64);
    assert_eq!(filter.to_bytes(), unhex(OWN));
    assert_eq!(Bloom::from_bytes(&unhex(OWN)), Ok(filter));
}

/// 1,000 strings in a table of a prime number of bits; pinned as the XXH64 of the table.
#[test]
fn the_positions_are_pinned() {
    let mut filter = Bloom::with_dimensions(10_007, 7).unwrap();
    filter.extend((0..1000).map(|i| format!("item {i}")));
    let bytes = filter.to_bytes();
    assert_eq!(Xxh64::default().hash64(&bytes[34..]), 0xa05f_594d_0f8c_3a6b);
}
