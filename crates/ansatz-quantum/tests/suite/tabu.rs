//! Tabu search: small models by brute force, public ones by what is known of them, and the same from the same seed.

use ansatz_quantum::{
    Ising,
    solvers::{TabuConfig, TabuSearch},
};
use proptest::prelude::*;

use crate::{
    files::{models, qubo},
    problems::minima,
};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn small_models_are_solved(
        fields in prop::collection::vec(-4i32..=4, 1..11),
        pairs in prop::collection::vec((0usize..12, 0usize..12, -4i32..=4), 0..50),
        unit in prop::sample::select(vec![1.0, 0.37]),
    ) {
        let n = fields.len();
        let fields: Vec<f64> = fields.iter().map(|&field| unit * f64::from(field)).collect();
        let couplings = pairs.iter().map(|&(i, j, w)| (i % n, j % n, unit * f64::from(w))).filter(|&(i, j, _)| i != j);
        let model = Ising::new(&fields, couplings).unwrap();
        // Of ten spins, some of each round's start are turned at random: 40 rounds find all of 1,024 settings.
        let config = TabuConfig::default().iterations(4_000).patience(50);
        let mut search = TabuSearch::with_config(&model, &config, 1, 3).unwrap();
        search.step(u64::MAX);
        let (best, (least, _)) = (search.best(), minima(&model));
        prop_assert!((best.energy() - least).abs() < 1e-9, "{} {least}", best.energy());
        prop_assert_eq!(best.energy(), model.energy(best.spins()).unwrap());
    }

    #[test]
    fn reads_and_steps_make_no_difference(first in 0u64..300, seed: u64, is_whole: bool) {
        let n = 40;
        let third = if is_whole { 1.0 } else { 1.0 / 3.0 };
        let pairs = (0..n).flat_map(|i| (0..i).map(move |j| (i, j, third * (((i * 7 + j * 13) % 11) as f64 - 5.0))));
        let model = Ising::new(&[0.0; 40], pairs).unwrap();
        let config = TabuConfig::default().iterations(300).patience(40);
        let mut many = TabuSearch::with_config(&model, &config, 3, seed).unwrap();
        prop_assert!(many.step(first));
        prop_assert!(!many.step(300 - first));
        let mut parallel = TabuSearch::with_config(&model, &config, 2, seed).unwrap();
        #[cfg(feature = "rayon")]
        parallel.step_parallel(300);
        #[cfg(not(feature = "rayon"))]
        parallel.step(300);
        prop_assert_eq!(&many.samples()[..2], &parallel.samples()[..]);
    }
}

/// A cut of all edges of two rings, and every read on its own.
#[test]
fn best_is_the_least_of_all_reads() {
    let rings = [0, 50].into_iter().flat_map(|first| (0..50).map(move |i| (first + i, first + (i + 1) % 50, 1.0)));
    let model = Ising::new(&[0.0; 100], rings).unwrap();
    let mut search = TabuSearch::new(&model, 4, 9).unwrap();
    while search.step(1_000) {}
    let least = search.samples().iter().map(ansatz_quantum::solvers::Sample::energy).fold(f64::INFINITY, f64::min);
    assert_eq!(search.best().energy(), least);
    assert_eq!(least, -100.0);
    assert_eq!(search.steps_taken(), 100_000);
}

#[test]
fn reads_start_each_for_itself() {
    let model = Ising::new(&[0.0; 64], []).unwrap();
    let mut starts: Vec<_> =
        TabuSearch::new(&model, 9, 1).unwrap().samples().iter().map(ansatz_quantum::solvers::Sample::bits).collect();
    starts.sort();
    starts.dedup();
    assert_eq!(starts.len(), 9);
}

#[test]
fn what_cannot_be_is_refused() {
    let model = Ising::new(&[0.0; 5], []).unwrap();
    let usual = TabuConfig::default;
    assert!(TabuSearch::new(&model, 0, 1).is_err());
    for config in [usual().iterations(0), usual().patience(0), usual().tenure(3), usual().tenure(usize::MAX)] {
        assert!(TabuSearch::with_config(&model, &config, 1, 1).is_err(), "{config:?}");
    }
    let four = Ising::new(&[0.0; 4], []).unwrap();
    assert!(TabuSearch::with_config(&four, &usual().tenure(2), 1, 1).is_err());
    let error = TabuSearch::with_config(&model, &usual().tenure(3), 1, 1).unwrap_err();
    assert_eq!(error.to_string(), "`tenure` is 3, allowed: 0..=2");
    for n in 1..6 {
        let model = Ising::new(&vec![1.0; n], []).unwrap();
        let mut search = TabuSearch::with_config(&model, &usual().tenure((n - 1) / 2).patience(1), 2, 1).unwrap();
        assert!(search.step(50));
        assert_eq!(search.best().energy(), -(n as f64));
    }
}

/// All of Beasley's and Gka's, of up to 250 bits, in one read of the usual length or of ten times as many iterations.
#[test]
fn public_qubos_are_solved() {
    for folder in ["biqmac/beasley", "biqmac/gka"] {
        for (name, model, known) in models(folder, qubo) {
            let config = TabuConfig::default().iterations(1_000_000);
            let mut search = TabuSearch::with_config(&model, &config, 1, 1).unwrap();
            while search.best().energy() > known && search.step(10_000) {}
            println!("{name}: {} after {}", search.best().energy(), search.steps_taken());
            assert_eq!(search.best().energy(), known, "{name}");
        }
    }
}
