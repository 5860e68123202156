//! The objectives that everybody minimises.

/// Its minimum, 0, is at the origin.
pub(crate) fn sphere(x: &[f64]) -> f64 {
    x.iter().map(|x| x * x).sum()
}

/// Its minimum, 0, is at the origin, among many others.
pub(crate) fn rastrigin(x: &[f64]) -> f64 {
    x.iter().map(|x| x * x + 10.0 * (1.0 - libm::cos(2.0 * std::f64::consts::PI * x))).sum()
}

/// Its minimum, 0, is at (1, ..., 1), at the end of a curved valley.
pub(crate) fn rosenbrock(x: &[f64]) -> f64 {
    x.windows(2).map(|x| 100.0 * (x[1] - x[0] * x[0]) * (x[1] - x[0] * x[0]) + (1.0 - x[0]) * (1.0 - x[0])).sum()
}

/// Two objectives of E. Zitzler, K. Deb and L. Thiele, *Comparison of multiobjective evolutionary algorithms*, Evolutionary
/// Computation 8 (2000).
pub(crate) fn zdt1(x: &[f64]) -> [f64; 2] {
    let g = 1.0 + 9.0 * x[1..].iter().sum::<f64>() / (x.len() - 1) as f64;
    [x[0], g * (1.0 - libm::sqrt(x[0] / g))]
}
