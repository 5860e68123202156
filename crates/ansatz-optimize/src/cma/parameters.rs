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
    /// Generations between two decompositions: the matrix changes little in so many.
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
            gap: libm::floor(1.0 / (10.0 * n * (c_1 + c_mu))).clamp(1.0, 1e9) as u64,
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
