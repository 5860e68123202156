//! The temperature: both its ends from the data, and in between the same factor for each equal part of the way.

/// From the first temperature to the last, through equal factors.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Cooling {
    pub(super) first: f64,
    pub(super) last: f64,
}

impl Cooling {
    /// The temperature at this part of the way, 0..=1.
    pub(super) fn at(&self, progress: f64) -> f64 {
        if self.last > 0.0 { self.first * libm::pow(self.last / self.first, progress) } else { 0.0 }
    }
}

/// The temperature at which moves that go uphill by so much are accepted at a mean rate of `rate`.
///
/// By bisection of the mean of exp(-change / T), which rises with T. 0 if there are none.
/// W. Ben-Ameur, *Computing the initial temperature of simulated annealing*, Computational Optimization and Applications
/// 29 (2004), states the problem.
pub(super) fn temperature_for(uphill: &[f64], rate: f64) -> f64 {
    let most = uphill.iter().copied().fold(0.0, f64::max);
    if uphill.is_empty() {
        return 0.0;
    }
    let accepted = |t: f64| uphill.iter().map(|change| libm::exp(-change / t)).sum::<f64>() / uphill.len() as f64;
    // At T = most / ln(1 / rate) even the steepest move is accepted at that rate.
    let (mut low, mut high) = (0.0, (most / -libm::log(rate)).min(f64::MAX));
    for _ in 0..60 {
        // Half of the sum may be finite where the sum is not.
        let middle = 0.5 * low + 0.5 * high;
        if accepted(middle) < rate { low = middle } else { high = middle }
    }
    high
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_temperature_accepts_what_it_should() {
        // One slope: exp(-2 / T) = 0.8.
        assert!((temperature_for(&[2.0], 0.8) + 2.0 / libm::log(0.8)).abs() < 1e-12);
        // With x = exp(-1 / T), (x + x^2) / 2 = 0.375 at x = 1/2.
        assert!((temperature_for(&[1.0, 2.0], 0.375) - 1.0 / libm::log(2.0)).abs() < 1e-12);
        assert_eq!(temperature_for(&[], 0.8), 0.0);
        // Too hot for a number.
        assert_eq!(temperature_for(&[1e307], 1.0 - f64::EPSILON), f64::MAX);
    }

    #[test]
    fn it_cools_by_equal_factors() {
        let cooling = Cooling { first: 100.0, last: 0.01 };
        for (progress, temperature) in [(0.0, 100.0), (0.25, 10.0), (0.5, 1.0), (1.0, 0.01)] {
            assert!((cooling.at(progress) / temperature - 1.0).abs() < 1e-12);
        }
        assert_eq!(Cooling { first: 5.0, last: 0.0 }.at(0.5), 0.0);
    }
}
