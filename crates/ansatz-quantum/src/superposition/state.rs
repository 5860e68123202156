//! States: alternatives with amplitudes whose squared magnitudes add up to 1.

use alloc::{format, vec::Vec};
use core::fmt;

use ansatz_core::ParameterError;

use super::{
    Interference,
    sums::{pair_sum, total},
};
use crate::{Complex, QuantumError};

/// Many alternatives at once, each with a complex amplitude; the square of its magnitude is its probability.
///
/// For hypotheses or placements that are carried side by side: [`reweight`](Self::reweight) by evidence,
/// [`rotate`](Self::rotate) and [`apply`](Self::apply) by phase, [`observe`](Self::observe) when one of them is needed.
/// Alternatives are told apart by their position: two that are equal stay two until [`interfere`](Self::interfere)
/// brings them together.
///
/// The classical twin is a set of weighted particles. As long as only evidence comes in, both do exactly what Bayes' rule
/// says, and amplitudes are square roots of weights. They differ where alternatives lead to the same outcome: weights of
/// particles add, so that what is possible in two ways is never less likely than in one; amplitudes add *before* they
/// are squared, so that two equal ways come to twice the probability that particles give, and two opposite ones to 0.
/// All of it is computed, in time proportional to the number of alternatives; nothing is faster than on a classical
/// computer, because it is one.
///
/// # Examples
///
/// ```
/// use ansatz_quantum::{Superposition, Unitary};
/// use ansatz_random::Stream;
///
/// // Why is the service slow? Evidence does what Bayes' rule says.
/// let mut causes = Superposition::from_weights(["disk", "network", "deploy"], &[1.0, 1.0, 2.0])?;
/// causes.reweight(&[0.1, 0.1, 0.4])?;
/// assert!((causes.probability(|&cause| cause == "deploy") - 0.8).abs() < 1e-15);
///
/// // A photon at a beam splitter, and at another: the ways to the dark port cancel.
/// let mut photon = Superposition::new(["dark", "bright"], &[0.0.into(), 1.0.into()])?;
/// for _ in 0..2 {
///     photon.apply(&Unitary::hadamard(), &[0, 1])?;
/// }
/// assert!(photon.probability(|&port| port == "dark") < 1e-30);
/// assert_eq!(photon.observe(&mut Stream::new(1, 0)), &"bright");
/// # Ok::<(), ansatz_quantum::QuantumError>(())
/// ```
///
/// # Complexity
///
/// 16 bytes an alternative, and what the alternatives take.
///
/// # References
///
/// M. A. Nielsen and I. L. Chuang, *Quantum Computation and Quantum Information*, Cambridge University Press, 2010,
/// chapter 2.
#[derive(Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(
        try_from = "super::form::Form<T>",
        into = "super::form::Form<T>",
        bound(serialize = "T: serde::Serialize + Clone", deserialize = "T: serde::Deserialize<'de>")
    )
)]
pub struct Superposition<T> {
    pub(super) alternatives: Vec<T>,
    pub(super) amplitudes: Vec<Complex>,
}

impl<T> Superposition<T> {
    /// These alternatives with these amplitudes, all divided by what makes their squared magnitudes add up to 1.
    ///
    /// Amplitudes that do so already, up to 1e-12, stay as they are.
    ///
    /// # Errors
    ///
    /// [`QuantumError::Parameter`] for another number of amplitudes than of alternatives and for one that is not finite,
    /// [`QuantumError::Unnormalisable`] if all are 0 or if there are none.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::{Complex, Superposition};
    ///
    /// let state = Superposition::new(["left", "right"], &[Complex::new(3.0, 0.0), Complex::new(0.0, 4.0)])?;
    /// assert_eq!(state.amplitudes(), [Complex::new(0.6, 0.0), Complex::new(0.0, 0.8)]);
    /// assert!(Superposition::new(["left", "right"], &[Complex::ZERO; 2]).is_err());
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn new(alternatives: impl IntoIterator<Item = T>, amplitudes: &[Complex]) -> Result<Self, QuantumError> {
        let alternatives: Vec<T> = alternatives.into_iter().take(amplitudes.len().saturating_add(1)).collect();
        require_length("amplitudes", amplitudes.len(), alternatives.len())?;
        Self::normalised(alternatives, amplitudes.to_vec())
    }

