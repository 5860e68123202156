use ansatz_hash::{CassandraMurmur3, KeyHasher, KeyHasher128, Murmur3, SeededHasher};

/// The verification value of `SMHasher`'s `main.cpp`: the hash of the hashes of 256 keys under 256 seeds.
#[test]
fn murmur3_agrees_with_smhasher() {
    let keys: Vec<u8> = (0..=255).collect();
    let hashes: Vec<u8> = (0..256usize)
        .flat_map(|len| Murmur3::with_seed(256 - len as u64).hash_bytes128(&keys[..len]).to_le_bytes())
        .collect();
    let verification = Murmur3::with_seed(0).hash_bytes128(&hashes) as u32;
    assert_eq!(verification, 0x6384_BA69);
}

/// From `test_metadata.py` of the `DataStax` driver for Python.
#[test]
fn cassandra_agrees_with_its_driver() {
    let hash = |bytes: &[u8]| CassandraMurmur3::default().hash_bytes(bytes) as i64;
    assert_eq!(hash(b"123"), -7_468_325_962_851_647_638);
    assert_eq!(hash(&b"\x00\xff\x10\xfa\x99".repeat(10)), 5_837_342_703_291_459_765);
    assert_eq!(hash(&[0xfe; 8]), -8_927_430_733_708_461_935);
    assert_eq!(hash(&[0x10; 8]), 1_446_172_840_243_228_796);
    assert_eq!(hash(b"9223372036854775807"), 7_162_290_910_810_015_547);
}
