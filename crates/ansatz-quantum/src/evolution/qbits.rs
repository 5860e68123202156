//! Q-bits: real amplitudes of 0 and 1, as the angle between them.

use alloc::{vec, vec::Vec};
use core::f64::consts::{FRAC_PI_2, FRAC_PI_4};

use ansatz_core::{
    DecodeError,
    bytes::{Reader, Writer},
};
use ansatz_optimize::Codec;

/// A product of Q-bits `cos t |0> + sin t |1>`, each with its angle t from 0 to a right one.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct QBits {
    angles: Vec<f64>,
    /// Of 1, by the Born rule.
    probabilities: Vec<f64>,
}

impl QBits {
    /// All strings with the same amplitude.
    pub(super) fn uniform(len: usize) -> Self {
        Self { angles: vec![FRAC_PI_4; len], probabilities: vec![0.5; len] }
    }

    pub(super) fn probabilities(&self) -> &[f64] {
        &self.probabilities
    }

    /// Rotates one Q-bit towards a bit, and no further than to it.
    pub(super) fn rotate(&mut self, place: usize, towards: bool, angle: f64) {
        let rotated = if towards { self.angles[place] + angle } else { self.angles[place] - angle };
        self.angles[place] = rotated.clamp(0.0, FRAC_PI_2);
        self.probabilities[place] = born(self.angles[place]);
    }
}

fn born(angle: f64) -> f64 {
    // Exact where amplitudes are equal, which rounding of the angle hides.
    if angle == FRAC_PI_4 {
        return 0.5;
    }
    let amplitude = libm::sin(angle);
    amplitude * amplitude
}

impl Codec for QBits {
    fn encode(&self, writer: &mut Writer) {
        self.angles.encode(writer);
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let angles = Vec::<f64>::decode(reader)?;
        // -0 is another 0, which no rotation gives.
        if let Some(angle) = angles.iter().find(|angle| !(0.0..=FRAC_PI_2).contains(*angle) || angle.is_sign_negative())
        {
            return Err(DecodeError::field("angle", angle, "0 to a right angle"));
        }
        let probabilities = angles.iter().map(|&angle| born(angle)).collect();
        Ok(Self { angles, probabilities })
    }
}
