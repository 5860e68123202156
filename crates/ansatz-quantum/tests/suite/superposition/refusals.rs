//! What is refused, in which words, and that the state is as it was.

use ansatz_quantum::{
    Complex, Interference, QuantumError, Superposition, Unitary, amplified_probability, optimal_iterations,
    rayleigh_p_value,
};
use ansatz_random::Stream;

use super::drawn;

fn words<T>(result: Result<T, impl ToString>) -> String {
    result.map(drop).map_err(|error| error.to_string()).unwrap_err()
}

#[test]
fn amplitudes() {
    let one = Complex::from(1.0);
    for (amplitudes, message) in [
        (vec![one], "`amplitudes` is of length 1, allowed: one for each alternative"),
        (vec![one; 3], "`amplitudes` is of length 3, allowed: one for each alternative"),
        (vec![one, Complex::new(0.0, f64::NAN)], "`amplitudes` is 0, NaN at 1, allowed: finite numbers"),
        (vec![Complex::from(f64::INFINITY), one], "`amplitudes` is inf, 0 at 0, allowed: finite numbers"),
        (
            vec![Complex::ZERO; 2],
            "the squared magnitudes of the amplitudes add up to 0, allowed: finite and at least 1e-280",
        ),
    ] {
        assert_eq!(words(Superposition::new(["a", "b"], &amplitudes)), message);
    }
    assert_eq!(Superposition::<u8>::new([], &[]).unwrap_err(), QuantumError::Unnormalisable { total: 0.0 });
    assert!(Superposition::<u8>::uniform([]).is_err());
    assert!(Superposition::<u8>::from_paths([]).is_err());
    // Alternatives without end are one too many.
    assert!(Superposition::new(0.., &[one]).is_err() && Superposition::from_weights(0.., &[1.0]).is_err());
    let weight = words(Superposition::from_weights(["a", "b"], &[1.0, -1.0]));
    assert_eq!(weight, "`weights` is -1 at 1, allowed: finite and not below 0");
    let paths = words(Superposition::from_paths([(0, one), (0, Complex::from(1e101))]));
    assert!(paths.starts_with("`amplitude` is 1"), "{paths}");
    assert!(Superposition::from_paths([(0, one), (0, -one)]).is_err());
    assert!(Interference::<u8>::new().into_superposition().is_err());
    assert!(Interference::<u8>::new().update(0, Complex::from(f64::NAN)).is_err());
    assert!(Interference::<u8>::new().coherent(0.0).is_err());
}

#[test]
fn updates_leave_the_state_as_it_was() {
    let mut state = drawn(3, &mut Stream::new(51, 0));
    let before = state.clone();
    for (likelihoods, message) in [
        (vec![1.0; 2], "`likelihoods` is of length 2, allowed: one for each alternative"),
        (vec![1.0, -0.5, 1.0], "`likelihoods` is -0.5 at 1, allowed: finite and not below 0"),
        (vec![1.0, 1.0, f64::NAN], "`likelihoods` is NaN at 2, allowed: finite and not below 0"),
        (vec![f64::INFINITY, 1.0, 1.0], "`likelihoods` is inf at 0, allowed: finite and not below 0"),
    ] {
        assert_eq!(words(state.reweight(&likelihoods)), message);
        assert_eq!(state, before);
    }
    assert!(matches!(state.reweight(&[0.0; 3]), Err(QuantumError::Unnormalisable { total: 0.0 })));
    assert!(matches!(state.reweight(&[1e-290; 3]), Err(QuantumError::Unnormalisable { .. })));
    assert!(state.reweight(&[f64::MAX; 3]).is_ok());
    assert!(state.fidelity(&before).unwrap() > 1.0 - 1e-14);
    let mut state = before.clone();
    assert!(words(state.rotate(&[0.0, f64::NAN, 0.0])).contains("`phases` is NaN at 1"));
    assert!(
        words(state.apply_diagonal(&[Complex::from(1e200); 3])).contains("at 0, allowed: parts from -1e100 to 1e100")
    );
    assert!(state.apply_diagonal(&[Complex::ZERO; 3]).is_err() && state.apply_diagonal(&[]).is_err());
    assert!(words(state.apply_blocks(&Unitary::hadamard())).contains("is 3, allowed: a multiple of 2"));
    for positions in [&[0][..], &[0, 0], &[0, 3], &[0, 1, 2], &[7; 100]] {
        let message = words(state.apply(&Unitary::hadamard(), positions));
        assert!(message.ends_with("allowed: 2 different ones below 3") && message.len() < 120, "{message}");
    }
    assert!(state.inner(&drawn(4, &mut Stream::new(51, 1))).is_err());
    assert_eq!(state, before);
}

