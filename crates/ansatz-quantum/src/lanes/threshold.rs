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
/// Within 1e-5 of that logarithm, so that a probability of acceptance is off by a factor of at most 1.00001, and by at most
/// 2^-17 since there are 2^16 different draws.
#[inline]
pub(crate) fn logarithm(bits: u16) -> f32 {
    // (2 b + 1) / 2^17 as 2^exponent (1 + m), and the logarithm of 1 + m by a polynomial: operations that vectors have.
    let float = (2 * i32::from(bits) + 1) as f32;
    let exponent = (float.to_bits() >> 23) as i32 - 127 - 17;
    let m = f32::from_bits(float.to_bits() & 0x007F_FFFF | 0x3F80_0000) - 1.0;
    let [c1, c2, c3, c4, c5] = LOGARITHM;
    let logarithm = m * (c1 + m * (c2 + m * (c3 + m * (c4 + m * c5))));
    exponent as f32 * core::f32::consts::LN_2 + logarithm
}

/// `ln(1 + m)` from 0 to 1 within 1e-5: M. Abramowitz and I. A. Stegun, *Handbook of Mathematical Functions*, 4.1.43.
const LOGARITHM: [f32; 5] = [0.999_495_56, -0.491_908_96, 0.289_474_8, -0.136_062_75, 0.032_158_45];
