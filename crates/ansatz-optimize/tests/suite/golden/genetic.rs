//! Runs of the genetic algorithm, so that a change of what it does is noticed.

use ansatz_optimize::{
    Dimension, Diversity, GeneticAlgorithm, GeneticConfig, Grouping, Permutation, RealVector, Selection, Space,
};

use crate::{functions::rosenbrock, properties::FirstFit};

#[test]
fn a_run_is_what_it_always_was() {
    let space = Space::new([
        Dimension::real(-5.0, 5.0).unwrap(),
        Dimension::logarithmic(1e-3, 1e3).unwrap(),
        Dimension::real(-5.0, 5.0).unwrap(),
        Dimension::integer(0..=5).unwrap(),
    ]);
    let config = GeneticConfig::default().population(10).islands(2).selection(Selection::LinearRank { pressure: 1.8 });
    let search = GeneticAlgorithm::with_config(RealVector::new(&space.unwrap()), config).unwrap();
    assert_eq!(search.minimize(1_000, 42, |x| rosenbrock(x)).unwrap().value, 1.469_009_054_898_263_3);
}

#[test]
fn a_tour_is_what_it_always_was() {
    let config = GeneticConfig::default().population(10).diversity(Diversity::Crowding);
    let search = GeneticAlgorithm::with_config(Permutation::new(12).unwrap(), config).unwrap();
    let steps = |items: &Vec<usize>| items.windows(2).map(|pair| pair[0].abs_diff(pair[1]).pow(2) as f64).sum::<f64>();
    assert_eq!(search.minimize(400, 42, steps).unwrap().candidate, [0, 1, 5, 2, 3, 4, 6, 7, 8, 9, 11, 10]);
}

#[test]
fn a_packing_is_what_it_always_was() {
    let search = GeneticAlgorithm::new(Grouping::new(14, FirstFit).unwrap());
    let found = search.minimize(150, 42, FirstFit::cost).unwrap();
    assert_eq!(found.candidate, [0, 0, 1, 2, 3, 3, 1, 2, 3, 1, 0, 0, 2, 0]);
}
