//! The beta distribution on 0 to 1.

use core::f64::consts::PI;

use crate::{
    normal,
    stirling::{deviance, missing},
};

/// A beta distribution, on 0 to 1: its density, its distribution function and its quantiles.
///
/// # Examples
///
/// ```
/// use ansatz_random::Beta;
///
/// // The exact 95% interval of Clopper and Pearson for 10 hits in 100: 4.90% to 17.62%.
/// assert!((Beta::new(10.0, 91.0).quantile(0.025) - 0.0490).abs() < 5e-5);
/// assert!((Beta::new(11.0, 90.0).quantile(0.975) - 0.1762).abs() < 5e-5);
/// ```
///
/// # Accuracy
///
/// About 1e-13, relative to the smaller of the probability and its complement; 1e-10 of 1 where both shapes are above
/// 1e5.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Beta {
    a: f64,
    b: f64,
    /// The logarithm of the beta function of both.
    ln_norm: f64,
    /// What Stirling's formula misses of it.
    missing: f64,
}

impl Beta {
    /// The distribution with the shapes `a` and `b`, both finite and more than 0; with others every answer is without meaning.
    ///
    /// # Examples
    ///
    /// ```
    /// // Both shapes 1: the uniform distribution.
    /// assert_eq!(ansatz_random::Beta::new(1.0, 1.0).cdf(0.25), 0.25);
    /// ```
    #[must_use]
    pub fn new(a: f64, b: f64) -> Self {
        let ln_norm = libm::lgamma(a) + libm::lgamma(b) - libm::lgamma(a + b);
        Self { a, b, ln_norm, missing: missing(a) + missing(b) - missing(a + b) }
    }

    /// The density at `x`, strictly between 0 and 1.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!((ansatz_random::Beta::new(2.0, 2.0).density(0.5) - 1.5).abs() < 1e-14);
    /// ```
    pub fn density(&self, x: f64) -> f64 {
        if self.a + self.b > LARGE {
            return self.front(x) / (x * (1.0 - x));
        }
        libm::exp((self.a - 1.0) * libm::log(x) + (self.b - 1.0) * libm::log1p(-x) - self.ln_norm)
    }

    /// The probability of at most `x`: the regularised incomplete beta function.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!((ansatz_random::Beta::new(2.0, 1.0).cdf(0.3) - 0.09).abs() < 1e-15);
    /// ```
    ///
    /// # Complexity
    ///
    /// O(sqrt(a + b)) steps at most, and O(1) where both shapes are above 1e5.
    pub fn cdf(&self, x: f64) -> f64 {
        if x <= 0.0 || x >= 1.0 {
            return f64::from(u8::from(x >= 1.0));
        }
        if self.a.min(self.b) > BOTH_LARGE {
            return self.cdf_if_large(x);
        }
        let front = self.front(x);
        // Up to here the fraction converges in O(sqrt(a + b)) terms; beyond, it does so from the other end.
        if x < (self.a + 1.0) / (self.a + self.b + 2.0) {
            front * fraction(self.a, self.b, x) / self.a
        } else {
            1.0 - front * fraction(self.b, self.a, 1.0 - x) / self.b
        }
    }

    /// The value that is not exceeded with probability `p`: Newton's steps, within a bracket that is halved where they
    /// would leave it.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!((ansatz_random::Beta::new(2.0, 1.0).quantile(0.09) - 0.3).abs() < 1e-12);
    /// ```
    pub fn quantile(&self, p: f64) -> f64 {
        if p <= 0.0 || p >= 1.0 {
            return f64::from(u8::from(p >= 1.0));
        }
        let (mut low, mut high) = (0.0, 1.0);
        // The first term of the series near 0.
        let start = libm::exp((libm::log(p * self.a) + self.ln_norm) / self.a);
        let mut x = start.min(self.a / (self.a + self.b));
        if x == 0.0 {
            return 0.0;
        }
        for _ in 0..MOST_STEPS {
            let error = self.cdf(x) - p;
            if error > 0.0 {
                high = x;
            } else {
                low = x;
            }
            let step = error / self.density(x);
            let next = x - step;
            let next = if next > low && next < high { next } else { 0.5 * (low + high) };
            let is_close = (next - x).abs() <= CLOSE * next;
            x = next;
            if is_close {
                break;
            }
        }
        x
    }

