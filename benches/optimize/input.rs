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

/// Its three minima are 0.397887; on -5..10 and 0..15.
pub(crate) fn branin(x: &[f64]) -> f64 {
    let pi = std::f64::consts::PI;
    let valley = x[1] - 5.1 / (4.0 * pi * pi) * x[0] * x[0] + 5.0 / pi * x[0] - 6.0;
    valley * valley + 10.0 * (1.0 - 1.0 / (8.0 * pi)) * libm::cos(x[0]) + 10.0
}

/// Its minimum is -3.322368, with a local one of -3.203162 nearby; on 0..1.
pub(crate) fn hartmann6(x: &[f64]) -> f64 {
    const WEIGHTS: [f64; 4] = [1.0, 1.2, 3.0, 3.2];
    const RATES: [[f64; 6]; 4] = [
        [10.0, 3.0, 17.0, 3.5, 1.7, 8.0],
        [0.05, 10.0, 17.0, 0.1, 8.0, 14.0],
        [3.0, 3.5, 1.7, 10.0, 17.0, 8.0],
        [17.0, 8.0, 0.05, 10.0, 0.1, 14.0],
    ];
    const CENTRES: [[f64; 6]; 4] = [
        [0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886],
        [0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991],
        [0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.6650],
        [0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381],
    ];
    let hill = |((weight, rates), centres): ((&f64, &[f64; 6]), &[f64; 6])| {
        let squares = rates.iter().zip(centres).zip(x).map(|((rate, centre), x)| rate * (x - centre) * (x - centre));
        weight * libm::exp(-squares.sum::<f64>())
    };
    -WEIGHTS.iter().zip(&RATES).zip(&CENTRES).map(hill).sum::<f64>()
}

/// Its minimum, 0, is at the origin, at the bottom of a funnel full of dents.
pub(crate) fn ackley(x: &[f64]) -> f64 {
    let count = x.len() as f64;
    let radius = libm::sqrt(x.iter().map(|x| x * x).sum::<f64>() / count);
    let ripple = x.iter().map(|x| libm::cos(2.0 * std::f64::consts::PI * x)).sum::<f64>() / count;
    20.0 - 20.0 * libm::exp(-0.2 * radius) + std::f64::consts::E - libm::exp(ripple)
}
