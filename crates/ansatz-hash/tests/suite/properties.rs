use ansatz_core::bytes::{Kind, Reader, Writer};
use ansatz_hash::{
    CassandraMurmur3, Composite, DecodeKey, Encoding, Identity, Key, KeyHasher, KeyHasher128, Murmur3, SeededHasher,
    SipHash, StdHash, Xxh3, Xxh64,
};
use proptest::prelude::*;

/// Whatever the form of an encoding, its hash is that of its bytes.
fn forms_agree(hasher: &impl KeyHasher, word: u64, bytes: &[u8]) -> Result<(), TestCaseError> {
    prop_assert_eq!(hasher.hash_word(word), hasher.hash_bytes(&word.to_le_bytes()));
    let wide = u128::from(word) << 17;
    prop_assert_eq!(hasher.hash_encoding(&Encoding::Wide(wide)), hasher.hash_bytes(&wide.to_le_bytes()));
    let mut composite = Composite::new();
    composite.push_bytes(bytes);
    prop_assert_eq!(hasher.hash_encoding(&Encoding::Composite(composite)), hasher.hash_bytes(bytes));
    prop_assert_eq!(hasher.hash64(bytes), hasher.hash_bytes(bytes));
    prop_assert_eq!(hasher.hash64(&word), (&hasher).hash64(&word));
    Ok(())
}

fn decodes_to_itself<K: DecodeKey + PartialEq + std::fmt::Debug>(key: &K) -> Result<(), TestCaseError> {
    let whole = key.encoding().to_vec();
    prop_assert_eq!(&K::decode(&whole).unwrap(), key);
    let mut composite = Composite::new();
    key.append_to(&mut composite);
    composite.push_bytes(&[1, 2, 3]);
    let mut reader = Reader::new(composite.as_bytes());
    prop_assert_eq!(&K::decode_part(&mut reader).unwrap(), key);
    prop_assert_eq!(reader.remaining(), 3);
    Ok(())
}

proptest! {
    #[test]
    fn a_key_is_its_bytes(word: u64, seed: u64, secret: [u8; 16], bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        forms_agree(&Xxh3::with_seed(seed), word, &bytes)?;
        forms_agree(&Xxh64::with_seed(seed), word, &bytes)?;
        forms_agree(&Murmur3::with_seed(seed), word, &bytes)?;
        forms_agree(&CassandraMurmur3::with_seed(seed), word, &bytes)?;
        forms_agree(&SipHash::new(secret), word, &bytes)?;
    }

    #[test]
    fn murmur_is_the_first_half_of_its_128_bits(seed: u64, bytes: Vec<u8>) {
        let hasher = Murmur3::with_seed(seed);
        prop_assert_eq!(hasher.hash_bytes(&bytes), hasher.hash128(&bytes) as u64);
        let cassandra = CassandraMurmur3::with_seed(seed);
        prop_assert_eq!(cassandra.hash_bytes(&bytes), cassandra.hash128(&bytes) as u64);
        prop_assert_eq!(KeyHasher128::hash128(&&hasher, &bytes), hasher.hash128(&bytes));
    }

    #[test]
    fn cassandra_differs_only_by_signed_tails(bytes in prop::collection::vec(0..128u8, 0..64)) {
        prop_assert_eq!(CassandraMurmur3::default().hash_bytes(&bytes), Murmur3::default().hash_bytes(&bytes));
    }

    #[test]
    fn keys_of_one_type_that_differ_are_encoded_differently(
        a: (String, Option<Vec<u8>>, u16), b: (String, Option<Vec<u8>>, u16),
    ) {
        prop_assert_eq!(a == b, a.encoding().to_vec() == b.encoding().to_vec());
        // The same three parts, split elsewhere.
        let c = (format!("{}x", a.0), a.1.clone(), a.2);
        prop_assert_ne!(a.encoding().to_vec(), c.encoding().to_vec());
    }

    #[test]
    fn keys_are_read_back(
        integers: (u8, u16, u32, u64, i8, i16, i32, i64), wide: (u128, i128), strings: (String, Vec<u8>, [u8; 5]),
        rest: (bool, char, Option<f64>, Option<f32>), sizes: (usize, isize),
        addresses: (std::net::Ipv4Addr, std::net::Ipv6Addr, std::net::IpAddr),
    ) {
        decodes_to_itself(&integers)?;
        decodes_to_itself(&wide)?;
        decodes_to_itself(&strings)?;
        decodes_to_itself(&strings.0)?;
        decodes_to_itself(&strings.1)?;
        decodes_to_itself(&strings.2)?;
        decodes_to_itself(&sizes)?;
        decodes_to_itself(&addresses)?;
        decodes_to_itself(&addresses.0)?;
        decodes_to_itself(&addresses.1)?;
        decodes_to_itself(&addresses.2)?;
        let (truth, letter, wide_float, float) = rest;
        // NaNs are one key but never equal to themselves.
        decodes_to_itself(&(truth, letter, wide_float.filter(|x| !x.is_nan()), float.filter(|x| !x.is_nan())))?;
    }

    #[test]
    fn what_decodes_is_encoded_so(bytes in prop::collection::vec(any::<u8>(), 0..24)) {
        fn check<K: DecodeKey>(bytes: &[u8]) -> Result<(), TestCaseError> {
            if let Ok(key) = K::decode(bytes) {
                prop_assert_eq!(key.encoding().to_vec(), bytes);
            }
            Ok(())
        }
        check::<i8>(&bytes)?;
        check::<u64>(&bytes)?;
        check::<char>(&bytes)?;
        check::<bool>(&bytes)?;
        check::<f32>(&bytes)?;
        check::<f64>(&bytes)?;
        check::<String>(&bytes)?;
        check::<(String, Option<u8>)>(&bytes)?;
        check::<std::net::IpAddr>(&bytes)?;
    }

    #[test]
    fn identities_are_read_back(code: [u8; 4], check: u64) {
        let identity = Identity::new(code, check);
        let mut writer = Writer::new(Kind::new(*b"TEST"), 1, 0);
        identity.write(&mut writer);
        let bytes = writer.into_bytes();
        prop_assert_eq!(bytes.len(), 10 + Identity::BYTES);
        prop_assert_eq!(Identity::read(&mut Reader::new(&bytes[10..])).unwrap(), identity);
    }
}

#[test]
fn seeds_and_functions_have_identities_of_their_own() {
    let mut identities = vec![SipHash::new([1; 16]).identity(), SipHash::new([2; 16]).identity()];
    for seed in [0, 1, u64::MAX] {
        identities.extend([Xxh3::with_seed(seed).identity(), Xxh64::with_seed(seed).identity()]);
        identities.extend([Murmur3::with_seed(seed).identity(), CassandraMurmur3::with_seed(seed).identity()]);
    }
    let distinct: std::collections::HashSet<_> = identities.iter().collect();
    assert_eq!(distinct.len(), identities.len());
}

#[test]
fn a_wrapped_value_is_not_the_value() {
    assert_ne!(StdHash("a").encoding().to_vec(), "a".encoding().to_vec());
}
