//! What the functions are bent with, so that no search can rely on symmetry, regularity or separability.

use super::vectors::Point;

/// `x` relative to the place of the optimum.
#[inline]
pub(super) fn relative(x: &[f64], optimum: &[f64]) -> Point {
    x.iter().zip(optimum).map(|(x, optimum)| x - optimum).collect()
}

/// Every coordinate's image.
#[inline]
pub(super) fn map(point: &[f64], f: impl Fn(f64) -> f64) -> Point {
    point.iter().map(|coordinate| f(*coordinate)).collect()
}

/// Coordinate by coordinate, times these factors.
#[inline]
pub(super) fn scale(point: &[f64], factors: &[f64]) -> Point {
    point.iter().zip(factors).map(|(coordinate, factor)| factor * coordinate).collect()
}

/// `T_osz`: small waves around the identity, different ones on both sides of 0.
#[inline]
pub(super) fn oscillate(value: f64) -> f64 {
    if value == 0.0 {
        return 0.0;
    }
    let log = libm::log(value.abs());
    let (fast, slow) = if value > 0.0 { (10.0, 7.9) } else { (5.5, 3.1) };
    libm::exp(log + 0.049 * (libm::sin(fast * log) + libm::sin(slow * log))).copysign(value)
}

/// `T_asy`: positive coordinates grow faster than linearly, the last ones most. `bends` is `ramp(d, beta)`.
#[inline]
pub(super) fn bend(point: &[f64], bends: &[f64]) -> Point {
    let one = |(value, bend): (&f64, &f64)| {
        if *value > 0.0 { libm::pow(*value, 1.0 + bend * libm::sqrt(*value)) } else { *value }
    };
    point.iter().zip(bends).map(one).collect()
}

/// From 0 to `last`, evenly.
pub(super) fn ramp(dimension: usize, last: f64) -> Vec<f64> {
    (0..dimension).map(|i| last * i as f64 / (dimension as f64 - 1.0)).collect()
}

/// From 1 to `last`, in equal ratios.
pub(super) fn powers(dimension: usize, last: f64) -> Vec<f64> {
    ramp(dimension, 1.0).into_iter().map(|exponent| libm::pow(last, exponent)).collect()
}

/// The squared distance from [-5, 5]^d.
#[inline]
pub(super) fn penalty(x: &[f64]) -> f64 {
    x.iter().map(|x| (x.abs() - 5.0).max(0.0)).map(|excess| excess * excess).sum()
}

/// Halves go up.
#[inline]
pub(super) fn round(value: f64) -> f64 {
    (value + 0.5).floor()
}
