//! A lower triangular matrix whose product with a vector keeps a processor's vectors full.

use alloc::{vec, vec::Vec};

use ansatz_core::{
    DecodeError,
    bytes::{Codec, Reader, Writer},
};

/// A lower triangular matrix in panels of four rows, each panel column by column, so that the four sums of a panel stand
/// beside each other in a vector. What is above the diagonal is 0, and so are the rows that fill up the last panel.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Triangle {
    dimension: usize,
    pub(super) values: Vec<f64>,
}

impl Triangle {
    pub(super) fn zero(dimension: usize) -> Self {
        Self { dimension, values: vec![0.0; panel(dimension.div_ceil(ROWS))] }
    }

    /// The matrix whose rows up to the diagonal are the beginnings of these rows.
    pub(super) fn from_rows(dimension: usize, rows: &[f64]) -> Self {
        let mut triangle = Self::zero(dimension);
        for (row, values) in rows.chunks_exact(dimension.max(1)).enumerate() {
            for (column, value) in values[..=row].iter().enumerate() {
                triangle.values[place(row, column)] = *value;
            }
        }
        triangle
    }

    /// The matrix with this number everywhere on its diagonal.
    pub(super) fn diagonal_of(dimension: usize, entry: f64) -> Self {
        let mut triangle = Self::zero(dimension);
        (0..dimension).for_each(|row| triangle.values[place(row, row)] = entry);
        triangle
    }

    /// The whole rows of the symmetric matrix of which this is one half, each padded.
    pub(super) fn to_symmetric_rows(&self) -> Vec<f64> {
        let width = self.dimension.next_multiple_of(ROWS);
        let mut rows = vec![0.0; self.dimension * width];
        for row in 0..self.dimension {
            for column in 0..=row {
                rows[row * width + column] = self.at(row, column);
                rows[column * width + row] = self.at(row, column);
            }
        }
        rows
    }

    /// The product of that matrix with `x`, which is padded.
    pub(super) fn symmetric_product(&self, x: &[f64]) -> Vec<f64> {
        let row =
            |row: usize| (0..self.dimension).map(move |column| self.at(row.max(column), row.min(column)) * x[column]);
        (0..self.dimension).map(|index| row(index).sum()).collect()
    }

    /// Rows that follow each other without gaps, 0 above the diagonal.
    pub(super) fn to_rows(&self) -> Vec<f64> {
        let mut rows = vec![0.0; self.dimension * self.dimension];
        for (row, values) in rows.chunks_exact_mut(self.dimension.max(1)).enumerate() {
            for (column, value) in values[..=row].iter_mut().enumerate() {
                *value = self.at(row, column);
            }
        }
        rows
    }

    pub(super) const fn dimension(&self) -> usize {
        self.dimension
    }

    pub(super) fn at(&self, row: usize, column: usize) -> f64 {
        self.values[place(row, column)]
    }

    /// Every entry on and below the diagonal, row by row.
    pub(super) fn entries(&self) -> impl Iterator<Item = f64> + '_ {
        (0..self.dimension).flat_map(move |row| (0..=row).map(move |column| self.at(row, column)))
    }

    /// The entries on the diagonal.
    pub(super) fn diagonal(&self) -> impl Iterator<Item = f64> + '_ {
        (0..self.dimension).map(|row| self.at(row, row))
    }

    /// The panels, with the number of their first row.
    pub(super) fn panels(&self) -> impl Iterator<Item = (usize, &[[f64; ROWS]])> {
        let panels = 0..self.dimension.div_ceil(ROWS);
        panels.map(|index| (index * ROWS, self.values[panel(index)..panel(index + 1)].as_chunks::<ROWS>().0))
    }

    /// The panels, with the number of their first row.
    pub(super) fn panels_mut(&mut self) -> impl Iterator<Item = (usize, &mut [[f64; ROWS]])> {
        let panels = self.dimension.div_ceil(ROWS);
        let mut rest = self.values.as_mut_slice();
        (0..panels).map(move |index| {
            let (own, after) = core::mem::take(&mut rest).split_at_mut(panel(index + 1) - panel(index));
            rest = after;
            (index * ROWS, own.as_chunks_mut::<ROWS>().0)
        })
    }

    /// Whether it can be the inverse of a Cholesky factor with so many rows and no entry above `most`; for what was read.
    pub(super) fn require_factor(&self, dimension: usize, most: f64) -> Result<(), DecodeError> {
        if self.dimension != dimension {
            return Err(DecodeError::field("dimension", self.dimension, dimension));
        }
        if let Some(entry) = self.entries().find(|entry| !(-most..=most).contains(entry)) {
            return Err(DecodeError::field("inverse factor", entry, format_args!("at most {most:e}")));
        }
        match self.diagonal().find(|entry| *entry <= 0.0) {
            Some(entry) => Err(DecodeError::field("diagonal of the inverse factor", entry, "more than 0")),
            None => Ok(()),
        }
    }

    /// Adds what is on and below the diagonal of x y'; both are [padded](padded).
    pub(super) fn add_product(&mut self, x: &[f64], y: &[f64]) {
        for (first, panel) in self.panels_mut() {
            let rows: [f64; ROWS] = core::array::from_fn(|lane| x[first + lane]);
            for (sums, y) in panel.iter_mut().zip(y) {
                // Some of what is above the diagonal comes along, and is not asked for.
                for lane in 0..ROWS {
                    sums[lane] += rows[lane] * y;
                }
            }
        }
    }

    /// Enters above the diagonal what is across it, as far as the panels have room.
    pub(super) fn reflect(&mut self) {
        for row in 0..self.dimension {
            for column in row + 1..(row + 1).next_multiple_of(ROWS).min(self.dimension) {
                self.values[place(row, column)] = self.values[place(column, row)];
            }
        }
    }

    /// The products of all rows with `x`, which is [padded](padded), in `product`.
    #[inline]
    pub(super) fn apply(&self, x: &[f64], product: &mut [f64]) {
        for (index, sums) in product.as_chunks_mut::<ROWS>().0.iter_mut().enumerate() {
            *sums = self.four(index, x);
        }
    }

    /// The products of all columns with `y`, which is padded.
    pub(super) fn apply_transposed(&self, y: &[f64]) -> Vec<f64> {
        let mut product = vec![0.0; y.len()];
        for (first, panel) in self.panels() {
            for (sum, column) in product.iter_mut().zip(panel) {
                for lane in 0..ROWS {
                    *sum += column[lane] * y[first + lane];
                }
            }
        }
        product
    }

    /// The squared length of the product with `x`, which is [padded](padded).
    #[inline]
    pub(super) fn squared_length(&self, x: &[f64]) -> f64 {
        let mut squares = [0.0; ROWS];
        for index in 0..self.dimension.div_ceil(ROWS) {
            let sums = self.four(index, x);
            for lane in 0..ROWS {
                squares[lane] += sums[lane] * sums[lane];
            }
        }
        squares.iter().sum()
    }

    /// The products of a panel's rows, summed in two turns so that an addition need not wait for the one before.
    #[inline]
    fn four(&self, index: usize, x: &[f64]) -> [f64; ROWS] {
        let columns = &self.values[panel(index)..panel(index + 1)];
        let mut sums = [[0.0; ROWS]; 2];
        for (pair, x) in columns.as_chunks::<{ 2 * ROWS }>().0.iter().zip(x.as_chunks::<2>().0) {
            for lane in 0..ROWS {
                sums[0][lane] += pair[lane] * x[0];
                sums[1][lane] += pair[ROWS + lane] * x[1];
            }
        }
        core::array::from_fn(|lane| sums[0][lane] + sums[1][lane])
    }
}

