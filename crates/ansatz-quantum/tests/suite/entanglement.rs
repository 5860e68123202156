//! Joint states: Schmidt, measurements, and CHSH beside shared randomness.

// Oracles take the functions of the standard library where the code takes those of libm.
#![allow(clippy::disallowed_methods)]

use ansatz_quantum::{Bell, BipartiteState, ChshSettings, Complex, Direction, QuantumError, Side, Superposition};
use ansatz_random::{Stream, standard_normal};
use ansatz_testkit::statistics::{assert_frequencies, assert_mean};
use proptest::prelude::*;

fn amplitude(rng: &mut Stream) -> Complex {
    Complex::new(standard_normal(rng), standard_normal(rng))
}

fn amplitudes(rng: &mut Stream, count: usize) -> Vec<Complex> {
    (0..count).map(|_| amplitude(rng)).collect()
}

/// A direction, each as likely as the others.
fn direction(rng: &mut Stream) -> Direction {
    Direction::new(standard_normal(rng), standard_normal(rng), standard_normal(rng)).unwrap()
}

fn settings(rng: &mut Stream) -> ChshSettings {
    ChshSettings { left: [direction(rng), direction(rng)], right: [direction(rng), direction(rng)] }
}

/// An orthonormal pair of qubit states, each as likely as the others.
fn basis(rng: &mut Stream) -> [[Complex; 2]; 2] {
    let [a, b] = [amplitude(rng), amplitude(rng)];
    let norm = 1.0 / (a.norm_sqr() + b.norm_sqr()).sqrt();
    let (a, b) = (a * norm, b * norm);
    [[a, b], [-b.conj(), a.conj()]]
}

/// Two qubits of this concurrence, turned at random on both sides: `cos t |u v> + sin t |u' v'>`, `sin 2t = C`.
fn of_concurrence(concurrence: f64, rng: &mut Stream) -> BipartiteState {
    let angle = concurrence.asin() / 2.0;
    let (u, v) = (basis(rng), basis(rng));
    let entry = |i: usize, j: usize| u[0][i] * v[0][j] * angle.cos() + u[1][i] * v[1][j] * angle.sin();
    BipartiteState::new(2, 2, &[entry(0, 0), entry(0, 1), entry(1, 0), entry(1, 1)]).unwrap()
}

#[test]
fn tsirelson_bound_is_reached_by_bell_states() {
    let most = 8f64.sqrt();
    let phi = BipartiteState::bell(Bell::PhiPlus);
    assert!((phi.chsh(&ChshSettings::tsirelson()).unwrap() - most).abs() < 1e-12);
    for which in [Bell::PhiPlus, Bell::PhiMinus, Bell::PsiPlus, Bell::PsiMinus] {
        let state = BipartiteState::bell(which);
        let (settings, value) = state.optimal_chsh().unwrap();
        assert!((value - most).abs() < 1e-12);
        assert!((state.chsh(&settings).unwrap() - most).abs() < 1e-12, "{which:?}");
        assert!((state.concurrence().unwrap() - 1.0).abs() < 1e-12);
        assert!((state.schmidt().entropy() - 1.0).abs() < 1e-12);
    }
}

#[test]
fn bell_states_have_the_signs_of_their_correlations() {
    // From the textbook: E along z, x and y.
    for (which, expected) in [
        (Bell::PhiPlus, [1.0, 1.0, -1.0]),
        (Bell::PhiMinus, [1.0, -1.0, 1.0]),
        (Bell::PsiPlus, [-1.0, 1.0, 1.0]),
        (Bell::PsiMinus, [-1.0, -1.0, -1.0]),
    ] {
        let state = BipartiteState::bell(which);
        for (axis, expected) in [Direction::Z, Direction::X, Direction::Y].iter().zip(expected) {
            assert!((state.correlation(axis, axis).unwrap() - expected).abs() < 1e-15, "{which:?} {axis:?}");
        }
    }
}

