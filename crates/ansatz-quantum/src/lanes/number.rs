//! What couplings and local fields are counted in: 16 bits where they fit, since a vector has most lanes of those.

use core::ops::{Add, AddAssign, Mul, Neg};

/// A number that lanes compute with.
pub(crate) trait Number:
    Copy + PartialOrd + Add<Output = Self> + AddAssign + Mul<Output = Self> + Neg<Output = Self> + Send + Sync + 'static
{
    /// Holds sums of 2^16 numbers.
    type Sum: Copy + AddAssign + From<Self> + Into<f64>;

    const ZERO: Self;
    const ONE: Self;
    const TWO: Self;
    /// Above all local fields, and with the opposite below all of them.
    const GREATEST: Self;

    /// The smallest such number that is not below `value`, which is not positive and above -2^22; or else a number that no
    /// local field is below.
    fn at_least(value: f32) -> Self;

    /// `value` if this is at least `bound`, and 0 otherwise.
    fn if_at_least(self, bound: Self, value: Self) -> Self;
}

impl Number for i16 {
    type Sum = i32;

    const ZERO: Self = 0;
    const ONE: Self = 1;
    const TWO: Self = 2;
    const GREATEST: Self = i16::MAX;

    #[inline]
    fn at_least(value: f32) -> Self {
        // Floats from 2^23 to 2^24 are the whole numbers, in their lowest bits: vectors round and convert by an addition.
        // What lies within a 2^10th of a whole number may round down to it.
        let whole = (value + 0.5 + 12_582_912.0).to_bits() as i32 - 12_582_912.0_f32.to_bits() as i32;
        whole.clamp(i32::from(i16::MIN), i32::from(i16::MAX)) as i16
    }

    #[inline]
    fn if_at_least(self, bound: Self, value: Self) -> Self {
        // A mask of all bits, as comparisons of vectors make it.
        -i16::from(self >= bound) & value
    }
}

impl Number for f64 {
    type Sum = f64;

    const ZERO: Self = 0.0;
    const ONE: Self = 1.0;
    const TWO: Self = 2.0;
    const GREATEST: Self = f64::INFINITY;

    #[inline]
    fn at_least(value: f32) -> Self {
        f64::from(value)
    }

    #[inline]
    fn if_at_least(self, bound: Self, value: Self) -> Self {
        if self >= bound { value } else { 0.0 }
    }
}

impl Number for f32 {
    type Sum = f64;

    const ZERO: Self = 0.0;
    const ONE: Self = 1.0;
    const GREATEST: Self = f32::INFINITY;
    const TWO: Self = 2.0;

    #[inline]
    fn at_least(value: f32) -> Self {
        value
    }

    #[inline]
    fn if_at_least(self, bound: Self, value: Self) -> Self {
        if self >= bound { value } else { 0.0 }
    }
}
