//! What couplings and local fields are counted in: 16 bits where they fit, since a vector has most lanes of those.

use core::ops::{Add, AddAssign, Mul, Neg};

/// A number that couplings and what they are multiplied with are stored in.
pub(crate) trait Value: Copy + PartialEq + AddAssign + Mul<Output = Self> {
    const ZERO: Self;
    const ONE: Self;
}

impl Value for i16 {
    const ZERO: Self = 0;
    const ONE: Self = 1;
}

impl Value for f32 {
    const ZERO: Self = 0.0;
    const ONE: Self = 1.0;
}

impl Value for f64 {
    const ZERO: Self = 0.0;
    const ONE: Self = 1.0;
}

/// A number that lanes of spins compute with.
pub(crate) trait Number:
    Value + PartialOrd + Add<Output = Self> + Neg<Output = Self> + Send + Sync + 'static
{
    /// Holds sums of 2^16 numbers.
    type Sum: Copy + AddAssign + From<Self> + Into<f64>;

    const TWO: Self;
    /// Above all local fields, and with the opposite below all of them.
    const GREATEST: Self;
    /// Whether sums are rounded.
    const ROUNDS: bool;

    /// The smallest such number that is not below `value`, if this lies between -2^22 and 2^22; or else, below, a number that
    /// no local field is below, and above, one that none reaches.
    fn at_least(value: f32) -> Self;

    /// The least sum of `numbers`, or of their opposites, that is positive for certain if each has been added twice.
    fn certain_gain(numbers: impl Iterator<Item = Self>) -> Self;

    /// The nearest float.
    fn float(self) -> f32;

    /// `value` if this is at least `bound`, and 0 otherwise.
    fn if_at_least(self, bound: Self, value: Self) -> Self;
}

impl Number for i16 {
    type Sum = i32;

    const TWO: Self = 2;
    const GREATEST: Self = i16::MAX;
    const ROUNDS: bool = false;

    #[inline]
    fn at_least(value: f32) -> Self {
        // Floats from 2^23 to 2^24 are the whole numbers, in their lowest bits: vectors round and convert by an addition.
        // What lies within a 2^10th of a whole number may round down to it.
        // Below -2^22 these would be negative floats, whose bits are in another order.
        let value = if value > -4_194_304.0 { value } else { -4_194_304.0 };
        let whole = (value + 0.5 + 12_582_912.0).to_bits() as i32 - 12_582_912.0_f32.to_bits() as i32;
        whole.clamp(i32::from(i16::MIN), i32::from(i16::MAX)) as i16
    }

    fn certain_gain(_: impl Iterator<Item = Self>) -> Self {
        1
    }

    #[inline]
    fn float(self) -> f32 {
        f32::from(self)
    }

    #[inline]
    fn if_at_least(self, bound: Self, value: Self) -> Self {
        // A mask of all bits, as comparisons of vectors make it.
        -i16::from(self >= bound) & value
    }
}

impl Number for f64 {
    type Sum = f64;

    const TWO: Self = 2.0;
    const GREATEST: Self = f64::INFINITY;
    const ROUNDS: bool = true;

    #[inline]
    fn at_least(value: f32) -> Self {
        f64::from(value)
    }

    fn certain_gain(numbers: impl Iterator<Item = Self>) -> Self {
        // Each addition is off by at most 2^-53 of the sum of all sizes: twice that is room for what is off in this sum.
        let (count, sizes) = numbers.fold((0.0, 0.0), |(count, sizes), number| (count + 1.0, sizes + number.abs()));
        (count * sizes * (2.0 * f64::EPSILON)).max(f64::MIN_POSITIVE)
    }

    #[inline]
    fn float(self) -> f32 {
        self as f32
    }

    #[inline]
    fn if_at_least(self, bound: Self, value: Self) -> Self {
        if self >= bound { value } else { 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_keep_their_order_however_large() {
        let values =
            [f32::NEG_INFINITY, -1e30, -1.3e7, -1.2e7, -5e6, -16_384.5, -2.5, -0.25, 3.75, 9e6, 1e30, f32::INFINITY];
        let expected =
            [i16::MIN, i16::MIN, i16::MIN, i16::MIN, i16::MIN, -16_384, -2, 0, 4, i16::MAX, i16::MAX, i16::MAX];
        assert_eq!(values.map(i16::at_least), expected);
    }
}
