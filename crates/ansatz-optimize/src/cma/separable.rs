//! The diagonal of a covariance matrix, for problems too large to learn all of one.
//!
//! R. Ros and N. Hansen, *A simple modification in CMA-ES achieving linear time and space complexity*, PPSN X (2008).

use alloc::{vec, vec::Vec};

use ansatz_core::{
    DecodeError,
    bytes::{Reader, Writer},
};

use super::shape::Learning;
use crate::Codec;

/// Variances, and their square roots.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Diagonal {
    variances: Vec<f64>,
    lengths: Vec<f64>,
}

impl Diagonal {
    pub(super) fn new(dimension: usize) -> Self {
        Self { variances: vec![1.0; dimension], lengths: vec![1.0; dimension] }
    }

    pub(super) fn variances(&self) -> &[f64] {
        &self.variances
    }

    pub(super) fn lengths(&self) -> &[f64] {
        &self.lengths
    }

    #[inline]
    pub(super) fn stretch(&self, normal: &[f64], step: &mut [f64]) {
        for ((entry, z), length) in step.iter_mut().zip(normal).zip(&self.lengths) {
            *entry = z * length;
        }
    }

    pub(super) fn learn(&mut self, learning: &Learning<'_>) -> bool {
        for variance in &mut self.variances {
            *variance *= learning.keep;
        }
        for (weight, step) in learning.steps {
            for (variance, entry) in self.variances.iter_mut().zip(*step) {
                *variance += weight * entry * entry;
            }
        }
        for (length, variance) in self.lengths.iter_mut().zip(&self.variances) {
            *length = libm::sqrt(*variance);
        }
        self.lengths.iter().all(|length| *length > 0.0 && length.is_finite())
    }

    pub(super) fn fits(&self, dimension: usize) -> bool {
        self.variances.len() == dimension && self.lengths.iter().all(|length| *length > 0.0 && length.is_finite())
    }
}

impl Codec for Diagonal {
    fn encode(&self, writer: &mut Writer) {
        self.variances.encode(writer);
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let variances = Vec::<f64>::decode(reader)?;
        let lengths = variances.iter().map(|variance| libm::sqrt(*variance)).collect();
        Ok(Self { variances, lengths })
    }
}
