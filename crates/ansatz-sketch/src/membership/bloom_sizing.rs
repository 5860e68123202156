//! How many bits and hashes a classic filter needs, and what its bits tell.
//!
//! After n items with k hashes each, kn balls lie in m cells. A key that is not among them is found if its k positions
//! are all occupied: E[(S/m)^k] for S occupied cells. The textbook's (1 - (1 - 1/m)^kn)^k puts the mean of S into the
//! power, which promises too much for small filters (Bose et al., Information Processing Letters 108, 2008); here the
//! moments of S are taken into account, in the normal limit up to the sixth.

use alloc::format;

use ansatz_core::{ParameterError, require_range};

use super::{occupancy::Zeros, split_block_sizing::first};

/// Bits and hashes of a filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Dimensions {
    pub(super) bits: u64,
    pub(super) hashes: u32,
}

/// The fewest bits, over all numbers of hashes, that hold `capacity` items at a rate of at most `fpr`.
///
/// # Errors
///
/// [`ParameterError`] for a rate or a capacity out of range.
pub(super) fn dimensions_for(capacity: u64, fpr: f64) -> Result<Dimensions, ParameterError> {
    require_range("fpr", fpr, MIN_FPR..=MAX_FPR)?;
    if capacity == 0 || !reachable(capacity, fpr) {
        let beyond = first(1, u64::MAX >> 1, |items| !reachable(items, fpr));
        let allowed = format!("1..={} at a false positive rate of {fpr}", beyond - 1);
        return Err(ParameterError::new("capacity", capacity, allowed));
    }
    let mut best = Dimensions { bits: u64::MAX, hashes: 1 };
    for hashes in candidates(fpr) {
        let bits = first(MIN_BITS, MAX_BITS, |bits| false_positive_rate(capacity, bits, hashes) <= fpr);
        if bits < best.bits && false_positive_rate(capacity, bits, hashes) <= fpr {
            best = Dimensions { bits, hashes };
        }
    }
    Ok(best)
}

/// The probability that an item not inserted is found among `items`.
pub(super) fn false_positive_rate(items: u64, bits: u64, hashes: u32) -> f64 {
    let (m, k) = (bits as f64, f64::from(hashes));
    let Zeros { mean, variance } = zeros(items as f64, bits, hashes);
    let occupied = 1.0 - mean / m;
    let spread = variance / (m * m * occupied * occupied);
    // E[(1 + x)^k] for a normal x of that variance: C(k, 2i) (2i - 1)!! spread^i, summed over i up to 3.
    let (mut moments, mut term) = (1.0, 1.0);
    for i in 1..=3 {
        let two_i = 2.0 * f64::from(i);
        term *= (k - two_i + 2.0).max(0.0) * (k - two_i + 1.0).max(0.0) / two_i * spread;
        moments += term;
    }
    let equal_hashes = items as f64 / TWO_POW_64;
    (libm::pow(occupied, k) * moments + equal_hashes).min(1.0)
}

/// The number of zero bits after `items`: cells without a ball, exactly, for k balls an item.
pub(super) fn zeros(items: f64, bits: u64, hashes: u32) -> Zeros {
    let (m, balls) = (bits as f64, items * f64::from(hashes));
    let u = 1.0 / m;
    let one = libm::exp(balls * libm::log1p(-u));
    // (1 - 2u)^b - (1 - u)^2b, without the cancellation.
    let pair = one * one * libm::expm1(balls * libm::log1p(-u * u / ((1.0 - u) * (1.0 - u))));
    Zeros { mean: m * one, variance: (m * one * (1.0 - one) + m * (m - 1.0) * pair).max(0.0) }
}

fn reachable(capacity: u64, fpr: f64) -> bool {
    candidates(fpr).any(|hashes| false_positive_rate(capacity, MAX_BITS, hashes) <= fpr)
}

/// Numbers of hashes around the optimum, log2(1 / fpr); small filters want one less or one more.
fn candidates(fpr: f64) -> core::ops::RangeInclusive<u32> {
    let optimum = -libm::log2(fpr);
    let low = (libm::floor(optimum) as u32).saturating_sub(1).max(1);
    low..=libm::ceil(optimum) as u32 + 1
}

/// The fewest bits that make a table.
pub(super) const MIN_BITS: u64 = 2;