    /// These alternatives with probabilities in proportion to these weights, and all with the same phase.
    ///
    /// # Errors
    ///
    /// [`QuantumError::Parameter`] for another number of weights than of alternatives and for one that is not finite or
    /// below 0, [`QuantumError::Unnormalisable`] if all are 0 or if there are none.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::Superposition;
    ///
    /// let state = Superposition::from_weights(["left", "right"], &[9.0, 16.0])?;
    /// assert!((state.amplitudes()[1].re - 0.8).abs() < 1e-15);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn from_weights(alternatives: impl IntoIterator<Item = T>, weights: &[f64]) -> Result<Self, QuantumError> {
        let alternatives: Vec<T> = alternatives.into_iter().take(weights.len().saturating_add(1)).collect();
        require_length("weights", weights.len(), alternatives.len())?;
        require_each("weights", weights, "finite and not below 0", |weight| weight.is_finite() && weight >= 0.0)?;
        Self::normalised(alternatives, weights.iter().map(|&weight| libm::sqrt(weight).into()).collect())
    }

    /// These alternatives, one as likely as the other, and all with the same phase.
    ///
    /// # Errors
    ///
    /// [`QuantumError::Unnormalisable`] if there are none.
    ///
    /// # Examples
    ///
    /// ```
    /// let die = ansatz_quantum::Superposition::uniform(1..=6)?;
    /// assert!((die.expected(|&pips| f64::from(pips)) - 3.5).abs() < 1e-14);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn uniform(alternatives: impl IntoIterator<Item = T>) -> Result<Self, QuantumError> {
        let alternatives: Vec<T> = alternatives.into_iter().collect();
        let amplitude = 1.0 / libm::sqrt(alternatives.len() as f64);
        let amplitudes = alternatives.iter().map(|_| amplitude.into()).collect();
        Self::normalised(alternatives, amplitudes)
    }

    /// The alternatives that these paths lead to: amplitudes of paths to the same one are added, and then all of them
    /// normalised. They are in ascending order.
    ///
    /// The classical twin adds probabilities. Two paths with equal amplitudes come to twice what it gives, two with
    /// opposite ones to nothing.
    ///
    /// # Errors
    ///
    /// [`QuantumError::Parameter`] for an amplitude that is not finite or above 1e100,
    /// [`QuantumError::Unnormalisable`] if all paths cancel or if there are none.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::Superposition;
    ///
    /// let paths = [("dark", 0.5.into()), ("bright", 0.5.into()), ("dark", (-0.5).into()), ("bright", 0.5.into())];
    /// let screen = Superposition::from_paths(paths)?;
    /// assert_eq!(screen.alternatives(), ["bright", "dark"]);
    /// assert_eq!(screen.probability(|&place| place == "dark"), 0.0);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    ///
    /// # Complexity
    ///
    /// O(n log n) for n paths.
    pub fn from_paths(paths: impl IntoIterator<Item = (T, Complex)>) -> Result<Self, QuantumError>
    where
        T: Ord,
    {
        let mut batch = Interference::new();
        for (alternative, amplitude) in paths {
            batch.update(alternative, amplitude)?;
        }
        batch.into_superposition()
    }

    /// Amplitudes of any size for as many alternatives.
    pub(super) fn normalised(alternatives: Vec<T>, mut amplitudes: Vec<Complex>) -> Result<Self, QuantumError> {
        let off = (total(&amplitudes) - 1.0).abs();
        if off.is_nan() || off > NORMALISED {
            normalise(&mut amplitudes)?;
        }
        Ok(Self { alternatives, amplitudes })
    }

    /// The number of alternatives, at least 1; those with probability 0 count.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_quantum::Superposition::uniform(1..=6)?.len(), 6);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    #[expect(clippy::len_without_is_empty, reason = "there is at least one alternative")]
    pub fn len(&self) -> usize {
        self.alternatives.len()
    }

    /// The alternatives, in the order in which they were given.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_quantum::Superposition::uniform(1..=3)?.alternatives(), [1, 2, 3]);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn alternatives(&self) -> &[T] {
        &self.alternatives
    }

    /// The amplitude of each alternative.
    ///
    /// # Examples
    ///
    /// ```
    /// let coin = ansatz_quantum::Superposition::uniform(["heads", "tails"])?;
    /// assert!(coin.amplitudes().iter().all(|amplitude| (amplitude.norm_sqr() - 0.5).abs() < 1e-15));
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn amplitudes(&self) -> &[Complex] {
        &self.amplitudes
    }

    /// The probability that an observation gives one of the alternatives for which `holds` is true.
    ///
    /// # Examples
    ///
    /// ```
    /// let die = ansatz_quantum::Superposition::uniform(1..=6)?;
    /// assert!((die.probability(|pips| pips % 2 == 0) - 0.5).abs() < 1e-15);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn probability(&self, mut holds: impl FnMut(&T) -> bool) -> f64 {
        self.born().filter_map(|(alternative, probability)| holds(alternative).then_some(probability)).sum()
    }

    /// The mean of `value` over observations; alternatives with probability 0 are not asked.
    ///
    /// # Examples
    ///
    /// ```
    /// let bet = ansatz_quantum::Superposition::from_weights([10.0, -1.0], &[1.0, 9.0])?;
    /// assert!((bet.expected(|&gain| gain) - 0.1).abs() < 1e-15);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn expected(&self, mut value: impl FnMut(&T) -> f64) -> f64 {
        self.born()
            .filter(|&(_, probability)| probability > 0.0)
            .map(|(alternative, probability)| probability * value(alternative))
            .sum()
    }

    /// Shannon's entropy of what is observed, in bits: 0 if that is certain, log2 n if n alternatives are equally likely.
    ///
    /// It depends on the alternatives that are asked for. (Von Neumann's entropy, which does not, is 0 for every such
    /// state: it is pure.)
    ///
    /// # Examples
    ///
    /// ```
    /// assert!((ansatz_quantum::Superposition::uniform(0..8)?.entropy() - 3.0).abs() < 1e-14);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn entropy(&self) -> f64 {
        let bits = self
            .born()
            .filter(|&(_, probability)| probability > 0.0)
            .map(|(_, probability)| -probability * libm::log2(probability))
            .sum::<f64>();
        // Not -0.
        if bits > 0.0 { bits } else { 0.0 }
    }

    /// Heap memory in bytes, without what the alternatives themselves have there.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(ansatz_quantum::Superposition::uniform(0u64..100)?.memory_bytes() >= 2400);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn memory_bytes(&self) -> usize {
        self.alternatives.capacity() * size_of::<T>() + self.amplitudes.capacity() * size_of::<Complex>()
    }

    /// Each alternative with its probability.
    pub(super) fn born(&self) -> impl Iterator<Item = (&T, f64)> + '_ {
        self.alternatives.iter().zip(self.amplitudes.iter().map(|amplitude| amplitude.norm_sqr()))
    }
}

