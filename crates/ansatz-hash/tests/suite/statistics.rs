use ansatz_hash::{KeyHasher, Murmur3, SipHash, Xxh3, Xxh64};
use ansatz_testkit::statistics::assert_mean;

/// Flipping one bit of a word flips each bit of its hash with probability a half: over all words, input bits and output
/// bits of a sample, the rate of flips is a half up to chance. Catches a shorter way for words that loses a bit.
fn words_avalanche(name: &str, hasher: &impl KeyHasher) {
    for output in 0..64 {
        let flips: Vec<f64> = (0..64u64)
            .flat_map(|input| (0..64u64).map(move |sample| (input, sample.wrapping_mul(0x9E37_79B9_7F4A_7C15))))
            .map(|(input, word)| hasher.hash_word(word) ^ hasher.hash_word(word ^ (1 << input)))
            .map(|difference| f64::from((difference >> output) as u8 & 1))
            .collect();
        assert_mean(&format!("{name}, bit {output}"), &flips, 0.5, 0.0);
    }
}

#[test]
fn every_bit_of_a_word_matters_to_every_bit_of_its_hash() {
    words_avalanche("xxh3", &Xxh3::default());
    words_avalanche("xxh64", &Xxh64::default());
    words_avalanche("murmur3", &Murmur3::default());
    words_avalanche("siphash", &SipHash::new([3; 16]));
}
