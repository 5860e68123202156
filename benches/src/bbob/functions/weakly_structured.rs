//! Functions with many minima and little that shows where the best are: 20 to 24.

use crate::bbob::{
    Landscape, cores,
    instance::Instance,
    random::{ascending, normals, uniforms},
    transforms::{map, oscillate, penalty, powers, ramp, round, scale},
    vectors::Point,
};

pub(super) fn schwefel(instance: &Instance) -> Landscape {
    let dimension = instance.dimension as f64;
    let signs: Vec<f64> =
        uniforms(instance.dimension, instance.seed).iter().map(|u| 1.0_f64.copysign(u - 0.5)).collect();
    let optimum = signs.iter().map(|sign| 0.5 * sign * SCHWEFEL).collect();
    let scales = powers(instance.dimension, libm::sqrt(10.0));
    Landscape::new(optimum, move |x, _| {
        let mirrored = scale(x, &signs);
        let mut earlier = 0.5 * SCHWEFEL;
        let chain = |(x, scale): (&f64, &f64)| {
            let chained = 2.0 * x + 0.25 * (2.0 * earlier - SCHWEFEL);
            earlier = *x;
            100.0 * (scale * (chained - SCHWEFEL) + SCHWEFEL)
        };
        let z: Point = mirrored.iter().zip(&scales).map(chain).collect();
        let wave = |z: &f64| z * libm::sin(libm::sqrt(z.abs()));
        let mean = z.iter().map(wave).sum::<f64>() / dimension;
        0.01 * (penalty(&map(&z, |z| z / 100.0)) * 1e4 + 418.982_887_272_433_9 - mean)
    })
}

pub(super) fn gallagher_101(instance: &Instance) -> Landscape {
    gallagher(instance, &Peaks { count: 101, width: 10.0, best_condition: libm::sqrt(1000.0) })
}

pub(super) fn gallagher_21(instance: &Instance) -> Landscape {
    // The report has a condition of 1000^2 for the best peak.
    gallagher(instance, &Peaks { count: 21, width: 9.8, best_condition: 1000.0 })
}

/// Gallagher's Gaussian peaks, the first one the highest.
struct Peaks {
    count: usize,
    /// Of the cube around the origin where they are.
    width: f64,
    best_condition: f64,
}

fn gallagher(instance: &Instance, peaks: &Peaks) -> Landscape {
    let (q, dimension) = (instance.q(), instance.dimension);
    let places: Vec<f64> = uniforms(dimension * peaks.count, instance.seed)
        .iter()
        .map(|uniform| peaks.width * uniform - 0.5 * peaks.width)
        .collect();
    // The best one is further inside.
    let optimum: Vec<f64> = places[..dimension].iter().map(|place| 0.8 * place).collect();
    let mut centres: Vec<f64> = places.chunks_exact(dimension).flat_map(|place| q.turn(place).to_vec()).collect();
    centres[..dimension].iter_mut().for_each(|coordinate| *coordinate *= 0.8);
    let (heights, curvatures) = (peaks.heights(), peaks.curvatures(instance));
    let rate = -0.5 / dimension as f64;
    Landscape::new(optimum, move |x, _| {
        let z = q.turn(x);
        let shapes = centres.chunks_exact(dimension).zip(curvatures.chunks_exact(dimension));
        let peak = |(height, (centre, curvature)): (&f64, (&[f64], &[f64]))| {
            let square = |((z, centre), curvature): ((&f64, &f64), &f64)| curvature * (z - centre) * (z - centre);
            let distance: f64 = z.iter().zip(centre).zip(curvature).map(square).sum();
            height * libm::exp(rate * distance)
        };
        let highest = heights.iter().zip(shapes).map(peak).fold(0.0, f64::max);
        let depth = oscillate(10.0 - highest);
        depth * depth + penalty(x)
    })
}

impl Peaks {
    fn heights(&self) -> Vec<f64> {
        let others = ramp(self.count - 1, 8.0).into_iter().map(|height| height + 1.1);
        core::iter::once(10.0).chain(others).collect()
    }

    /// Along every axis of every peak.
    fn curvatures(&self, instance: &Instance) -> Vec<f64> {
        let order = ascending(&uniforms(self.count - 1, instance.seed));
        let last = (self.count - 2) as f64;
        let others = order.iter().map(|place| libm::pow(1000.0, *place as f64 / last));
        let conditions = core::iter::once(self.best_condition).chain(others);
        let along_axes = |(peak, condition): (i64, f64)| {
            let order = ascending(&uniforms(instance.dimension, instance.seed + 1000 * peak));
            let last = instance.dimension as f64 - 1.0;
            order.into_iter().map(move |place| libm::pow(condition, place as f64 / last - 0.5))
        };
        (0..).zip(conditions).flat_map(along_axes).collect()
    }
}

/// Continuous everywhere and smooth nowhere.
pub(super) fn katsuura(instance: &Instance) -> Landscape {
    let (matrix, dimension) = (instance.stretched(10.0), instance.dimension as f64);
    let exponent = 10.0 / libm::pow(dimension, 1.2);
    let octaves: Vec<f64> = (1..=32).map(|j| libm::exp2(f64::from(j))).collect();
    Landscape::new(instance.optimum(), move |x, t| {
        let rough = |z: f64| -> f64 { octaves.iter().map(|two| (two * z - round(two * z)).abs() / two).sum() };
        let z = matrix.turn(t);
        let factors = z.iter().zip(1..).map(|(z, place)| libm::pow(1.0 + f64::from(place) * rough(*z), exponent));
        10.0 / dimension / dimension * (factors.product::<f64>() - 1.0) + penalty(x)
    })
}

/// Two funnels, of which the wider one leads astray.
pub(super) fn lunacek(instance: &Instance) -> Landscape {
    let dimension = instance.dimension as f64;
    let signs: Vec<f64> =
        normals(instance.dimension, instance.seed).iter().map(|normal| 1.0_f64.copysign(*normal)).collect();
    let optimum = signs.iter().map(|sign| 0.5 * LUNACEK * sign).collect();
    let steepness = 1.0 - 0.5 / (libm::sqrt(dimension + 20.0) - 4.1);
    let astray = -libm::sqrt((LUNACEK * LUNACEK - 1.0) / steepness);
    let (r, q) = (instance.r(), instance.q().with_rows_times(&powers(instance.dimension, 10.0)));
    Landscape::new(optimum, move |x, _| {
        let h = map(&scale(x, &signs), |x| 2.0 * x);
        let from = |centre: f64| h.iter().map(|h| (h - centre) * (h - centre)).sum::<f64>();
        let funnel = from(LUNACEK).min(dimension + steepness * from(astray));
        let z = r.turn(&q.turn(&map(&h, |h| h - LUNACEK)));
        funnel + cores::waves(&z) + 1e4 * penalty(x)
    })
}

/// A hundredth of where z sin(sqrt |z|) is greatest within 500 of the origin.
const SCHWEFEL: f64 = 4.209_687_463_7;

/// The centre of the funnel with the optimum.
const LUNACEK: f64 = 2.5;
