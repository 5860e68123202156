//! Draws from the gamma distribution, from which those from the beta and the t distribution are made.
//!
//! G. Marsaglia and W. W. Tsang, *A simple method for generating gamma variables*, ACM Transactions on Mathematical
//! Software 26 (2000).

use ansatz_random::{rand_core::Rng, standard_normal, unit};

/// A gamma distribution with scale 1, ready to draw from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct GammaDraws {
    /// The shape, or one more if it is below 1, less a third.
    d: f64,
    /// 1 / sqrt(9 d).
    c: f64,
    /// 1 / shape where that is below 1, else 0.
    boost: f64,
}

impl GammaDraws {
    /// The distribution with this shape, finite and more than 0.
    pub(super) fn new(shape: f64) -> Self {
        let is_small = shape < 1.0;
        let d = if is_small { shape + 2.0 / 3.0 } else { shape - 1.0 / 3.0 };
        Self { d, c: 1.0 / (3.0 * libm::sqrt(d)), boost: if is_small { 1.0 / shape } else { 0.0 } }
    }

    /// A draw; 0 if it is below what a number can be, as most are at shapes of a thousandth.
    #[inline]
    pub(super) fn draw<R: Rng + ?Sized>(&self, rng: &mut R) -> f64 {
        if self.boost == 0.0 { self.draw_large(rng) } else { libm::exp(self.draw_ln(rng)) }
    }

    /// The logarithm of a draw, which is a number at any shape.
    pub(super) fn draw_ln<R: Rng + ?Sized>(&self, rng: &mut R) -> f64 {
        let ln = libm::log(self.draw_large(rng));
        if self.boost == 0.0 {
            return ln;
        }
        // A draw at shape + 1, times the power 1 / shape of a uniform one.
        ln + libm::log(1.0 - unit(rng)) * self.boost
    }

    /// A draw at the shape d + 1/3, which is 1 or more.
    #[inline]
    fn draw_large<R: Rng + ?Sized>(&self, rng: &mut R) -> f64 {
        loop {
            let x = standard_normal(rng);
            let root = 1.0 + self.c * x;
            if root <= 0.0 {
                continue;
            }
            let v = root * root * root;
            let (u, square) = (unit(rng), x * x);
            // The squeeze of the paper, which spares the logarithms to nearly all draws.
            if u < 1.0 - 0.0331 * square * square || libm::log(u) < 0.5 * square + self.d * (1.0 - v + libm::log(v)) {
                return self.d * v;
            }
        }
    }
}

/// A beta distribution, ready to draw from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct BetaDraws {
    a: GammaDraws,
    b: GammaDraws,
}

impl BetaDraws {
    /// The distribution with these shapes, finite and more than 0.
    pub(super) fn new(a: f64, b: f64) -> Self {
        Self { a: GammaDraws::new(a), b: GammaDraws::new(b) }
    }

    /// A draw: the share that one gamma draw has of two.
    #[inline]
    pub(super) fn draw<R: Rng + ?Sized>(&self, rng: &mut R) -> f64 {
        if self.a.boost == 0.0 && self.b.boost == 0.0 {
            let (a, b) = (self.a.draw_large(rng), self.b.draw_large(rng));
            return a / (a + b);
        }
        // Both may be too small for numbers, their ratio need not be.
        let apart = self.b.draw_ln(rng) - self.a.draw_ln(rng);
        1.0 / (1.0 + libm::exp(apart))
    }
}
