//! The standard normal distribution: its density, its distribution function and its quantiles.

use core::f64::consts::{FRAC_1_SQRT_2, PI};

/// The probability of at most `z`, to full relative precision in both tails.
///
/// # Examples
///
/// ```
/// assert_eq!(ansatz_random::normal::cdf(0.0), 0.5);
/// ```
#[must_use]
pub fn cdf(z: f64) -> f64 {
    0.5 * libm::erfc(-z * FRAC_1_SQRT_2)
}

/// The density at `z`.
///
/// # Examples
///
/// ```
/// assert!((ansatz_random::normal::density(0.0) - 0.398_942_28).abs() < 1e-8);
/// ```
#[must_use]
pub fn density(z: f64) -> f64 {
    libm::exp(-0.5 * z * z) / libm::sqrt(2.0 * PI)
}

/// The value that is not exceeded with probability `p`; infinite at 0 and 1.
///
/// Newton's steps of second order (Halley) from Hastings' approximation, which is off by less than 4.5e-4: two of them,
/// of which each takes the third power of that, are what double precision needs.
///
/// # Examples
///
/// ```
/// assert!((ansatz_random::normal::quantile(0.975) - 1.959_963_985).abs() < 1e-9);
/// ```
#[must_use]
pub fn quantile(p: f64) -> f64 {
    if p > 0.5 {
        return -quantile(1.0 - p);
    }
    if p <= 0.0 {
        return f64::NEG_INFINITY;
    }
    let t = libm::sqrt(-2.0 * libm::log(p));
    let above = (0.010_328 * t + 0.802_853) * t + 2.515_517;
    let below = ((0.001_308 * t + 0.189_269) * t + 1.432_788) * t + 1.0;
    let mut z = above / below - t;
    for _ in 0..2 {
        let step = (cdf(z) - p) / density(z);
        z -= step / (1.0 + 0.5 * z * step);
    }
    z
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_agree_with_tables() {
        // From the standard table of normal quantiles.
        for (p, z) in [(0.5, 0.0), (0.9, 1.281_551_565_5), (0.975, 1.959_963_984_5), (0.999, 3.090_232_306_2)] {
            assert!((quantile(p) - z).abs() < 1e-10, "{p}: {}", quantile(p));
            assert!((quantile(1.0 - p) + z).abs() < 1e-10, "{p}: {}", quantile(1.0 - p));
        }
        for exponent in 1..300 {
            let p = libm::pow(10.0, -f64::from(exponent));
            assert!((cdf(quantile(p)) / p - 1.0).abs() < 1e-11, "{p}");
        }
    }
}
