//! Lower bounds beside exact minima, and on public graphs.

use ansatz_quantum::Ising;
use proptest::prelude::*;

use crate::{
    files::{cut, models},
    problems::minima,
};

proptest! {
    #[test]
    fn nothing_is_below_the_bound(
        fields in prop::collection::vec(-4i32..=4, 1..12),
        pairs in prop::collection::vec((0usize..12, 0usize..12, -4i32..=4), 0..50),
        offset in -3i32..3,
        unit in prop::sample::select(vec![1.0, 0.25, 1.0 / 3.0, 0.1]),
    ) {
        let n = fields.len();
        let fields: Vec<f64> = fields.iter().map(|&field| unit * f64::from(field)).collect();
        let couplings = pairs.iter().map(|&(i, j, w)| (i % n, j % n, unit * f64::from(w))).filter(|&(i, j, _)| i != j);
        let model = Ising::new(&fields, couplings).unwrap().with_offset(f64::from(offset)).unwrap();
        let (least, _) = minima(&model);
        // The energies themselves are sums of up to 63 numbers below 210 in all.
        let rounding = if unit == 1.0 || unit == 0.25 { 0.0 } else { 64.0 * 210.0 * f64::EPSILON };
        prop_assert!(model.lower_bound() <= least + rounding, "{} {least}", model.lower_bound());
    }

    /// A solution that is planted without contradictions is certified, fields and all.
    #[test]
    fn without_frustration_the_bound_is_the_minimum(
        planted in prop::collection::vec(prop::bool::ANY, 1..12),
        pairs in prop::collection::vec((0usize..12, 0usize..12, 0u32..=4), 0..50),
        fields in prop::collection::vec(0u32..3, 12),
    ) {
        let n = planted.len();
        let spin = |i: usize| if planted[i] { 1.0 } else { -1.0 };
        let couplings = pairs.iter().map(|&(i, j, w)| (i % n, j % n, w)).filter(|&(i, j, _)| i != j);
        let couplings = couplings.map(|(i, j, w)| (i, j, -spin(i) * spin(j) * f64::from(w)));
        let fields: Vec<f64> = (0..n).map(|i| -spin(i) * f64::from(fields[i])).collect();
        let model = Ising::new(&fields, couplings).unwrap();
        prop_assert_eq!(model.lower_bound(), minima(&model).0);
    }

    /// A cycle loses twice its weakest coupling, whatever its length, and a field is a coupling.
    #[test]
    fn one_cycle_is_exact(sizes in prop::collection::vec(1u32..9, 3..11), signs in prop::collection::vec(prop::bool::ANY, 11)) {
        let n = sizes.len();
        let couplings = (0..n).map(|i| (i, (i + 1) % n, if signs[i] { 1.0 } else { -1.0 } * f64::from(sizes[i])));
        let ring = Ising::new(&vec![0.0; n], couplings.clone()).unwrap();
        prop_assert_eq!(ring.lower_bound(), minima(&ring).0);
        let mut fields = vec![0.0; n];
        fields[0] = f64::from(sizes[n - 1]);
        fields[n - 1] = if signs[n - 1] { 2.0 } else { -2.0 };
        let chain = Ising::new(&fields, couplings.take(n - 1)).unwrap();
        prop_assert_eq!(chain.lower_bound(), minima(&chain).0);
    }
}

/// What each part of a graph loses is found, wherever its spins are.
#[test]
fn parts_that_are_not_joined_add_up() {
    let triangle = |from: usize| [(from, from + 1, 1.0), (from + 1, from + 2, 1.0), (from, from + 2, 1.0)];
    let alone = Ising::new(&[0.0; 4], triangle(1)).unwrap();
    assert_eq!(alone.lower_bound(), -1.0);
    let three = Ising::new(&[0.0; 10], [0, 3, 7].into_iter().flat_map(triangle)).unwrap();
    assert_eq!(three.lower_bound(), -3.0);
}

/// Sizes of just below 2^53 are added exactly, as `Ising` says of its energies; those above lower the bound a little.
#[test]
fn the_bound_is_exact_as_long_as_energies_are() {
    let most = (1u64 << 53) as f64;
    for (coupling, offset) in [(most - 2.0, 0.0), (0.5 * most + 1.0, 1.0), (0.25 * (most - 4.0), -0.5)] {
        let model = Ising::new(&[1.0, 0.0], [(0, 1, coupling)]).unwrap().with_offset(offset).unwrap();
        assert_eq!(model.lower_bound(), offset - coupling - 1.0);
    }
    let beyond = Ising::new(&[1.0, 0.0], [(0, 1, most)]).unwrap();
    assert!(beyond.lower_bound() < -most);
    // 0.1 and 0.7 are a little more than the number that is nearest to their sum.
    assert!(Ising::new(&[0.1, 0.7], []).unwrap().lower_bound() < -(0.1 + 0.7));
}

/// K4 with all couplings 1: its least energy is -2, and two triangles that share no edge do not exist.
#[test]
fn crossing_cycles_leave_a_gap() {
    let pairs = (0..4).flat_map(|i| (0..i).map(move |j| (i, j, 1.0)));
    let model = Ising::new(&[0.0; 4], pairs).unwrap();
    assert_eq!(minima(&model).0, -2.0);
    assert_eq!(model.lower_bound(), -4.0);
}

/// The torus G48 is bipartite: that all of its edges can be cut is certain. No bound is above what is known.
#[test]
fn public_graphs() {
    for (name, model, known) in models("gset", cut) {
        let bound = model.lower_bound();
        println!("{name}: {bound} {known}, {:.1}%", 100.0 * (known - bound) / known.abs());
        assert!(bound <= known, "{name}: {bound} {known}");
        assert!(name != "G48" || bound == known, "{bound}");
    }
}
