//! Tables: a number for each combination of some variables' states.
//!
//! Elimination works on logarithms, so that no product of many weights vanishes however they contradict each other.

use alloc::{vec, vec::Vec};

/// Numbers for the combinations of states, the last variable's changing fastest.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Table {
    pub(super) variables: Vec<usize>,
    /// How many states each of them has.
    pub(super) shape: Vec<usize>,
    pub(super) entries: Vec<f64>,
}

impl Table {
    /// A table of zeros; that its size can be held was seen to.
    pub(super) fn zeros(variables: Vec<usize>, states: &[usize]) -> Self {
        let shape: Vec<usize> = variables.iter().map(|&variable| states[variable]).collect();
        let entries = vec![0.0; shape.iter().product()];
        Self { variables, shape, entries }
    }

    /// The entries with `variable` in this state, if it is among the table's.
    pub(super) fn restricted(mut self, variable: usize, state: usize) -> Self {
        let Some(axis) = self.variables.iter().position(|&own| own == variable) else {
            return self;
        };
        let inner: usize = self.shape[axis + 1..].iter().product();
        let blocks = self.entries.chunks_exact(inner * self.shape[axis]);
        self.entries = blocks.flat_map(|block| &block[state * inner..][..inner]).copied().collect();
        self.variables.remove(axis);
        self.shape.remove(axis);
        self
    }

    /// Adds to each entry that of `other`, whose variables are among this table's.
    pub(super) fn add(&mut self, other: &Self) {
        let strides: Vec<usize> = self.variables.iter().map(|&variable| other.stride(variable)).collect();
        let mut combination = vec![0; strides.len()];
        let mut there = 0;
        for entry in &mut self.entries {
            *entry += other.entries[there];
            for (axis, state) in combination.iter_mut().enumerate().rev() {
                *state += 1;
                there += strides[axis];
                if *state < self.shape[axis] {
                    break;
                }
                there -= strides[axis] * self.shape[axis];
                *state = 0;
            }
        }
    }

    /// The table of the logarithms.
    pub(super) fn logarithms(mut self) -> Self {
        for entry in &mut self.entries {
            *entry = libm::log(*entry);
        }
        self
    }

    /// The table of the other variables: for sums over the last one's states, of which these are logarithms.
    pub(super) fn without_last(mut self) -> Self {
        self.variables.pop();
        if let Some(states) = self.shape.pop() {
            self.entries = self.entries.chunks_exact(states).map(log_of_sum).collect();
        }
        self
    }

    /// How far apart the entries of two neighbouring states are; 0 for a variable that is not here.
    fn stride(&self, variable: usize) -> usize {
        let axis = self.variables.iter().position(|&own| own == variable);
        axis.map_or(0, |axis| self.shape[axis + 1..].iter().product())
    }
}

/// The logarithm of the sum of what these are logarithms of.
fn log_of_sum(logarithms: &[f64]) -> f64 {
    let largest = largest(logarithms);
    if largest == f64::NEG_INFINITY {
        return largest;
    }
    largest + libm::log(logarithms.iter().map(|logarithm| libm::exp(logarithm - largest)).sum())
}

/// The largest of some numbers.
pub(super) fn largest(numbers: &[f64]) -> f64 {
    numbers.iter().fold(f64::NEG_INFINITY, |most, &number| most.max(number))
}
