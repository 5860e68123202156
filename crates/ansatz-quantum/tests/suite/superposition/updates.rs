//! Evidence beside weighted particles, and matrices beside sums written out; the norm stays 1.

use ansatz_quantum::{Complex, Superposition, Unitary};
use ansatz_random::{Stream, below, unit};
use proptest::prelude::*;

use super::{drawn, drawn_amplitudes, norm};

/// Any unitary matrix: Gram and Schmidt on one that is drawn, twice for the sake of rounding.
fn drawn_unitary(size: usize, rng: &mut Stream) -> Vec<Complex> {
    let mut rows: Vec<Vec<Complex>> = (0..size).map(|_| drawn_amplitudes(size, rng)).collect();
    for at in 0..2 * size {
        let mut row = rows[at % size].clone();
        for before in &rows[..at % size] {
            let common: Complex = before.iter().zip(&row).map(|(&b, &r)| b.conj() * r).sum();
            row = row.iter().zip(before).map(|(&r, &b)| r - b * common).collect();
        }
        let length = row.iter().map(|entry| entry.norm_sqr()).sum::<f64>().sqrt();
        rows[at % size] = row.iter().map(|&entry| entry * (1.0 / length)).collect();
    }
    rows.concat()
}

proptest! {
    #[test]
    fn evidence_is_that_of_weighted_particles(
        weights in prop::collection::vec(0.0f64..10.0, 1..50),
        rounds in prop::collection::vec(prop::collection::vec(0.01f64..1.0, 50), 1..20),
    ) {
        prop_assume!(weights.iter().any(|&weight| weight > 0.0));
        let n = weights.len();
        let mut state = Superposition::from_weights(0..n, &weights).unwrap();
        state.rotate_by(|&x| x as f64).unwrap();
        let sum: f64 = weights.iter().sum();
        let mut particles: Vec<f64> = weights.iter().map(|weight| weight / sum).collect();
        for likelihoods in rounds {
            let evidence: f64 = particles.iter().zip(&likelihoods).map(|(p, l)| p * l).sum();
            for (particle, likelihood) in particles.iter_mut().zip(&likelihoods) {
                *particle *= likelihood / evidence;
            }
            let found = state.reweight(&likelihoods[..n]).unwrap();
            prop_assert!((found / evidence - 1.0).abs() < 1e-13);
        }
        for (at, &particle) in particles.iter().enumerate() {
            let amplitude = state.amplitudes()[at];
            prop_assert!((amplitude.norm_sqr() - particle).abs() <= 1e-13 * particle);
            // The phase is what it was.
            prop_assert!((amplitude - Complex::from_polar(particle.sqrt(), at as f64)).norm() < 1e-13);
        }
    }

    #[test]
    fn unitary_matrices_keep_inner_products(size in 1usize..9, more in 0usize..5, seed: u64) {
        let mut rng = Stream::new(seed, 0);
        let n = size + more;
        let entries = drawn_unitary(size, &mut rng);
        let unitary = Unitary::new(size, &entries).unwrap();
        let (mut one, mut other) = (drawn(n, &mut rng), drawn(n, &mut rng));
        let before = one.inner(&other).unwrap();
        let (start, mut positions) = (one.clone(), (0..n).collect::<Vec<_>>());
        ansatz_random::shuffle(&mut rng, &mut positions);
        let (chosen, rest) = positions.split_at(size);
        one.apply(&unitary, chosen).unwrap();
        other.apply(&unitary, chosen).unwrap();
        prop_assert!((one.inner(&other).unwrap() - before).norm() < 1e-13);
        prop_assert!((norm(&one) - 1.0).abs() < 1e-13);
        for (row, &position) in chosen.iter().enumerate() {
            let expected: Complex =
                (0..size).map(|column| entries[row * size + column] * start.amplitudes()[chosen[column]]).sum();
            prop_assert!((one.amplitudes()[position] - expected).norm() < 1e-13);
        }
        prop_assert!(rest.iter().all(|&position| one.amplitudes()[position] == start.amplitudes()[position]));
        one.apply(&unitary.adjoint(), chosen).unwrap();
        prop_assert!(one.amplitudes().iter().zip(start.amplitudes()).all(|(&a, &b)| (a - b).norm() < 1e-13));
    }

    #[test]
    fn the_norm_stays_one(n in 1usize..40, seed: u64, steps in prop::collection::vec(0u8..6, 1..40)) {
        let mut rng = Stream::new(seed, 0);
        let mut state = drawn(2 * n, &mut rng);
        for step in steps {
            match step {
                0 => drop(state.reweight_by(|_| 1e-3 + unit(&mut rng)).unwrap()),
                1 => state.rotate_by(|_| 1e3 * unit(&mut rng)).unwrap(),
                2 => drop(state.apply_diagonal(&drawn_amplitudes(2 * n, &mut rng)).unwrap()),
                3 => state.apply_blocks(&Unitary::beam_splitter(unit(&mut rng), unit(&mut rng)).unwrap()).unwrap(),
                4 => drop(state.observe_by(|x| x % 3, &mut rng)),
                _ => state.amplify(|x| x % 5 == 1, below(&mut rng, 5)),
            }
            prop_assert!((norm(&state) - 1.0).abs() < 1e-13, "after {}: {}", step, norm(&state));
        }
    }

    #[test]
    fn a_factor_is_a_likelihood_and_an_angle(n in 1usize..40, seed: u64) {
        let mut rng = Stream::new(seed, 0);
        let mut at_once = drawn(n, &mut rng);
        let mut in_turn = at_once.clone();
        let factors = drawn_amplitudes(n, &mut rng);
        let kept = at_once.apply_diagonal(&factors).unwrap();
        let evidence = in_turn.reweight_by(|&x| factors[x].norm_sqr()).unwrap();
        in_turn.rotate_by(|&x| factors[x].arg()).unwrap();
        prop_assert!((kept / evidence - 1.0).abs() < 1e-13);
        prop_assert!(at_once.amplitudes().iter().zip(in_turn.amplitudes()).all(|(&a, &b)| (a - b).norm() < 1e-13));
    }
}

#[test]
fn a_matrix_with_nine_digits_becomes_unitary() {
    let (cosine, sine) = (0.540_302_306, 0.841_470_985);
    let entries = [cosine, -sine, sine, cosine].map(Complex::from);
    let rough = Unitary::new(2, &entries).unwrap();
    let mut state = Superposition::from_weights([0, 1], &[1.0, 2.0]).unwrap();
    for _ in 0..1_000 {
        state.apply_blocks(&rough).unwrap();
    }
    // The squares of its own digits add up to 1 up to 5e-10, so that the norm would be off by 5e-7 by now.
    assert!((norm(&state) - 1.0).abs() < 1e-12);
}

#[test]
fn built_in_matrices_are_unitary() {
    let splitter = Unitary::beam_splitter(0.7, 1.9).unwrap();
    let mut all = vec![Unitary::hadamard(), splitter];
    all.extend([1, 2, 3, 16, 255, 256].map(|size| Unitary::fourier(size).unwrap()));
    for unitary in all {
        let size = unitary.size();
        let rebuilt = Unitary::new(size, unitary.entries()).unwrap();
        let off = rebuilt.entries().iter().zip(unitary.entries()).map(|(&a, &b)| (a - b).norm());
        // Entries carry a few roundings, of which Gram and Schmidt's row takes one from each of the rows before it.
        assert!(off.fold(0.0, f64::max) < 1e-15 * (8.0 + size as f64), "{size}");
    }
}