#[test]
fn what_is_certain_not_to_be_may_have_any_likelihood() {
    let mut state = Superposition::from_weights([0, 1], &[0.0, 1.0]).unwrap();
    state.reweight(&[f64::MAX, 1e-270]).unwrap();
    assert_eq!(state.amplitudes(), [Complex::ZERO, Complex::from(1.0)]);
}

/// Probabilities of 1e-340, which are 0 in their format, and evidence for them that is not to be had otherwise.
#[test]
fn evidence_finds_what_was_all_but_impossible() {
    for (rare, likelihoods, odds) in [
        (1e-170, [1e308, 1e-279], 1e247),
        (1e-160, [1e300, 1e-20], 1.0),
        (1e-165, [1e300, 1e-29], 0.1),
        (1e-158, [1e36, 1e-279], 0.1),
        (2e-162, [1.0, 1e-280], 4e-44),
    ] {
        let mut state = Superposition::new([0, 1], &[Complex::from(rare), Complex::new(0.0, 1.0)]).unwrap();
        let evidence = state.reweight(&likelihoods).unwrap();
        let expected = (1.0 + odds) * likelihoods[1];
        assert!((evidence / expected - 1.0).abs() < 1e-13, "{rare}: {evidence}, expected {expected}");
        assert!((state.probability(|_| true) - 1.0).abs() < 1e-14, "{rare}: {:?}", state.amplitudes());
        let found = state.probability(|&x| x == 0);
        assert!((found / (odds / (1.0 + odds)) - 1.0).abs() < 1e-13, "{rare}: {found}");
    }
}

#[test]
fn matrices() {
    let one = Complex::from(1.0);
    assert_eq!(words(Unitary::new(0, &[])), "`size` is 0, allowed: 1..=256");
    assert_eq!(words(Unitary::fourier(257)), "`size` is 257, allowed: 1..=256");
    assert_eq!(words(Unitary::new(2, &[one; 3])), "`entries` is of length 3, allowed: 4 for 2 rows");
    assert!(words(Unitary::new(1, &[Complex::from(f64::NAN)])).contains("`entries` is NaN, 0 at 0"));
    assert_eq!(
        words(Unitary::new(2, &[one, Complex::ZERO, one, Complex::ZERO])),
        "the inner product of rows 0 and 1 of the matrix is off by 1 from that of a unitary matrix, allowed: at most 1e-9"
    );
    // A stochastic matrix, which is what a classical coin has.
    assert!(Unitary::new(2, &[Complex::from(0.5); 4]).is_err());
    assert!(words(Unitary::beam_splitter(0.0, f64::INFINITY)).contains("`phase` is inf"));
}

#[test]
fn sizes() {
    let many = Superposition::uniform(0..1u32 << 13).unwrap();
    let few = Superposition::uniform(0..=1 << 11).unwrap();
    assert_eq!(words(many.tensor(&few)), "`alternatives` is 8192 times 2049, allowed: up to 16777216 pairs");
    assert_eq!(words(Superposition::register(21)), "`qubits` is 21, allowed: 0..=20");
    assert!(optimal_iterations(0.0).is_err() && optimal_iterations(f64::NAN).is_err());
    assert!(amplified_probability(1.1, 1).is_err());
    assert!(rayleigh_p_value(0, 0.0).is_err() && rayleigh_p_value(3, 3.1).is_err());
    assert!(rayleigh_p_value(3, f64::NAN).is_err());
    assert!(format!("{many:?}").starts_with("Superposition { alternatives: 8192, entropy: 1"));
}