impl<T> fmt::Debug for Superposition<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Superposition")
            .field("alternatives", &self.len())
            .field("entropy", &self.entropy())
            .finish_non_exhaustive()
    }
}

/// Divides amplitudes of any size by their norm.
pub(crate) fn normalise(amplitudes: &mut [Complex]) -> Result<(), QuantumError> {
    if let Some(position) = amplitudes.iter().position(|amplitude| !amplitude.is_finite()) {
        let Complex { re, im } = amplitudes[position];
        let found = format!("{re}, {im} at {position}");
        return Err(ParameterError::new("amplitudes", found, "finite numbers").into());
    }
    // By the largest first, so that no square overflows or vanishes.
    let largest = amplitudes.iter().fold(0.0, |most: f64, a| most.max(a.re.abs()).max(a.im.abs()));
    if largest == 0.0 {
        return Err(QuantumError::Unnormalisable { total: 0.0 });
    }
    let scaled = |z: &Complex| Complex::new(z.re / largest, z.im / largest);
    let norm = libm::sqrt(pair_sum(amplitudes, amplitudes, |amplitude, _| scaled(amplitude).norm_sqr()));
    for amplitude in amplitudes {
        let Complex { re, im } = scaled(amplitude);
        *amplitude = Complex::new(re / norm, im / norm);
    }
    Ok(())
}

/// One entry for each alternative.
pub(super) fn require_length(name: &'static str, length: usize, alternatives: usize) -> Result<(), ParameterError> {
    if length == alternatives {
        return Ok(());
    }
    Err(ParameterError::new(name, format!("of length {length}"), "one for each alternative"))
}

/// Entries for which `is_allowed` holds; the first that is another is named.
pub(super) fn require_each(
    name: &'static str,
    values: &[f64],
    allowed: &'static str,
    is_allowed: impl Fn(f64) -> bool,
) -> Result<(), ParameterError> {
    match values.iter().position(|&value| !is_allowed(value)) {
        Some(position) => Err(ParameterError::new(name, format!("{} at {position}", values[position]), allowed)),
        None => Ok(()),
    }
}

/// Ten thousand roundings, which change nothing that a sum of probabilities would show: what has been stored comes back
/// to the bit.
const NORMALISED: f64 = 1e-12;
