//! The temperature: from the data at the start, from the rate of accepted moves afterwards.

use alloc::vec::Vec;

/// The temperature at which uphill moves like these are accepted at a mean rate of `rate`.
///
/// By bisection of the mean of exp(-change / T), which rises with T. 0 if nothing goes uphill.
/// W. Ben-Ameur, *Computing the initial temperature of simulated annealing*, Computational Optimization and Applications
/// 29 (2004), states the problem.
pub(super) fn temperature_for(changes: &[f64], rate: f64) -> f64 {
    let uphill: Vec<f64> = changes.iter().copied().filter(|change| *change > 0.0 && change.is_finite()).collect();
    let most = uphill.iter().copied().fold(0.0, f64::max);
    if uphill.is_empty() {
        return 0.0;
    }
    let accepted = |t: f64| uphill.iter().map(|change| libm::exp(-change / t)).sum::<f64>() / uphill.len() as f64;
    // At T = most / ln(1 / rate) even the steepest move is accepted at that rate.
    let (mut low, mut high) = (0.0, (most / -libm::log(rate)).min(f64::MAX));
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        if accepted(middle) < rate { low = middle } else { high = middle }
    }
    high
}

/// The rate of accepted moves that is aimed at, at this part of the way, 0..=1: from 1 to [`LAST_RATE`], by the same factor
/// in each equal part.
///
/// That the rate tells the temperature is the idea of J. Lam and J.-M. Delosme, *An efficient simulated annealing schedule*
/// (Yale 8816, 1988). Their rate of 0.44 over half of the way presumes moves whose size is set by it. The moves of a
/// landscape are what they are: where only few of them fit a good state, as in a round tour, 0.44 keeps it melted.
pub(super) fn target_rate(progress: f64) -> f64 {
    libm::pow(LAST_RATE, progress)
}

/// Of 10^-3 to 10^-5, the best or near it in each landscape of docs/benchmarks.md.
const LAST_RATE: f64 = 1e-4;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_temperature_accepts_what_it_should() {
        // One slope: exp(-2 / T) = 0.8.
        assert!(
            (temperature_for(&[2.0, -5.0, 0.0, f64::NAN, f64::INFINITY], 0.8) + 2.0 / libm::log(0.8)).abs() < 1e-12
        );
        // With x = exp(-1 / T), (x + x^2) / 2 = 0.375 at x = 1/2.
        assert!((temperature_for(&[1.0, 2.0], 0.375) - 1.0 / libm::log(2.0)).abs() < 1e-12);
        assert_eq!(temperature_for(&[-1.0, 0.0], 0.8), 0.0);
    }

    #[test]
    fn the_target_falls_by_equal_factors() {
        assert_eq!((target_rate(0.0), target_rate(1.0)), (1.0, 1e-4));
        for (progress, rate) in [(0.25, 0.1), (0.5, 0.01), (0.75, 0.001)] {
            assert!((target_rate(progress) / rate - 1.0).abs() < 1e-12);
        }
    }
}
