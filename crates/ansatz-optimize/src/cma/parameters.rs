//! The strategy's constants, which follow from the dimension and the population.
//!
//! N. Hansen, *The CMA evolution strategy: a tutorial*, arXiv:1604.00772 (2016, revised 2023), table 1; for a diagonal
//! matrix R. Ros and N. Hansen, *A simple modification in CMA-ES achieving linear time and space complexity*, PPSN X
//! (2008).

use alloc::vec::Vec;

/// What the update rules need, by the tutorial's names.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Parameters {
    /// One for each rank: the first half positive with sum 1, the others negative.
    pub(super) weights: Vec<f64>,
    pub(super) c_sigma: f64,
    pub(super) d_sigma: f64,
    pub(super) c_c: f64,
    pub(super) c_1: f64,
    pub(super) c_mu: f64,
    /// The expected length of a standard normal vector.
    pub(super) chi: f64,
    /// Generations between two decompositions, the 2n-th part of the 1 / (`c_1` + `c_mu`) that the matrix remembers, as in
    /// Hansen's `purecma`. The tutorial's 10n-th part (B.2) is the same in few dimensions; in 20 a run takes half as much
    /// time again, and in 40 twice as much.
    pub(super) gap: u64,
}

impl Parameters {
    /// Those of `population` candidates in so many dimensions, for a full covariance matrix or a diagonal one.
    pub(super) fn new(dimension: usize, population: usize, is_diagonal: bool) -> Self {
        let n = dimension as f64;
        let lambda = population as f64;
        let raw: Vec<f64> = (1..=population).map(|rank| libm::log(0.5 * (lambda + 1.0) / rank as f64)).collect();
        let mu = population / 2;
        let (sum, mu_eff) = mass(&raw[..mu]);
        let (negative, negative_mu_eff) = mass(&raw[mu..]);

        // A diagonal matrix has so many fewer entries to learn (Ros and Hansen, equation 1).
        let gain = if is_diagonal { (n + 1.5) / 3.0 } else { 1.0 };
        let c_1 = (gain * 2.0 / ((n + 1.3) * (n + 1.3) + mu_eff)).min(0.5);
        let rank_mu = 2.0 * (0.25 + mu_eff + 1.0 / mu_eff - 2.0) / ((n + 2.0) * (n + 2.0) + mu_eff);
        let c_mu = (gain * rank_mu).min(1.0 - c_1);

        // Equations 50 to 53: without decay of the matrix, within what so few samples say, and positive definite.
        let decay = 1.0 + c_1 / c_mu;
        let trust = 1.0 + 2.0 * negative_mu_eff / (mu_eff + 2.0);
        let definite = (1.0 - c_1 - c_mu) / (n * c_mu);
        let share = decay.min(trust).min(definite).max(0.0);
        let weights = raw.iter().map(|weight| if *weight > 0.0 { weight / sum } else { share * weight / -negative });

        let c_sigma = (mu_eff + 2.0) / (n + mu_eff + 5.0);
        Self {
            weights: weights.collect(),
            c_sigma,
            d_sigma: 1.0 + 2.0 * (libm::sqrt((mu_eff - 1.0) / (n + 1.0)) - 1.0).max(0.0) + c_sigma,
            c_c: (4.0 + mu_eff / n) / (n + 4.0 + 2.0 * mu_eff / n),
            c_1,
            c_mu,
            chi: libm::sqrt(n) * (1.0 - 1.0 / (4.0 * n) + 1.0 / (21.0 * n * n)),
            gap: libm::round(1.0 / (2.0 * n * (c_1 + c_mu))).clamp(1.0, 1e9) as u64,
        }
    }

    /// How many weights are positive: the parents.
    pub(super) fn parents(&self) -> usize {
        self.weights.len() / 2
    }
}

/// The population that the tutorial takes in so many dimensions.
pub(super) fn default_population(dimension: usize) -> usize {
    4 + libm::floor(3.0 * libm::log(dimension as f64)) as usize
}

/// The sum of weights, and how many equal ones would vary as little.
pub(super) fn mass(weights: &[f64]) -> (f64, f64) {
    let sum: f64 = weights.iter().sum();
    let squares: f64 = weights.iter().map(|weight| weight * weight).sum();
    (sum, if squares > 0.0 { sum * sum / squares } else { 0.0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Table 1 of the tutorial in 10 dimensions, worked out apart from the code (by pycma 4.5, which shares these).
    #[test]
    fn the_tutorials_values() {
        let parameters = Parameters::new(10, 10, false);
        assert_eq!(default_population(10), 10);
        let (sum, mu_eff) = mass(&parameters.weights[..5]);
        assert!((sum - 1.0).abs() < 1e-15);
        for (value, known) in [
            (mu_eff, 3.167_299_281_410_701_7),
            (parameters.weights[0], 0.456_272_646_903_405_97),
            (parameters.c_1, 0.015_283_824_524_751_714),
            (parameters.c_mu, 0.023_551_776_650_417_47),
            (parameters.c_c, 0.294_990_383_035_622_25),
            // (mu_eff + 2) / (n + mu_eff + 5), and 1 more for the damping: mu_eff is below n + 2.
            (parameters.c_sigma, 0.284_428_587_946_367_5),
            (parameters.d_sigma, 1.284_428_587_946_367_5),
        ] {
            assert!((value - known).abs() < 1e-12 * known, "{value} {known}");
        }
        // sqrt(2) gamma(11/2) / gamma(5); the series leaves out terms in 1 / n^3.
        assert!((parameters.chi - 3.084_327_760).abs() < 1e-3);
        // 1 / (2 n (c_1 + c_mu)) = 1.29, and 1.05, 1.84 and 5.71 of the usual populations in 5, 20 and 100 dimensions.
        assert_eq!(parameters.gap, 1);
        for (dimension, gap) in [(5, 1), (20, 2), (100, 6)] {
            assert_eq!(Parameters::new(dimension, default_population(dimension), false).gap, gap);
        }
    }

    /// What is added to the matrix is what has been taken from it, and no bad step can make a variance negative.
    #[test]
    fn the_matrix_neither_decays_nor_loses_its_sign() {
        for (dimension, is_diagonal) in [(1, false), (2, false), (5, true), (40, false), (300, true)] {
            for population in [4, 5, 11, 100, 1_000] {
                let p = Parameters::new(dimension, population, is_diagonal);
                let negative: f64 = p.weights.iter().filter(|weight| **weight < 0.0).sum();
                let definite = dimension as f64 * p.c_mu * negative.abs() <= (1.0 - p.c_1 - p.c_mu).max(0.0) + 1e-12;
                let decay = p.c_1 + p.c_mu * (1.0 + negative) >= -1e-12;
                assert!(definite && decay && p.c_1 + p.c_mu <= 1.0 && p.weights.is_sorted_by(|a, b| a >= b));
                assert!(p.gap >= 1 && p.c_sigma < 1.0 && p.d_sigma >= 1.0 && p.c_c <= 1.0);
            }
        }
    }
}
