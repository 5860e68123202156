//! The normal distribution that candidates are drawn from, and how it learns from them.

use alloc::{vec, vec::Vec};

use ansatz_core::DecodeError;
use ansatz_random::{Stream, standard_normal};

use super::{
    bounds::Domain,
    eigen::{add_scaled, dot},
    parameters::{Parameters, mass},
    shape::{Learning, Shape},
};

/// A normal distribution with its evolution paths.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Distribution {
    pub(super) mean: Vec<f64>,
    /// The step size.
    pub(super) sigma: f64,
    pub(super) shape: Shape,
    /// The path of the mean, in units in which candidates are standard normal.
    path_sigma: Vec<f64>,
    /// The path of the mean, in units of the step size.
    pub(super) path_c: Vec<f64>,
    /// What is left of the path's beginning: (1 - `c_sigma`)^(2 x generations).
    left: f64,
}

/// The draws of one generation, `dimension` numbers each.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Draws {
    /// Standard normal.
    pub(super) normals: Vec<f64>,
    /// Stretched by the shape.
    pub(super) steps: Vec<f64>,
    /// Where they lead, within the bounds.
    pub(super) points: Vec<f64>,
    /// Whether any would have led beyond.
    is_turned_back: bool,
}

impl Draws {
    pub(super) fn clear(&mut self) {
        self.normals.clear();
        self.steps.clear();
        self.points.clear();
        self.is_turned_back = false;
    }
}

impl Distribution {
    pub(super) fn new(mean: Vec<f64>, sigma: f64, is_diagonal: bool) -> Self {
        let dimension = mean.len();
        Self {
            mean,
            sigma,
            shape: Shape::new(dimension, is_diagonal),
            path_sigma: vec![0.0; dimension],
            path_c: vec![0.0; dimension],
            left: 1.0,
        }
    }

    /// Adds a draw; a point beyond the bounds is turned back.
    #[inline]
    pub(super) fn draw(&self, draws: &mut Draws, domain: &Domain, rng: &mut Stream) {
        draws.normals.extend(self.mean.iter().map(|_| standard_normal(rng)));
        self.stretch(draws, domain);
    }

    /// Makes the steps and the points of normals that have none.
    #[inline]
    pub(super) fn stretch(&self, draws: &mut Draws, domain: &Domain) {
        let (from, n) = (draws.steps.len(), self.mean.len());
        draws.steps.resize(draws.normals.len(), 0.0);
        draws.points.resize(draws.normals.len(), 0.0);
        let steps = draws.steps[from..].chunks_exact_mut(n);
        let points = draws.points[from..].chunks_exact_mut(n);
        for ((normal, step), point) in draws.normals[from..].chunks_exact(n).zip(steps).zip(points) {
            self.shape.stretch(normal, step);
            for ((coordinate, mean), entry) in point.iter_mut().zip(&self.mean).zip(step.iter()) {
                *coordinate = mean + self.sigma * entry;
            }
            draws.is_turned_back |= domain.turn_back(point);
        }
    }

    /// Learns from the draws at these places, the best one first; whether it is still a distribution.
    ///
    /// Fewer than were drawn have failed for the rest: they are worse than all others, so that most would have been given
    /// negative weights, but nobody knows how much worse, and they are left out.
    pub(super) fn learn(&mut self, draws: &Draws, ranking: &[usize], parameters: &Parameters) -> bool {
        let parents = parameters.parents().min(ranking.len());
        let (sum, mu_eff) = mass(&parameters.weights[..parents]);
        let (step, turned) = self.advance(draws, &ranking[..parents], parameters, sum);

        let c_sigma = parameters.c_sigma;
        follow(&mut self.path_sigma, c_sigma, mu_eff, &turned);
        let length = libm::sqrt(dot(&self.path_sigma, &self.path_sigma));
        self.left *= (1.0 - c_sigma) * (1.0 - c_sigma);
        // While the step size grows fast, the path would say that again (equation 45 and after).
        let usual = (1.4 + 2.0 / (self.mean.len() as f64 + 1.0)) * parameters.chi;
        let is_slow = length < usual * libm::sqrt(1.0 - self.left);
        follow(&mut self.path_c, parameters.c_c, mu_eff, if is_slow { &step } else { &[] });

        let is_shape = self.reshape(draws, ranking, parameters, (sum, is_slow));
        self.sigma *= libm::exp((c_sigma / parameters.d_sigma * (length / parameters.chi - 1.0)).min(1.0));
        is_shape && self.sigma.is_finite() && self.sigma > 0.0 && self.mean.iter().all(|entry| entry.is_finite())
    }

