//! Separable functions: 1 to 5.

use crate::bbob::{
    Landscape, cores,
    instance::Instance,
    transforms::{bend, map, oscillate, penalty, powers, ramp, scale},
    vectors::Point,
};

pub(super) fn sphere(instance: &Instance) -> Landscape {
    Landscape::new(instance.optimum(), |_, t| t.iter().map(|t| t * t).sum())
}

pub(super) fn ellipsoid(instance: &Instance) -> Landscape {
    let weights = powers(instance.dimension, 1e6);
    Landscape::new(instance.optimum(), move |_, t| cores::ellipsoid(&map(t, oscillate), &weights))
}

pub(super) fn rastrigin(instance: &Instance) -> Landscape {
    let (bends, scales) = (ramp(instance.dimension, 0.2), powers(instance.dimension, libm::sqrt(10.0)));
    Landscape::new(instance.optimum(), move |_, t| cores::rastrigin(&scale(&bend(&map(t, oscillate), &bends), &scales)))
}

/// Ten times as steep beyond the optimum in every other coordinate.
pub(super) fn bueche_rastrigin(instance: &Instance) -> Landscape {
    let mut optimum = instance.optimum();
    optimum.iter_mut().step_by(2).for_each(|place| *place = place.abs());
    let scales = powers(instance.dimension, libm::sqrt(10.0));
    Landscape::new(optimum, move |x, t| {
        let steep = |(i, u): (usize, &f64)| if i % 2 == 0 && *u > 0.0 { 10.0 * u } else { *u };
        let z = scale(&map(t, oscillate), &scales).iter().enumerate().map(steep).collect::<Point>();
        cores::rastrigin(&z) + 100.0 * penalty(x)
    })
}

/// The optimum is a corner of the domain, and all that is beyond it.
pub(super) fn linear_slope(instance: &Instance) -> Landscape {
    let optimum: Vec<f64> = instance.optimum().iter().map(|place| 5.0_f64.copysign(*place)).collect();
    let slopes = powers(instance.dimension, 10.0);
    let corner = optimum.clone();
    Landscape::new(optimum, move |x, _| {
        let one = |((x, corner), slope): ((&f64, &f64), &f64)| {
            let x = if x * corner < 25.0 { x } else { corner };
            5.0 * slope - slope.copysign(*corner) * x
        };
        x.iter().zip(&corner).zip(&slopes).map(one).sum()
    })
}
