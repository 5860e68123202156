//! Interference of events: amplitudes are added for each key before they are squared.

use alloc::{collections::BTreeMap, vec::Vec};
use core::fmt;

use ansatz_core::{ParameterError, require_fraction};

use super::{Coherence, Superposition};
use crate::QuantumError;
use crate::complex::{Complex, require_amplitudes};

/// A batch of events, each with a key and an amplitude (a magnitude and a phase), of which the amplitudes are added for
/// each key: those that agree in phase reinforce each other, opposite ones cancel.
///
/// It answers which keys keep the beat. With the phases of a [`Period`](super::Period) the sum is the Fourier coefficient
/// of the key's events at that period: retries that come every 30 s, a job that someone forgot, a client that calls home.
/// A thousand events at random times come to about the square root of 1000, a thousand at a beat to 1000, and
/// [`coherent`](Self::coherent) tells the two apart with a stated rate of false alarms. The time within the period need
/// not be known, and there is no binning.
///
/// The classical twin without phases adds squares (probabilities, energies): it counts events of a key, and cannot tell
/// at which times they were. With phases, the twin is the periodogram with Rayleigh's test, and there is no difference
/// from it at all: that is what this computes.
///
/// Events of one key that cause each other (bursts) have no independent phases, and seem to keep many beats if the
/// period is long beside the burst; give a burst one event. Whoever tries many periods has as many chances of a false
/// alarm.
///
/// # Examples
///
/// ```
/// use ansatz_quantum::{Interference, Period};
/// use core::time::Duration;
///
/// let minute = Period::new(Duration::from_secs(60))?;
/// let mut batch = Interference::new();
/// for beat in 0..40 {
///     batch.update("cron", minute.amplitude(1.0, Duration::from_millis(60_000 * beat + 1_234)))?;
///     batch.update("user", minute.amplitude(1.0, Duration::from_secs(beat * beat * 7)))?;
/// }
/// let found: Vec<_> = batch.coherent(1e-6)?.into_iter().map(|(key, _)| *key).collect();
/// assert_eq!(found, ["cron"]);
/// # Ok::<(), ansatz_quantum::QuantumError>(())
/// ```
///
/// # Complexity
///
/// O(log k) time an event, and memory for the k keys, not for events.
#[derive(Clone, PartialEq)]
pub struct Interference<K> {
    keys: BTreeMap<K, Coherence>,
}

impl<K: Ord> Interference<K> {
    /// A batch without events.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(ansatz_quantum::Interference::<u64>::new().is_empty());
    /// ```
    #[must_use]
    pub const fn new() -> Self {
        Self { keys: BTreeMap::new() }
    }

    /// Adds an event to its key.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] for an amplitude with a part that is not finite or above 1e100.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::{Complex, Interference};
    ///
    /// let mut batch = Interference::new();
    /// batch.update("same", Complex::from(1.0))?;
    /// batch.update("same", Complex::from(1.0))?;
    /// batch.update("opposite", Complex::from(1.0))?;
    /// batch.update("opposite", Complex::from(-1.0))?;
    /// assert_eq!(batch.coherence(&"same").map(|same| same.intensity()), Some(4.0));
    /// assert_eq!(batch.coherence(&"opposite").map(|opposite| opposite.intensity()), Some(0.0));
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn update(&mut self, key: K, amplitude: Complex) -> Result<(), ParameterError> {
        require_amplitudes("amplitude", &[amplitude])?;
        self.keys.entry(key).or_default().add(&Coherence::of(amplitude));
        Ok(())
    }

    /// Adds all events of `other`.
    ///
    /// In the same order of batches the result is the same to the bit; in another one, up to rounding.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::{Complex, Interference};
    ///
    /// let (mut one, mut other) = (Interference::new(), Interference::new());
    /// one.update(7, Complex::from(1.0))?;
    /// other.update(7, Complex::from(2.0))?;
    /// one.merge(&other);
    /// assert_eq!(one.coherence(&7).map(|key| key.amplitude()), Some(Complex::from(3.0)));
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn merge(&mut self, other: &Self)
    where
        K: Clone,
    {
        for (key, coherence) in &other.keys {
            self.keys.entry(key.clone()).or_default().add(coherence);
        }
    }

    /// What the events of `key` come to; `None` without any.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(ansatz_quantum::Interference::new().coherence(&"never").is_none());
    /// ```
    pub fn coherence(&self, key: &K) -> Option<&Coherence> {
        self.keys.get(key)
    }

    /// Each key with what its events come to, in ascending order.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::{Complex, Interference};
    ///
    /// let mut batch = Interference::new();
    /// batch.update(2, Complex::from(1.0))?;
    /// batch.update(1, Complex::from(1.0))?;
    /// assert!(batch.iter().map(|(key, _)| *key).eq([1, 2]));
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&K, &Coherence)> + '_ {
        self.keys.iter()
    }

    /// The keys whose events agree in phase beyond chance, the clearest first.
    ///
    /// If phases are independent and uniform, then any key at all is returned with a probability of at most
    /// `false_alarm`, for any number of keys and of events and for any magnitudes: [`Coherence::p_value`] times the number
    /// of keys is at most that.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] for a rate of false alarms that is not between 0 and 1.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::{Complex, Interference};
    ///
    /// let mut batch = Interference::new();
    /// for event in 0..30 {
    ///     batch.update("beat", Complex::from_polar(1.0, 2.0))?;
    ///     batch.update("noise", Complex::from_polar(1.0, 2.4 * f64::from(event)))?;
    /// }
    /// assert!(batch.coherent(1e-6)?.iter().map(|(key, _)| **key).eq(["beat"]));
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    ///
    /// # Complexity
    ///
    /// O(k log k) for k keys.
    pub fn coherent(&self, false_alarm: f64) -> Result<Vec<(&K, &Coherence)>, ParameterError> {
        let most = require_fraction("false_alarm", false_alarm)? / self.keys.len().max(1) as f64;
        let mut found: Vec<_> = self.keys.iter().filter(|(_, coherence)| coherence.p_value() <= most).collect();
        found.sort_by(|(_, one), (_, other)| other.gain().total_cmp(&one.gain()));
        Ok(found)
    }

    /// The state whose alternatives are the keys, with the sums as amplitudes: observed, a key comes with a probability in
    /// proportion to its intensity. What cancels up to rounding cancels.
    ///
    /// # Errors
    ///
    /// [`QuantumError::Unnormalisable`] if everything cancels or if there is no event.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::{Complex, Interference};
    ///
    /// let mut batch = Interference::new();
    /// for key in ["twice", "once", "twice"] {
    ///     batch.update(key, Complex::from(1.0))?;
    /// }
    /// let state = batch.into_superposition()?;
    /// assert!((state.probability(|&key| key == "twice") - 0.8).abs() < 1e-15);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    pub fn into_superposition(self) -> Result<Superposition<K>, QuantumError> {
        let amplitudes = self.keys.values().map(Coherence::beyond_rounding).collect();
        Superposition::normalised(self.keys.into_keys().collect(), amplitudes)
    }

    /// The number of keys.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_quantum::Interference::<u64>::new().len(), 0);
    /// ```
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether there is no event yet.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(ansatz_quantum::Interference::<u64>::new().is_empty());
    /// ```
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }
}

impl<K: Ord> Default for Interference<K> {
    fn default() -> Self {
        Self::new()
    }
}

impl<K> fmt::Debug for Interference<K> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Interference").field("keys", &self.keys.len()).finish_non_exhaustive()
    }
}