#[test]
fn the_singlet_is_correlated_by_the_angle_between_the_directions() {
    let singlet = BipartiteState::bell(Bell::PsiMinus);
    let mut rng = Stream::new(2, 0);
    for _ in 0..400 {
        let (a, b) = (direction(&mut rng), direction(&mut rng));
        let cosine: f64 = a.components().iter().zip(b.components()).map(|(x, y)| x * y).sum();
        assert!((singlet.correlation(&a, &b).unwrap() + cosine).abs() < 1e-14);
    }
}

proptest! {
    #[test]
    fn every_entangled_state_exceeds_two(seed: u64, exponent in -6.0..0.0f64) {
        // At C = 1e-6 the excess is 1e-12; four correlations of 16 products each round to below 1e-13.
        let concurrence = 10f64.powf(exponent);
        let state = of_concurrence(concurrence, &mut Stream::new(seed, 0));
        prop_assert!((state.concurrence().unwrap() - concurrence).abs() < 1e-14);
        let (settings, value) = state.optimal_chsh().unwrap();
        let reached = state.chsh(&settings).unwrap();
        prop_assert!(value > 2.0);
        prop_assert!(reached > 2.0, "{reached} at concurrence {concurrence}");
        let expected = 2.0 * concurrence.hypot(1.0);
        prop_assert!((reached - expected).abs() < 1e-13, "{reached} {expected}");
        prop_assert_eq!(state.schmidt().rank(1e-9).unwrap(), 2);
    }

    #[test]
    fn random_states_exceed_two_and_no_settings_beat_the_best(seed: u64) {
        let mut rng = Stream::new(seed, 0);
        let state = BipartiteState::new(2, 2, &amplitudes(&mut rng, 4)).unwrap();
        let (best, value) = state.optimal_chsh().unwrap();
        prop_assert!(value > 2.0 && (state.chsh(&best).unwrap() - value).abs() < 1e-13);
        for _ in 0..50 {
            prop_assert!(state.chsh(&settings(&mut rng)).unwrap().abs() <= value + 1e-13);
        }
    }

    #[test]
    fn products_never_exceed_two(seed: u64) {
        let mut rng = Stream::new(seed, 0);
        let (left, right) = (amplitudes(&mut rng, 2), amplitudes(&mut rng, 2));
        let product = BipartiteState::product(&left, &right).unwrap();
        for _ in 0..50 {
            prop_assert!(product.chsh(&settings(&mut rng)).unwrap().abs() <= 2.0 + 1e-13);
        }
        let (best, value) = product.optimal_chsh().unwrap();
        prop_assert!((value - 2.0).abs() < 1e-13);
        prop_assert!((product.chsh(&best).unwrap() - 2.0).abs() < 1e-13);
        // Any two directions on the left would do; they are at right angles as for other states.
        let [one, other] = best.left.map(|direction| direction.components());
        prop_assert!(one.iter().zip(other).map(|(a, b)| a * b).sum::<f64>().abs() < 1e-13);
        prop_assert_eq!(product.schmidt().rank(1e-12).unwrap(), 1);
        prop_assert!(product.concurrence().unwrap() < 1e-14);
    }

    #[test]
    fn schmidt_terms_are_orthonormal_and_give_the_state_back(seed: u64, left in 1usize..9, right in 1usize..9, rank in 1usize..5) {
        // A sum of `rank` random products, so that the decomposition meets rank deficiency, too.
        let mut rng = Stream::new(seed, 0);
        let mut raw = vec![Complex::ZERO; left * right];
        for _ in 0..rank {
            let (u, v) = (amplitudes(&mut rng, left), amplitudes(&mut rng, right));
            for (index, entry) in raw.iter_mut().enumerate() {
                *entry += u[index / right] * v[index % right];
            }
        }
        let state = BipartiteState::new(left, right, &raw).unwrap();
        let schmidt = state.schmidt();
        let terms = schmidt.coefficients().len();
        prop_assert_eq!(terms, rank.min(left).min(right));
        prop_assert!(schmidt.coefficients().is_sorted_by(|a, b| a >= b));
        for vectors in [schmidt.left(), schmidt.right()] {
            for (i, one) in vectors.iter().enumerate() {
                for (j, other) in vectors.iter().enumerate() {
                    let product = one.iter().zip(other).fold(Complex::ZERO, |sum, (&a, &b)| sum + a.conj() * b);
                    let expected = Complex::from(if i == j { 1.0 } else { 0.0 });
                    // Vectors of small coefficients carry rounding over the coefficient.
                    let least = schmidt.coefficients()[i.max(j)];
                    prop_assert!((product - expected).norm() < 1e-12 / least, "{:?}", product);
                }
            }
        }
        for (index, &amplitude) in state.amplitudes().iter().enumerate() {
            let mut sum = Complex::ZERO;
            for term in 0..terms {
                let vectors = schmidt.left()[term][index / right] * schmidt.right()[term][index % right];
                sum += vectors * schmidt.coefficients()[term];
            }
            prop_assert!((sum - amplitude).norm() < 1e-12);
        }
    }

    #[test]
    fn moments_of_the_reduced_density_are_those_of_the_coefficients(seed: u64, left in 1usize..6, right in 1usize..6) {
        let state = BipartiteState::new(left, right, &amplitudes(&mut Stream::new(seed, 0), left * right)).unwrap();
        let squares: Vec<f64> = state.schmidt().coefficients().iter().map(|c| c * c).collect();
        for (side, dimension) in [(Side::Left, left), (Side::Right, right)] {
            let density = state.reduced_density(side).unwrap();
            let mut power = density.clone();
            for exponent in 1..=3 {
                let trace: f64 = (0..dimension).map(|i| power[i * dimension + i].re).sum();
                let expected: f64 = squares.iter().map(|p| p.powi(exponent)).sum();
                prop_assert!((trace - expected).abs() < 1e-12);
                power = multiplied(&power, &density, dimension);
            }
            for (i, probability) in state.probabilities(side).iter().enumerate() {
                prop_assert!((density[i * dimension + i].re - probability).abs() < 1e-15);
            }
        }
    }

    #[test]
    fn what_one_side_chooses_does_not_show_on_the_other(seed: u64) {
        let mut rng = Stream::new(seed, 0);
        let state = BipartiteState::new(2, 3, &amplitudes(&mut rng, 6)).unwrap();
        let expected = state.probabilities(Side::Right);
        // Both outcomes with their probabilities, found by drawing until each has come.
        let direction = direction(&mut rng);
        let mut found: [Option<(f64, Vec<f64>)>; 2] = [None, None];
        let density = state.reduced_density(Side::Left).unwrap();
        let [x, y, z] = direction.components();
        let mean = x * 2.0 * density[2].re + y * 2.0 * density[2].im + z * (density[0].re - density[3].re);
        while found.iter().any(Option::is_none) {
            let mut copy = state.clone();
            let outcome = copy.observe_along(Side::Left, &direction, &mut rng).unwrap();
            let probability = f64::midpoint(1.0, f64::from(outcome) * mean);
            found[usize::from(outcome == 1)] = Some((probability, copy.probabilities(Side::Right)));
        }
        for (index, expected) in expected.iter().enumerate() {
            let mixed: f64 = found.iter().flatten().map(|(p, conditional)| p * conditional[index]).sum();
            prop_assert!((mixed - expected).abs() < 1e-12);
        }
    }
}