/// As many numbers as the rows of a triangle with its filling: those of `x`, then zeros.
pub(super) fn padded(x: &[f64]) -> Vec<f64> {
    let mut padded = Vec::with_capacity(x.len().next_multiple_of(ROWS));
    padded.extend_from_slice(x);
    padded.resize(x.len().next_multiple_of(ROWS), 0.0);
    padded
}

/// So many finite numbers, [padded].
pub(super) fn read_padded(reader: &mut Reader<'_>, count: usize) -> Result<Vec<f64>, DecodeError> {
    let mut numbers = Vec::new();
    for _ in 0..count {
        numbers.push(reader.f64()?);
    }
    match numbers.iter().find(|number| !number.is_finite()) {
        Some(number) => Err(DecodeError::field("number", number, "finite")),
        None => Ok(padded(&numbers)),
    }
}

/// Where panel `index` begins: those before it are 4, 8, 12, ... columns wide.
const fn panel(index: usize) -> usize {
    ROWS * ROWS / 2 * index * (index + 1)
}

const fn place(row: usize, column: usize) -> usize {
    panel(row / ROWS) + ROWS * column + row % ROWS
}

impl Codec for Triangle {
    fn encode(&self, writer: &mut Writer) {
        writer.count(self.dimension);
        self.entries().for_each(|entry| writer.f64(entry));
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        // A triangle has no fewer entries than rows, and more rows than this, one of them of ones, no policy has.
        let dimension = ansatz_core::require_range("dimension", reader.count(8)?, 1..=MOST_DIMENSION + 1)?;
        let entries = dimension * (dimension + 1) / 2;
        if reader.remaining() < entries * 8 {
            return Err(DecodeError::field("dimension", dimension, "a triangle that the bytes hold"));
        }
        let mut triangle = Self::zero(dimension);
        for row in 0..dimension {
            for column in 0..=row {
                triangle.values[place(row, column)] = reader.f64()?;
            }
        }
        Ok(triangle)
    }
}

/// The rows of a panel: two vectors of two, the least that all processors have.
pub(super) const ROWS: usize = 4;

/// A model of so many features takes 200 megabytes for each arm.
pub(super) const MOST_DIMENSION: usize = 1 << 12;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_are_those_of_plain_rows() {
        for dimension in 1..=13 {
            let rows: Vec<f64> = (0..dimension * dimension).map(|i| (i * i % 17) as f64 - 5.0).collect();
            let x: Vec<f64> = (0..dimension).map(|i| 1.5 - i as f64).collect();
            let triangle = Triangle::from_rows(dimension, &rows);
            let expected: Vec<f64> = (0..dimension)
                .map(|row| (0..=row).map(|column| rows[row * dimension + column] * x[column]).sum())
                .collect();
            let mut product = vec![f64::NAN; dimension.next_multiple_of(ROWS)];
            triangle.apply(&padded(&x), &mut product);
            // Small whole and half numbers: every sum is exact.
            assert_eq!(product[..dimension], expected);
            assert!(product[dimension..].iter().all(|value| *value == 0.0));
            assert_eq!(triangle.squared_length(&padded(&x)), expected.iter().map(|y| y * y).sum::<f64>());
            let mut writer = Writer::new(ansatz_core::bytes::Kind::new(*b"TEST"), 1, 0);
            triangle.encode(&mut writer);
            let bytes = writer.into_bytes();
            assert_eq!(bytes.len(), 10 + 8 + 4 * dimension * (dimension + 1));
            assert_eq!(Triangle::decode(&mut Reader::new(&bytes[10..])), Ok(triangle));
        }
    }
}
