//! Rayleigh's test: how likely is it that random phases agree that well?

use core::f64::consts::PI;

use ansatz_core::{ParameterError, require_range};

/// The probability that the sum of `events` unit vectors with independent uniform directions has a length of `resultant`
/// or more: the significance of Rayleigh's test of phases.
///
/// By Kluyver's formula for Pearson's random walk, not by its limit exp(-r^2 / n), from which it differs for few events.
///
/// # Errors
///
/// [`ParameterError`] without events, and for a length that is not from 0 to their number.
///
/// # Examples
///
/// ```
/// use ansatz_quantum::rayleigh_p_value;
///
/// // Two directions are within 60 degrees of each other in one of three cases.
/// assert!((rayleigh_p_value(2, 3f64.sqrt())? - 1.0 / 3.0).abs() < 1e-15);
/// // Ten of length 7 together: 0.0055, for which the limit is 0.0074.
/// let p = rayleigh_p_value(10, 7.0)?;
/// assert!(p < 0.006 && p < (-4.9f64).exp());
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
///
/// # Complexity
///
/// At most 4000 terms of a series, below 900 for nine events or more, of seven Bessel functions each.
///
/// # Accuracy
///
/// Never below the probability, and above it by less than 3e-11 for eight events or more; for three to seven by less than
/// 4e-4, 6e-6, 2e-7, 4e-9 and 1e-10. Below 1e-11 it is the bound of [`Coherence::p_value`](crate::Coherence::p_value).
///
/// # References
///
/// J. C. Kluyver, "A local probability problem", Proceedings of the KNAW 8, 1905. J. A. Greenwood and D. Durand, "The
/// distribution of length and components of the sum of n random unit vectors", Annals of Mathematical Statistics 26, 1955.
pub fn rayleigh_p_value(events: u64, resultant: f64) -> Result<f64, ParameterError> {
    let n = require_range("events", events, 1..=u64::MAX)? as f64;
    let r = require_range("resultant", resultant, 0.0..=n)?;
    if r == 0.0 || events == 1 {
        return Ok(1.0);
    }
    if events == 2 {
        return Ok(2.0 / PI * libm::acos(0.5 * r));
    }
    let z = r * r / n;
    if z > FAR {
        return Ok(bound(z));
    }
    let p = if n <= FEW { kluyver(n, r) } else { greenwood_durand(n, z) };
    Ok((p + SLACK).min(bound(z)))
}

/// More than the probability that random phases have an intensity of `z` or more, in units of its mean.
///
/// For the sum S of vectors with magnitudes m and independent uniform directions, and any l, the mean of I0(l |S|) is
/// the product of all I0(l m), which is at most exp(l^2 E / 4), where E is the sum of m^2. By Markov's inequality
/// P(|S| >= r) is at most that over I0(l r), for l = 2 r / E: exp(z) / I0(2 z); and I0(x) is at least
/// exp(x) / sqrt(1 + 2 pi x).
pub(super) fn bound(z: f64) -> f64 {
    (libm::exp(-z) * libm::sqrt(1.0 + 4.0 * PI * z)).min(1.0)
}

/// Kluyver's integral as a series: the distribution of a sum within the disc of radius n, in the Bessel functions J0 that
/// vanish on its rim, and what is left out of it at most.
fn kluyver(n: f64, r: f64) -> f64 {
    // Terms are at most `scale` times x^-(n + 1)/2 at the zero x, and zeros are pi apart. |J0(x)| is below
    // sqrt(2 / pi x); J1 at its largest, and its square at the zeros of J0, differ from that by less than a tenth.
    let ln_scale = libm::log(1.1 * PI * r / n * libm::sqrt(2.0 * n / (PI * r))) + 0.5 * n * libm::log(2.0 * n / PI);
    let mut below = 0.0;
    let mut left_out = 1.0;
    for term in 1..=MOST_TERMS {
        let x = zero_of_j0(f64::from(term));
        let slope = libm::j1(x);
        let at = libm::j0(x / n);
        let characteristic = libm::pow(at.abs(), n);
        let sign = if at < 0.0 && n % 2.0 == 1.0 { -1.0 } else { 1.0 };
        below += sign * 2.0 * r / (n * x * slope * slope) * libm::j1(x * r / n) * characteristic;
        left_out = libm::exp(ln_scale - 0.5 * (n - 1.0) * libm::log(x)) * 2.0 / (PI * (n - 1.0));
        if left_out < SLACK {
            break;
        }
    }
    (1.0 - below + left_out).max(0.0)
}

/// The zero of J0 with this number, by its asymptotic expansion and two of Newton's steps.
fn zero_of_j0(number: f64) -> f64 {
    let b = (number - 0.25) * PI;
    let mut x = b + 1.0 / (8.0 * b) - 124.0 / (3.0 * (8.0 * b) * (8.0 * b) * (8.0 * b));
    for _ in 0..2 {
        x += libm::j0(x) / libm::j1(x);
    }
    x
}

/// The limit for many events, with the two terms after it.
fn greenwood_durand(n: f64, z: f64) -> f64 {
    let first = z * (2.0 - z) / (4.0 * n);
    let second = z * (24.0 + z * (-132.0 + z * (76.0 - 9.0 * z))) / (288.0 * n * n);
    libm::exp(-z) * (1.0 + first - second)
}

/// Here both agree up to `SLACK`, as the test below shows, and the next term of the expansion falls with the third power.
const FEW: f64 = 4096.0;

/// Beyond it probabilities are below 1e-12, of which the series has no digit.
const FAR: f64 = 28.0;

/// What the sum of the series and the approximation may be off by.
const SLACK: f64 = 1e-11;

/// Reached by three to seven events only, whose bounds under *Accuracy* follow from it.
const MOST_TERMS: u32 = 4000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_series_and_the_expansion_meet() {
        for z in [0.01, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 27.0] {
            let r = libm::sqrt(z * FEW);
            assert!((kluyver(FEW, r) - greenwood_durand(FEW, z)).abs() < SLACK, "{z}");
        }
    }

    #[test]
    fn the_bound_is_that_of_markov() {
        // I0 by its power series.
        for step in 1..2000 {
            let x = 0.05 * f64::from(step);
            let mut term = 1.0;
            let mut bessel = 1.0;
            for k in 1..300 {
                term *= (0.5 * x / f64::from(k)) * (0.5 * x / f64::from(k));
                bessel += term;
            }
            assert!((libm::exp(0.5 * x) / bessel).min(1.0) <= bound(0.5 * x), "{x}");
        }
    }
}
