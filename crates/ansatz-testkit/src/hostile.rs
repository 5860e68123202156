//! Damaged bytes: every truncation, every single-bit flip, and anything else, under a counting allocator.

/// Heap bytes that a decoder may hold at once for an input of `len` bytes, unless its format declares another bound.
#[must_use]
pub const fn heap_limit(len: usize) -> u64 {
    TIMES * len as u64 + SPARE
}

/// Feeds `decode` every prefix of `golden` and every copy of it with one bit flipped, and `golden` itself.
///
/// `decode` returns whether it accepted the bytes; a panic inside it is a failure, and so is holding more than
/// [`heap_limit`] bytes. No proper prefix may be accepted, since formats state their lengths. Whatever `decode` does
/// with an accepted value (querying it, writing it again) is counted too.
///
/// # Panics
///
/// If `decode` breaks one of these rules.
pub fn assert_survives_damage(golden: &[u8], mut decode: impl FnMut(&[u8]) -> bool) {
    assert!(decode_counted(golden, &mut decode), "the golden bytes themselves are refused");
    for len in 0..golden.len() {
        assert!(!decode_counted(&golden[..len], &mut decode), "the first {len} bytes are accepted");
    }
    let mut damaged = golden.to_vec();
    for bit in 0..golden.len() * 8 {
        damaged[bit / 8] ^= 1 << (bit % 8);
        decode_counted(&damaged, &mut decode);
        damaged[bit / 8] ^= 1 << (bit % 8);
    }
}

/// Feeds `decode` the bytes once and returns whether it accepted them.
///
/// # Panics
///
/// If it holds more than [`heap_limit`] bytes at once, or panics.
pub fn decode_counted(bytes: &[u8], decode: &mut impl FnMut(&[u8]) -> bool) -> bool {
    decode_within(bytes, TIMES, decode)
}

/// The same for a format that declares another bound: `times` the input and 4 KiB.
///
/// # Panics
///
/// If it holds more, or panics.
pub fn decode_within(bytes: &[u8], times: u64, decode: &mut impl FnMut(&[u8]) -> bool) -> bool {
    let mut accepted = false;
    let peak = allocation_counter::measure(|| accepted = decode(bytes)).bytes_max;
    let limit = times * bytes.len() as u64 + SPARE;
    assert!(peak <= limit, "{peak} bytes of heap for an input of {}, allowed {limit}", bytes.len());
    accepted
}

const TIMES: u64 = 8;
const SPARE: u64 = 4096;

#[cfg(test)]
mod tests {
    use super::*;

    /// A decoder without a fault: a length byte, then so many bytes, the first of which is not 0xff.
    fn sound(bytes: &[u8]) -> bool {
        matches!(bytes, [len, rest @ ..] if rest.len() == usize::from(*len) && rest.first() != Some(&0xff))
    }

    const GOLDEN: [u8; 4] = [3, 1, 2, 3];

    #[test]
    fn a_sound_decoder_passes() {
        assert_survives_damage(&GOLDEN, sound);
    }

    #[test]
    #[should_panic(expected = "the golden bytes themselves are refused")]
    fn a_decoder_that_refuses_everything_is_noticed() {
        assert_survives_damage(&GOLDEN, |_| false);
    }

    #[test]
    #[should_panic(expected = "the first 3 bytes are accepted")]
    fn a_decoder_that_accepts_a_prefix_is_noticed() {
        assert_survives_damage(&GOLDEN, |bytes| bytes.len() > 2);
    }

    #[test]
    #[should_panic(expected = "index out of bounds")]
    fn a_decoder_that_trusts_a_length_is_noticed() {
        assert_survives_damage(&GOLDEN, |bytes| {
            sound(bytes) || bytes.first().is_some_and(|&len| bytes[usize::from(len)] > 9)
        });
    }

    #[test]
    #[should_panic(expected = "of heap for an input of 4")]
    fn a_decoder_that_allocates_what_a_length_says_is_noticed() {
        assert_survives_damage(&GOLDEN, |bytes| {
            // 128 is a flip of the highest bit of the length.
            let capacity = bytes.first().map_or(0, |&len| usize::from(len) * 64);
            core::hint::black_box(Vec::<u8>::with_capacity(capacity));
            sound(bytes)
        });
    }
}
