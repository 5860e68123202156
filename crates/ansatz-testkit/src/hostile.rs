//! Damaged bytes: every truncation, every single-bit flip, and anything else, under a counting allocator.

/// Heap bytes that a decoder may hold at once for an input of `len` bytes, unless its format declares another bound.
#[must_use]
pub const fn heap_limit(len: usize) -> u64 {
    8 * len as u64 + 4096
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
    let mut accepted = false;
    let peak = allocation_counter::measure(|| accepted = decode(bytes)).bytes_max;
    let limit = heap_limit(bytes.len());
    assert!(peak <= limit, "{peak} bytes of heap for an input of {}, allowed {limit}", bytes.len());
    accepted
}
