//! The gamma distribution on the positive numbers, and with it chi-square, Erlang and Poisson probabilities.

use core::f64::consts::{FRAC_1_SQRT_2, PI};

use crate::{
    normal,
    stirling::{deviance, log_gap, missing},
};

/// A gamma distribution: its density, its distribution function, its upper tail and its quantiles.
///
/// A chi-square variable with k degrees of freedom has shape k / 2 and rate 1/2. A Poisson count of mean m is at most n
/// as often as a gamma variable of shape n + 1 and rate 1 is more than m.
///
/// # Examples
///
/// ```
/// use ansatz_random::Gamma;
///
/// // The 95% quantile of chi-square with one degree of freedom: 3.841.
/// let chi_square = Gamma::new(0.5, 0.5);
/// assert!((chi_square.survival(3.841_458_820_694_124) - 0.05).abs() < 1e-14);
/// ```
///
/// # Accuracy
///
/// About 1e-13, relative to the probability in both tails, for shapes from 0.01 to 1e6; below, the upper tail is what the
/// lower one lacks of 1, and so are its digits. 1e-12 beyond, by the first terms of Temme's uniform expansion (N. M.
/// Temme, *The asymptotic expansion of the incomplete gamma functions*, SIAM Journal on Mathematical Analysis 10, 1979).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gamma {
    shape: f64,
    rate: f64,
    /// What Stirling's formula misses of the gamma function of the shape.
    missing: f64,
}

impl Gamma {
    /// The distribution with this shape and rate (1 / scale), both finite and more than 0; with others every answer is
    /// without meaning.
    ///
    /// # Examples
    ///
    /// ```
    /// // Shape 1: the exponential distribution.
    /// let waiting = ansatz_random::Gamma::new(1.0, 2.0);
    /// assert!((waiting.survival(1.5) - (-3.0_f64).exp()).abs() < 1e-16);
    /// ```
    #[must_use]
    pub fn new(shape: f64, rate: f64) -> Self {
        Self { shape, rate, missing: missing(shape) }
    }

    /// The density at `x`, more than 0.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!((ansatz_random::Gamma::new(2.0, 1.0).density(1.0) - (-1.0_f64).exp()).abs() < 1e-15);
    /// ```
    pub fn density(&self, x: f64) -> f64 {
        self.front(x * self.rate) / x
    }

    /// The probability of at most `x`: the regularised lower incomplete gamma function.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_random::Gamma::new(2.0, 1.0).cdf(0.0), 0.0);
    /// ```
    ///
    /// # Complexity
    ///
    /// O(sqrt(shape)) steps, and at most 10,200.
    pub fn cdf(&self, x: f64) -> f64 {
        self.tails(x).0
    }

    /// The probability of more than `x`: the regularised upper incomplete gamma function.
    ///
    /// # Examples
    ///
    /// ```
    /// // A Poisson count of mean 3 is at most 2 with probability 8.5 / e^3.
    /// let survival = 1.0 - ansatz_random::Gamma::new(3.0, 1.0).survival(3.0);
    /// assert!((survival - (1.0 - 8.5 * (-3.0_f64).exp())).abs() < 1e-15);
    /// ```
    ///
    /// # Complexity
    ///
    /// As [`cdf`](Self::cdf).
    pub fn survival(&self, x: f64) -> f64 {
        self.tails(x).1
    }

    /// The value that is not exceeded with probability `p`, infinite at 1: Newton's steps, within a bracket that is
    /// halved where they would leave it.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!((ansatz_random::Gamma::new(1.0, 1.0).quantile(0.5) - 2.0_f64.ln()).abs() < 1e-14);
    /// ```
    pub fn quantile(&self, p: f64) -> f64 {
        if p <= 0.0 || p >= 1.0 {
            return if p >= 1.0 { f64::INFINITY } else { 0.0 };
        }
        let standard = Self { rate: 1.0, ..*self };
        let (mut low, mut high) = (0.0, f64::INFINITY);
        let mut y = standard.start(p);
        for _ in 0..MOST_STEPS {
            if y == 0.0 {
                break;
            }
            let (below, above) = standard.tails(y);
            // The smaller tail has all its digits.
            let error = if below < above { below - p } else { (1.0 - p) - above };
            if error > 0.0 {
                high = y;
            } else {
                low = y;
            }
            let step = error / standard.density(y);
            let outside = if high == f64::INFINITY { 2.0 * y } else { 0.5 * (low + high) };
            let next = if y - step > low && y - step < high { y - step } else { outside };
            let is_close = libm::fabs(next - y) <= CLOSE * next;
            y = next;
            if is_close {
                break;
            }
        }
        y / self.rate
    }

