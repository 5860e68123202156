//! Powers beside gamma functions, without the digits that their logarithms lose as they grow.
//!
//! C. Loader, *Fast and accurate computation of binomial probabilities* (2000), for the split into a deviance and what
//! Stirling's formula misses.

use core::f64::consts::PI;

/// What Stirling's formula misses: ln Gamma(a) - ((a - 1/2) ln a - a + ln(2 pi) / 2).
pub(crate) fn missing(a: f64) -> f64 {
    if a < SERIES_FROM {
        return libm::lgamma(a) - ((a - 0.5) * libm::log(a) - a + 0.5 * libm::log(2.0 * PI));
    }
    let square = 1.0 / (a * a);
    let sum = SERIES.iter().rev().fold(0.0, |sum, coefficient| sum * square + coefficient);
    sum / a
}

/// a ln(a / m) + m - a: how far the mean `m` is from `a`, without cancellation where they are close.
pub(crate) fn deviance(a: f64, m: f64) -> f64 {
    if m < 0.7 * a {
        // The gap from a to nearly nothing would be rounded to all of a.
        return a * libm::log(a / m) + m - a;
    }
    a * log_gap((m - a) / a)
}

/// u - ln(1 + u), for u of at least -1.
pub(crate) fn log_gap(u: f64) -> f64 {
    if libm::fabs(u) > 0.3 {
        return u - libm::log1p(u);
    }
    // ln(1 + u) = 2 artanh(r), and u - 2 r = r u; terms fall by r^2 < 0.04 each.
    let r = u / (2.0 + u);
    let square = r * r;
    let mut power = r * square;
    let mut sum = 0.0;
    for odd in 1..13 {
        sum += power / f64::from(2 * odd + 1);
        power *= square;
    }
    r * u - 2.0 * sum
}

/// The series of the error in 1 / a^2, from the Bernoulli numbers (NIST, *Handbook of mathematical functions* 5.11.1).
const SERIES: [f64; 8] = [
    1.0 / 12.0,
    -1.0 / 360.0,
    1.0 / 1_260.0,
    -1.0 / 1_680.0,
    1.0 / 1_188.0,
    -691.0 / 360_360.0,
    1.0 / 156.0,
    -3_617.0 / 122_400.0,
];

/// The first term that is left out is 43867 / 244188 / a^17 there: 1.8e-18.
const SERIES_FROM: f64 = 10.0;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn factorials_are_what_they_are() {
        let mut factorial = 1.0;
        for n in 1..20 {
            let a = f64::from(n) + 1.0;
            factorial *= f64::from(n);
            let stirling = libm::exp(-a) * libm::pow(a, a) * libm::sqrt(2.0 * PI / a);
            assert!((stirling * libm::exp(missing(a)) / factorial - 1.0).abs() < 1e-13, "{n}");
        }
    }

    #[test]
    fn both_ways_to_the_gap_meet() {
        for u in [-0.3, -0.299_999, 0.299_999, 0.3] {
            assert!((log_gap(u) / (u - libm::log1p(u)) - 1.0).abs() < 1e-13, "{u}");
        }
        // Its series begins u^2 / 2 - u^3 / 3.
        assert!((log_gap(1e-9) / (0.5e-18 * (1.0 - 2e-9 / 3.0)) - 1.0).abs() < 1e-14);
    }
}
