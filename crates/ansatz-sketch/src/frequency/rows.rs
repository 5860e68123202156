//! The rows of a Count-Min sketch, all from one hash.
//!
//! Row i puts a key with the 64-bit hash h into column `(a_i h mod 2^64) * width / 2^64`, for odd constants `a_i`. Since
//! multiplication by an odd number permutes the 64-bit words, every single row is as good as the hash itself: two keys
//! with independent uniform hashes meet in it with probability 1/width (up to width/2^64), which is all that the
//! expected error of a row needs.
//!
//! That the rows miss *independently* is what turns 1/e a row into e^-depth. Whether two keys meet in rows i and j depends on the difference d of their hashes alone, through the points
//! `(a_i d, a_j d) mod 2^64`; these form a lattice, and the probability to meet in both is 1/width^2 up to a relative
//! deviation of the order of (width / s)^2, where s is the length of the lattice's shortest vector. The constants are
//! chosen so that s is at least 2^30 for every pair of the 32 rows (2^32.1 is the most that is possible), which a test
//! recomputes; more than two rows at once, and the bound itself, are measured by the statistical tests. Double hashing,
//! `h1 + i h2`, is no substitute: keys that meet in two of its rows meet in those between them, so that one heavy key
//! spoils another's estimate at a rate that more rows do not lower. The tests tell the two apart.

/// What the rows multiply by, the first to the last of `depth`.
#[inline]
pub(super) fn multipliers(depth: usize) -> &'static [u64] {
    MULTIPLIERS.get(..depth).unwrap_or(&MULTIPLIERS)
}

/// The key's place in the row with this multiplier: the top of the product, spread over the width without a division
/// (Lemire 2019, *Fast random integer generation in an interval*).
#[inline]
pub(super) fn column(hash: u64, multiplier: u64, width: usize) -> usize {
    ((u128::from(hash.wrapping_mul(multiplier)) * width as u128) >> 64) as usize
}

/// Beyond a delta of e^-32 = 1e-14 the quality of the 64-bit hash is the limit.
pub(super) const MAX_DEPTH: usize = MULTIPLIERS.len();

/// The first 32 outputs of `SplitMix64` from state 0, made odd, of which any two form a lattice whose shortest vector
/// is at least 2^30 long. They are part of the format.
const MULTIPLIERS: [u64; 32] = [
    0xE220_A839_7B1D_CDAF,
    0x6E78_9E6A_A1B9_65F5,
    0x06C4_5D18_8009_454F,
    0xF88B_B8A8_724C_81ED,
    0x1B39_896A_51A8_749B,
    0x2C82_9ABE_1F45_32E1,
    0xC584_133A_C916_AB3D,
    0x3EE5_7890_41C9_8AC3,
    0xF3B8_488C_368C_B0A7,
    0xC2D3_26E0_055B_DEF7,
    0x8621_A03F_E0BB_DB7B,
    0x8E1F_7555_983A_A92F,
    0xC3CF_1710_2B7F_7F87,
    0x3466_E9A0_8391_4F65,
    0xDB01_602B_100B_9ED7,
    0xA903_8A92_1825_F10D,
    0xEDF5_F1D9_0DCA_2F6B,
    0x5449_6AD6_7BD2_634D,
    0x417E_F961_81DA_A383,
    0x134F_7096_9181_75CF,
    0xCC06_C316_52EB_F439,
    0x3E84_ECB1_763E_79AD,
    0x22B3_53F0_4F4F_52DB,
    0xE3DD_D86B_A71A_5EB1,
    0x3026_0345_DD9E_0EC1,
    0xED79_402D_1D5C_5D7B,
    0x3E00_A349_29A8_8F1D,
    0x2A7B_67AF_6C6A_D50F,
    0xDB02_1594_1D86_A66F,
    0x7B7D_C216_0E33_35A7,
    0x1B38_9942_0523_4C6D,
    0x8086_D193_A6F2_B569,
];

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::*;

    /// `SplitMix64` (Steele, Lea and Flood, OOPSLA 2014).
    fn split_mix(state: &mut u64) -> u64 {
        *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = *state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// The inverse of an odd number modulo 2^64, by Newton's iteration from 3 right bits.
    fn inverse(odd: u64) -> u64 {
        (0..5).fold(odd, |x, _| x.wrapping_mul(2u64.wrapping_sub(odd.wrapping_mul(x))))
    }

    /// The squared length of the shortest vector among `(a d, b d) mod 2^64`, by Lagrange's reduction.
    fn shortest_squared(a: u64, b: u64) -> i128 {
        let norm = |v: (i128, i128)| v.0.saturating_mul(v.0).saturating_add(v.1.saturating_mul(v.1));
        let nearest = |n: i128, d: i128| (2 * n + d).div_euclid(2 * d);
        // The lattice is spanned by (1, b/a), with the residue nearest to 0, and (0, 2^64), whose square would overflow.
        let mut u = (1, i128::from(b.wrapping_mul(inverse(a)) as i64));
        let steps = nearest(1 << 64, u.1);
        let mut v = (-steps, (1 << 64) - steps * u.1);
        loop {
            if norm(u) > norm(v) {
                core::mem::swap(&mut u, &mut v);
            }
            let steps = nearest(u.0 * v.0 + u.1 * v.1, norm(u));
            if steps == 0 {
                return norm(u);
            }
            v = (v.0 - steps * u.0, v.1 - steps * u.1);
        }
    }

    #[test]
    fn the_multipliers_are_the_first_whose_pairs_are_spread_well() {
        let mut state = 0;
        let mut chosen = Vec::new();
        while chosen.len() < 32 {
            let candidate = split_mix(&mut state) | 1;
            if chosen.iter().all(|&other| shortest_squared(other, candidate) >= 1 << 60) {
                chosen.push(candidate);
            }
        }
        assert_eq!(chosen, MULTIPLIERS);
    }

    #[test]
    fn the_reduction_finds_short_vectors() {
        // d = 1 gives (1, 3), and nothing is shorter.
        assert_eq!(shortest_squared(1, 3), 10);
        assert_eq!(shortest_squared(3, 1), 10);
        assert_eq!(shortest_squared(1, 1), 2);
        assert_eq!(shortest_squared(5, u64::MAX - 4), 2);
    }

    #[test]
    fn columns_use_the_whole_width() {
        let hash_of = |product: u64| product.wrapping_mul(inverse(MULTIPLIERS[3]));
        assert_eq!(column(hash_of(0), MULTIPLIERS[3], 10), 0);
        assert_eq!(column(hash_of(u64::MAX), MULTIPLIERS[3], 10), 9);
        assert_eq!(column(hash_of(1 << 63), MULTIPLIERS[3], 10), 5);
        assert_eq!(column(hash_of(u64::MAX), MULTIPLIERS[3], 1), 0);
    }
}
