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
    /// In the units of the space, 0 to 1.
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

    /// Turns a point back at the bounds; whether that has changed it.
    #[inline]
    pub(super) fn turn_back(&self, point: &mut [f64]) -> bool {
        let is_inside = |coordinate: &f64| (0.0..=1.0).contains(coordinate);
        if matches!(self, Self::Unbounded { .. }) || point.iter().all(is_inside) {
            return false;
        }
        for coordinate in point.iter_mut() {
            *coordinate = fold(*coordinate);
        }
        true
    }

    /// The candidate at a point.
    #[inline]
    pub(super) fn write_candidate(&self, point: &[f64], candidate: &mut [f64]) {
        match self {
            Self::Bounded { space, .. } => space.write_from_unit(point, candidate),
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
            Self::Bounded { space, .. } => {
                (0..space.len()).map(|_| MARGIN + (1.0 - 2.0 * MARGIN) * unit(rng)).collect()
            }
            Self::Unbounded { start, .. } if is_first => start.clone(),
            Self::Unbounded { start, step } => start.iter().map(|at| at + step * standard_normal(rng)).collect(),
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

/// A place between 0 and 1 for every number: it turns back at both ends.
#[inline]
fn fold(coordinate: f64) -> f64 {
    (coordinate - 2.0 * libm::round(0.5 * coordinate)).abs()
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

/// Runs begin so far within the bounds at least, as a part of the range: a step from there still has room.
const MARGIN: f64 = 0.1;