    /// Wilson and Hilferty's: the cube root of a gamma variable is close to normal; or, where that fails, the first term
    /// of the series near 0.
    fn start(&self, p: f64) -> f64 {
        let ninth = 1.0 / (9.0 * self.shape);
        let root = 1.0 - ninth + normal::quantile(p) * libm::sqrt(ninth);
        if self.shape >= 1.0 && root > 0.1 {
            return self.shape * root * root * root;
        }
        libm::exp((libm::log(p) + libm::lgamma(self.shape + 1.0)) / self.shape)
    }

    /// The probabilities of at most `x` and of more.
    fn tails(&self, x: f64) -> (f64, f64) {
        let (a, y) = (self.shape, x * self.rate);
        if y <= 0.0 {
            return (0.0, 1.0);
        }
        if y == f64::INFINITY {
            return (1.0, 0.0);
        }
        if a > LARGE {
            return temme(a, y);
        }
        if y < a + 1.0 {
            let below = (self.front(y) / a * series(a, y)).min(1.0);
            (below, 1.0 - below)
        } else {
            let above = (self.front(y) * fraction(a, y)).min(1.0);
            (1.0 - above, above)
        }
    }

    /// y^a e^-y / Gamma(a).
    fn front(&self, y: f64) -> f64 {
        libm::sqrt(self.shape / (2.0 * PI)) * libm::exp(-deviance(self.shape, y) - self.missing)
    }
}

/// The sum of y^n / ((a + 1) ... (a + n)), for y below a + 1.
fn series(a: f64, y: f64) -> f64 {
    let (mut term, mut sum) = (1.0, 1.0);
    for n in 1..most_terms(a) {
        term *= y / (a + n as f64);
        sum += term;
        if term <= sum * f64::EPSILON {
            break;
        }
    }
    sum
}

/// Legendre's continued fraction of Gamma(a, y) / (y^a e^-y), for y above a + 1, by Lentz's method as Thompson and Barnett
/// modified it.
fn fraction(a: f64, y: f64) -> f64 {
    let mut b = y + 1.0 - a;
    let mut c = 1.0 / TINY;
    let mut d = 1.0 / b;
    let mut value = d;
    for n in 1..most_terms(a) {
        let n = n as f64;
        let numerator = n * (a - n);
        b += 2.0;
        let away_from_zero = |value: f64| if libm::fabs(value) < TINY { TINY } else { value };
        d = 1.0 / away_from_zero(numerator * d + b);
        c = away_from_zero(b + numerator / c);
        let change = c * d;
        value *= change;
        if libm::fabs(change - 1.0) <= f64::EPSILON {
            break;
        }
    }
    value
}

/// Both tails for a large shape.
fn temme(a: f64, y: f64) -> (f64, f64) {
    let u = (y - a) / a;
    let half_square = log_gap(u);
    let eta = libm::copysign(libm::sqrt(2.0 * half_square), u);
    let correction = if libm::fabs(eta) < 0.01 {
        // Temme's c_0; the next term is 1.8e-4 eta^5.
        (((eta / 2_835.0 + 1.0 / 864.0) * eta - 2.0 / 135.0) * eta + 1.0 / 12.0) * eta - 1.0 / 3.0
    } else {
        1.0 / u - 1.0 / eta
    };
    // Of c_1 the value at 0 is enough, where nearly all of the probability is.
    let rest = libm::exp(-a * half_square) / libm::sqrt(2.0 * PI * a) * (correction - 1.0 / 540.0 / a);
    let z = eta * libm::sqrt(a) * FRAC_1_SQRT_2;
    ((0.5 * libm::erfc(-z) - rest).clamp(0.0, 1.0), (0.5 * libm::erfc(z) + rest).clamp(0.0, 1.0))
}

/// At y = a the n-th term of the series is about exp(-n^2 / 2 a), below 2^-53 from 8.6 sqrt(a) on.
fn most_terms(a: f64) -> u64 {
    (200.0 + 10.0 * libm::sqrt(a)) as u64
}

