//! Normal draws, each from one number: in a third of the time that the ratio of uniforms takes.
//!
//! The quantile is tabulated over the probabilities of the lower half, in cells that are 32 to each halving of the
//! probability, so that the tail is as exact as the middle; between both ends of a cell it is the cubic through their
//! values and slopes (Hermite). The bits of the probability itself say which cell it is in and where.

use alloc::vec::Vec;

use ansatz_random::{Stream, rand_core::Rng};

use super::lanes::Row;
use ansatz_random::normal;

/// The cubics of all cells, from the constant term on.
#[derive(Debug, Clone)]
pub(super) struct Scores(Vec<[f64; 4]>);

impl Scores {
    pub(super) fn new() -> Self {
        let node = |index: u64| {
            let p = f64::from_bits((FIRST + index) << FRACTION_BITS);
            let z = normal::quantile(p);
            (p, z, 1.0 / normal::density(z))
        };
        let mut last = node(0);
        let cell = |index: u64| {
            let next = node(index + 1);
            let ((from, low, slope), (to, high, next_slope)) = (core::mem::replace(&mut last, next), next);
            let [rising, falling] = [slope, next_slope].map(|slope| slope * (to - from));
            let rise = high - low;
            [low, rising, 3.0 * rise - 2.0 * rising - falling, rising + falling - 2.0 * rise]
        };
        Self((0..CELLS).map(cell).collect())
    }

    /// One draw for each lane.
    #[inline]
    pub(super) fn draw(&self, rng: &mut Stream, to: &mut Row) {
        to.fill_with(|| {
            let bits = rng.next_u64();
            let lower = self.lower((2 * (bits >> 12) + 1) as f64 * SMALLEST);
            if bits & 1 == 0 { lower } else { -lower }
        });
    }

    /// The quantile at a probability from the smallest to less than a half.
    #[inline]
    fn lower(&self, p: f64) -> f64 {
        let bits = p.to_bits();
        let [a, b, c, d] = self.0[((bits >> FRACTION_BITS) - FIRST) as usize];
        let t = (bits & ((1 << FRACTION_BITS) - 1)) as f64 * (1.0 / (1u64 << FRACTION_BITS) as f64);
        a + t * (b + t * (c + t * d))
    }
}

/// Bits of a mantissa, 52, that say where in its cell a number is; the other five number the cells of a halving.
const FRACTION_BITS: u32 = 47;

/// 2^-54: odd multiples of it are drawn, each as likely as the others.
const SMALLEST: f64 = 1.0 / (1u64 << 54) as f64;

/// The cell that begins with the smallest probability.
const FIRST: u64 = SMALLEST.to_bits() >> FRACTION_BITS;

/// The cells up to a half.
const CELLS: u64 = (0.5_f64.to_bits() >> FRACTION_BITS) - FIRST;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_are_quantiles() {
        let scores = Scores::new();
        // 32 cells a halving make a cubic that is off by 1/384 of (p / 32)^4 times the fourth derivative, which is below
        // 6 / p^4 outside the middle and small in it: 1.5e-8.
        let mut p = SMALLEST;
        while p < 0.5 {
            assert!((scores.lower(p) - normal::quantile(p)).abs() < 1.5e-8, "{p}: {}", scores.lower(p));
            p *= 1.000_37;
        }
        for p in [SMALLEST, 0.25, 0.5 - SMALLEST] {
            assert!((scores.lower(p) - normal::quantile(p)).abs() < 1.5e-8, "{p}: {}", scores.lower(p));
        }
    }
}
