//! The numbers themselves: they are interface.

use ansatz_random::{Stream, rand_core::Rng};
use rand_xoshiro::{Xoshiro256PlusPlus, rand_core::SeedableRng};

/// From the authors' xoshiro256plusplus.c with the state 1, 2, 3, 4.
#[test]
fn the_generator_is_xoshiro256_plus_plus() {
    let mut state = [0; 32];
    for (word, bytes) in (1u64..).zip(state.chunks_exact_mut(8)) {
        bytes.copy_from_slice(&word.to_le_bytes());
    }
    let mut generator = Xoshiro256PlusPlus::from_seed(state);
    let expected = [
        41_943_041,
        58_720_359,
        3_588_806_011_781_223,
        3_591_011_842_654_386,
        9_228_616_714_210_784_205,
        9_973_669_472_204_895_162,
        14_011_001_112_246_962_877,
        12_406_186_145_184_390_807,
    ];
    assert_eq!(expected.map(|_| generator.next_u64()), expected);
}

/// From an independent program in Python: `SplitMix64`'s mixing of seed and index into the state, then xoshiro256++.
#[test]
fn streams_are_what_they_always_were() {
    for (seed, index, expected) in [
        (0, 0, [0x9295_b0b9_5377_932f, 0xad11_7b30_c074_f142, 0x2655_1025_42f3_797f]),
        (0, 1, [0x02ff_f670_5682_6f21, 0x04e3_c56e_e7eb_57c1, 0x6132_5f29_b42c_eb3f]),
        (42, 0, [0x1f04_7bc4_b5a6_b1e2, 0xded7_8860_b304_564f, 0xc384_18ae_fc09_8347]),
        (42, 7, [0xda28_427a_8f8a_dfbe, 0x3d78_e293_7c60_7c3c, 0x4e61_b7fe_5ffd_2a36]),
        (u64::MAX, u64::MAX, [0x8063_ad85_4310_53f2, 0xc9d5_3543_9695_dbd7, 0x2bbc_5d19_e41a_9ce7]),
    ] {
        let mut stream = Stream::new(seed, index);
        assert_eq!(expected.map(|_| stream.next_u64()), expected, "Stream::new({seed}, {index})");
    }
}

#[test]
fn a_narrow_number_is_the_upper_half_of_a_wide_one() {
    let (mut narrow, mut wide) = (Stream::new(1, 2), Stream::new(1, 2));
    for _ in 0..8 {
        assert_eq!(u64::from(narrow.next_u32()), wide.next_u64() >> 32);
    }
}

#[test]
fn bytes_are_the_numbers_in_little_endian_order() {
    let (mut bytes, mut numbers) = (Stream::new(1, 2), Stream::new(1, 2));
    let mut filled = [0; 20];
    bytes.fill_bytes(&mut filled);
    assert_eq!(filled[..8], numbers.next_u64().to_le_bytes());
    assert_eq!(filled[8..16], numbers.next_u64().to_le_bytes());
    assert_eq!(filled[16..], numbers.next_u64().to_le_bytes()[..4]);
}
