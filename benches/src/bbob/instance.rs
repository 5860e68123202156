//! What an instance of a function draws from its seed.

use super::{
    random::{normals, rotation, uniforms},
    transforms::{powers, round},
    vectors::Matrix,
};

/// One function's instance in one dimension.
pub(super) struct Instance {
    pub(super) dimension: usize,
    pub(super) seed: i64,
}

impl Instance {
    pub(super) fn new(function: u32, dimension: usize, instance: u32) -> Self {
        // Two functions are variants of their predecessors, down to the place of the optimum.
        let base = match function {
            4 => 3,
            18 => 17,
            other => i64::from(other),
        };
        Self { dimension, seed: base + 10_000 * i64::from(instance) }
    }

    /// The least value, `f_opt`: a ratio of two normal numbers to two decimals, within [-1000, 1000].
    pub(super) fn least(&self) -> f64 {
        let (above, below) = (normals(1, self.seed)[0], normals(1, self.seed + 1)[0]);
        (round(10_000.0 * above / below) / 100.0).clamp(-1_000.0, 1_000.0)
    }

    /// The usual place of the optimum, `x_opt`, within [-4, 4]^d.
    pub(super) fn optimum(&self) -> Vec<f64> {
        places(&uniforms(self.dimension, self.seed))
    }

    /// The same from another seed.
    pub(super) fn other_optimum(&self) -> Vec<f64> {
        places(&uniforms(self.dimension, self.seed + OTHER))
    }

    /// The rotation that the definitions call R.
    pub(super) fn r(&self) -> Matrix {
        rotation(self.dimension, self.seed + OTHER)
    }

    /// The rotation that the definitions call Q.
    pub(super) fn q(&self) -> Matrix {
        rotation(self.dimension, self.seed)
    }

    /// R Lambda Q, where the last entry of the diagonal Lambda is `last`.
    pub(super) fn stretched(&self, last: f64) -> Matrix {
        self.r().times(&self.q().with_rows_times(&powers(self.dimension, last)))
    }
}

fn places(uniforms: &[f64]) -> Vec<f64> {
    let place = |uniform: &f64| 8.0 * (1e4 * uniform).floor() / 1e4 - 4.0;
    uniforms.iter().map(place).map(|place| if place == 0.0 { -1e-5 } else { place }).collect()
}

const OTHER: i64 = 1_000_000;