/// Most bits of a filter: 8 GiB, or what the platform's pointers reach.
pub(super) const MAX_BITS: u64 = {
    let addressable = isize::MAX as u64;
    if addressable < 1 << 33 { 8 * (addressable - 63) } else { 1 << 36 }
};

/// Most hashes: more than any rate from [`MIN_FPR`] asks for.
pub(super) const MAX_HASHES: u32 = 64;

/// One wrong answer in 10^12 takes 58 bits an item; what asks for less wants a set.
const MIN_FPR: f64 = 1e-12;

/// Above this a filter answers nothing.
const MAX_FPR: f64 = 0.999;

const TWO_POW_64: f64 = 18_446_744_073_709_551_616.0;

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use alloc::{string::ToString, vec, vec::Vec};

    use super::*;

    /// E[(S/m)^k] from the exact distribution of the number of occupied cells, ball by ball.
    fn exact_rate(items: u64, bits: u64, hashes: u32) -> f64 {
        let m = bits as f64;
        let mut occupied: Vec<f64> = vec![0.0; bits as usize + 1];
        occupied[0] = 1.0;
        for _ in 0..items * u64::from(hashes) {
            for s in (1..occupied.len()).rev() {
                occupied[s] = occupied[s] * s as f64 / m + occupied[s - 1] * (m - s as f64 + 1.0) / m;
            }
            occupied[0] = 0.0;
        }
        let power = |s: usize| libm::pow(s as f64 / m, f64::from(hashes));
        occupied.iter().enumerate().map(|(s, probability)| probability * power(s)).sum()
    }

    #[test]
    fn the_rate_is_the_exact_one() {
        for (items, bits, hashes) in [(1, 12, 6), (3, 30, 5), (10, 98, 6), (10, 200, 13), (100, 960, 7), (50, 90, 1)] {
            let (exact, ours) = (exact_rate(items, bits, hashes), false_positive_rate(items, bits, hashes));
            // The normal limit is 3% off for ten balls in a dozen cells and 0.1% from a hundred on.
            let allowed = if bits < 90 { 0.03 } else { 0.001 };
            assert!(libm::fabs(ours / exact - 1.0) < allowed, "{items} {bits} {hashes}: {ours} {exact}");
        }
    }

    #[test]
    fn the_textbook_promises_too_much_for_small_filters() {
        let textbook = libm::pow(1.0 - libm::exp(60.0 * libm::log1p(-1.0 / 98.0)), 6.0);
        assert!(exact_rate(10, 98, 6) > 1.02 * textbook);
    }

    #[test]
    fn large_filters_have_the_textbooks_size() {
        // m = -n ln p / (ln 2)^2 bits and k = 7 (Broder and Mitzenmacher, Internet Mathematics 1, 2004) at k real.
        let Dimensions { bits, hashes } = dimensions_for(1_000_000, 0.01).unwrap();
        assert_eq!(hashes, 7);
        assert!((9.585_058..9.6).contains(&(bits as f64 / 1e6)), "{bits}");
    }

    #[test]
    fn the_size_is_the_smallest_that_holds() {
        for (capacity, fpr) in [(1, 0.01), (1, 0.9), (20, 1e-12), (1000, 0.001), (10_000_000, 1e-6)] {
            let Dimensions { bits, hashes } = dimensions_for(capacity, fpr).unwrap();
            assert!(false_positive_rate(capacity, bits, hashes) <= fpr);
            for k in 1..=MAX_HASHES {
                let fewer = bits == MIN_BITS || false_positive_rate(capacity, bits - 1, k) > fpr;
                assert!(fewer, "{capacity} at {fpr}: {bits} and {hashes}, or {k}");
            }
        }
    }

    #[test]
    fn nonsense_is_refused_with_its_range() {
        let error = |capacity, fpr| dimensions_for(capacity, fpr).unwrap_err().to_string();
        assert_eq!(error(1, 0.0), "`fpr` is 0, allowed: 0.000000000001..=0.999");
        assert!(error(1, f64::NAN).starts_with("`fpr` is NaN"));
        assert!(error(0, 0.01).starts_with("`capacity` is 0, allowed: 1..=7"));
        assert!(error(1 << 40, 0.01).ends_with("at a false positive rate of 0.01"));
        // 2^64 hashes run out before the memory does.
        assert!(error(1 << 30, 1e-12).starts_with("`capacity` is 1073741824, allowed: 1..=18"));
    }
}
