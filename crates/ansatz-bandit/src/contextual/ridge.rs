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
    codec,
};

use super::{
    cholesky,
    moments::Moments,
    prior::Prior,
    triangle::{ROWS, Triangle, padded},
};

/// The regression of one arm.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Ridge {
    /// What has been seen: the truth, of which the rest is kept up to date.
    moments: Moments,
    /// The inverse of the Cholesky factor of the precision.
    whitening: Triangle,
    /// The posterior's mean, padded.
    weights: Weights,
    /// ln det A - ln det prior: what has been learnt, in nats, twice.
    information: f64,
    /// Observations since the factor was computed from the sums.
    updates: u64,
}

/// Padded weights, which are stored without the padding.
#[derive(Debug, Clone, PartialEq)]
struct Weights(Vec<f64>);

impl Ridge {
    pub(super) fn new(prior: &Prior) -> Self {
        let dimension = prior.dimension();
        Self {
            moments: Moments::new(dimension),
            whitening: prior.whitening.clone(),
            weights: Weights(vec![0.0; dimension.next_multiple_of(ROWS)]),
            information: 0.0,
            updates: 0,
        }
    }

    /// The expected reward of `x`, which is padded.
    #[inline]
    pub(super) fn mean(&self, x: &[f64]) -> f64 {
        cholesky::dot(&self.weights.0, x)
    }

    /// x' A^-1 x.
    #[inline]
    pub(super) fn variance(&self, x: &[f64]) -> f64 {
        self.whitening.squared_length(x)
    }

    /// Learns the reward of `x`, which is padded.
    pub(super) fn learn(&mut self, prior: &Prior, x: &[f64], reward: f64) {
        let surprise = reward - self.mean(x);
        self.moments.add(x, reward);
        let (gain, scale) = absorb(&mut self.whitening, x);
        for (weight, gain) in self.weights.0.iter_mut().zip(gain) {
            *weight += gain * (surprise / scale);
        }
        self.information += libm::log(scale);
        self.updates += 1;
        if self.updates >= PERIOD {
            self.refactor(prior);
        }
    }

    /// Computes the factor and the weights anew, if the sums still know better than the updates.
    fn refactor(&mut self, prior: &Prior) -> bool {
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
    pub(super) fn merge(&mut self, prior: &Prior, other: &Self) {
        self.moments.merge(&other.moments);
        if self.refactor(prior) {
            return;
        }
        let dimension = prior.dimension();
        let columns = cholesky::columns(other.moments.precision(None), dimension);
        columns.chunks_exact(dimension).for_each(|column| {
            absorb(&mut self.whitening, &padded(column));
        });
        self.solve(prior);
    }

    /// The weights A^-1 b = W' W b, and what has been learnt.
    fn solve(&mut self, prior: &Prior) {
        let response: Vec<f64> = self.moments.response().collect();
        let mut half = vec![0.0; response.len()];
        self.whitening.apply(&response, &mut half);
        self.weights.0.fill(0.0);
        for (first, panel) in self.whitening.panels() {
            for (weight, column) in self.weights.0.iter_mut().zip(panel.iter()) {
                *weight += cholesky::dot(column, &half[first..first + ROWS]);
            }
        }
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

impl Codec for Weights {
    fn encode(&self, writer: &mut Writer) {
        self.0.encode(writer);
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(Self(padded(&Vec::<f64>::decode(reader)?)))
    }
}

impl Ridge {
    fn check(&self) -> Result<(), DecodeError> {
        Ok(())
    }
}

codec!([] Ridge { moments, whitening, weights, information, updates });

const PERIOD: u64 = 64;
const LEAST_SHARE: f64 = 1e-6;
