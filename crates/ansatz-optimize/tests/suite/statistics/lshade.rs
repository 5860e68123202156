//! Coordinates have no names: their order does not matter on average.

use ansatz_optimize::{LShade, LShadeConfig, Space};
use ansatz_testkit::statistics::assert_mean;

#[test]
fn the_order_of_coordinates_does_not_matter() {
    let space = Space::real([(-5.0, 5.0); 4]).unwrap();
    let search = LShade::with_config(&space, LShadeConfig::default().population(20)).unwrap();
    let weights = [1.0, 10.0, 100.0, 1_000.0];
    let found = |seed: u64, weights: &[f64]| {
        let objective = |x: &[f64]| x.iter().zip(weights).map(|(x, weight)| weight * x * x).sum::<f64>();
        libm::log(search.clone().minimize(400, seed, objective).unwrap().value)
    };
    let mut mirrored = weights;
    mirrored.reverse();
    let differences: Vec<f64> = (0..400).map(|seed| found(seed, &weights) - found(seed + 1_000, &mirrored)).collect();
    assert_mean("logarithm of the ratio of two orders", &differences, 0.0, 0.0);
}
