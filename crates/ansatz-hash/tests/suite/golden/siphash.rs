//! From `vectors.h` of the reference: key 00 01 .. 0f, inputs of the first 0, 1, .. of the bytes 00 01 02 ..; and the
//! worked example of the paper's appendix, which is that with 15 bytes.

use ansatz_hash::{KeyHasher, KeyHasher128, SipHash};

const HASHER: SipHash = SipHash::new([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
const INPUT: [u8; 15] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14];

#[test]
fn siphash_agrees_with_its_reference() {
    for (len, expected) in [
        (0, 0x726f_db47_dd0e_0e31),
        (1, 0x74f8_39c5_93dc_67fd),
        (2, 0x0d6c_8009_d9a9_4f5a),
        (3, 0x8567_6696_d7fb_7e2d),
        (7, 0xab02_00f5_8b01_d137),
        (8, 0x93f5_f579_9a93_2462),
        (15, 0xa129_ca61_49be_45e5),
    ] {
        assert_eq!(HASHER.hash_bytes(&INPUT[..len]), expected, "{len} bytes");
    }
}

#[test]
fn siphash_of_128_bits_agrees_with_its_reference() {
    let empty = [0xa3, 0x81, 0x7f, 0x04, 0xba, 0x25, 0xa8, 0xe6, 0x6d, 0xf6, 0x72, 0x14, 0xc7, 0x55, 0x02, 0x93];
    assert_eq!(HASHER.hash_bytes128(&[]), u128::from_le_bytes(empty));
    let one = [0xda, 0x87, 0xc1, 0xd8, 0x6b, 0x99, 0xaf, 0x44, 0x34, 0x76, 0x59, 0x11, 0x9b, 0x22, 0xfc, 0x45];
    assert_eq!(HASHER.hash_bytes128(&[0]), u128::from_le_bytes(one));
}

#[test]
fn neither_identity_nor_debug_show_the_key() {
    let key = *b"sixteen secrets!";
    let shown = format!("{:?} {:?}", SipHash::new(key), SipHash::new(key).identity());
    assert!(!shown.contains("sixteen") && !shown.contains("73, 69"), "{shown}");
    let check = SipHash::new(key).identity().check();
    assert_ne!(check, u64::from_le_bytes(*b"sixteen "));
    assert_ne!(check, u64::from_le_bytes(*b"secrets!"));
}
