//! The functions before they are bent, which several of them share.

use core::f64::consts::PI;

#[inline]
pub(super) fn ellipsoid(z: &[f64], weights: &[f64]) -> f64 {
    z.iter().zip(weights).map(|(z, weight)| weight * z * z).sum()
}

#[inline]
pub(super) fn rastrigin(z: &[f64]) -> f64 {
    waves(z) + z.iter().map(|z| z * z).sum::<f64>()
}

/// The part of Rastrigin's function that has many minima.
#[inline]
pub(super) fn waves(z: &[f64]) -> f64 {
    10.0 * (z.len() as f64 - z.iter().map(|z| libm::cos(2.0 * PI * z)).sum::<f64>())
}

#[inline]
pub(super) fn rosenbrock(z: &[f64]) -> f64 {
    let valley: f64 = z.windows(2).map(|z| z[0] * z[0] - z[1]).map(|height| height * height).sum();
    let floor: f64 = z[..z.len() - 1].iter().map(|z| (z - 1.0) * (z - 1.0)).sum();
    100.0 * valley + floor
}
