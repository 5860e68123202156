use std::{
    borrow::Cow,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    rc::Rc,
    sync::Arc,
};

use ansatz_hash::{Composite, Key, StdHash};

#[track_caller]
fn assert_encoding(key: &(impl Key + ?Sized), whole: &[u8], part: &[u8]) {
    assert_eq!(key.encoding().to_vec(), whole);
    let mut composite = Composite::new();
    key.append_to(&mut composite);
    assert_eq!(composite.as_bytes(), part);
}

#[track_caller]
fn assert_word(key: &impl Key, word: u64) {
    assert_encoding(key, &word.to_le_bytes(), &word.to_le_bytes());
}

#[test]
fn integers_are_extended_to_eight_bytes() {
    assert_word(&0xa5u8, 0xa5);
    assert_word(&0xa5a6u16, 0xa5a6);
    assert_word(&0xa5a6_a7a8u32, 0xa5a6_a7a8);
    assert_word(&0x0102_0304_0506_0708u64, 0x0102_0304_0506_0708);
    assert_word(&9usize, 9);
    assert_word(&-1i8, u64::MAX);
    assert_word(&-2i16, u64::MAX - 1);
    assert_word(&-3i32, u64::MAX - 2);
    assert_word(&-4i64, u64::MAX - 3);
    assert_word(&-5isize, u64::MAX - 4);
    assert_word(&true, 1);
    assert_word(&'é', 0xe9);
}

#[test]
fn wide_integers_are_sixteen_bytes() {
    let bytes = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16];
    assert_encoding(&u128::from_le_bytes(bytes), &bytes, &bytes);
    assert_encoding(&-1i128, &[255; 16], &[255; 16]);
}

#[test]
fn floats_have_one_nan_and_one_zero() {
    assert_word(&1.5f64, 0x3ff8_0000_0000_0000);
    assert_word(&1.5f32, 0x3ff8_0000_0000_0000);
    assert_word(&-0.0f64, 0);
    assert_word(&-0.0f32, 0);
    assert_word(&f64::NEG_INFINITY, 0xfff0_0000_0000_0000);
    for nan in [f64::NAN, -f64::NAN, f64::from_bits(0x7ff0_0000_0000_0001)] {
        assert_word(&nan, 0x7ff8_0000_0000_0000);
    }
    assert_word(&-f32::NAN, 0x7ff8_0000_0000_0000);
}

#[test]
fn byte_strings_are_prefixed_only_as_parts() {
    let part = b"\x03\0\0\0\0\0\0\0abc";
    assert_encoding("abc", b"abc", part);
    assert_encoding(&String::from("abc"), b"abc", part);
    assert_encoding(&b"abc"[..], b"abc", part);
    assert_encoding(b"abc", b"abc", part);
    assert_encoding(&b"abc".to_vec(), b"abc", part);
    assert_encoding("", b"", &[0; 8]);
}

#[test]
fn addresses_are_their_octets() {
    let four = Ipv4Addr::new(192, 0, 2, 1);
    assert_encoding(&four, &[192, 0, 2, 1], b"\x04\0\0\0\0\0\0\0\xc0\0\x02\x01");
    assert_encoding(&IpAddr::V4(four), &[192, 0, 2, 1], b"\x04\0\0\0\0\0\0\0\xc0\0\x02\x01");
    let six = Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 1);
    let octets = [0x20, 1, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];
    let part = [&16u64.to_le_bytes()[..], &octets].concat();
    assert_encoding(&six, &octets, &part);
    assert_encoding(&IpAddr::V6(six), &octets, &part);
}

#[test]
fn composites_are_their_parts() {
    let tuple = b"\x01\0\0\0\0\0\0\0a\x07\0\0\0\0\0\0\0";
    assert_encoding(&("a", 7u8), tuple, tuple);
    assert_encoding(&(("a",), (7u8,)), tuple, tuple);
    assert_encoding(&None::<u8>, &[0], &[0]);
    assert_encoding(&Some(7u8), &[1, 7, 0, 0, 0, 0, 0, 0, 0], &[1, 7, 0, 0, 0, 0, 0, 0, 0]);
    assert_encoding(&Some("a"), b"\x01\x01\0\0\0\0\0\0\0a", b"\x01\x01\0\0\0\0\0\0\0a");
    assert_encoding(&Some(None::<u8>), &[1, 0], &[1, 0]);
    let eight = (1u8, 2u8, 3u8, 4u8, 5u8, 6u8, 7u8, 8u8);
    let bytes: Vec<u8> = (1..=8u64).flat_map(u64::to_le_bytes).collect();
    assert_encoding(&eight, &bytes, &bytes);
}

#[test]
fn pointers_are_what_they_point_to() {
    let (whole, part) = (b"ab", b"\x02\0\0\0\0\0\0\0ab");
    assert_encoding(&"ab", whole, part);
    assert_encoding(&&mut *String::from("ab"), whole, part);
    assert_encoding(&Box::<str>::from("ab"), whole, part);
    assert_encoding(&Rc::<str>::from("ab"), whole, part);
    assert_encoding(&Arc::<str>::from("ab"), whole, part);
    assert_encoding(&Cow::Borrowed("ab"), whole, part);
    assert_word(&&&5u8, 5);
}

#[test]
fn what_is_fed_to_a_std_hasher_is_little_endian() {
    #[derive(Hash)]
    struct Everything(u8, i8, u16, i16, u32, i32, u64, i64, u128, i128, usize, isize);
    let key = StdHash(Everything(1, -1, 2, -2, 3, -3, 4, -4, 5, -5, 6, -6));
    let mut bytes = vec![1, 255, 2, 0, 254, 255, 3, 0, 0, 0, 253, 255, 255, 255];
    bytes.extend(4u64.to_le_bytes());
    bytes.extend((-4i64).to_le_bytes());
    bytes.extend(5u128.to_le_bytes());
    bytes.extend((-5i128).to_le_bytes());
    bytes.extend(6u64.to_le_bytes());
    bytes.extend((-6i64).to_le_bytes());
    let part = [&(bytes.len() as u64).to_le_bytes()[..], &bytes].concat();
    assert_encoding(&key, &bytes, &part);
}
