//! The functions, in the benchmark's five groups.

mod ill_conditioned;
mod moderate;
mod multimodal;
mod separable;
mod weakly_structured;

use super::{Landscape, instance::Instance};

pub(super) fn landscape(function: u32, instance: &Instance) -> Option<Landscape> {
    let make = match function {
        1 => separable::sphere,
        2 => separable::ellipsoid,
        3 => separable::rastrigin,
        4 => separable::bueche_rastrigin,
        5 => separable::linear_slope,
        6 => moderate::attractive_sector,
        7 => moderate::step_ellipsoid,
        8 => moderate::rosenbrock,
        9 => moderate::rosenbrock_rotated,
        10 => ill_conditioned::ellipsoid,
        11 => ill_conditioned::discus,
        12 => ill_conditioned::bent_cigar,
        13 => ill_conditioned::sharp_ridge,
        14 => ill_conditioned::different_powers,
        15 => multimodal::rastrigin,
        16 => multimodal::weierstrass,
        17 => multimodal::schaffers,
        18 => multimodal::schaffers_ill_conditioned,
        19 => multimodal::griewank_rosenbrock,
        20 => weakly_structured::schwefel,
        21 => weakly_structured::gallagher_101,
        22 => weakly_structured::gallagher_21,
        23 => weakly_structured::katsuura,
        24 => weakly_structured::lunacek,
        _ => return None,
    };
    Some(make(instance))
}
