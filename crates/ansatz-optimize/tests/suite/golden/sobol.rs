//! Sobol points beside those of SciPy, which takes its direction numbers from the same published table.

use ansatz_optimize::{RandomSearch, Sobol, SobolSearch, Space};

use crate::functions::sphere;

/// Recorded from `scipy.stats.qmc.Sobol(scramble=False)`, SciPy 1.17.1: dimension from 1, index from 0, value.
const RECORDED: &str = include_str!("../../data/sobol_scipy.csv");

#[test]
fn the_points_are_the_published_ones() {
    let sobol = Sobol::new(1_111).unwrap();
    let mut compared = 0;
    for line in RECORDED.lines().skip(1) {
        let fields: Vec<&str> = line.split(',').collect();
        let (dimension, index): (usize, u32) = (fields[0].parse().unwrap(), fields[1].parse().unwrap());
        let value: f64 = fields[2].parse().unwrap();
        assert_eq!(sobol.point(index)[dimension - 1], value, "{line}");
        compared += 1;
    }
    assert_eq!(compared, 15 * 20);
}

#[test]
fn scrambled_points_and_runs_are_what_they_always_were() {
    assert_eq!(Sobol::scrambled(2, 42).unwrap().point(3), [0.417_941_328_603_774_3, 0.695_773_334_940_895_4]);
    let space = Space::real([(-5.0, 5.0); 3]).unwrap();
    let sobol = SobolSearch::new(&space).unwrap().minimize(100, 42, sphere).unwrap().value;
    let random = RandomSearch::new(&space).minimize(100, 42, sphere).unwrap().value;
    assert_eq!([sobol, random], [1.316_233_684_133_537_8, 0.658_095_921_211_273_9]);
}