fn multiplied(one: &[Complex], other: &[Complex], n: usize) -> Vec<Complex> {
    (0..n * n)
        .map(|at| (0..n).fold(Complex::ZERO, |sum, k| sum + one[at / n * n + k] * other[k * n + at % n]))
        .collect()
}

#[test]
fn schmidt_coefficients_of_a_known_matrix() {
    // [[3, 0], [4, 5]] has the singular values 3 sqrt 5 and sqrt 5 (G. Strang, Linear Algebra and Its Applications).
    let state = BipartiteState::new(2, 2, &[3.0, 0.0, 4.0, 5.0].map(Complex::from)).unwrap();
    let expected = [0.9f64.sqrt(), 0.1f64.sqrt()];
    for (coefficient, expected) in state.schmidt().coefficients().iter().zip(expected) {
        assert!((coefficient - expected).abs() < 1e-12);
    }
    assert!((state.concurrence().unwrap() - 0.6).abs() < 1e-12);
    // The coefficients are 0.949 and 0.316.
    for (tolerance, rank) in [(0.31, 2), (0.32, 1), (0.94, 1), (0.95, 0)] {
        assert_eq!(state.schmidt().rank(tolerance), Ok(rank), "{tolerance}");
    }
}

#[test]
fn schmidt_is_accurate_for_a_larger_matrix_with_known_values() {
    // Two discrete Fourier bases around values that fall from 1 to 1e-9: unitary, so that the values are the coefficients.
    let n = 24;
    let values: Vec<f64> = (0..n).map(|k| 10f64.powf(-9.0 * k as f64 / (n - 1) as f64)).collect();
    let norm = values.iter().map(|v| v * v).sum::<f64>().sqrt();
    let wave = |i: usize, k: usize| {
        Complex::from_polar(1.0 / (n as f64).sqrt(), core::f64::consts::TAU * (i * k % n) as f64 / n as f64)
    };
    let raw: Vec<Complex> = (0..n * n)
        .map(|at| {
            let (i, j) = (at / n, at % n);
            (0..n).fold(Complex::ZERO, |sum, k| sum + wave(i, k) * wave((j + 1) % n, (k * 5 + 1) % n) * values[k])
        })
        .collect();
    let schmidt = BipartiteState::new(n, n, &raw).unwrap().schmidt();
    assert_eq!(schmidt.coefficients().len(), n);
    for (coefficient, value) in schmidt.coefficients().iter().zip(&values) {
        assert!((coefficient - value / norm).abs() < 1e-12);
    }
}

