//! Functions with low or moderate conditioning: 6 to 9.

use crate::bbob::{
    Landscape, cores,
    instance::Instance,
    transforms::{map, oscillate, penalty, powers, round},
    vectors::Matrix,
};

/// Low in one orthant only.
pub(super) fn attractive_sector(instance: &Instance) -> Landscape {
    let optimum = instance.optimum();
    let (matrix, signs) = (instance.stretched(libm::sqrt(10.0)), optimum.clone());
    Landscape::new(optimum, move |_, t| {
        let weigh = |(z, sign): (&f64, &f64)| if z * sign > 0.0 { 1e4 * z * z } else { z * z };
        let sum = matrix.turn(t).iter().zip(&signs).map(weigh).sum();
        libm::pow(oscillate(sum), 0.9)
    })
}

/// Plateaus, so that there is no gradient but close to the optimum.
pub(super) fn step_ellipsoid(instance: &Instance) -> Landscape {
    let stretch = instance.q().with_rows_times(&powers(instance.dimension, libm::sqrt(10.0)));
    let (r, weights) = (instance.r(), powers(instance.dimension, 100.0));
    Landscape::new(instance.optimum(), move |x, t| {
        let slope = stretch.turn(t);
        let steps = map(&slope, |h| if h.abs() > 0.5 { round(h) } else { round(10.0 * h) / 10.0 });
        let height = cores::ellipsoid(&r.turn(&steps), &weights);
        0.1 * height.max(1e-4 * slope[0].abs()) + penalty(x)
    })
}

pub(super) fn rosenbrock(instance: &Instance) -> Landscape {
    let optimum = instance.optimum().iter().map(|place| 0.75 * place).collect();
    let scale = rosenbrock_scale(instance);
    Landscape::new(optimum, move |_, t| cores::rosenbrock(&map(t, |t| scale * t + 1.0)))
}

pub(super) fn rosenbrock_rotated(instance: &Instance) -> Landscape {
    let (matrix, optimum) = rosenbrock_turn(instance);
    Landscape::new(optimum, move |x, _| cores::rosenbrock(&map(&matrix.turn(x), |z| z + 0.5)))
}

/// The turned frame that has the optimum at 0.5 for every coordinate, and where that is.
pub(super) fn rosenbrock_turn(instance: &Instance) -> (Matrix, Vec<f64>) {
    let (q, scale) = (instance.q(), rosenbrock_scale(instance));
    let optimum = q.columns().map(|column| column.iter().sum::<f64>() / (2.0 * scale)).collect();
    (q.with_rows_times(&vec![scale; instance.dimension]), optimum)
}

fn rosenbrock_scale(instance: &Instance) -> f64 {
    (libm::sqrt(instance.dimension as f64) / 8.0).max(1.0)
}
