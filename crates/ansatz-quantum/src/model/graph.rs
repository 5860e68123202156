//! Which variables are coupled, and how strongly: each variable's neighbours side by side.

use alloc::{vec, vec::Vec};

use ansatz_core::ParameterError;

use crate::QuantumError;

/// Couplings of pairs of variables, each stored with both of them.
#[derive(Clone, PartialEq)]
pub(crate) struct Graph {
    /// Where each variable's neighbours start, and where the last one's end.
    starts: Vec<usize>,
    /// In ascending order for each variable.
    neighbours: Vec<u32>,
    weights: Vec<f64>,
}

impl Graph {
    /// Couplings of the same two variables are added up; what comes to 0 is left out.
    pub(crate) fn new(
        variables: usize,
        couplings: impl IntoIterator<Item = (usize, usize, f64)>,
    ) -> Result<Self, QuantumError> {
        if variables == 0 {
            return Err(QuantumError::EmptyModel);
        }
        ansatz_core::require_range("variables", variables, 1..=MOST_VARIABLES)?;
        let mut pairs = Vec::new();
        for (one, other, weight) in couplings {
            for variable in [one, other] {
                if variable >= variables {
                    return Err(QuantumError::UnknownVariable { variable, variables });
                }
            }
            if one == other {
                return Err(QuantumError::SelfLoop { variable: one });
            }
            require_strength("coupling", weight)?;
            pairs.push((one.min(other) as u32, one.max(other) as u32, weight));
        }
        Ok(Self::from_pairs(variables, &merged(pairs)))
    }

    fn from_pairs(variables: usize, pairs: &[(u32, u32, f64)]) -> Self {
        let mut starts = vec![0; variables + 1];
        for &(one, other, _) in pairs {
            starts[one as usize + 1] += 1;
            starts[other as usize + 1] += 1;
        }
        for variable in 0..variables {
            starts[variable + 1] += starts[variable];
        }
        let mut next = starts.clone();
        let mut neighbours = vec![0; 2 * pairs.len()];
        let mut weights = vec![0.0; 2 * pairs.len()];
        // In the order of pairs, smaller variables reach each list before larger ones: first those below the list's
        // own variable, then those above.
        for &(one, other, weight) in pairs {
            for (at, to) in [(one, other), (other, one)] {
                let place = next[at as usize];
                neighbours[place] = to;
                weights[place] = weight;
                next[at as usize] += 1;
            }
        }
        Self { starts, neighbours, weights }
    }

    pub(crate) fn variables(&self) -> usize {
        self.starts.len() - 1
    }

    /// The number of coupled pairs.
    pub(crate) fn len(&self) -> usize {
        self.weights.len() / 2
    }

    #[inline]
    pub(crate) fn neighbours(&self, variable: usize) -> impl ExactSizeIterator<Item = (usize, f64)> + '_ {
        let places = self.starts[variable]..self.starts[variable + 1];
        self.neighbours[places.clone()].iter().map(|&to| to as usize).zip(self.weights[places].iter().copied())
    }

    /// Each pair once, the smaller variable first, in ascending order.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (usize, usize, f64)> + '_ {
        (0..self.variables()).flat_map(|one| {
            self.neighbours(one).filter(move |&(other, _)| other > one).map(move |(other, weight)| (one, other, weight))
        })
    }

    /// With one variable more, which is coupled with each as `fields` say.
    pub(crate) fn with_ghost(&self, fields: &[f64]) -> Result<Self, QuantumError> {
        let ghost = self.variables();
        ansatz_core::require_range("variables", ghost + 1, 1..=MOST_VARIABLES)?;
        let fields = fields.iter().enumerate().filter(|&(_, &field)| field != 0.0);
        let fields = fields.map(|(variable, &field)| (variable, ghost, field));
        let pairs = self.pairs().chain(fields).map(|(one, other, weight)| (one as u32, other as u32, weight));
        Ok(Self::from_pairs(ghost + 1, &pairs.collect::<Vec<_>>()))
    }

    /// Without what comes to 0.
    pub(crate) fn scaled(&self, factor: f64) -> Self {
        let pairs = self.pairs().map(|(one, other, weight)| (one as u32, other as u32, weight * factor));
        Self::from_pairs(self.variables(), &pairs.filter(|&(_, _, weight)| weight != 0.0).collect::<Vec<_>>())
    }

    pub(crate) fn memory_bytes(&self) -> usize {
        self.starts.len() * size_of::<usize>() + self.neighbours.len() * (size_of::<u32>() + size_of::<f64>())
    }
}

/// A finite number, small enough that sums of all that memory holds are finite.
pub(crate) fn require_strength(name: &'static str, value: f64) -> Result<f64, ParameterError> {
    if value.abs() <= LIMIT {
        return Ok(value);
    }
    Err(ParameterError::new(name, format_args!("{value:e}"), "at most 1e250 in size"))
}

fn merged(mut pairs: Vec<(u32, u32, f64)>) -> Vec<(u32, u32, f64)> {
    // Stable, so that floats are added in the order in which they were given.
    pairs.sort_by_key(|&(one, other, _)| (one, other));
    pairs.dedup_by(|next, kept| {
        let same = (next.0, next.1) == (kept.0, kept.1);
        if same {
            kept.2 += next.2;
        }
        same
    });
    pairs.retain(|&(_, _, weight)| weight != 0.0);
    pairs
}

/// Neighbours are stored as `u32`.
const MOST_VARIABLES: usize = u32::MAX as usize;

/// Sums of 2^64 such numbers, and differences of those, are finite.
const LIMIT: f64 = 1e250;
