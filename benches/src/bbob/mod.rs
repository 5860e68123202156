//! The 24 noiseless functions of the black-box optimisation benchmark (BBOB), as COCO computes them.
//!
//! N. Hansen, S. Finck, R. Ros and A. Auger, *Real-parameter black-box optimization benchmarking 2009: noiseless functions
//! definitions*, INRIA RR-6829; where COCO (N. Hansen and others, Optimization Methods and Software 36, 2021) departs from
//! the report, COCO is followed: coco-experiment 2.8.

mod cores;
mod functions;
mod instance;
mod random;
mod transforms;
mod vectors;

use core::fmt;

use instance::Instance;
use transforms::relative;
use vectors::MOST_DIMENSIONS;

/// One instance of a function in one dimension, to be minimised within [-5, 5]^d.
///
/// ```
/// use ansatz_benches::bbob::Problem;
///
/// let sphere = Problem::new(1, 5, 1).unwrap();
/// assert_eq!(sphere.optimum(), 79.48);
/// assert_eq!(sphere.evaluate(sphere.argmin()), 79.48);
/// ```
pub struct Problem {
    landscape: Landscape,
    optimum: f64,
}

/// A function whose least value is 0.
struct Landscape {
    /// Where that is.
    argmin: Vec<f64>,
    height: Box<Height>,
}

/// The value at `x`, given `x` itself and `x` relative to the place of the optimum.
type Height = dyn Fn(&[f64], &[f64]) -> f64 + Send + Sync;

impl Problem {
    /// An instance of a function, 1 to 24, in 2 to 40 dimensions; the benchmark's instances are 1 to 15.
    #[must_use]
    pub fn new(function: u32, dimension: usize, instance: u32) -> Option<Self> {
        if !(2..=MOST_DIMENSIONS).contains(&dimension) {
            return None;
        }
        let instance = Instance::new(function, dimension, instance);
        Some(Self { landscape: functions::landscape(function, &instance)?, optimum: instance.least() })
    }

    /// The value at a point of the problem's dimension, inside the domain or not.
    #[must_use]
    pub fn evaluate(&self, x: &[f64]) -> f64 {
        let Landscape { argmin, height } = &self.landscape;
        height(x, &relative(x, argmin)) + self.optimum
    }

    /// The least value, `f_opt`.
    #[must_use]
    pub fn optimum(&self) -> f64 {
        self.optimum
    }

    /// Where the least value is, `x_opt`.
    #[must_use]
    pub fn argmin(&self) -> &[f64] {
        &self.landscape.argmin
    }
}

impl fmt::Debug for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Problem").field("optimum", &self.optimum).finish_non_exhaustive()
    }
}

impl Landscape {
    fn new(argmin: Vec<f64>, height: impl Fn(&[f64], &[f64]) -> f64 + Send + Sync + 'static) -> Self {
        Self { argmin, height: Box::new(height) }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// Every line: the function, the dimension, the instance, the least value, and the values at `points`.
    const RECORDED: &str = include_str!("../../optimize/recorded/bbob.csv");

    fn points(dimension: usize) -> [Vec<f64>; 3] {
        let at = |place: fn(i32) -> f64| (0..dimension as i32).map(place).collect();
        [
            at(|_| 0.0),
            at(|i| f64::from((7 * i + 3) % 11 - 5) * 0.83),
            // Every one of them is outside of the domain.
            at(|i| f64::from((5 * i + 1) % 7 - 3) * 2.1),
        ]
    }

    /// How far off a value may be, as a part of it: ten times and more what one unit in the last place of each normal
    /// number in the rotations does to it. Anything else that is wrong shows in the third digit.
    fn tolerance(function: u32) -> f64 {
        match function {
            // They multiply their arguments by 3^11, and take the cosine of 1e5.
            16 | 19 => 1e-8,
            // It looks at the fraction of 2^32 z.
            23 => 1e-9,
            18 | 24 => 1e-10,
            10..=12 | 14 | 17 => 1e-11,
            _ => 1e-12,
        }
    }

    #[test]
    fn values_are_those_that_coco_computes() {
        let mut rows = 0;
        for line in RECORDED.lines().skip(1) {
            let columns: Vec<&str> = line.split(',').collect();
            let (function, dimension) = (columns[0].parse().unwrap(), columns[1].parse().unwrap());
            let problem = Problem::new(function, dimension, columns[2].parse().unwrap()).unwrap();
            let values: Vec<f64> = columns[3..].iter().map(|value| value.parse().unwrap()).collect();
            // COCO records the value at the optimum, which for function 20 is the least one only to rounding.
            assert_eq!(problem.optimum(), (100.0 * values[0]).round() / 100.0, "{line}");
            for (expected, point) in values[1..].iter().zip(points(dimension)) {
                let value = problem.evaluate(&point);
                let error = (value - expected).abs() / expected.abs();
                assert!(error <= tolerance(function), "{line}: {value} at {point:?}, off by {error:e}");
            }
            rows += 1;
        }
        assert_eq!(rows, 24 * 2 * 15);
    }

    #[test]
    fn the_optimum_is_where_it_is_said_to_be_and_nowhere_below() {
        for function in 1..=24 {
            for (dimension, instance) in [(2, 1), (5, 2), (20, 3), (40, 4)] {
                let problem = Problem::new(function, dimension, instance).unwrap();
                let gap = |x: &[f64]| problem.evaluate(x) - problem.optimum();
                assert!(gap(problem.argmin()).abs() < 1e-11, "{function} in {dimension}: {}", gap(problem.argmin()));
                assert!(points(dimension).iter().all(|point| gap(point) > 0.0), "{function} in {dimension}");
            }
        }
    }

    #[test]
    fn what_the_benchmark_does_not_have_is_refused() {
        assert!(
            [(0, 5), (25, 5), (1, 1), (1, 41)].iter().all(|(function, d)| Problem::new(*function, *d, 1).is_none())
        );
    }
}
