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
