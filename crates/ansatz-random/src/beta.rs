//! The beta distribution on 0 to 1.

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
/// About 1e-14, relative to the probability, for shapes up to 1e4; the logarithms of the gamma function lose digits as the shapes grow.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Beta {
    a: f64,
    b: f64,
    /// The logarithm of the beta function of both.
    ln_norm: f64,
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
        Self { a, b, ln_norm: libm::lgamma(a) + libm::lgamma(b) - libm::lgamma(a + b) }
    }

    /// The density at `x`, strictly between 0 and 1.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!((ansatz_random::Beta::new(2.0, 2.0).density(0.5) - 1.5).abs() < 1e-14);
    /// ```
    pub fn density(&self, x: f64) -> f64 {
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
    /// O(sqrt(a + b)) steps at most.
    pub fn cdf(&self, x: f64) -> f64 {
        if x <= 0.0 || x >= 1.0 {
            return f64::from(u8::from(x >= 1.0));
        }
        let front = libm::exp(self.a * libm::log(x) + self.b * libm::log1p(-x) - self.ln_norm);
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
    fn large_shapes_are_close_to_normal() {
        // The median of a symmetric one is its middle, and 1.96 deviations are its 97.5%.
        let beta = Beta::new(5e8, 5e8);
        assert!((beta.quantile(0.5) - 0.5).abs() < 1e-9);
        let deviation = 0.5 / libm::sqrt(1e9);
        assert!(((beta.quantile(0.975) - 0.5) / deviation - 1.959_964).abs() < 1e-4);
    }
}
