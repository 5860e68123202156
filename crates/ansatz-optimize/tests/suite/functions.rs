//! Objectives with known minima, all 0.

/// At the origin, the same in all directions.
pub(crate) fn sphere(x: &[f64]) -> f64 {
    x.iter().map(|x| x * x).sum()
}

/// At the origin, in ten valleys to each side of it in each coordinate.
pub(crate) fn rastrigin(x: &[f64]) -> f64 {
    x.iter().map(|x| x * x + 10.0 * (1.0 - libm::cos(2.0 * std::f64::consts::PI * x))).sum()
}

/// At (1, ..., 1), at the end of a curved valley.
pub(crate) fn rosenbrock(x: &[f64]) -> f64 {
    x.windows(2).map(|x| 100.0 * (x[1] - x[0] * x[0]) * (x[1] - x[0] * x[0]) + (1.0 - x[0]) * (1.0 - x[0])).sum()
}
