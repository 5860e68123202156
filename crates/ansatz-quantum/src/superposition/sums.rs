//! Sums over all alternatives: in four lanes, so that one addition need not wait for the one before, and block by block,
//! so that rounding grows with the length of a block rather than with the number of alternatives.

use core::ops::Add;

use crate::Complex;

/// The sum of `term` over pairs of two slices of the same length.
#[inline]
pub(super) fn pair_sum<A, B, S>(ones: &[A], others: &[B], term: impl Fn(&A, &B) -> S + Copy) -> S
where
    S: Copy + Default + Add<Output = S>,
{
    ones.chunks(BLOCK)
        .zip(others.chunks(BLOCK))
        .fold(S::default(), |sum, (ones, others)| sum + block_sum(ones, others, term))
}

#[inline]
fn block_sum<A, B, S>(ones: &[A], others: &[B], term: impl Fn(&A, &B) -> S) -> S
where
    S: Copy + Default + Add<Output = S>,
{
    let mut lanes = [S::default(); LANES];
    let (mut ones, mut others) = (ones.chunks_exact(LANES), others.chunks_exact(LANES));
    for (ones, others) in (&mut ones).zip(&mut others) {
        for ((lane, one), other) in lanes.iter_mut().zip(ones).zip(others) {
            *lane = *lane + term(one, other);
        }
    }
    for ((lane, one), other) in lanes.iter_mut().zip(ones.remainder()).zip(others.remainder()) {
        *lane = *lane + term(one, other);
    }
    (lanes[0] + lanes[1]) + (lanes[2] + lanes[3])
}

/// The sum of the squared magnitudes: of all amplitudes, what must be 1.
#[inline]
pub(super) fn total(amplitudes: &[Complex]) -> f64 {
    pair_sum(amplitudes, amplitudes, |amplitude, _| amplitude.norm_sqr())
}

/// The sum of the squared magnitudes, each times its weight, and the least and the largest of the weights.
pub(super) fn weighted_total(amplitudes: &[Complex], weights: &[f64]) -> Weighted {
    pair_sum(amplitudes, weights, |amplitude, &weight| Weighted {
        total: amplitude.norm_sqr() * weight,
        least: weight,
        largest: weight,
    })
}

#[derive(Clone, Copy)]
pub(super) struct Weighted {
    pub(super) total: f64,
    pub(super) least: f64,
    pub(super) largest: f64,
}

impl Default for Weighted {
    fn default() -> Self {
        Self { total: 0.0, least: f64::INFINITY, largest: f64::NEG_INFINITY }
    }
}

impl Add for Weighted {
    type Output = Self;

    #[inline]
    fn add(self, other: Self) -> Self {
        let least = if other.least < self.least { other.least } else { self.least };
        let largest = if other.largest > self.largest { other.largest } else { self.largest };
        Self { total: self.total + other.total, least, largest }
    }
}

/// Two vector registers of doubles on x86-64 without extensions, one with AVX.
const LANES: usize = 4;

/// 16 KiB of amplitudes: half of a first-level cache.
pub(super) const BLOCK: usize = 1024;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_term_counts_once() {
        for length in [0, 1, 3, 4, 5, 1023, 1024, 1025, 5000] {
            let amplitudes: alloc::vec::Vec<_> = (0..length).map(|i| Complex::new(0.0, f64::from(i))).collect();
            let weights = alloc::vec![2.0; length as usize];
            let n = f64::from(length);
            let squares = (n - 1.0).max(0.0) * n * (2.0 * n - 1.0) / 6.0;
            assert_eq!(total(&amplitudes), squares);
            assert_eq!(weighted_total(&amplitudes, &weights).total, 2.0 * squares);
        }
    }
}