    /// Moves the mean to the parents; its step, and what that is among standard normals.
    ///
    /// The mean goes to where candidates were evaluated, so that it is within the bounds and sees no image of the
    /// objective beyond them. The shape learns from what was drawn: turned back, draws are short, and the shape would
    /// shrink for no other reason.
    fn advance(&mut self, draws: &Draws, parents: &[usize], parameters: &Parameters, sum: f64) -> (Vec<f64>, Vec<f64>) {
        let n = self.mean.len();
        let (mut normal, mut step, mut turned) = (vec![0.0; n], vec![0.0; n], vec![0.0; n]);
        let parents = parents.iter().zip(&parameters.weights).map(|(place, weight)| (place * n, weight / sum));
        if draws.is_turned_back {
            for (at, weight) in parents {
                for ((entry, to), from) in step.iter_mut().zip(&draws.points[at..at + n]).zip(&self.mean) {
                    *entry += weight * (to - from) / self.sigma;
                }
            }
            self.shape.measure(&step, &mut normal);
        } else {
            for (at, weight) in parents {
                add_scaled(&mut normal, weight, &draws.normals[at..at + n]);
                add_scaled(&mut step, weight, &draws.steps[at..at + n]);
            }
        }
        add_scaled(&mut self.mean, self.sigma, &step);
        self.shape.turn(&normal, &mut turned);
        (step, turned)
    }

    /// Lets the shape learn from the path and the draws; whether it is still one.
    fn reshape(
        &mut self,
        draws: &Draws,
        ranking: &[usize],
        parameters: &Parameters,
        (sum, is_slow): (f64, bool),
    ) -> bool {
        let n = self.mean.len();
        let (c_1, c_mu, c_c) = (parameters.c_1, parameters.c_mu, parameters.c_c);
        let mut total = 0.0;
        let mut steps = Vec::with_capacity(ranking.len() + 1);
        steps.push((c_1, self.path_c.as_slice()));
        for (place, weight) in ranking.iter().zip(&parameters.weights).filter(|(_, weight)| **weight != 0.0) {
            let at = place * n..(place + 1) * n;
            let (weight, scale) = if *weight > 0.0 {
                (weight / sum, 1.0)
            } else {
                // A bad step counts by its direction: this keeps the matrix positive definite (equation 46).
                let normal = &draws.normals[at.clone()];
                (*weight, n as f64 / dot(normal, normal).max(f64::MIN_POSITIVE))
            };
            total += weight;
            steps.push((c_mu * weight * scale, &draws.steps[at]));
        }
        // What the path has missed, so that the variance stays (equation 47).
        let missing = if is_slow { 0.0 } else { c_c * (2.0 - c_c) };
        let keep = 1.0 + c_1 * missing - c_1 - c_mu * total;
        self.shape.learn(&Learning { keep, steps: &steps }, parameters)
    }

    /// Keeps every coordinate's standard deviation within a limit.
    pub(super) fn limit(&mut self, widest: f64) {
        if widest < f64::INFINITY {
            let width = self.width();
            if width > widest {
                self.sigma *= widest / width;
            }
        }
    }

    /// The largest standard deviation of a coordinate.
    pub(super) fn width(&self) -> f64 {
        let most = (0..self.mean.len()).fold(0.0_f64, |most, coordinate| most.max(self.shape.variance(coordinate)));
        self.sigma * libm::sqrt(most)
    }

    fn check(&self) -> Result<(), DecodeError> {
        let n = self.mean.len();
        self.shape.check(n)?;
        let vectors = [&self.mean, &self.path_sigma, &self.path_c];
        let fits = vectors.iter().all(|vector| vector.len() == n && vector.iter().all(|entry| entry.is_finite()));
        if fits && self.sigma > 0.0 && self.sigma.is_finite() && (0.0..=1.0).contains(&self.left) {
            return Ok(());
        }
        Err(DecodeError::field("distribution", self.sigma, "finite, with a positive step size"))
    }
}

/// Lets a path forget some of its past and take in the latest step.
fn follow(path: &mut [f64], rate: f64, mu_eff: f64, step: &[f64]) {
    for entry in path.iter_mut() {
        *entry *= 1.0 - rate;
    }
    add_scaled(path, libm::sqrt(rate * (2.0 - rate) * mu_eff), step);
}

