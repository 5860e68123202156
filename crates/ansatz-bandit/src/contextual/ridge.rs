//! Ridge regression of one arm's rewards on the context, kept up to date in O(d^2) for each observation.
//!
//! The precision matrix A = prior + sum of x x' is held as W = L^-1, the inverse of its Cholesky factor: the variance
//! x' A^-1 x is the squared length of W x, never negative. An observation changes W by N. A. Carlson, *Fast triangular
//! formulation of the square root filter*, AIAA Journal 11 (1973): the diagonal is multiplied by positive numbers, so
//! that A stays positive definite whatever is rounded, and W needs half the digits that A^-1 does.

use alloc::{vec, vec::Vec};

use ansatz_core::{
    DecodeError,
    bytes::{Codec, Reader, Writer},
};

use super::{
    cholesky,
    moments::Moments,
    triangle::{ROWS, Triangle, read_padded},
    weight_prior::{MOST_WHITENING, WeightPrior},
};
use crate::Prediction;

/// The regression of one arm.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Ridge {
    /// What has been seen: the truth, of which the rest is kept up to date.
    moments: Moments,
    /// The inverse of the Cholesky factor of the precision.
    whitening: Triangle,
    /// The posterior's mean, padded.
    weights: Vec<f64>,
    /// ln det A - ln det prior: what has been learnt, in nats, twice.
    information: f64,
    /// Observations since the factor was computed from the sums.
    updates: u64,
}

impl Ridge {
    pub(super) fn new(prior: &WeightPrior) -> Self {
        let dimension = prior.dimension();
        Self {
            moments: Moments::new(dimension),
            whitening: prior.whitening.clone(),
            weights: prior.mean.clone(),
            information: 0.0,
            updates: 0,
        }
    }

    /// What is expected in a context, padded.
    #[inline]
    pub(super) fn predict(&self, x: &[f64]) -> Prediction {
        Prediction { score: self.mean(x), deviation: libm::sqrt(self.whitening.squared_length(x)) }
    }

    #[inline]
    fn mean(&self, x: &[f64]) -> f64 {
        cholesky::dot(&self.weights, x)
    }

    /// ln(det A / det prior).
    pub(super) const fn information(&self) -> f64 {
        self.information
    }

    /// The posterior's mean.
    pub(super) fn weights(&self) -> &[f64] {
        &self.weights[..self.whitening.dimension()]
    }

    /// Learns the reward of `x`, which is padded.
    pub(super) fn learn(&mut self, prior: &WeightPrior, x: &[f64], reward: f64) {
        self.moments.add(x, 1, reward);
        self.update(x, reward);
        self.updates += 1;
        if self.updates >= PERIOD {
            self.refactor(prior);
        }
    }

    /// Takes one observation into the factor, the weights and the information.
    fn update(&mut self, x: &[f64], reward: f64) {
        let surprise = reward - self.mean(x);
        let (gain, scale) = absorb(&mut self.whitening, x);
        for (weight, gain) in self.weights.iter_mut().zip(gain) {
            *weight += gain * (surprise / scale);
        }
        self.information += libm::log(scale);
    }

    /// Computes the factor and the weights anew, if the sums still know better than the updates.
    fn refactor(&mut self, prior: &WeightPrior) -> bool {
        self.updates = 0;
        let dimension = prior.dimension();
        let mut rows = self.moments.precision(Some(prior));
        if !cholesky::factor(&mut rows, dimension).is_ok_and(|least| least > LEAST_SHARE) {
            return false;
        }
        cholesky::invert(&mut rows, dimension);
        self.whitening = Triangle::from_rows(dimension, &rows);
        self.solve(prior);
        true
    }

    /// Takes over the observations of `other`, of the same prior.
    pub(super) fn merge(&mut self, prior: &WeightPrior, other: &Self) {
        self.moments.merge(&other.moments);
        if self.refactor(prior) {
            return;
        }
        // The sums have lost what the updates know: the other's observations come as the columns of a factor of them, each
        // with the reward that makes them say the same, so that no weight is a difference of what is so much larger.
        let dimension = prior.dimension();
        let mut rows = other.moments.precision(None);
        cholesky::factor_semidefinite(&mut rows, dimension);
        let mut left: Vec<f64> = other.moments.response().collect();
        for column in 0..dimension {
            let mut x = vec![0.0; left.len()];
            (column..dimension).for_each(|row| x[row] = rows[row * dimension + column]);
            let reward = if x[column] > 0.0 { left[column] / x[column] } else { 0.0 };
            left.iter_mut().zip(&x).for_each(|(left, x)| *left -= reward * x);
            self.update(&x, reward);
        }
    }

