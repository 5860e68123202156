//! States, interference and amplification, beside sums written out.

// Oracles take std's functions, which are not those of the code under test.
#![allow(clippy::disallowed_methods)]

mod amplification;
mod interference;
mod observation;
mod refusals;
mod states;
#[cfg(feature = "serde")]
mod stored;
mod updates;

use ansatz_quantum::{Complex, Superposition};
use ansatz_random::{Stream, standard_normal};
use ansatz_testkit::statistics::FALSE_ALARM;

/// A state over 0, 1, ... that is drawn: normal amplitudes are uniform on the sphere.
fn drawn(len: usize, rng: &mut Stream) -> Superposition<usize> {
    Superposition::new(0..len, &drawn_amplitudes(len, rng)).unwrap()
}

fn drawn_amplitudes(len: usize, rng: &mut Stream) -> Vec<Complex> {
    (0..len).map(|_| Complex::new(standard_normal(rng), standard_normal(rng))).collect()
}

fn norm<T>(state: &Superposition<T>) -> f64 {
    state.amplitudes().iter().map(|amplitude| amplitude.re * amplitude.re + amplitude.im * amplitude.im).sum()
}

/// Asserts that counts of an odd number of classes come from these probabilities: Pearson's chi-square, whose tail is a
/// finite sum for an even number of degrees of freedom. Every class is to be expected at least 20 times.
fn assert_frequencies(what: &str, counts: &[u64], probabilities: &[f64]) {
    assert!(counts.len() % 2 == 1 && counts.len() == probabilities.len());
    let trials: u64 = counts.iter().sum();
    let statistic: f64 = counts
        .iter()
        .zip(probabilities)
        .map(|(&count, probability)| {
            let expected = trials as f64 * probability;
            assert!(expected >= 20.0, "{what}: only {expected} expected");
            (count as f64 - expected).powi(2) / expected
        })
        .sum();
    let half = 0.5 * statistic;
    let (mut term, mut tail) = (1.0, 1.0);
    for k in 1..counts.len() / 2 {
        term *= half / k as f64;
        tail += term;
    }
    let tail = tail * (-half).exp();
    assert!(tail >= FALSE_ALARM, "{what}: {counts:?} for {probabilities:?}, chi-square {statistic}, tail {tail:e}");
}
