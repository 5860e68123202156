//! By how much the energy may rise at a visit: Metropolis' rule, turned round.
//!
//! Accepting a rise `d` at temperature `T` with probability `exp(-d / T)` is the same as accepting it if `d <= T e`, with `e`
//! from the exponential distribution. `e` does not depend on `d`, so that it is drawn for all lanes alike.

/// A draw from the exponential distribution, from 16 random bits.
///
/// The bits `b` stand for the middle of their interval, `-ln((b + 1/2) / 2^16)`, from 2^-17 to 11.8, so that rises with a
/// probability below 2^-17 are never accepted.
///
/// # Accuracy
///
/// Within 1.1e-5 of that logarithm. With what floats of 32 bits round on the way, a probability of acceptance is off by a
/// factor of at most 1.00002, and by at most 2^-17 since there are 2^16 different draws. No draw is 0 or above.
#[inline]
pub(crate) fn logarithm(bits: u16) -> f32 {
    // (b + 1/2) / 2^16 as 2^exponent (1 + m), and the logarithm of 1 + m by a polynomial: operations that vectors have.
    let float = f32::from(bits) + 0.5;
    let exponent = (float.to_bits() >> 23) as i32 - 127 - 16;
    let m = f32::from_bits(float.to_bits() & 0x007F_FFFF | 0x3F80_0000) - 1.0;
    let [c1, c2, c3, c4, c5] = LOGARITHM;
    let logarithm = m * (c1 + m * (c2 + m * (c3 + m * (c4 + m * c5))));
    exponent as f32 * core::f32::consts::LN_2 + logarithm
}

/// `ln(1 + m)` from 0 to 1 within 1.02e-5, and at 1 below: the polynomial without a constant whose largest error is least, by
/// linear programming. That of M. Abramowitz and I. A. Stegun, *Handbook of Mathematical Functions*, 4.1.43, is within
/// 1.00e-5, but 1e-5 above at 1, where the last draw would be above 0 and refuse what lowers the energy.
const LOGARITHM: [f32; 5] = [0.999_486_15, -0.491_803_82, 0.289_112_27, -0.135_575_95, 0.031_935_673];

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::*;
    use crate::lanes::Number;

    #[test]
    fn draws_are_logarithms_and_below_0() {
        for bits in 0..=u16::MAX {
            let exact = libm::log((f64::from(bits) + 0.5) / 65_536.0);
            assert!((f64::from(logarithm(bits)) - exact).abs() < 1.1e-5, "{bits}");
            assert!(logarithm(bits) < 0.0, "{bits}");
        }
    }

    /// How many of all draws accept a rise, beside Metropolis' rule.
    fn rises_are_accepted_as_they_should_be<W: Number>(whole: impl Fn(u16) -> W) {
        let heats = [0.0, f32::MIN_POSITIVE, 1e-3, 0.1, 1.0, 3.3, 1e2, 1e4, 1e6, 1e7, 1e10, f32::MAX, f32::INFINITY];
        for heat in heats {
            let bounds: Vec<W> = (0..=u16::MAX).map(|bits| W::at_least(logarithm(bits) * heat)).collect();
            for rise in [0, 1, 2, 3, 5, 10, 100, 1_000, 16_383] {
                let accepted = |fall: W| bounds.iter().filter(|&&bound| fall >= bound).count() as f64 / 65_536.0;
                let expected = if rise == 0 { 1.0 } else { libm::exp(-f64::from(rise) / f64::from(heat)) };
                let found = accepted(-whole(rise));
                assert!(
                    (found - expected).abs() <= 2e-5 * expected + 1.0 / 131_072.0,
                    "{rise} {heat} {found} {expected}"
                );
                assert!(accepted(whole(rise)) == 1.0, "{rise} {heat}");
            }
        }
    }

    #[test]
    fn rises_are_accepted_by_metropolis_rule_at_all_temperatures() {
        rises_are_accepted_as_they_should_be(|rise| rise as i16);
        rises_are_accepted_as_they_should_be(f64::from);
    }
}
