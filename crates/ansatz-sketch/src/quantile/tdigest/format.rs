//! The bytes of a digest: kind `TDIG`, described in docs/formats.md.

use alloc::vec::Vec;

use ansatz_core::{
    DecodeError,
    bytes::{Kind, Reader, Writer},
};

use super::{TDigest, TOTAL_LIMIT, centroid::Centroid};

/// What `digest` holds, with `centroids` for all that it has taken in.
pub(super) fn encode(digest: &TDigest, centroids: &[Centroid]) -> Vec<u8> {
    let whole = centroids.iter().all(|centroid| is_whole(centroid.weight()));
    let mut writer = Writer::new(KIND, VERSION, if whole { WHOLE } else { 0 });
    writer.reserve(FIXED_BYTES + LARGEST_CENTROID * centroids.len());
    writer.f64(digest.compression);
    writer.u64(digest.count());
    writer.u64(digest.skipped);
    writer.f64(digest.total_weight());
    writer.count(centroids.len());
    for centroid in centroids {
        writer.f64(centroid.mean);
        if whole {
            write_varint(&mut writer, (centroid.weight() as u64) << 1 | u64::from(centroid.mixed()));
        } else {
            writer.f64(centroid.signed());
        }
    }
    writer.into_bytes()
}

/// The digest that [`encode`] was given, or what is wrong with `bytes`.
pub(super) fn decode(bytes: &[u8]) -> Result<TDigest, DecodeError> {
    let mut reader = Reader::new(bytes);
    let whole = reader.header(KIND, VERSION)?.require_flags(WHOLE)? == WHOLE;
    let mut digest = TDigest::new(reader.f64()?)?;
    digest.count = reader.u64()?;
    digest.skipped = reader.u64()?;
    digest.total = reader.f64()?;
    let len = reader.count(SMALLEST_CENTROID)?;
    if len > digest.room() {
        return Err(DecodeError::field("centroids", len, "at most the compression"));
    }
    digest.packed = read_centroids(&mut reader, len, whole)?;
    reader.finish()?;
    check_order(&digest.packed)?;
    check_totals(&digest)?;
    Ok(digest)
}

fn read_centroids(reader: &mut Reader<'_>, len: usize, whole: bool) -> Result<Vec<Centroid>, DecodeError> {
    let mut centroids = Vec::with_capacity(len);
    let mut end = 0.0;
    for _ in 0..len {
        let mean = reader.f64()?;
        if !mean.is_finite() {
            return Err(DecodeError::field("mean", mean, "finite"));
        }
        let signed = if whole { read_whole(reader)? } else { read_fraction(reader)? };
        end += libm::fabs(signed);
        centroids.push(Centroid::placed(mean, signed, end));
    }
    // One value has one encoding: weights that are all whole are written as such.
    if !whole && centroids.iter().all(|centroid| is_whole(centroid.weight())) {
        return Err(DecodeError::field("flags", 0, "1, since all weights are whole"));
    }
    Ok(centroids)
}

fn read_whole(reader: &mut Reader<'_>) -> Result<f64, DecodeError> {
    let code = read_varint(reader)?;
    let weight = code >> 1;
    if !(1..=LARGEST_WHOLE).contains(&weight) {
        return Err(DecodeError::field("weight", weight, "1..=2^53"));
    }
    Ok(if code & 1 == 1 { -(weight as f64) } else { weight as f64 })
}

fn read_fraction(reader: &mut Reader<'_>) -> Result<f64, DecodeError> {
    let signed = reader.f64()?;
    if signed == 0.0 || !signed.is_finite() {
        return Err(DecodeError::field("weight", signed, "finite and not 0"));
    }
    Ok(signed)
}

/// Means rise, and the least and the greatest value are known exactly.
fn check_order(centroids: &[Centroid]) -> Result<(), DecodeError> {
    for pair in centroids.windows(2) {
        if pair[0].key() > pair[1].key() {
            return Err(DecodeError::field("mean", pair[1].mean, "at least the mean before it"));
        }
    }
    let (Some(first), Some(last)) = (centroids.first(), centroids.last()) else { return Ok(()) };
    let inside = first.key() + 1..last.key();
    let misplaced = centroids.iter().find(|centroid| centroid.mixed() && !inside.contains(&centroid.key()));
    if let Some(centroid) = misplaced {
        return Err(DecodeError::field("mean", centroid.mean, "between the extremes for different values"));
    }
    Ok(())
}

/// The totals agree with the centroids.
fn check_totals(digest: &TDigest) -> Result<(), DecodeError> {
    // A mixed centroid holds at least two values.
    let mixed = digest.packed.iter().filter(|centroid| centroid.mixed()).count();
    let fewest = (digest.packed.len() + mixed) as u64;
    if digest.count < fewest || (fewest == 0 && digest.count > 0) {
        return Err(DecodeError::field("count", digest.count, "at least the values in the centroids, 0 without any"));
    }
    let sum = digest.packed.last().map_or(0.0, |last| last.end);
    // `total` and `sum` add up the same weights, each in at most `count` steps that lose 2^-53 of what they reach.
    let slack = sum * (digest.count as f64 * f64::EPSILON * 2.0);
    // A positive sum tells -0.0, which no writer produces, from 0.0.
    let agrees = libm::fabs(digest.total - sum) <= slack && digest.total.is_sign_positive();
    if !agrees || digest.total.max(sum) > 2.0 * TOTAL_LIMIT {
        return Err(DecodeError::field("total_weight", digest.total, "the sum of the weights, at most 2e300"));
    }
    Ok(())
}

fn is_whole(weight: f64) -> bool {
    weight >= 1.0 && weight <= LARGEST_WHOLE as f64 && libm::floor(weight) == weight
}

/// LEB128: seven bits a byte, the lowest first; the high bit says that more follow.
fn write_varint(writer: &mut Writer, mut value: u64) {
    while value >= 0x80 {
        writer.u8(value as u8 | 0x80);
        value >>= 7;
    }
    writer.u8(value as u8);
}

/// A LEB128 integer in its shortest form.
fn read_varint(reader: &mut Reader<'_>) -> Result<u64, DecodeError> {
    let mut value = 0;
    // 8 bytes hold 56 bits; a weight with its mark takes 55.
    for position in 0..8 {
        let byte = reader.u8()?;
        value |= u64::from(byte & 0x7f) << (7 * position);
        if byte < 0x80 {
            let padded = byte == 0 && position > 0;
            return if padded { Err(DecodeError::field("weight", "padded", "the shortest form")) } else { Ok(value) };
        }
    }
    Err(DecodeError::field("weight", "longer than 8 bytes", "1..=2^53"))
}

const KIND: Kind = Kind::new(*b"TDIG");
const VERSION: u8 = 1;

/// The flag of the form in which all weights are whole.
const WHOLE: u8 = 1;

/// 2^53: up to here every integer is a float.
const LARGEST_WHOLE: u64 = 1 << 53;

/// Compression, count, skipped, total and the number of centroids.
const FIXED_BYTES: usize = 5 * 8;

/// A mean and a weight in the shortest form.
const SMALLEST_CENTROID: usize = 9;

/// A mean and a weight in the longest form.
const LARGEST_CENTROID: usize = 16;
