//! Counts as floats: the ends of an interval are rounded outwards, so that it still holds the truth.

/// The least float that is not below `value`.
#[inline]
pub(super) fn rounded_up(value: u64) -> f64 {
    let nearest = value as f64;
    if value > EXACT && (nearest as u128) < u128::from(value) { nearest.next_up() } else { nearest }
}

/// The greatest float that is not above `value`.
#[inline]
pub(super) fn rounded_down(value: u64) -> f64 {
    let nearest = value as f64;
    if value > EXACT && nearest as u128 > u128::from(value) { nearest.next_down() } else { nearest }
}

/// [`rounded_up`] for a sum of products.
pub(super) fn rounded_up_wide(value: u128) -> f64 {
    let nearest = value as f64;
    if (nearest as u128) < value { nearest.next_up() } else { nearest }
}

/// [`rounded_down`] for a sum of products.
pub(super) fn rounded_down_wide(value: u128) -> f64 {
    let nearest = value as f64;
    // 2^128 is no integer of 128 bits, and is cut to the largest.
    if nearest as u128 > value || nearest >= TWO_TO_THE_128 { nearest.next_down() } else { nearest }
}

/// Up to here every integer is a float.
const EXACT: u64 = 1 << 53;

const TWO_TO_THE_128: f64 = 340_282_366_920_938_463_463_374_607_431_768_211_456.0;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_are_rounded_outwards() {
        let odd = (1 << 53) + 1;
        assert_eq!(rounded_up(odd), 9_007_199_254_740_994.0);
        assert_eq!(rounded_down(odd), 9_007_199_254_740_992.0);
        assert_eq!((rounded_up(5), rounded_down(5)), (5.0, 5.0));
        assert_eq!(rounded_down(u64::MAX), 18_446_744_073_709_549_568.0);
        assert_eq!(rounded_up(u64::MAX), 18_446_744_073_709_551_616.0);
    }

    #[test]
    fn wide_integers_are_rounded_outwards() {
        for value in [0, 5, 1 << 53, u128::from(u64::MAX), (1 << 53) + 1, u128::MAX - (1 << 80)] {
            let (down, up) = (rounded_down_wide(value), rounded_up_wide(value));
            assert!(down as u128 <= value && value <= up as u128, "{value}: {down}, {up}");
            assert_eq!(down == up, down as u128 == value, "{value}");
        }
        assert_eq!(rounded_up_wide(u128::MAX), TWO_TO_THE_128);
        assert_eq!(rounded_down_wide(u128::MAX), TWO_TO_THE_128.next_down());
    }
}
