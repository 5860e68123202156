//! Where the strategy lives, and how its points become candidates.

use alloc::vec::Vec;

use ansatz_core::{
    DecodeError,
    bytes::{Reader, Writer},
};
use ansatz_random::{Stream, standard_normal, unit};

use crate::{Codec, Space};

/// What is searched: a space with bounds, or everything around a start.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Domain {
    /// In the units of the space, 0 to 1, folded at both ends.
    Bounded {
        space: Space,
        start: Option<Vec<f64>>,
    },
    Unbounded {
        start: Vec<f64>,
        step: f64,
    },
}

impl Domain {
    pub(super) fn dimension(&self) -> usize {
        match self {
            Self::Bounded { space, .. } => space.len(),
            Self::Unbounded { start, .. } => start.len(),
        }
    }

    /// The candidate at a point.
    #[inline]
    pub(super) fn write_candidate(&self, point: &mut [f64], candidate: &mut [f64]) {
        match self {
            Self::Bounded { space, .. } => {
                point.iter_mut().for_each(|coordinate| *coordinate = fold(*coordinate));
                space.write_from_unit(point, candidate);
            }
            Self::Unbounded { .. } => {
                for (value, coordinate) in candidate.iter_mut().zip(point) {
                    *value = coordinate.clamp(-f64::MAX, f64::MAX);
                }
            }
        }
    }

    /// Where the first run begins, or a later one.
    pub(super) fn draw_mean(&self, is_first: bool, rng: &mut Stream) -> Vec<f64> {
        match self {
            Self::Bounded { space, start: Some(start) } if is_first => space.to_unit(start),
            Self::Bounded { space, .. } => (0..space.len()).map(|_| unit(rng)).collect(),
            Self::Unbounded { start, .. } if is_first => start.clone(),
            Self::Unbounded { start, step } => start.iter().map(|at| at + step * standard_normal(rng)).collect(),
        }
    }

    /// Moves a mean by whole periods of the fold to where numbers are finest: every candidate stays what it was.
    pub(super) fn centre(&self, mean: &mut [f64]) {
        if matches!(self, Self::Bounded { .. }) {
            for coordinate in mean.iter_mut().filter(|coordinate| (**coordinate - 0.5).abs() > 0.5 * PERIOD) {
                *coordinate -= PERIOD * libm::round((*coordinate - 0.5) / PERIOD);
            }
        }
    }

    /// The largest standard deviation of a coordinate that is of use.
    pub(super) fn widest(&self) -> f64 {
        match self {
            // The candidates are as good as uniform then.
            Self::Bounded { .. } => 1.0 / 3.0,
            Self::Unbounded { .. } => f64::INFINITY,
        }
    }

    pub(super) fn check(&self) -> Result<(), DecodeError> {
        let valid = match self {
            Self::Bounded { space, start } => start.as_ref().is_none_or(|start| space.contains(start)),
            Self::Unbounded { start, step } => {
                !start.is_empty() && start.iter().all(|at| at.is_finite()) && *step > 0.0 && step.is_finite()
            }
        };
        if valid { Ok(()) } else { Err(DecodeError::field("start", "out of place", "within the space, or finite")) }
    }
}

/// A place between 0 and 1 for every number: the number itself from [`MARGIN`] to 1 - [`MARGIN`], a parabola around
/// -`MARGIN` and 1 + `MARGIN`, where it turns back, and so on with period [`PERIOD`].
#[inline]
fn fold(coordinate: f64) -> f64 {
    if (MARGIN..=1.0 - MARGIN).contains(&coordinate) {
        return coordinate;
    }
    // The distance from the nearest turning point that is low, in one period, mirrored.
    let from_low = coordinate + MARGIN;
    let distance = (from_low - PERIOD * libm::round(from_low / PERIOD)).abs();
    let near = distance.min(0.5 * PERIOD - distance).max(0.0);
    let inner = if near < 2.0 * MARGIN { near * near / (4.0 * MARGIN) } else { near - MARGIN };
    if distance > 0.25 * PERIOD { 1.0 - inner } else { inner }
}

impl Codec for Domain {
    fn encode(&self, writer: &mut Writer) {
        match self {
            Self::Bounded { space, start } => {
                writer.u8(0);
                space.encode(writer);
                start.encode(writer);
            }
            Self::Unbounded { start, step } => {
                writer.u8(1);
                start.encode(writer);
                step.encode(writer);
            }
        }
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(match reader.u8()? {
            0 => Self::Bounded { space: Codec::decode(reader)?, start: Codec::decode(reader)? },
            1 => Self::Unbounded { start: Codec::decode(reader)?, step: Codec::decode(reader)? },
            other => return Err(DecodeError::field("domain", other, "0..=1")),
        })
    }
}

/// How far within the bounds the fold begins: a twentieth of the way, as pycma has it.
const MARGIN: f64 = 0.05;

/// There and back, with both margins twice.
const PERIOD: f64 = 2.0 + 4.0 * MARGIN;
