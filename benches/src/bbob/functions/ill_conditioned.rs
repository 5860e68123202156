//! Functions with high conditioning and one minimum: 10 to 14.

use crate::bbob::{
    Landscape, cores,
    instance::Instance,
    transforms::{bend, map, oscillate, powers, ramp},
};

pub(super) fn ellipsoid(instance: &Instance) -> Landscape {
    let (r, weights) = (instance.r(), powers(instance.dimension, 1e6));
    Landscape::new(instance.optimum(), move |_, t| cores::ellipsoid(&map(&r.turn(t), oscillate), &weights))
}

pub(super) fn discus(instance: &Instance) -> Landscape {
    let r = instance.r();
    Landscape::new(instance.optimum(), move |_, t| {
        let z = map(&r.turn(t), oscillate);
        1e6 * z[0] * z[0] + squares(&z[1..])
    })
}

pub(super) fn bent_cigar(instance: &Instance) -> Landscape {
    let (r, bends) = (instance.r(), ramp(instance.dimension, 0.5));
    Landscape::new(instance.other_optimum(), move |_, t| {
        let z = r.turn(&bend(&r.turn(t), &bends));
        z[0] * z[0] + 1e6 * squares(&z[1..])
    })
}

pub(super) fn sharp_ridge(instance: &Instance) -> Landscape {
    let matrix = instance.stretched(libm::sqrt(10.0));
    Landscape::new(instance.optimum(), move |_, t| {
        let z = matrix.turn(t);
        z[0] * z[0] + 100.0 * libm::sqrt(squares(&z[1..]))
    })
}

pub(super) fn different_powers(instance: &Instance) -> Landscape {
    let (r, exponents) = (instance.r(), ramp(instance.dimension, 4.0));
    Landscape::new(instance.optimum(), move |_, t| {
        let power = |(z, exponent): (&f64, &f64)| libm::pow(z.abs(), 2.0 + exponent);
        libm::sqrt(r.turn(t).iter().zip(&exponents).map(power).sum())
    })
}

fn squares(z: &[f64]) -> f64 {
    z.iter().map(|z| z * z).sum()
}