    /// The weights A^-1 b = W' W b, b with the prior's pull, and what has been learnt.
    fn solve(&mut self, prior: &WeightPrior) {
        let response: Vec<f64> = self.moments.response().zip(&prior.pull).map(|(sum, pull)| sum + pull).collect();
        let mut half = vec![0.0; response.len()];
        self.whitening.apply(&response, &mut half);
        self.weights = self.whitening.apply_transposed(&half);
        let ratios = prior.whitening.diagonal().zip(self.whitening.diagonal());
        self.information = 2.0 * ratios.map(|(before, now)| libm::log(before / now)).sum::<f64>();
    }
}

/// Adds x x' to the matrix of which `whitening` is the inverse Cholesky factor; gives what x, divided by the second
/// number, 1 + x' A^-1 x, moves the weights by for a surprise of 1.
fn absorb(whitening: &mut Triangle, x: &[f64]) -> (Vec<f64>, f64) {
    let mut white = vec![0.0; x.len()];
    whitening.apply(x, &mut white);
    let mut gain = vec![0.0; x.len()];
    let (mut scale, mut root) = (1.0, 1.0);
    for (first, panel) in whitening.panels_mut() {
        let white = &white[first..first + ROWS];
        let (mut keep, mut shed) = ([0.0; ROWS], [0.0; ROWS]);
        for lane in 0..ROWS {
            scale += white[lane] * white[lane];
            let next = libm::sqrt(scale);
            keep[lane] = root / next;
            shed[lane] = white[lane] / (root * next);
            root = next;
        }
        for (column, gain) in panel.iter_mut().zip(&mut gain) {
            for lane in 0..ROWS {
                let before = column[lane];
                column[lane] = keep[lane] * before - shed[lane] * *gain;
                *gain += white[lane] * before;
            }
        }
    }
    (gain, scale)
}

impl Ridge {
    /// Whether what was read can be, for weights with this prior.
    pub(super) fn check(&self, prior: &WeightPrior) -> Result<(), DecodeError> {
        let dimension = prior.dimension();
        self.moments.check(dimension)?;
        self.whitening.require_factor(dimension, MOST_WHITENING)?;
        if let Some(weight) = self.weights.iter().find(|weight| libm::fabs(**weight) > MOST_WEIGHT) {
            return Err(DecodeError::field("weight", weight, format_args!("at most {MOST_WEIGHT:e}")));
        }
        if self.updates >= PERIOD || !self.information.is_finite() {
            return Err(DecodeError::field("updates", self.updates, format_args!("less than {PERIOD}")));
        }
        // No more can be asked: what rounding leaves of dependent features of different size may be far from definite, which
        // is why a factor is computed from it with care.
        let precision = self.moments.precision(Some(prior));
        let mut diagonal = precision.iter().step_by(dimension + 1).enumerate();
        match diagonal.find(|(_, entry)| **entry <= 0.0) {
            Some((row, entry)) => {
                let found = format_args!("{entry} at pivot {row}");
                Err(DecodeError::field("precision", found, "a positive definite matrix"))
            }
            None => Ok(()),
        }
    }
}

impl Codec for Ridge {
    fn encode(&self, writer: &mut Writer) {
        self.moments.encode(writer);
        self.whitening.encode(writer);
        self.weights().iter().for_each(|weight| writer.f64(*weight));
        writer.f64(self.information);
        writer.u64(self.updates);
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let (moments, whitening) = (Moments::decode(reader)?, Triangle::decode(reader)?);
        let weights = read_padded(reader, whitening.dimension())?;
        Ok(Self { moments, whitening, weights, information: reader.f64()?, updates: reader.u64()? })
    }
}

/// After so many observations the factor is computed from the sums again: as many as make it cheap, O(d^3) for each,
/// beside the updates of the models that are in use, and few enough that rounding does not add up.
const PERIOD: u64 = 64;

/// The weights' length is at most that of all rewards, 1e100 each of at most 2^63, times the norm of the prior's inverse factor,
/// 4096 * 1e20: below 1e134.
const MOST_WEIGHT: f64 = 1e140;

/// Of a diagonal entry, the least that a pivot may be of it: the rounding of the sums, 1e-16, is 1e-10 of it.
const LEAST_SHARE: f64 = 1e-6;
