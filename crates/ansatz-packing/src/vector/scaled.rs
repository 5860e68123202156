//! Sizes as fractions, for choosing; whether an item fits is decided by the whole numbers.

use alloc::{vec, vec::Vec};
use core::cmp::Ordering;

use super::{Measure, problem::Problem};

pub(super) struct Scaled {
    /// What one unit of each dimension is of the largest capacity; 0 where that is 0.
    units: Vec<f64>,
    /// The sizes of the items, row after row.
    rows: Vec<f64>,
    /// The demand for each dimension.
    pub(super) weights: Vec<f64>,
}

impl Scaled {
    pub(super) fn new(problem: &Problem<'_>) -> Self {
        let unit = |&largest: &u64| if largest > 0 { 1.0 / largest as f64 } else { 0.0 };
        let units: Vec<_> = problem.largest.iter().map(unit).collect();
        let mut scaled = Self { units, rows: Vec::new(), weights: Vec::new() };
        scaled.rows = problem.items().flat_map(|item| scaled.scale(item)).collect();
        scaled.weights = scaled.demand(0..problem.len());
        scaled
    }

    /// What these items need together in each dimension.
    pub(super) fn demand(&self, items: impl Iterator<Item = usize>) -> Vec<f64> {
        let mut demand = vec![0.0; self.units.len()];
        for item in items {
            for (demand, size) in demand.iter_mut().zip(self.row(item)) {
                *demand += size;
            }
        }
        demand
    }

    pub(super) fn row(&self, item: usize) -> &[f64] {
        &self.rows[item * self.units.len()..][..self.units.len()]
    }

    /// `sizes` as fractions.
    pub(super) fn scale<'a>(&'a self, sizes: &'a [u64]) -> impl Iterator<Item = f64> + 'a {
        sizes.iter().zip(&self.units).map(|(&size, unit)| size as f64 * unit)
    }

    /// The sum of the weighted fractions.
    pub(super) fn volume(&self, row: &[f64]) -> f64 {
        self.weights.iter().zip(row).map(|(weight, size)| weight * size).sum()
    }

    /// The items from the largest to the smallest; equal ones stay in their order.
    ///
    /// From 2^52 on, different sizes may be the same fraction: where items need one dimension alone, sizes decide then.
    pub(super) fn decreasing(&self, problem: &Problem<'_>, measure: Measure) -> Vec<usize> {
        let of = |row: &[f64]| match measure {
            Measure::Sum => (self.volume(row), 0.0),
            Measure::Product => (row.iter().product(), self.volume(row)),
        };
        let mut items: Vec<_> = self.rows.chunks_exact(self.units.len()).map(of).enumerate().collect();
        let is_flat = self.weights.iter().filter(|&&weight| weight > 0.0).count() == 1;
        let exact = |one: usize, other: usize| {
            if is_flat { problem.item(other).cmp(problem.item(one)) } else { Ordering::Equal }
        };
        items.sort_by(|(one, size), (other, than)| compare(*than, *size).then_with(|| exact(*one, *other)));
        items.into_iter().map(|(item, _)| item).collect()
    }
}

/// The order of pairs of numbers, none of which is NaN.
pub(super) fn compare(one: (f64, f64), other: (f64, f64)) -> Ordering {
    one.0.total_cmp(&other.0).then(one.1.total_cmp(&other.1))
}
