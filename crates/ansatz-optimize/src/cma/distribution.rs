//! The normal distribution that candidates are drawn from, and how it learns from them.

extern crate std;
use alloc::{vec, vec::Vec};

use ansatz_core::DecodeError;
use ansatz_random::{Stream, standard_normal};

use super::{
    bounds::Domain,
    eigen::{add_scaled, dot},
    parameters::{Parameters, mass},
    shape::{Learning, Shape},
};
use crate::engine::codec::codec;

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
    /// Where they lead.
    pub(super) points: Vec<f64>,
}

impl Draws {
    pub(super) fn clear(&mut self) {
        self.normals.clear();
        self.steps.clear();
        self.points.clear();
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

    /// Adds a draw.
    ///
    /// A point beyond the bounds is turned back, and the draw becomes what leads to where it is then: the distribution
    /// learns from the candidates that were evaluated, and sees no image of the objective beyond a bound. A step that is
    /// longer than a draw would be counts by its direction, as external solutions do (N. Hansen, *Injecting external
    /// solutions into CMA-ES*, arXiv:1110.4181).
    #[inline]
    pub(super) fn draw(&self, draws: &mut Draws, domain: &Domain, rng: &mut Stream) {
        let (from, n) = (draws.normals.len(), self.mean.len());
        draws.normals.extend(self.mean.iter().map(|_| standard_normal(rng)));
        draws.steps.resize(from + n, 0.0);
        draws.points.resize(from + n, 0.0);
        let normal = &mut draws.normals[from..];
        let (step, point) = (&mut draws.steps[from..], &mut draws.points[from..]);
        self.shape.stretch(normal, step);
        for ((coordinate, mean), entry) in point.iter_mut().zip(&self.mean).zip(step.iter()) {
            *coordinate = mean + self.sigma * entry;
        }
        domain.turn_back(point);
    }

    /// Learns from the draws at these places, the best one first; whether it is still a distribution.
    ///
    /// Fewer than were drawn have failed for the rest: they are worse than all others, so that they would have been given
    /// negative weights mostly, but nobody knows how much worse, and they are left out.
    pub(super) fn learn(&mut self, draws: &Draws, ranking: &[usize], parameters: &Parameters) -> bool {
        let n = self.mean.len();
        let at = |place: usize| place * n..(place + 1) * n;
        let parents = parameters.parents().min(ranking.len());
        let (sum, mu_eff) = mass(&parameters.weights[..parents]);
        let (mut normal, mut step, mut turned) = (vec![0.0; n], vec![0.0; n], vec![0.0; n]);
        for (place, weight) in ranking[..parents].iter().zip(&parameters.weights) {
            add_scaled(&mut normal, weight / sum, &draws.normals[at(*place)]);
            add_scaled(&mut step, weight / sum, &draws.steps[at(*place)]);
        }
        let altered = ranking[..parents].iter().any(|place| draws.steps[at(*place)].iter().zip(&self.mean).any(|(s, m)| !(0.0..=1.0).contains(&(m + self.sigma * s))));
        if altered {
            step.fill(0.0);
            for (place, weight) in ranking[..parents].iter().zip(&parameters.weights) {
                for ((s, p), m) in step.iter_mut().zip(&draws.points[at(*place)]).zip(&self.mean) {
                    *s += weight / sum * (p - m) / self.sigma;
                }
            }
            self.shape.measure(&step, &mut normal);
            let most = (libm::sqrt(n as f64) + 2.0 * n as f64 / (n as f64 + 2.0)) / libm::sqrt(mu_eff);
            let length = libm::sqrt(dot(&normal, &normal));
            if length > most && std::env::var_os("CLIPZ").is_some() {
                normal.iter_mut().for_each(|entry| *entry *= most / length);
            }
        }
        add_scaled(&mut self.mean, self.sigma, &step);

        self.shape.turn(&normal, &mut turned);
        let c_sigma = parameters.c_sigma;
        follow(&mut self.path_sigma, c_sigma, mu_eff, &turned);
        let length = libm::sqrt(dot(&self.path_sigma, &self.path_sigma));
        self.left *= (1.0 - c_sigma) * (1.0 - c_sigma);
        // While the step size grows fast, the path would say that again (equation 45 and after).
        let is_slow = length < (1.4 + 2.0 / (n as f64 + 1.0)) * parameters.chi * libm::sqrt(1.0 - self.left);
        let nothing = [];
        follow(&mut self.path_c, parameters.c_c, mu_eff, if is_slow { &step } else { &nothing });

        let (c_1, c_mu) = (parameters.c_1, parameters.c_mu);
        let missing = if is_slow { 0.0 } else { parameters.c_c * (2.0 - parameters.c_c) };
        let mut total = 0.0;
        let mut steps = Vec::with_capacity(ranking.len() + 1);
        steps.push((c_1, self.path_c.as_slice()));
        for (rank, (place, weight)) in ranking.iter().zip(&parameters.weights).enumerate() {
            let weight = if rank < parents { weight / sum } else { *weight };
            total += weight;
            // A bad step counts by its direction: this keeps the matrix positive definite (equation 46).
            let normal = &draws.normals[at(*place)];
            let scale = if weight < 0.0 { n as f64 / dot(normal, normal).max(f64::MIN_POSITIVE) } else { 1.0 };
            if weight != 0.0 {
                steps.push((c_mu * weight * scale, &draws.steps[at(*place)]));
            }
        }
        let keep = 1.0 + c_1 * missing - c_1 - c_mu * total;
        let is_shape = self.shape.learn(&Learning { keep, steps: &steps }, parameters);

        self.sigma *= libm::exp((c_sigma / parameters.d_sigma * (length / parameters.chi - 1.0)).min(1.0));
        is_shape && self.sigma.is_finite() && self.sigma > 0.0 && self.mean.iter().all(|entry| entry.is_finite())
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
    path.iter_mut().for_each(|entry| *entry *= 1.0 - rate);
    add_scaled(path, libm::sqrt(rate * (2.0 - rate) * mu_eff), step);
}

impl Draws {
    fn check(&self) -> Result<(), DecodeError> {
        let finite = |numbers: &[f64]| numbers.iter().all(|number| number.is_finite());
        let fits = self.steps.len() == self.normals.len() && self.points.len() == self.normals.len();
        if fits && finite(&self.normals) && finite(&self.steps) && finite(&self.points) {
            return Ok(());
        }
        Err(DecodeError::field("draws", self.normals.len(), "finite, as many normals as steps and points"))
    }
}

codec!([] Draws { normals, steps, points });

codec!([] Distribution { mean, sigma, shape, path_sigma, path_c, left });
