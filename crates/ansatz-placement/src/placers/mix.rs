//! One mixing function for everything that is derived from a hash.

use ansatz_hash::{Key, KeyHasher};

/// 64 well-mixed bits from a hash and what they are drawn for: a node's id, the number of a probe.
///
/// A bijection of `hash ^ salt`; salts that are small numbers are multiplied apart first (see [`numbered`]).
#[inline]
pub(crate) const fn mix(hash: u64, salt: u64) -> u64 {
    finish(draft(hash, salt))
}

/// [`mix`] but for its last step.
#[inline]
pub(crate) const fn draft(hash: u64, salt: u64) -> u64 {
    // The finaliser `Moremur` of Pelle Evensen, "Better, stronger mixer and a test procedure", 2019: SplitMix's with
    // constants and shifts found to be less biased.
    let mut bits = hash ^ salt;
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x3C79_AC49_2BA7_B653);
    (bits ^ (bits >> 33)).wrapping_mul(0x1C69_B3F7_4AC4_AE35)
}

/// The last step of [`mix`], which leaves the first 27 bits as they are.
#[inline]
pub(crate) const fn finish(draft: u64) -> u64 {
    draft ^ (draft >> 27)
}

/// The greatest draft that may be of this or less when it is finished.
#[inline]
pub(crate) const fn greatest_draft(mixed: u64) -> u64 {
    mixed | (u64::MAX >> 27)
}

/// What a node mixes into the hashes of keys: well mixed itself, and unlike the hash of a key that is the node's name.
#[inline]
pub(crate) fn id_of<N: Key + ?Sized, H: KeyHasher>(hasher: &H, node: &N) -> u64 {
    mix(hasher.hash64(node), NODE)
}

/// A salt that is a number: multiples of the golden ratio differ in half of their bits.
#[inline]
pub(crate) const fn numbered(number: u64) -> u64 {
    (number + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// A number below `range` from 64 uniform bits: their product's upper word, without a division.
///
/// D. Lemire, *Fast Random Integer Generation in an Interval*, ACM Transactions on Modeling and Computer Simulation
/// 29(1), 2019. The bias is `range` / 2^64 at most.
#[inline]
pub(crate) const fn scale(bits: u64, range: usize) -> usize {
    divide(bits, range).0
}

/// [`scale`]'s number, and what it leaves of the bits: the product's lower word, as uniform as they were up to the bits that
/// the number took.
#[inline]
pub(crate) const fn divide(bits: u64, range: usize) -> (usize, u64) {
    let product = bits as u128 * range as u128;
    ((product >> 64) as usize, product as u64)
}

/// The fractional part of the square root of 2 in binary: a number with nothing up its sleeve.
const NODE: u64 = 0x6A09_E667_F3BC_C908;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_draft_that_finishes_in_time_is_greater_than_the_greatest() {
        for draft in (0..1_000).map(|number| mix(number, 0)) {
            assert!(draft <= greatest_draft(finish(draft)));
        }
    }
}