#[test]
fn shared_randomness_never_exceeds_two() {
    // Every deterministic strategy answers each of the two questions on either side with 1 or -1: a product state observed
    // along z or its opposite. Shared randomness is a mixture of the sixteen.
    let up = [Complex::ONE, Complex::ZERO];
    let product = BipartiteState::product(&up, &up).unwrap();
    for strategy in 0..16 {
        let answer = |question: u32| -> f64 { if strategy >> question & 1 == 1 { 1.0 } else { -1.0 } };
        let value = answer(0) * answer(2) + answer(0) * answer(3) + answer(1) * answer(2) - answer(1) * answer(3);
        assert_eq!(value.abs(), 2.0);
        let along = |question: u32| if answer(question) > 0.0 { Direction::Z } else { Direction::Z.opposite() };
        let settings = ChshSettings { left: [along(0), along(1)], right: [along(2), along(3)] };
        assert_eq!(product.chsh(&settings).unwrap(), value);
    }
}

#[test]
fn observed_correlations_are_those_computed() {
    // The mean of 4,000 products of outcomes at each of Tsirelson's settings.
    let state = BipartiteState::bell(Bell::PhiPlus);
    let settings = ChshSettings::tsirelson();
    for (pair, sign) in [(0, 1.0), (1, 1.0), (2, 1.0), (3, -1.0)] {
        let (left, right) = (&settings.left[pair / 2], &settings.right[pair % 2]);
        let mut rng = Stream::new(7, pair as u64);
        let products: Vec<f64> = (0..4_000)
            .map(|_| {
                let mut copy = state.clone();
                let left = copy.observe_along(Side::Left, left, &mut rng).unwrap();
                f64::from(left * copy.observe_along(Side::Right, right, &mut rng).unwrap())
            })
            .collect();
        assert_mean("product of outcomes", &products, sign * 0.5f64.sqrt(), 0.0);
    }
}

#[test]
fn outcomes_come_by_the_born_rule() {
    let mut rng = Stream::new(11, 0);
    let state = BipartiteState::new(3, 2, &amplitudes(&mut rng, 6)).unwrap();
    let expected = state.probabilities(Side::Left);
    let mut counts = [0u64; 3];
    for _ in 0..10_000 {
        let mut copy = state.clone();
        let outcome = copy.observe(Side::Left, &mut rng);
        assert_eq!(copy.observe(Side::Left, &mut rng), outcome);
        counts[outcome] += 1;
    }
    assert_frequencies("outcomes", &counts, &expected);
}

