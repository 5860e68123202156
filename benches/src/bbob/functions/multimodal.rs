//! Functions with many minima and a structure that shows where the best are: 15 to 19.

use core::f64::consts::PI;

use super::moderate::rosenbrock_turn;
use crate::bbob::{
    Landscape, cores,
    instance::Instance,
    transforms::{bend, map, oscillate, penalty, powers, ramp},
};

pub(super) fn rastrigin(instance: &Instance) -> Landscape {
    let (r, bends) = (instance.r(), ramp(instance.dimension, 0.2));
    let matrix = instance.stretched(libm::sqrt(10.0));
    Landscape::new(instance.optimum(), move |_, t| {
        cores::rastrigin(&matrix.turn(&bend(&map(&r.turn(t), oscillate), &bends)))
    })
}

/// Rugged at every scale, and repetitive.
pub(super) fn weierstrass(instance: &Instance) -> Landscape {
    let (r, matrix, dimension) = (instance.r(), instance.stretched(0.1), instance.dimension as f64);
    let octaves: Vec<(f64, f64)> =
        (0..12).map(|k| (libm::pow(0.5, f64::from(k)), libm::pow(3.0, f64::from(k)))).collect();
    let waves = move |z: f64| -> f64 {
        octaves.iter().map(|(height, frequency)| height * libm::cos(2.0 * PI * z * frequency)).sum()
    };
    let lowest = waves(0.5);
    Landscape::new(instance.optimum(), move |x, t| {
        let z = matrix.turn(&map(&r.turn(t), oscillate));
        let mean = z.iter().map(|z| waves(z + 0.5)).sum::<f64>() / dimension;
        let above = mean - lowest;
        10.0 * above * above * above + 10.0 / dimension * penalty(x)
    })
}

pub(super) fn schaffers(instance: &Instance) -> Landscape {
    schaffers_of(instance, 10.0)
}

pub(super) fn schaffers_ill_conditioned(instance: &Instance) -> Landscape {
    schaffers_of(instance, 1000.0)
}

fn schaffers_of(instance: &Instance, condition: f64) -> Landscape {
    let (r, bends) = (instance.r(), ramp(instance.dimension, 0.5));
    // The report has another rotation in front.
    let matrix = instance.q().with_rows_times(&powers(instance.dimension, libm::sqrt(condition)));
    let pairs = instance.dimension as f64 - 1.0;
    Landscape::new(instance.optimum(), move |x, t| {
        let z = matrix.turn(&bend(&r.turn(t), &bends));
        let wave = |z: &[f64]| {
            let square = z[0] * z[0] + z[1] * z[1];
            let sine = libm::sin(50.0 * libm::pow(square, 0.1));
            libm::sqrt(libm::sqrt(square)) * (1.0 + sine * sine)
        };
        let mean = z.windows(2).map(wave).sum::<f64>() / pairs;
        mean * mean + 10.0 * penalty(x)
    })
}

pub(super) fn griewank_rosenbrock(instance: &Instance) -> Landscape {
    let (matrix, optimum) = rosenbrock_turn(instance);
    let pairs = instance.dimension as f64 - 1.0;
    Landscape::new(optimum, move |x, _| {
        let z = map(&matrix.turn(x), |z| z + 0.5);
        let wave = |z: &[f64]| {
            let (valley, floor) = (z[0] * z[0] - z[1], 1.0 - z[0]);
            let rosenbrock = 100.0 * valley * valley + floor * floor;
            rosenbrock / 4000.0 - libm::cos(rosenbrock)
        };
        10.0 + 10.0 * z.windows(2).map(wave).sum::<f64>() / pairs
    })
}
