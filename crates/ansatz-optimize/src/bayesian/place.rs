//! Candidates in the coordinates of a model: numbers between 0 and 1, integers in the middle of their part of it,
//! categories by their index.
//!
//! Integers are rounded before the kernel sees them, so that the model knows that nothing changes between two of them.
//! E. C. Garrido-Merchan and D. Hernandez-Lobato, *Dealing with categorical and integer-valued variables in Bayesian
//! optimization with Gaussian processes*, Neurocomputing 380 (2020).

use alloc::vec::Vec;

use super::kernel::Axis;
use crate::{Dimension, Space};

/// What the coordinates are to a kernel.
pub(super) fn axes(space: &Space) -> Vec<Axis> {
    let axis = |dimension: &Dimension| if dimension.categories().is_some() { Axis::Category } else { Axis::Ordered };
    space.dimensions().iter().map(axis).collect()
}

/// Where a candidate is.
pub(super) fn of_candidate(space: &Space, candidate: &[f64]) -> Vec<f64> {
    let place = |(dimension, value): (&Dimension, &f64)| match dimension.categories() {
        Some(_) => *value,
        None => dimension.to_unit(*value),
    };
    space.dimensions().iter().zip(candidate).map(place).collect()
}

/// The candidate at a place.
pub(super) fn to_candidate(space: &Space, place: &[f64]) -> Vec<f64> {
    let value = |(dimension, place): (&Dimension, &f64)| match dimension.categories() {
        Some(_) => *place,
        None => dimension.from_unit(*place),
    };
    space.dimensions().iter().zip(place).map(value).collect()
}

/// The place of what is `unit` of the way through a dimension.
pub(super) fn snap(dimension: &Dimension, unit: f64) -> f64 {
    if dimension.is_continuous() {
        return unit;
    }
    let value = dimension.from_unit(unit);
    if dimension.categories().is_some() { value } else { dimension.to_unit(value) }
}

/// The squared distance of two candidates, each coordinate in units of a length scale of which this is the reciprocal.
pub(super) fn squared_distance(space: &Space, rates: &[f64], a: &[f64], b: &[f64]) -> f64 {
    let each = space.dimensions().iter().zip(rates).zip(a.iter().zip(b));
    let square = |((dimension, rate), (a, b)): ((&Dimension, &f64), (&f64, &f64))| {
        let difference = match dimension.categories() {
            Some(_) => f64::from(u8::from(a != b)),
            None => dimension.to_unit(*a) - dimension.to_unit(*b),
        };
        difference * difference * rate * rate
    };
    each.map(square).sum()
}
