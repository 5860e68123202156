//! Points on the stack, and matrices that turn them.

use core::ops::Deref;

/// A point of up to [`MOST_DIMENSIONS`] coordinates.
#[derive(Clone, Copy)]
pub(super) struct Point {
    coordinates: [f64; MOST_DIMENSIONS],
    dimension: usize,
}

/// A square matrix, column by column: a product runs along memory, and sums each coordinate in the order of the columns.
pub(super) struct Matrix {
    dimension: usize,
    entries: Vec<f64>,
}

impl Deref for Point {
    type Target = [f64];

    #[inline]
    fn deref(&self) -> &[f64] {
        &self.coordinates[..self.dimension]
    }
}

impl FromIterator<f64> for Point {
    #[inline]
    fn from_iter<I: IntoIterator<Item = f64>>(coordinates: I) -> Self {
        let mut point = Self { coordinates: [0.0; MOST_DIMENSIONS], dimension: 0 };
        for coordinate in coordinates {
            point.coordinates[point.dimension] = coordinate;
            point.dimension += 1;
        }
        point
    }
}

impl Matrix {
    pub(super) fn from_columns(dimension: usize, entries: Vec<f64>) -> Self {
        Self { dimension, entries }
    }

    #[inline]
    pub(super) fn columns(&self) -> impl Iterator<Item = &[f64]> {
        self.entries.chunks_exact(self.dimension)
    }

    /// The matrix times a point.
    #[inline]
    pub(super) fn turn(&self, point: &[f64]) -> Point {
        let mut turned = Point { coordinates: [0.0; MOST_DIMENSIONS], dimension: self.dimension };
        for (column, factor) in self.columns().zip(point) {
            for (sum, entry) in turned.coordinates.iter_mut().zip(column) {
                *sum += entry * factor;
            }
        }
        turned
    }

    /// The same with its rows multiplied by these.
    pub(super) fn with_rows_times(mut self, factors: &[f64]) -> Self {
        for (entry, factor) in self.entries.iter_mut().zip(factors.iter().cycle()) {
            *entry *= factor;
        }
        self
    }

    /// This matrix times another.
    pub(super) fn times(&self, other: &Self) -> Self {
        let entries = other.columns().flat_map(|column| self.turn(column).to_vec()).collect();
        Self { dimension: self.dimension, entries }
    }
}

/// As many as COCO goes to.
pub(super) const MOST_DIMENSIONS: usize = 40;