ansatz_core::codec!([] Distribution { mean, sigma, shape, path_sigma, path_c, left });

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use ansatz_testkit::statistics::assert_mean;

    use super::*;

    const N: usize = 20;
    const POPULATION: usize = 12;
    const TRIALS: u64 = 400;

    fn everywhere() -> Domain {
        Domain::Unbounded { start: vec![0.0; N], step: 1.0 }
    }

    /// What has become of a distribution after generations whose order says nothing.
    fn drift(seed: u64, generations: usize, is_diagonal: bool) -> (Distribution, Parameters) {
        let parameters = Parameters::new(N, POPULATION, is_diagonal);
        let mut distribution = Distribution::new(vec![0.0; N], 1.0, is_diagonal);
        let (mut rng, mut draws) = (Stream::new(seed, 0), Draws::default());
        let order: Vec<usize> = (0..POPULATION).collect();
        for _ in 0..generations {
            (0..POPULATION).for_each(|_| distribution.draw(&mut draws, &everywhere(), &mut rng));
            assert!(distribution.learn(&draws, &order, &parameters));
            draws.clear();
        }
        (distribution, parameters)
    }

    /// Without selection the path of the mean is a sum of standard normal steps, whatever the matrix has become: its squared
    /// length is chi-squared.
    #[test]
    fn without_selection_the_path_is_standard_normal() {
        for (generations, is_diagonal) in [(3, false), (60, false), (60, true)] {
            let squares: Vec<f64> = (0..TRIALS)
                .map(|seed| {
                    let (distribution, parameters) = drift(seed, generations, is_diagonal);
                    let left = libm::pow(1.0 - parameters.c_sigma, 2.0 * generations as f64);
                    assert!((distribution.left - left).abs() < 1e-12);
                    dot(&distribution.path_sigma, &distribution.path_sigma) / (1.0 - left)
                })
                .collect();
            assert_mean("squared length", &squares, N as f64, 0.0);
            let variances: Vec<f64> = squares.iter().map(|square| (square - N as f64) * (square - N as f64)).collect();
            assert_mean("variance of the squared length", &variances, 2.0 * N as f64, 0.0);
        }
    }

    /// Without selection the matrix keeps its trace, but for what the path has not brought yet: with a for the expected
    /// variance of a coordinate and q for that of the path, q' = (1 - c)^2 q + c (2 - c) a and a' = (1 - c1) a + c1 q'.
    /// A path that is too long is left out once in 600 generations (chi-squared of 20 above 43.6), which is made up for.
    #[test]
    fn without_selection_the_matrix_keeps_its_trace() {
        let generations = 60;
        for is_diagonal in [false, true] {
            let p = Parameters::new(N, POPULATION, is_diagonal);
            let (expected, _) = (0..generations).fold((1.0, 0.0), |(a, q), _| {
                let q = (1.0 - p.c_c) * (1.0 - p.c_c) * q + p.c_c * (2.0 - p.c_c) * a;
                ((1.0 - p.c_1) * a + p.c_1 * q, q)
            });
            let traces: Vec<f64> = (0..TRIALS)
                .map(|seed| {
                    let (distribution, _) = drift(seed, generations, is_diagonal);
                    (0..N).map(|k| distribution.shape.variance(k)).sum::<f64>() / N as f64
                })
                .collect();
            assert_mean("variance of a coordinate", &traces, expected, 0.0);
        }
    }

    /// The step size neither grows nor shrinks without selection, to the first order: the logarithm changes by
    /// c / d (|p| / chi - 1), whose mean is that of the path's length. The path begins at 0, hence the later generations.
    #[test]
    fn without_selection_the_step_size_stays() {
        let logarithms: Vec<f64> = (0..TRIALS)
            .map(|seed| libm::log(drift(seed, 61, false).0.sigma / drift(seed, 60, false).0.sigma))
            .collect();
        // `chi` is the mean length up to terms in 1 / n^3.
        assert_mean("growth", &logarithms, 0.0, 1.0 / libm::pow(N as f64, 3.0));
        // It shrinks by c / d where nothing moves, and grows where all that is good goes one way.
        let parameters = Parameters::new(N, POPULATION, false);
        let after_five = |length: f64| {
            let mut distribution = Distribution::new(vec![0.0; N], 1.0, false);
            let mut draws = Draws { normals: vec![length; N * POPULATION], ..Draws::default() };
            distribution.stretch(&mut draws, &everywhere());
            (0..5).for_each(|_| assert!(distribution.learn(&draws, &[0, 1, 2, 3, 4, 5], &parameters)));
            distribution.sigma
        };
        let shrunk = libm::exp(-5.0 * parameters.c_sigma / parameters.d_sigma);
        assert!((after_five(0.0) - shrunk).abs() < 1e-12 && after_five(1.0) > 1.0);
    }

    /// While the step size grows fast the matrix's path takes no step in, and the matrix loses no variance for it.
    #[test]
    fn a_path_that_is_too_long_takes_no_step_in() {
        let parameters = Parameters::new(N, POPULATION, false);
        let order: Vec<usize> = (0..POPULATION).collect();
        let learnt = |length: f64| {
            let mut distribution = Distribution::new(vec![0.0; N], 1.0, false);
            let mut draws = Draws { normals: vec![length; N * POPULATION], ..Draws::default() };
            distribution.stretch(&mut draws, &everywhere());
            assert!(distribution.learn(&draws, &order, &parameters));
            distribution
        };
        // The first path has the length of its step, `length` sqrt(n mu_eff), whose usual one is sqrt(n).
        let usual = 1.0 / libm::sqrt(mass(&parameters.weights[..POPULATION / 2]).1);
        assert!(learnt(usual).path_c.iter().all(|entry| *entry > 0.0));
        assert!(learnt(2.0 * usual).path_c.iter().all(|entry| *entry == 0.0));
        // Every step is alike, with weights whose sum is w: on the diagonal, what is kept and what is added.
        let length = 2.0 * usual;
        let positive: f64 = 1.0;
        let negative: f64 = parameters.weights[POPULATION / 2..].iter().sum();
        let (c_1, c_mu, c_c) = (parameters.c_1, parameters.c_mu, parameters.c_c);
        let keep = 1.0 - c_1 + c_1 * c_c * (2.0 - c_c) - c_mu * (positive + negative);
        let variance = keep + c_mu * (length * length * positive + negative);
        assert!((learnt(length).shape.variance(3) - variance).abs() < 1e-12);
        // And the step size grows by e at most.
        assert_eq!(learnt(1e3).sigma, libm::exp(1.0));
    }

    /// However far the bad ones are, they count by their direction: the matrix stays positive definite.
    #[test]
    fn the_worst_cannot_break_the_matrix() {
        let parameters = Parameters::new(N, POPULATION, false);
        let order: Vec<usize> = (0..POPULATION).collect();
        let mut distribution = Distribution::new(vec![0.0; N], 1.0, false);
        let mut rng = Stream::new(1, 0);
        for _ in 0..100 {
            let mut draws = Draws::default();
            for rank in 0..POPULATION {
                let far = if rank < POPULATION / 2 { 1.0 } else { 1e3 };
                draws.normals.extend((0..N).map(|_| far * standard_normal(&mut rng)));
            }
            distribution.stretch(&mut draws, &everywhere());
            assert!(distribution.learn(&draws, &order, &parameters));
        }
    }

    /// Beyond the bounds, what counts is where the candidates have been.
    #[test]
    fn what_is_turned_back_is_learnt_from_where_it_was() {
        let space = crate::Space::real([(0.0, 1.0); N]).unwrap();
        let domain = Domain::Bounded { space, start: None };
        let parameters = Parameters::new(N, POPULATION, false);
        let mut distribution = Distribution::new(vec![0.9; N], 0.5, false);
        // The best one is beyond by 0.15 and turned back to 0.85; the others are where the mean is.
        let mut draws = Draws { normals: vec![0.0; N * POPULATION], ..Draws::default() };
        draws.normals[..N].fill(0.5);
        distribution.stretch(&mut draws, &domain);
        assert!(draws.points[..N].iter().all(|point| (point - 0.85).abs() < 1e-12));
        assert!(distribution.learn(&draws, &[0, 1, 2, 3, 4, 5], &parameters));
        let mean = 0.9 - 0.05 * parameters.weights[0];
        assert!(distribution.mean.iter().all(|entry| (entry - mean).abs() < 1e-12));
        assert!(distribution.path_sigma.iter().all(|entry| *entry < 0.0));
    }
}