    /// The normal limit with its first correction (N. M. Temme, *Incomplete Laplace integrals: uniform asymptotic
    /// expansion with application to the incomplete beta function*, SIAM Journal on Mathematical Analysis 18, 1987).
    fn cdf_if_large(&self, x: f64) -> f64 {
        let n = self.a + self.b;
        let (middle, rest) = (self.a / n, self.b / n);
        let spread = libm::sqrt(middle * rest);
        let apart = (n * x - self.a) / n;
        let square = 2.0 * (deviance(self.a, n * x) + deviance(self.b, n * (1.0 - x)));
        let z = libm::copysign(libm::sqrt(square), apart);
        let eta = z / libm::sqrt(n);
        let correction = if libm::fabs(eta) < 1e-3 * spread {
            (rest - middle) / (3.0 * spread) - (1.0 - spread * spread) / (12.0 * spread * spread) * eta
        } else {
            1.0 / eta - spread / apart
        };
        let limit = normal::cdf(z);
        (limit + libm::exp(-0.5 * square) / libm::sqrt(2.0 * PI * n) * correction).clamp(0.0, 1.0)
    }

    /// x^a (1 - x)^b, divided by the beta function.
    fn front(&self, x: f64) -> f64 {
        let (a, b) = (self.a, self.b);
        let n = a + b;
        if n > LARGE {
            let deviance = deviance(a, n * x) + deviance(b, n * (1.0 - x));
            return libm::sqrt(a / n * (b / (2.0 * PI))) * libm::exp(-deviance - self.missing);
        }
        libm::exp(a * libm::log(x) + b * libm::log1p(-x) - self.ln_norm)
    }
}

/// The continued fraction of the incomplete beta function, by Lentz's method as Thompson and Barnett modified it.
fn fraction(a: f64, b: f64, x: f64) -> f64 {
    let away_from_zero = |value: f64| if value.abs() < TINY { TINY } else { value };
    let mut c = 1.0;
    let mut d = 1.0 / away_from_zero(1.0 - (a + b) * x / (a + 1.0));
    let mut value = d;
    let terms = 200.0 + 10.0 * libm::sqrt(a.max(b));
    for term in 1..terms as u64 {
        let m = term as f64;
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        let mut change = 1.0;
        for numerator in [even, odd] {
            d = 1.0 / away_from_zero(1.0 + numerator * d);
            c = away_from_zero(1.0 + numerator / c);
            change = c * d;
            value *= change;
        }
        if (change - 1.0).abs() <= f64::EPSILON {
            break;
        }
    }
    value
}

/// From here on the logarithms of gamma functions, then above 360, lose more than 1e-13.
const LARGE: f64 = 100.0;

/// What [`Beta::cdf_if_large`] leaves out is below 3e-11 from here on, and the fraction takes a thousand terms.
const BOTH_LARGE: f64 = 1e5;

/// Less than any part of the fraction that is not 0.
const TINY: f64 = 1e-300;

/// The next of Newton's steps would be about the square of that; the rounding of a probability is more than 1e-16.
const CLOSE: f64 = 1e-12;

