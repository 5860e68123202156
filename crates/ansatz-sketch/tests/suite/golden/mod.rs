//! Vectors from references, and pinned bytes.

mod bloom;
mod count_min;
mod hyperloglog;
mod space_saving;
mod split_block_bloom;
mod tdigest;

/// The bytes that hexadecimal digits stand for.
fn unhex(digits: &str) -> Vec<u8> {
    let pairs = digits.as_bytes().chunks(2);
    pairs.map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap()).collect()
}