#[test]
fn an_observation_leaves_the_conditional_state() {
    let mut rng = Stream::new(3, 0);
    for _ in 0..400 {
        let state = BipartiteState::new(3, 4, &amplitudes(&mut rng, 12)).unwrap();
        let mut after = state.clone();
        let outcome = after.observe(Side::Right, &mut rng);
        let probability = state.probabilities(Side::Right)[outcome];
        for (index, (amplitude, before)) in after.amplitudes().iter().zip(state.amplitudes()).enumerate() {
            let expected = if index % 4 == outcome { before.norm_sqr() / probability } else { 0.0 };
            assert!((amplitude.norm_sqr() - expected).abs() < 1e-14);
        }
    }
}

#[test]
fn impossible_alternatives_are_never_observed() {
    let certain =
        BipartiteState::new(2, 2, &[Complex::ZERO, Complex::new(0.0, 1.0), Complex::ZERO, Complex::ZERO]).unwrap();
    let mut rng = Stream::new(5, 0);
    for _ in 0..400 {
        let mut copy = certain.clone();
        assert_eq!(copy.observe(Side::Left, &mut rng), 0);
        assert_eq!(copy.observe(Side::Right, &mut rng), 1);
        assert_eq!(copy.observe_along(Side::Right, &Direction::Z, &mut rng).unwrap(), -1);
    }
}

#[test]
fn amplitudes_of_any_size_are_normalised() {
    for scale in [1e-320, 1e-300, 1.0, 1e300] {
        let state = BipartiteState::new(2, 2, &[scale, 0.0, 0.0, scale].map(Complex::from)).unwrap();
        assert!((state.concurrence().unwrap() - 1.0).abs() < 1e-12, "{scale}");
    }
    let direction = Direction::new(3e300, 0.0, 4e300).unwrap();
    assert!((direction.components()[2] - 0.8).abs() < 1e-15);
    assert!((Direction::new(0.0, 1e-200, 0.0).unwrap().components()[1] - 1.0).abs() < 1e-15);
}

#[test]
fn wrong_states_are_named() {
    let message = |result: Result<BipartiteState, QuantumError>| result.unwrap_err().to_string();
    let one = Complex::from(1.0);
    let allowed = "allowed: at least 1 x 1, and at most 4194304 pairs";
    assert_eq!(message(BipartiteState::new(0, 2, &[])), format!("`dimensions` is 0 x 2, {allowed}"));
    let huge = usize::MAX;
    assert_eq!(message(BipartiteState::new(huge, huge, &[one])), format!("`dimensions` is {huge} x {huge}, {allowed}"));
    assert!(BipartiteState::product(&vec![one; 3000], &vec![one; 3000]).is_err());
    assert_eq!(
        message(BipartiteState::new(2, 2, &[one; 3])),
        "`amplitudes` is 3 numbers, allowed: 2 x 2, one for each pair of alternatives"
    );
    // As a superposition refuses them.
    let zeros = [Complex::ZERO; 2];
    let unnormalisable = QuantumError::Unnormalisable { total: 0.0 };
    assert_eq!(Superposition::new(["up", "down"], &zeros).unwrap_err(), unnormalisable);
    assert_eq!(BipartiteState::new(1, 2, &zeros).unwrap_err(), unnormalisable);
    assert_eq!(BipartiteState::product(&zeros, &[one]).unwrap_err(), unnormalisable);
    for wrong in [f64::NAN, f64::INFINITY] {
        let expected = format!("`amplitudes` is {wrong}, 0 at 1, allowed: finite numbers");
        let amplitudes = [one, Complex::from(wrong)];
        assert_eq!(message(BipartiteState::new(1, 2, &amplitudes)), expected);
        assert_eq!(Superposition::new(["up", "down"], &amplitudes).unwrap_err().to_string(), expected);
    }
    assert!(BipartiteState::new(1, 1, &[Complex::new(0.0, f64::INFINITY)]).is_err());
    let wide = BipartiteState::new(1, 3, &[one; 3]).unwrap();
    let expected = QuantumError::NotQubits { left: 1, right: 3 };
    assert_eq!(wide.concurrence(), Err(expected.clone()));
    assert_eq!(wide.chsh(&ChshSettings::tsirelson()), Err(expected.clone()));
    assert_eq!(wide.optimal_chsh(), Err(expected.clone()));
    let mut copy = wide.clone();
    assert_eq!(copy.observe_along(Side::Left, &Direction::Z, &mut Stream::new(1, 0)), Err(expected));
    assert_eq!(copy, wide);
    assert_eq!(
        BipartiteState::new(4, 1, &[one; 4]).unwrap().concurrence(),
        Err(QuantumError::NotQubits { left: 4, right: 1 })
    );
    // A column of 4,194,304 entries has no density matrix that could be held.
    let tall = BipartiteState::new(1 << 22, 1, &vec![one; 1 << 22]).unwrap();
    assert!(format!("{tall:?} {:?}", tall.schmidt()).len() < 200);
    assert!(tall.reduced_density(Side::Left).is_err());
    assert!(tall.schmidt().rank(1e-15).is_err());
    assert!(tall.schmidt().rank(f64::NAN).is_err());
    assert_eq!(tall.schmidt().rank(1e-9), Ok(1));
    assert!(Direction::new(f64::NAN, 0.0, 1.0).is_err());
    assert!(Direction::new(0.0, 0.0, f64::INFINITY).is_err());
    assert!(Direction::at_angle(f64::INFINITY).is_err());
}