/// Halving alone comes from 1 to 2^-150 in as many steps.
const MOST_STEPS: usize = 150;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_shapes_are_polynomials() {
        // P(X <= x) for a = 2, b = 3 is that of 2 or more heads in 4 throws.
        let beta = Beta::new(2.0, 3.0);
        for x in [1e-9, 0.01, 0.2, 0.5, 0.9, 0.999] {
            let exact = x * x * (6.0 - 8.0 * x + 3.0 * x * x);
            assert!((beta.cdf(x) - exact).abs() < 1e-14 * exact.max(1e-3), "{x}");
            assert!((beta.density(x) - 12.0 * x * (1.0 - x) * (1.0 - x)).abs() < 1e-13, "{x}");
            assert!((beta.quantile(exact) / x - 1.0).abs() < 1e-9, "{x}: {}", beta.quantile(exact));
        }
    }

    #[test]
    fn quantiles_below_all_numbers_are_nothing() {
        // About (p a B(a, b))^(1 / a): 10^-1875 and 10^-2770.
        assert_eq!(Beta::new(0.0064, 0.0975).quantile(1e-12), 0.0);
        assert_eq!(Beta::new(0.004_33, 4.2e5).quantile(1e-12), 0.0);
        // And 2.5^(-1 / 0.01) for x^0.01, which is a number.
        assert!((Beta::new(0.01, 1.0).quantile(0.4) / libm::pow(0.4, 100.0) - 1.0).abs() < 1e-10);
    }

    #[test]
    fn large_shapes_keep_their_digits() {
        // mpmath.betainc(a, b, 0, x, regularized=True) with 40 digits, and the density in closed form.
        for (a, b, x, below, density) in LARGE_SHAPES {
            let beta = Beta::new(a, b);
            assert!((beta.cdf(x) / below - 1.0).abs() < 1e-12, "{a} {b}: {} {below}", beta.cdf(x));
            assert!((beta.density(x) / density - 1.0).abs() < 1e-12, "{a} {b}: {} {density}", beta.density(x));
        }
    }

    #[test]
    fn both_large_is_one_step() {
        // scipy.special.betainc(a, b, x) (1.17).
        for (a, b, x, below) in BOTH_LARGE_SHAPES {
            assert!((Beta::new(a, b).cdf(x) - below).abs() < 1e-10, "{a} {b}: {} {below}", Beta::new(a, b).cdf(x));
        }
        // On both sides of the border, and of what is a series in the middle.
        for step in -50..50 {
            let x = 0.25 + f64::from(step) * 1e-4;
            let (fraction, limit) =
                (Beta::new(99_999.0, 300_000.0).cdf(x), Beta::new(99_999.0, 300_000.0).cdf_if_large(x));
            assert!((fraction - limit).abs() < 1e-10, "{x}: {fraction} {limit}");
        }
    }

    const BOTH_LARGE_SHAPES: [(f64, f64, f64, f64); 5] = [
        (150_000.0, 900_000.0, 0.1425, 0.147_806_354_896_552_3),
        (150_000.0, 900_000.0, 0.142_86, 0.503_602_625_995_085_4),
        (200_000.0, 1e9, 0.000_200_5, 0.886_376_469_045_042_4),
        (2e6, 2e6, 0.4995, 0.022_750_111_701_560_553),
        (5e8, 5e8, 0.500_01, 0.736_455_371_535_127_2),
    ];

    const LARGE_SHAPES: [(f64, f64, f64, f64, f64); 5] = [
        (60.0, 41.0, 0.5, 0.028_443_966_820_490_395, 1.301_264_005_396_558_5),
        (1001.0, 9001.0, 0.094, 0.019_936_968_831_667_75, 16.704_880_843_229_404),
        (50_001.0, 1_000_000.0, 0.0473, 0.061_607_352_954_571_21, 587.657_033_625_003_9),
        (2_000_000.0, 2_000_000.0, 0.4995, 0.022_750_111_701_560_553, 215.963_852_554_974_24),
        (0.5, 10_000.0, 2e-5, 0.472_907_644_517_973_74, 10_328.887_759_862_43),
    ];

    #[test]
    fn large_shapes_are_close_to_normal() {
        // The median of a symmetric one is its middle, and 1.96 deviations are its 97.5%.
        let beta = Beta::new(5e8, 5e8);
        assert!((beta.quantile(0.5) - 0.5).abs() < 1e-9);
        let deviation = 0.5 / libm::sqrt(1e9);
        assert!(((beta.quantile(0.975) - 0.5) / deviation - 1.959_964).abs() < 1e-4);
    }
}
