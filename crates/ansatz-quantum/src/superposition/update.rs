//! What changes a state alternative by alternative: evidence, phases, both at once; and paths that meet.

use alloc::vec::Vec;

use super::{
    Superposition,
    state::{require_each, require_length},
    sums::{Weighted, pair_sum, total, weighted_total},
};
use crate::{
    QuantumError,
    complex::{Complex, require_amplitudes},
};

impl<T> Superposition<T> {
    /// Takes evidence into account: probabilities are multiplied by these likelihoods, one for each alternative, and
    /// normalised, which is Bayes' rule; amplitudes are multiplied by their square roots. Phases stay.
    ///
    /// Returns the probability that the evidence had: the mean likelihood. A common factor of all likelihoods changes
    /// nothing else. The classical twin, weighted particles, does the same to the bit of a rounding.
    ///
    /// # Errors
    ///
    /// [`QuantumError::Parameter`] for another number of likelihoods than of alternatives and for one that is not finite
    /// or below 0, [`QuantumError::Unnormalisable`] if no alternative is left, with a mean likelihood below 1e-280. The
    /// state is then as it was.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::Superposition;
    ///
    /// let mut coin = Superposition::uniform(["fair", "two heads"])?;
    /// let heads = coin.reweight(&[0.5, 1.0])?;
    /// assert!((heads - 0.75).abs() < 1e-15);
    /// assert!((coin.probability(|&kind| kind == "fair") - 1.0 / 3.0).abs() < 1e-15);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    ///
    /// # Complexity
    ///
    /// Reads everything twice and writes it once, without any memory of its own.
    pub fn reweight(&mut self, likelihoods: &[f64]) -> Result<f64, QuantumError> {
        require_length("likelihoods", likelihoods.len(), self.len())?;
        let Weighted { total: evidence, least, largest } = weighted_total(&self.amplitudes, likelihoods);
        if !evidence.is_finite() || least < 0.0 {
            let is_allowed = |likelihood: f64| likelihood.is_finite() && likelihood >= 0.0;
            require_each("likelihoods", likelihoods, "finite and not below 0", is_allowed)?;
        }
        if largest * LOST > evidence {
            return self.reweight_rarities(likelihoods);
        }
        let factor = normaliser(evidence)?;
        for (amplitude, &likelihood) in self.amplitudes.iter_mut().zip(likelihoods) {
            *amplitude = *amplitude * (libm::sqrt(likelihood) * factor);
        }
        Ok(evidence)
    }

    /// The same where a likelihood may make what was all but impossible likely: probabilities that are too small for their
    /// format are not, once they are multiplied.
    fn reweight_rarities(&mut self, likelihoods: &[f64]) -> Result<f64, QuantumError> {
        let pairs = self.amplitudes.iter().zip(likelihoods);
        let mut weighted: Vec<Complex> = pairs.map(|(&amplitude, &weight)| amplitude * libm::sqrt(weight)).collect();
        let evidence = total(&weighted);
        let factor = normaliser(evidence)?;
        for amplitude in &mut weighted {
            *amplitude = *amplitude * factor;
        }
        self.amplitudes = weighted;
        Ok(evidence)
    }

