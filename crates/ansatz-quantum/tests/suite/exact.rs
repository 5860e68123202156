//! Exact search beside all energies written out.

use ansatz_quantum::{Ising, solvers::ExactSearch};
use proptest::prelude::*;

use crate::problems::{all_spins, minima};

#[test]
fn a_model_without_couplings_has_one_minimum() {
    let mut search = ExactSearch::new(&Ising::new(&[1.0, -2.0, 3.0], []).unwrap()).unwrap();
    assert!(!search.step(0));
    assert_eq!((search.best().spins(), search.minima()), (&[-1, 1, -1][..], 1));
}

#[test]
fn one_spin_without_a_field_has_two() {
    let search = ExactSearch::new(&Ising::new(&[0.0], []).unwrap()).unwrap();
    assert!(search.is_complete());
    assert_eq!((search.best().energy(), search.minima()), (0.0, 2));
}

#[test]
fn more_than_thirty_spins_are_refused() {
    assert!(ExactSearch::new(&Ising::new(&[1.0; 30], []).unwrap()).is_ok());
    let error = ExactSearch::new(&Ising::new(&[1.0; 31], []).unwrap()).unwrap_err();
    assert_eq!(error.to_string(), "`spins` is 31, allowed: at most 30");
}

/// Rounding differs along the way, and is cleared away often enough.
#[test]
fn thirds_are_as_good_as_whole_numbers() {
    let n = 17;
    let couplings = (0..n).flat_map(|i| (0..i).map(move |j| (i, j, ((i * 5 + j * 3) % 7) as f64 / 3.0 - 1.0)));
    let model = Ising::new(&[1.0 / 7.0; 17], couplings).unwrap();
    let mut search = ExactSearch::new(&model).unwrap();
    search.step(u64::MAX);
    let least = all_spins(n).map(|spins| model.energy(&spins).unwrap()).fold(f64::INFINITY, f64::min);
    assert!((search.best().energy() - least).abs() < 1e-12, "{:?} {least}", search.best());
}

proptest! {
    #[test]
    fn it_finds_all_minima(
        fields in prop::collection::vec(-2i32..=2, 1..13),
        pairs in prop::collection::vec((0usize..12, 0usize..12, -3i32..=3), 0..60),
        has_fields: bool,
        first in 0u64..20,
    ) {
        let n = fields.len();
        let fields: Vec<f64> = fields.iter().map(|&h| if has_fields { f64::from(h) } else { 0.0 }).collect();
        let couplings = pairs.iter().map(|&(i, j, w)| (i % n, j % n, f64::from(w) / 2.0)).filter(|&(i, j, _)| i != j);
        let model = Ising::new(&fields, couplings).unwrap().with_offset(0.25).unwrap();
        let (least, all) = minima(&model);
        let mut search = ExactSearch::new(&model).unwrap();
        search.step(first);
        let mut once = search.clone();
        while search.step(1) {}
        once.step(u64::MAX);
        for search in [search, once] {
            prop_assert!(search.is_complete());
            let best = search.best();
            prop_assert_eq!(best.energy(), least);
            prop_assert!(all.iter().any(|spins| spins == best.spins()));
            prop_assert_eq!(search.minima(), all.len() as u64);
        }
    }
}
