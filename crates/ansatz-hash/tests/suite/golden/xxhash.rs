//! From `xsum_sanity_check.c` of the reference, release 0.8.

use ansatz_hash::{KeyHasher, KeyHasher128, SeededHasher, Xxh3, Xxh64};

const PRIME_32: u64 = 0x9E37_79B1;
const PRIME_64: u64 = 0x9E37_79B1_85EB_CA8D;

/// The reference's test input.
fn sanity_buffer(len: usize) -> Vec<u8> {
    let mut generator = PRIME_32;
    (0..len)
        .map(|_| {
            let byte = (generator >> 56) as u8;
            generator = generator.wrapping_mul(PRIME_64);
            byte
        })
        .collect()
}

#[test]
fn xxh64_agrees_with_its_reference() {
    for (len, seed, expected) in [
        (0, 0, 0xEF46_DB37_51D8_E999),
        (0, PRIME_32, 0xAC75_FDA2_929B_17EF),
        (1, 0, 0xE934_A84A_DB05_2768),
        (1, PRIME_32, 0x5014_6076_43A9_B4C3),
        (4, 0, 0x9136_A0DC_A574_57EE),
        (14, 0, 0x8282_DCC4_994E_35C8),
        (14, PRIME_32, 0xC3BD_6BF6_3DEB_6DF0),
        (222, 0, 0xB641_AE8C_B691_C174),
        (222, PRIME_32, 0x20CB_8AB7_AE10_C14A),
    ] {
        assert_eq!(Xxh64::with_seed(seed).hash_bytes(&sanity_buffer(len)), expected, "{len} bytes, seed {seed}");
    }
}

#[test]
fn xxh3_agrees_with_its_reference() {
    for (len, seed, expected) in [
        (0, 0, 0x2D06_8005_38D3_94C2),
        (0, PRIME_64, 0xA8A6_B918_B2F0_364A),
        (1, 0, 0xC44B_DFF4_074E_ECDB),
        (1, PRIME_64, 0x032B_E332_DD76_6EF8),
        (6, 0, 0x27B5_6A84_CD2D_7325),
        (6, PRIME_64, 0x8458_9C11_6AB5_9AB9),
        (12, 0, 0xA713_DAF0_DFBB_77E7),
        (12, PRIME_64, 0xE730_3E1B_2336_DE0E),
        (24, 0, 0xA3FE_70BF_9D35_10EB),
        (24, PRIME_64, 0x850E_80FC_35BD_D690),
        (48, 0, 0x397D_A259_ECBA_1F11),
        (48, PRIME_64, 0xADC2_CBAA_44AC_C616),
        (80, 0, 0xBCDE_FBBB_2C47_C90A),
        (80, PRIME_64, 0xC6DD_0CB6_9953_2E73),
        (195, 0, 0xCD94_217E_E362_EC3A),
        (195, PRIME_64, 0xBA68_003D_370C_B3D9),
        (403, 0, 0xCDEB_804D_65C6_DEA4),
        (403, PRIME_64, 0x6259_F6EC_FD64_43FD),
        (512, 0, 0x617E_4959_9013_CB6B),
        (512, PRIME_64, 0x3CE4_57DE_14C2_7708),
        (2048, 0, 0xDD59_E2C3_A5F0_38E0),
        (2048, PRIME_64, 0x66F8_1670_669A_BABC),
    ] {
        assert_eq!(Xxh3::with_seed(seed).hash_bytes(&sanity_buffer(len)), expected, "{len} bytes, seed {seed}");
    }
}

#[test]
fn xxh3_of_128_bits_agrees_with_its_reference() {
    for (len, seed, low, high) in [
        (0, 0, 0x6001_C324_468D_497F_u128, 0x99AA_06D3_0147_98D8_u128),
        (1, 0, 0xC44B_DFF4_074E_ECDB, 0xA6CD_5E93_9200_0F6A),
        (1, PRIME_64, 0x032B_E332_DD76_6EF8, 0x20E4_9ABC_C53B_3842),
        (6, 0, 0x3E70_39BD_DA43_CFC6, 0x082A_FE0B_8162_D12A),
        (12, 0, 0x061A_1927_13F6_9AD9, 0x6E3E_FD8F_C780_2B18),
        (24, 0, 0x1E70_44D2_8B1B_901D, 0x0CE9_66E4_678D_3761),
        (48, 0, 0xF942_219A_ED80_F67B, 0xA002_AC4E_5478_227E),
        (403, 0, 0xCDEB_804D_65C6_DEA4, 0x1B6D_E21E_332D_D73D),
    ] {
        let hash = Xxh3::with_seed(seed).hash_bytes128(&sanity_buffer(len));
        assert_eq!(hash, (high << 64) | low, "{len} bytes, seed {seed}");
    }
}
