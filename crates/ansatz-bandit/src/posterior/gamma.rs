//! The distribution function of the gamma distribution and its quantiles.

use core::f64::consts::{FRAC_1_SQRT_2, PI};

use ansatz_random::normal;

/// A gamma distribution with scale 1.
#[derive(Debug, Clone, Copy)]
pub(super) struct Gamma {
    shape: f64,
    ln_norm: f64,
}

impl Gamma {
    /// The distribution with this shape, finite and more than 0.
    pub(super) fn new(shape: f64) -> Self {
        Self { shape, ln_norm: libm::lgamma(shape) }
    }

    /// The probability of at most `x`.
    pub(super) fn cdf(&self, x: f64) -> f64 {
        self.tails(x).0
    }

    /// The probability of more than `x`.
    pub(super) fn exceedance(&self, x: f64) -> f64 {
        self.tails(x).1
    }

    /// The value that is not exceeded with probability `p`: Newton's steps within a bracket.
    pub(super) fn quantile(&self, p: f64) -> f64 {
        if p <= 0.0 || p >= 1.0 {
            return if p >= 1.0 { f64::INFINITY } else { 0.0 };
        }
        let (mut low, mut high) = (0.0, f64::MAX);
        let mut x = self.near_quantile(p);
        for _ in 0..MOST_STEPS {
            let error = self.cdf(x) - p;
            if error > 0.0 {
                high = x;
            } else {
                low = x;
            }
            let next = x - error / self.density(x);
            let halved = if high == f64::MAX { 2.0 * x } else { 0.5 * (low + high) };
            let next = if next > low && next < high { next } else { halved };
            let is_close = libm::fabs(next - x) <= CLOSE * next;
            x = next;
            if is_close {
                break;
            }
        }
        x
    }

    /// The first term of the series near 0, or the cube of a normal variable (Wilson and Hilferty, 1931).
    fn near_quantile(&self, p: f64) -> f64 {
        let first = libm::exp((libm::log(p * self.shape) + self.ln_norm) / self.shape);
        if self.shape < 1.0 || first < 0.1 * self.shape {
            return first.max(f64::MIN_POSITIVE);
        }
        let ninth = 1.0 / (9.0 * self.shape);
        let root = 1.0 - ninth + normal::quantile(p) * libm::sqrt(ninth);
        self.shape * root.max(0.1) * root.max(0.1) * root.max(0.1)
    }

    fn density(&self, x: f64) -> f64 {
        libm::exp(self.ln_front(x)) / x
    }

    /// The logarithm of x^shape e^-x / Gamma(shape).
    fn ln_front(&self, x: f64) -> f64 {
        if self.shape >= LARGE {
            let (square, _) = self.deviance(x);
            return -0.5 * square + 0.5 * libm::log(self.shape / (2.0 * PI));
        }
        self.shape * libm::log(x) - x - self.ln_norm
    }

    /// The probabilities of at most `x` and of more.
    fn tails(&self, x: f64) -> (f64, f64) {
        if x <= 0.0 {
            return (0.0, 1.0);
        }
        if self.shape >= LARGE {
            return self.tails_if_large(x);
        }
        let front = libm::exp(self.ln_front(x));
        if x < self.shape + 1.0 {
            let below = front * self.series(x);
            (below, 1.0 - below)
        } else {
            let above = front * self.fraction(x);
            (1.0 - above, above)
        }
    }

    /// The power series of the lower part.
    fn series(&self, x: f64) -> f64 {
        let mut term = 1.0 / self.shape;
        let mut sum = term;
        for step in 1..MOST_TERMS {
            term *= x / (self.shape + f64::from(step));
            sum += term;
            if term <= sum * f64::EPSILON {
                break;
            }
        }
        sum
    }

    /// The continued fraction of the upper part, by Lentz's method.
    fn fraction(&self, x: f64) -> f64 {
        let mut b = x + 1.0 - self.shape;
        let mut c = 1.0 / f64::MIN_POSITIVE;
        let mut d = 1.0 / b;
        let mut value = d;
        for step in 1..MOST_TERMS {
            let n = f64::from(step);
            let a = -n * (n - self.shape);
            b += 2.0;
            d = 1.0 / (a * d + b);
            c = b + a / c;
            let change = c * d;
            value *= change;
            if libm::fabs(change - 1.0) <= f64::EPSILON {
                break;
            }
        }
        value
    }

    /// The normal limit with its first correction (N. M. Temme, *The asymptotic expansion of the incomplete gamma
    /// functions*, SIAM Journal on Mathematical Analysis 10, 1979); the next is about 1 / shape of it.
    fn tails_if_large(&self, x: f64) -> (f64, f64) {
        let (square, mu) = self.deviance(x);
        let z = libm::copysign(libm::sqrt(square), mu);
        // 1 / mu - 1 / eta, of which both are the larger the closer they are.
        let apart = if libm::fabs(mu) < 1e-3 { mu / 12.0 - 1.0 / 3.0 } else { 1.0 / mu - libm::sqrt(self.shape) / z };
        let correction = libm::exp(-0.5 * square) / libm::sqrt(2.0 * PI * self.shape) * apart;
        let upper = 0.5 * libm::erfc(z * FRAC_1_SQRT_2) + correction;
        let lower = 0.5 * libm::erfc(-z * FRAC_1_SQRT_2) - correction;
        (lower.clamp(0.0, 1.0), upper.clamp(0.0, 1.0))
    }

    /// Twice the logarithm by which the density is below its height at the shape, and the relative distance from there.
    fn deviance(&self, x: f64) -> (f64, f64) {
        let mu = (x - self.shape) / self.shape;
        (2.0 * self.shape * (mu - libm::log1p(mu)).max(0.0), mu)
    }
}

/// Where the series takes thousands of terms, and the limit is good to 1e-9.
const LARGE: f64 = 1e6;

/// The series ends after about 6 sqrt(shape) terms.
const MOST_TERMS: u32 = 20_000;

/// The next of Newton's steps would be about the square of that.
const CLOSE: f64 = 1e-12;

/// Halving alone comes from one end of the numbers to a digit in about as many.
const MOST_STEPS: usize = 1_200;