    /// [`reweight`](Self::reweight) by what `likelihood` says of each alternative.
    ///
    /// # Errors
    ///
    /// As those of [`reweight`](Self::reweight).
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::Superposition;
    ///
    /// // Ten ships of which one was sunk: it is not among the first five.
    /// let mut ships = Superposition::uniform(0..10)?;
    /// ships.reweight_by(|&ship| if ship < 5 { 0.0 } else { 1.0 })?;
    /// assert!((ships.probability(|&ship| ship == 7) - 0.2).abs() < 1e-15);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn reweight_by(&mut self, likelihood: impl FnMut(&T) -> f64) -> Result<f64, QuantumError> {
        let likelihoods: Vec<f64> = self.alternatives.iter().map(likelihood).collect();
        self.reweight(&likelihoods)
    }

    /// Turns the amplitude of each alternative by an angle of its own, in radians. No probability changes: what does is how
    /// amplitudes add where alternatives meet later. Weighted particles have nothing of the kind.
    ///
    /// # Errors
    ///
    /// [`QuantumError::Parameter`] for another number of angles than of alternatives and for one that is not finite. The
    /// state is then as it was.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::{Superposition, Unitary};
    /// use core::f64::consts::PI;
    ///
    /// // Half a turn between two beam splitters, and the photon is at the other port.
    /// let mut photon = Superposition::uniform(["left", "right"])?;
    /// photon.rotate(&[0.0, PI])?;
    /// photon.apply(&Unitary::hadamard(), &[0, 1])?;
    /// assert!((photon.probability(|&port| port == "right") - 1.0).abs() < 1e-15);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn rotate(&mut self, phases: &[f64]) -> Result<(), QuantumError> {
        require_length("phases", phases.len(), self.len())?;
        require_each("phases", phases, "finite", f64::is_finite)?;
        for (amplitude, &phase) in self.amplitudes.iter_mut().zip(phases) {
            *amplitude = *amplitude * Complex::from_polar(1.0, phase);
        }
        Ok(())
    }

    /// [`rotate`](Self::rotate) by what `phase` says of each alternative.
    ///
    /// # Errors
    ///
    /// As those of [`rotate`](Self::rotate).
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::Superposition;
    /// use core::f64::consts::PI;
    ///
    /// let mut state = Superposition::uniform(0..4)?;
    /// state.rotate_by(|&x| PI * f64::from(x))?;
    /// assert!(state.inner(&Superposition::uniform(0..4)?)?.norm() < 1e-15);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn rotate_by(&mut self, phase: impl FnMut(&T) -> f64) -> Result<(), QuantumError> {
        let phases: Vec<f64> = self.alternatives.iter().map(phase).collect();
        self.rotate(&phases)
    }

    /// Multiplies each amplitude by a factor of its own, and normalises: evidence and phase at once, for factors that are
    /// there already. A factor `f` is a likelihood of `|f|^2` and an angle of `f.arg()`.
    ///
    /// Returns the sum of the squared magnitudes before it was normalised.
    ///
    /// # Errors
    ///
    /// [`QuantumError::Parameter`] for another number of factors than of alternatives and for one that is not finite or
    /// has a part above 1e100, [`QuantumError::Unnormalisable`] if that sum is below 1e-280. The state is then as it was.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::{Complex, Superposition};
    ///
    /// let mut state = Superposition::uniform([0, 1, 2])?;
    /// let kept = state.apply_diagonal(&[Complex::new(0.0, 1.0), Complex::from(-1.0), Complex::ZERO])?;
    /// assert!((kept - 2.0 / 3.0).abs() < 1e-15);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn apply_diagonal(&mut self, factors: &[Complex]) -> Result<f64, QuantumError> {
        require_length("factors", factors.len(), self.len())?;
        require_amplitudes("factors", factors)?;
        let kept = pair_sum(&self.amplitudes, factors, |&amplitude, &factor| (amplitude * factor).norm_sqr());
        let normaliser = normaliser(kept)?;
        for (amplitude, &factor) in self.amplitudes.iter_mut().zip(factors) {
            *amplitude = *amplitude * factor * normaliser;
        }
        Ok(kept)
    }

    /// The state of where alternatives lead to: amplitudes of those that lead to the same place are added, and all
    /// normalised. Places are in ascending order.
    ///
    /// Whoever wants probabilities of places to be added instead, as particles do, asks
    /// [`probability`](Self::probability). Nothing in nature does this alone, since it is not unitary: it is what is left
    /// after all trace of the way has been erased and the eraser, which may fail, has succeeded.
    ///
    /// # Errors
    ///
    /// [`QuantumError::Unnormalisable`] if everything cancels.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::{Complex, Superposition};
    ///
    /// let (plus, minus) = (Complex::from(1.0), Complex::from(-1.0));
    /// let ways = [("left", "bright"), ("right", "bright"), ("left", "dark"), ("right", "dark")];
    /// let state = Superposition::new(ways, &[plus, plus, plus, minus])?;
    /// let screen = state.interfere(|&(_, place)| place)?;
    /// assert_eq!(screen.alternatives(), ["bright", "dark"]);
    /// assert_eq!(screen.probability(|&place| place == "dark"), 0.0);
    /// // As particles, half of them are there.
    /// assert_eq!(state.probability(|&(_, place)| place == "dark"), 0.5);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    ///
    /// # Complexity
    ///
    /// O(n log n) for n alternatives.
    pub fn interfere<U: Ord>(&self, place: impl FnMut(&T) -> U) -> Result<Superposition<U>, QuantumError> {
        Superposition::from_paths(self.alternatives.iter().map(place).zip(self.amplitudes.iter().copied()))
    }

    /// Divides by the norm, of which a part has just been taken away.
    pub(super) fn normalise(&mut self) {
        if total(&self.amplitudes) < LEAST_TOTAL {
            // As rare as that, squares have lost digits.
            for amplitude in &mut self.amplitudes {
                *amplitude = *amplitude * RAISED;
            }
        }
        let factor = 1.0 / libm::sqrt(total(&self.amplitudes));
        for amplitude in &mut self.amplitudes {
            *amplitude = *amplitude * factor;
        }
    }
}

/// What makes squares that add up to `total` add up to 1.
fn normaliser(total: f64) -> Result<f64, QuantumError> {
    if total >= LEAST_TOTAL && total.is_finite() {
        return Ok(1.0 / libm::sqrt(total));
    }
    Err(QuantumError::Unnormalisable { total })
}

/// Squares below the smallest normal number, 2e-308, are off by up to 5e-324. That of 2^40 alternatives, times the largest
/// weight, is less than a rounding of the evidence unless the evidence is below this part of the weight.
const LOST: f64 = 5e-296;

/// Far enough above the smallest normal number, 2e-308, for all products that matter to have their full precision.
const LEAST_TOTAL: f64 = 1e-280;

/// Takes amplitudes whose squares are below that, but not 0, to where their squares have their full precision.
const RAISED: f64 = 1e140;
