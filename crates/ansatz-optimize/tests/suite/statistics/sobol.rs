//! A scrambled point is uniform on the cube: over seeds, each digit is fair and independent of those above it.

use ansatz_optimize::Sobol;
use ansatz_testkit::statistics::assert_mean;

#[test]
fn digits_are_fair_and_independent_of_those_above() {
    for index in [0, 1, 5, 1_000] {
        let points: Vec<u32> = (0..4_000)
            .map(|seed| (Sobol::scrambled(3, seed).unwrap().point(index)[2] * 4_294_967_296.0) as u32)
            .collect();
        for digit in 0..32 {
            let of = |point: &u32, digit: u32| point >> (31 - digit) & 1;
            let ones: Vec<f64> = points.iter().map(|point| f64::from(of(point, digit))).collect();
            assert_mean(&format!("digit {digit} of point {index}"), &ones, 0.5, 0.0);
            let equal: Vec<f64> =
                points.iter().map(|point| f64::from(of(point, digit) ^ of(point, digit.saturating_sub(1)))).collect();
            let expected = if digit == 0 { 0.0 } else { 0.5 };
            assert_mean(&format!("digits {digit} and above of point {index}"), &equal, expected, 0.0);
        }
    }
}

/// Coordinates are scrambled independently: the products of two have the mean of independent ones, 1/4.
#[test]
fn coordinates_are_scrambled_independently() {
    let products: Vec<f64> = (0..4_000)
        .map(|seed| {
            let point = Sobol::scrambled(2, seed).unwrap().point(0);
            point[0] * point[1]
        })
        .collect();
    // A multiple of 2^-32 lies 2^-33 below the middle of its part, on average.
    assert_mean("product", &products, 0.25, 1e-9);
}
