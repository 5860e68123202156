//! Policies that see what is to be decided.

mod chance;
mod linear;
mod logistic;
mod regret;
mod states;

use ansatz_random::{Stream, standard_normal};

/// So many features, normal.
fn features(rng: &mut Stream, dimension: usize) -> Vec<f64> {
    (0..dimension).map(|_| standard_normal(rng)).collect()
}

fn dot(one: &[f64], other: &[f64]) -> f64 {
    one.iter().zip(other).map(|(a, b)| a * b).sum()
}

/// The solution of a linear system and its determinant's logarithm, by Gauss with pivots.
fn solve(mut matrix: Vec<Vec<f64>>, mut right: Vec<f64>) -> (Vec<f64>, f64) {
    let n = right.len();
    let mut log_determinant = 0.0;
    for column in 0..n {
        let pivot = (column..n).max_by(|a, b| matrix[*a][column].abs().total_cmp(&matrix[*b][column].abs())).unwrap();
        matrix.swap(column, pivot);
        right.swap(column, pivot);
        log_determinant += matrix[column][column].abs().ln();
        for row in 0..n {
            if row != column {
                let factor = matrix[row][column] / matrix[column][column];
                let above = matrix[column].clone();
                matrix[row].iter_mut().zip(above).for_each(|(entry, above)| *entry -= factor * above);
                right[row] -= factor * right[column];
            }
        }
    }
    ((0..n).map(|row| right[row] / matrix[row][row]).collect(), log_determinant)
}

/// Plain sums of one arm, to be solved anew for each question.
#[derive(Clone)]
struct Plain {
    precision: Vec<Vec<f64>>,
    response: Vec<f64>,
}

impl Plain {
    fn new(dimension: usize, ridge: f64) -> Self {
        let mut precision = vec![vec![0.0; dimension]; dimension];
        (0..dimension).for_each(|at| precision[at][at] = ridge);
        Self { precision, response: vec![0.0; dimension] }
    }

    fn add(&mut self, x: &[f64], reward: f64) {
        for (row, one) in x.iter().enumerate() {
            for (column, other) in x.iter().enumerate() {
                self.precision[row][column] += one * other;
            }
            self.response[row] += reward * one;
        }
    }

    fn weights(&self) -> Vec<f64> {
        solve(self.precision.clone(), self.response.clone()).0
    }

    fn deviation(&self, x: &[f64]) -> f64 {
        dot(x, &solve(self.precision.clone(), x.to_vec()).0).sqrt()
    }

    fn log_determinant(&self) -> f64 {
        solve(self.precision.clone(), self.response.clone()).1
    }
}

fn assert_near(what: &str, found: &[f64], expected: &[f64], tolerance: f64) {
    let size = expected.iter().fold(0.0_f64, |size, value| size.max(value.abs()));
    for (found, expected) in found.iter().zip(expected) {
        assert!((found - expected).abs() <= tolerance * size, "{what}: {found} instead of {expected}, of {size}");
    }
    assert_eq!(found.len(), expected.len(), "{what}");
}