/// What [`temme`] leaves out is there, five deviations from the middle, 5/288 of a^-2 / sqrt(2 pi): 1e-14 of 1.
const LARGE: f64 = 1e6;

/// Less than any part of the fraction that is not 0.
const TINY: f64 = 1e-300;

/// A few roundings.
const CLOSE: f64 = 1e-14;

/// Doubling and halving alone reach any number of double precision in as many steps.
const MOST_STEPS: usize = 2_200;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_those_of_scipy() {
        // scipy.special.gammaincc(a, x) and gammainc(a, x) (1.17), the same to 1e-14 as mpmath's gammainc of 40 digits.
        for (a, x, above) in GAMMAINCC {
            let gamma = Gamma::new(a, 1.0);
            assert!((gamma.survival(x) / above - 1.0).abs() < 1e-12, "{a} {x}: {} {above}", gamma.survival(x));
        }
        for (a, x, below) in GAMMAINC {
            let gamma = Gamma::new(a, 1.0);
            assert!((gamma.cdf(x) / below - 1.0).abs() < 1e-12, "{a} {x}: {} {below}", gamma.cdf(x));
        }
    }

    #[test]
    fn quantiles_are_the_inverse() {
        for shape in [0.05, 0.3, 0.5, 1.0, 2.5, 10.0, 1e3, 1e5, 1e7] {
            let gamma = Gamma::new(shape, 3.0);
            for p in [1e-12, 1e-4, 0.025, 0.4, 0.5, 0.6, 0.975, 0.9999] {
                let x = gamma.quantile(p);
                assert!((gamma.cdf(x) / p - 1.0).abs() < 1e-9 || x < 1e-200, "{shape} {p}: {x} {}", gamma.cdf(x));
            }
        }
        assert_eq!((Gamma::new(2.0, 1.0).quantile(0.0), Gamma::new(2.0, 1.0).quantile(1.0)), (0.0, f64::INFINITY));
    }

    #[test]
    fn the_density_is_the_slope() {
        for shape in [0.5, 3.0, 50.0] {
            let gamma = Gamma::new(shape, 2.0);
            let x = shape / 2.0;
            let slope = (gamma.cdf(x * 1.000_01) - gamma.cdf(x * 0.999_99)) / (x * 0.000_02);
            assert!((gamma.density(x) / slope - 1.0).abs() < 1e-8, "{shape}");
        }
    }

    #[test]
    fn impossible_shapes_end() {
        for shape in [0.0, -1.0, f64::NAN, f64::INFINITY, 1e300, 1e-300] {
            let gamma = Gamma::new(shape, 1.0);
            let _ = (gamma.cdf(1.0), gamma.survival(1e300), gamma.quantile(0.3), gamma.density(0.5));
        }
    }

    const GAMMAINCC: [(f64, f64, f64); 14] = [
        (0.5, 0.1, 0.654_720_846_018_577),
        (0.5, 30.0, 9.485_737_571_073_848e-15),
        (1.5, 2.0, 0.261_464_129_949_110_6),
        (2.5, 2.5, 0.415_880_186_995_507_94),
        (10.0, 25.0, 0.000_221_476_638_248_783_57),
        (99.5, 150.0, 4.776_023_145_770_774e-6),
        (1000.0, 1100.0, 0.001_059_323_253_929_977_3),
        (123_456.0, 123_999.0, 0.061_282_244_281_770_5),
        (0.01, 1e-5, 0.103_663_201_732_802_8),
        (499_999.5, 501_000.0, 0.078_614_901_862_538_35),
        (2e6, 2.002e6, 0.078_684_164_121_560_94),
        (0.01, 1.009_99, 0.002_179_638_119_289_483),
        (1e8, 1.0002e8, 0.022_755_530_774_855_204),
        (1_000_001.0, 998_000.0, 0.977_357_732_955_442_3),
    ];
    const GAMMAINC: [(f64, f64, f64); 5] = [
        (0.5, 1e-8, 0.000_112_837_916_333_424_87),
        (3.0, 0.2, 0.001_148_481_244_862_132_5),
        (50.0, 20.0, 1.245_892_607_971_938e-8),
        (5000.0, 4800.0, 0.002_102_795_480_730_473_4),
        (123_456.0, 122_000.0, 1.596_012_027_790_855_7e-5),
    ];
}
