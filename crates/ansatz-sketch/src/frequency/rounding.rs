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

/// Up to here every integer is a float.
const EXACT: u64 = 1 << 53;

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
}
