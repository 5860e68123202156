//! What a state says of itself: norms, products, entropies, means.

use ansatz_quantum::{Complex, Superposition, Unitary};
use ansatz_random::Stream;
use proptest::prelude::*;

use super::{drawn, norm};

#[test]
fn a_state_by_hand() {
    let state =
        Superposition::new(["a", "b", "c"], &[Complex::from(1.0), Complex::new(0.0, -1.0), Complex::new(1.0, 1.0)])
            .unwrap();
    assert_eq!(state.len(), 3);
    for (at, expected) in [0.25, 0.25, 0.5].into_iter().enumerate() {
        assert!((state.probability(|&x| x == ["a", "b", "c"][at]) - expected).abs() < 1e-15);
    }
    assert!((state.entropy() - 1.5).abs() < 1e-14);
    assert!((state.expected(|&x| if x == "c" { 8.0 } else { 4.0 }) - 6.0).abs() < 1e-14);
    assert!((state.amplitudes()[1].arg() + core::f64::consts::FRAC_PI_2).abs() < 1e-15);
    // What is impossible is not asked, and a certain state has no entropy, not even one of -0.
    let certain = Superposition::from_weights([0.0, f64::INFINITY], &[3.0, 0.0]).unwrap();
    assert_eq!(certain.expected(|&x| x), 0.0);
    assert!(certain.entropy() == 0.0 && certain.entropy().is_sign_positive());
}

#[test]
fn amplitudes_of_any_size() {
    for size in [f64::MAX, 1e300, 1.0, 1e-300, 5e-324] {
        let state = Superposition::new([0, 1], &[Complex::from(size), Complex::new(0.0, -size)]).unwrap();
        assert!(state.amplitudes().iter().all(|a| (a.norm_sqr() - 0.5).abs() < 1e-15), "{size}");
        let state = Superposition::from_weights([0, 1, 2], &[size, 0.0, size]).unwrap();
        assert!((state.probability(|&x| x == 2) - 0.5).abs() < 1e-15, "{size}");
    }
    // What a few digits leave of a norm of 1 is made up for.
    for off in [1e-11, 1e-9, 1e-3] {
        let state = Superposition::new([0, 1], &[0.6, 0.8].map(|part| Complex::from(part * (1.0 + off)))).unwrap();
        assert!((norm(&state) - 1.0).abs() < 1e-15, "{off}");
    }
    let large = Superposition::uniform(0..1_000_000).unwrap();
    assert!((norm(&large) - 1.0).abs() < 1e-10);
    assert!((large.entropy() - 1e6f64.log2()).abs() < 1e-9);
}

#[test]
fn the_second_of_a_product_has_the_blocks() {
    let mut rng = Stream::new(11, 0);
    let splitter = |phase| Unitary::beam_splitter(0.7, phase).unwrap();
    // One by one, in pairs with real entries and with complex ones, in blocks.
    for unitary in [Unitary::fourier(1).unwrap(), splitter(0.0), splitter(1.9), Unitary::fourier(3).unwrap()] {
        let size = unitary.size();
        let (one, mut other) = (drawn(5, &mut rng), drawn(size, &mut rng));
        let mut both = one.tensor(&other).unwrap();
        both.apply_blocks(&unitary).unwrap();
        other.apply(&unitary, &(0..size).collect::<Vec<_>>()).unwrap();
        let overlap = both.inner(&one.tensor(&other).unwrap()).unwrap();
        assert!((overlap - Complex::from(1.0)).norm() < 1e-14, "{unitary:?}");
    }
}

proptest! {
    #[test]
    fn products(n in 1usize..40, m in 1usize..40, seed: u64) {
        let mut rng = Stream::new(seed, 0);
        let (one, other) = (drawn(n, &mut rng), drawn(m, &mut rng));
        let both = one.tensor(&other).unwrap();
        prop_assert!((norm(&both) - 1.0).abs() < 1e-13);
        prop_assert!((both.entropy() - one.entropy() - other.entropy()).abs() < 1e-12);
        for (at, &(i, j)) in both.alternatives().iter().enumerate() {
            prop_assert_eq!(at, i * m + j);
            let (a, b) = (one.amplitudes()[i], other.amplitudes()[j]);
            prop_assert_eq!(both.amplitudes()[at], Complex::new(a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re));
        }
    }

    #[test]
    fn inner_products(n in 1usize..3000, seed: u64) {
        let mut rng = Stream::new(seed, 0);
        let (one, other) = (drawn(n, &mut rng), drawn(n, &mut rng));
        let (mut re, mut im) = (0.0, 0.0);
        for (a, b) in one.amplitudes().iter().zip(other.amplitudes()) {
            re += a.re * b.re + a.im * b.im;
            im += a.re * b.im - a.im * b.re;
        }
        let inner = one.inner(&other).unwrap();
        prop_assert!((inner.re - re).abs() < 1e-13 && (inner.im - im).abs() < 1e-13);
        prop_assert!((one.fidelity(&other).unwrap() - (re * re + im * im)).abs() < 1e-13);
        prop_assert!((one.fidelity(&one).unwrap() - 1.0).abs() < 1e-12);
    }
}