#[cfg(feature = "serde")]
#[test]
fn states_are_stored_to_the_bit_and_checked_when_read() {
    let mut rng = Stream::new(13, 0);
    for _ in 0..400 {
        let state = BipartiteState::new(2, 3, &amplitudes(&mut rng, 6)).unwrap();
        let stored = serde_json::to_value(&state).unwrap();
        assert_eq!(serde_json::from_value::<BipartiteState>(stored).unwrap(), state);
        let settings = settings(&mut rng);
        let stored = serde_json::to_value(settings).unwrap();
        assert_eq!(serde_json::from_value::<ChshSettings>(stored).unwrap(), settings);
    }
    let read = |left: usize, amplitudes: &[Complex]| {
        let amplitudes = serde_json::to_string(amplitudes).unwrap();
        serde_json::from_str::<BipartiteState>(&format!(r#"{{"left":{left},"right":1,"amplitudes":{amplitudes}}}"#))
    };
    let one = Complex::from(1.0);
    assert_eq!(read(1, &[one]).unwrap().amplitudes(), [one]);
    // What rounding leaves is kept, and nothing else: squared norms within 1e-9.
    for (amplitude, is_kept) in [(1.0 + 4e-10, true), (1.0 + 6e-10, false), (1.0 - 6e-10, false)] {
        assert_eq!(read(1, &[Complex::from(amplitude)]).is_ok(), is_kept, "{amplitude}");
    }
    let unnormalised = read(2, &[one; 2]).unwrap_err().to_string();
    assert!(unnormalised.contains("`amplitudes` is of squared norm 2, allowed: of squared norm 1"), "{unnormalised}");
    for (left, amplitudes) in [(2, vec![one]), (0, vec![]), (1, vec![Complex::from(1e200)]), (1, vec![])] {
        assert!(read(left, &amplitudes).is_err());
    }
    assert!(serde_json::from_str::<Direction>("[0,0,0]").is_err());
}

#[test]
fn complex_numbers_are_a_field() {
    let mut rng = Stream::new(17, 0);
    for _ in 0..400 {
        let (a, b) = (amplitude(&mut rng), amplitude(&mut rng));
        assert!(((a * b).norm() - a.norm() * b.norm()).abs() < 1e-13);
        assert!((Complex::from_polar(a.norm(), a.arg()) - a).norm() < 1e-13);
        assert_eq!((a * a.conj()).im, 0.0);
        assert_eq!(-a + a, Complex::ZERO);
    }
}
