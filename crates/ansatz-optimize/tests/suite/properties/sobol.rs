//! Sobol points stay a net, however they are scrambled; the search over them resumes.

use ansatz_optimize::{Dimension, Sobol, SobolSearch, Space};
use proptest::prelude::*;

use crate::{
    functions::sphere,
    runs::{assert_order_does_not_matter, assert_resumes},
};

proptest! {
    /// Of the points of each block of 2^k, every coordinate has one in each of 2^k equal parts.
    #[test]
    fn every_coordinate_is_stratified(seed in any::<Option<u64>>(), k in 0..8u32, block in 0..50u32) {
        let sobol = seed.map_or_else(|| Sobol::new(40), |seed| Sobol::scrambled(40, seed)).unwrap();
        let points: Vec<Vec<f64>> = (0..1 << k).map(|step| sobol.point((block << k) + step)).collect();
        for dimension in 0..40 {
            let mut parts: Vec<usize> = points.iter().map(|point| (point[dimension] * f64::from(1 << k)) as usize).collect();
            parts.sort_unstable();
            prop_assert!(parts.into_iter().eq(0..1 << k));
        }
    }

    /// Points in their order are the points by their indices.
    #[test]
    fn points_follow_each_other(seed in any::<Option<u64>>(), d in 1..50usize, count in 0..300u32) {
        let sobol = seed.map_or_else(|| Sobol::new(d), |seed| Sobol::scrambled(d, seed)).unwrap();
        prop_assert!(sobol.points(count).eq((0..count).map(|index| sobol.point(index))));
    }

    /// The first two dimensions are a (0, 2)-sequence: each box of area 2^-k with sides that are powers of two has one of
    /// the first 2^k points.
    #[test]
    fn the_first_two_dimensions_fill_every_elementary_box(seed in any::<Option<u64>>(), k in 0..8u32) {
        let sobol = seed.map_or_else(|| Sobol::new(2), |seed| Sobol::scrambled(2, seed)).unwrap();
        for across in 0..=k {
            let (wide, high) = (1 << across, 1 << (k - across));
            let mut boxes: Vec<u32> = sobol
                .points(1 << k)
                .map(|point| (point[0] * f64::from(wide)) as u32 * high + (point[1] * f64::from(high)) as u32)
                .collect();
            boxes.sort_unstable();
            prop_assert!(boxes.into_iter().eq(0..1 << k));
        }
    }
}

/// The star discrepancy in two dimensions, squared and averaged over the corner (Warnock's formula): of 1,024 points it is
/// far below that of random ones, whose expectation is (1/4 - 1/9) / n.
#[test]
fn the_discrepancy_is_far_below_that_of_random_points() {
    let n = 1_024;
    for points in [Sobol::new(2).unwrap(), Sobol::scrambled(2, 1).unwrap()] {
        let points: Vec<Vec<f64>> = points.points(n).collect();
        let n = f64::from(n);
        let single: f64 = points.iter().map(|x| x.iter().map(|x| (1.0 - x * x) / 2.0).product::<f64>()).sum();
        let pairs: f64 = points
            .iter()
            .flat_map(|x| points.iter().map(move |y| x.iter().zip(y).map(|(x, y)| 1.0 - x.max(*y)).product::<f64>()))
            .sum();
        let squared = 1.0 / 9.0 - 2.0 / n * single + pairs / (n * n);
        // A (0, 2)-sequence has discrepancy O(log n / n): (10 / 1024)^2 is 0.7 of the random value / 1024 already.
        assert!(squared > 0.0 && squared < (0.25 - 1.0 / 9.0) / n / 20.0, "{squared}");
    }
}

#[test]
fn a_stored_run_goes_on_to_the_bit() {
    let space = Space::new([Dimension::real(-1.0, 2.0).unwrap(), Dimension::category(3).unwrap()]).unwrap();
    let start = || SobolSearch::new(&space).unwrap().start(100, 7).unwrap();
    assert_resumes(start, |x| [sphere(x)], 100);
    assert_order_does_not_matter(|| SobolSearch::new(&space).unwrap().start(1_000, 7).unwrap(), |x| [sphere(x)]);
}
