//! Amplitude amplification, simulated exactly: what a quantum search would do to the amplitudes, step by step.

use alloc::vec::Vec;

use ansatz_core::{ParameterError, require_range};

use super::{
    Superposition,
    sums::{pair_sum, total},
};
use crate::QuantumError;

impl Superposition<u32> {
    /// A register of so many qubits, all of whose values from 0 to 2^qubits - 1 are equally likely.
    ///
    /// # Errors
    ///
    /// [`QuantumError::Parameter`] for more than 20 qubits.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_quantum::Superposition::register(3)?.alternatives(), [0, 1, 2, 3, 4, 5, 6, 7]);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn register(qubits: u32) -> Result<Self, QuantumError> {
        Self::uniform(0..1 << require_range("qubits", qubits, 0..=MOST_QUBITS)?)
    }
}

impl<T> Superposition<T> {
    /// Amplifies the alternatives for which `is_marked` is true, in so many iterations of Grover's: their amplitudes are
    /// turned round, and then all amplitudes are mirrored at the state from which this started.
    ///
    /// If they had probability p, they have [`amplified_probability`] of p after it: more and more up to
    /// [`optimal_iterations`], and less again after that. For any state to start from, not only a uniform one.
    ///
    /// A quantum computer would ask `is_marked` once an iteration, for all alternatives at once. Here each is asked, once,
    /// and each iteration takes time proportional to the number of alternatives, 2^n for n qubits: whoever only wants
    /// to find a marked one is done sooner by looking at each (the classical twin). This is for seeing what the quantum
    /// algorithm does.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::{Superposition, optimal_iterations};
    ///
    /// let mut register = Superposition::register(10)?;
    /// let iterations = optimal_iterations(1.0 / 1024.0)?;
    /// assert_eq!(iterations, 25);
    /// register.amplify(|&value| value == 77, iterations);
    /// assert!(register.probability(|&value| value == 77) > 0.999);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    ///
    /// # Complexity
    ///
    /// n steps an iteration, and memory for a copy of the amplitudes, for n alternatives.
    ///
    /// # Accuracy
    ///
    /// The probability is that of the formula up to 1e-12 for up to 1000 iterations.
    ///
    /// # References
    ///
    /// L. K. Grover, "A fast quantum mechanical algorithm for database search", STOC 1996. G. Brassard, P. Hoyer, M. Mosca
    /// and A. Tapp, "Quantum amplitude amplification and estimation", Contemporary Mathematics 305, 2002.
    pub fn amplify(&mut self, mut is_marked: impl FnMut(&T) -> bool, iterations: u64) {
        let alternatives = self.alternatives.iter().enumerate();
        let marked: Vec<usize> =
            alternatives.filter(|(_, alternative)| is_marked(alternative)).map(|(position, _)| position).collect();
        let start = self.amplitudes.clone();
        // Divided by the norm, as a norm that is off by a rounding would be so once more in each iteration.
        let twice = 2.0 / total(&start);
        for _ in 0..iterations {
            for &position in &marked {
                self.amplitudes[position] = -self.amplitudes[position];
            }
            let overlap = pair_sum(&start, &self.amplitudes, |start, &now| start.conj() * now) * twice;
            for (amplitude, &start) in self.amplitudes.iter_mut().zip(&start) {
                *amplitude = start * overlap - *amplitude;
            }
        }
    }
}

/// The probability of marked alternatives after so many iterations of [`amplify`](Superposition::amplify), if they had
/// `probability` before: the square of the sine of (2 k + 1) theta, where that of theta is what they had.
///
/// # Errors
///
/// [`ParameterError`] for a probability that is not from 0 to 1.
///
/// # Examples
///
/// ```
/// use ansatz_quantum::amplified_probability;
///
/// // One of four is certain after one iteration, and no more likely than at first after the second.
/// assert!((amplified_probability(0.25, 1)? - 1.0).abs() < 1e-15);
/// assert!((amplified_probability(0.25, 2)? - 0.25).abs() < 1e-15);
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
pub fn amplified_probability(probability: f64, iterations: u64) -> Result<f64, ParameterError> {
    let angle = libm::asin(libm::sqrt(require_range("probability", probability, 0.0..=1.0)?));
    let sine = libm::sin((2.0 * iterations as f64 + 1.0) * angle);
    Ok(sine * sine)
}

/// The number of iterations of [`amplify`](Superposition::amplify) after which alternatives that had `probability` are
/// as likely as they get before it falls for the first time: pi / (4 theta), rounded down.
///
/// # Errors
///
/// [`ParameterError`] for a probability that is not more than 0 and at most 1.
///
/// # Examples
///
/// ```
/// use ansatz_quantum::optimal_iterations;
///
/// assert_eq!(optimal_iterations(1.0 / 1_048_576.0)?, 804);
/// // What is more likely than not gets no better.
/// assert_eq!(optimal_iterations(0.6)?, 0);
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
pub fn optimal_iterations(probability: f64) -> Result<u64, ParameterError> {
    if !(probability > 0.0 && probability <= 1.0) {
        return Err(ParameterError::new("probability", probability, "more than 0 and at most 1"));
    }
    let angle = libm::asin(libm::sqrt(probability));
    // Iterations turn by twice the angle from one of it on, and the nearest to a quarter turn is the best.
    Ok(libm::floor(core::f64::consts::FRAC_PI_4 / angle) as u64)
}

/// 36 MiB with the copy, and 804 iterations in which a single one of them comes out.
const MOST_QUBITS: u32 = 20;
