//! What the events of one key come to, and whether that is more than chance.

use super::rayleigh::bound;
use crate::Complex;

/// What the events of one key come to.
///
/// # Examples
///
/// ```
/// use ansatz_quantum::{Complex, Interference};
///
/// let mut batch = Interference::new();
/// batch.update((), Complex::new(3.0, 0.0))?;
/// batch.update((), Complex::new(0.0, 4.0))?;
/// let [(_, both)] = batch.iter().collect::<Vec<_>>()[..] else { unreachable!() };
/// assert_eq!((both.events(), both.intensity(), both.incoherent_intensity()), (2, 25.0, 25.0));
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Coherence {
    events: u64,
    amplitude: Complex,
    /// The sum of the magnitudes.
    magnitude: f64,
    /// The sum of their squares.
    energy: f64,
}

impl Coherence {
    pub(super) fn of(amplitude: Complex) -> Self {
        // The magnitude by itself: of a small amplitude the square is 0.
        Self { events: 1, amplitude, magnitude: amplitude.norm(), energy: amplitude.norm_sqr() }
    }

    pub(super) fn add(&mut self, other: &Self) {
        self.events = self.events.saturating_add(other.events);
        self.amplitude += other.amplitude;
        self.magnitude += other.magnitude;
        self.energy += other.energy;
    }

    /// The sum, or 0 if it is no more than what additions may be off by.
    pub(super) fn beyond_rounding(&self) -> Complex {
        let rounding = self.events as f64 * f64::EPSILON * self.magnitude;
        if self.amplitude.norm() <= rounding { Complex::ZERO } else { self.amplitude }
    }

    /// The number of events.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_quantum::Coherence::default().events(), 0);
    /// ```
    pub fn events(&self) -> u64 {
        self.events
    }

    /// The sum of the amplitudes.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::{Coherence, Complex};
    ///
    /// assert_eq!(Coherence::default().amplitude(), Complex::ZERO);
    /// ```
    pub fn amplitude(&self) -> Complex {
        self.amplitude
    }

    /// The squared magnitude of the sum: n^2 for n events of magnitude 1 that agree, 0 if they cancel.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_quantum::Coherence::default().intensity(), 0.0);
    /// ```
    pub fn intensity(&self) -> f64 {
        self.amplitude.norm_sqr()
    }

    /// The sum of the squared magnitudes, which is what the intensity is on average if phases are random, and what adding
    /// probabilities gives: n for n events of magnitude 1.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_quantum::Coherence::default().incoherent_intensity(), 0.0);
    /// ```
    pub fn incoherent_intensity(&self) -> f64 {
        self.energy
    }

    /// The intensity divided by the incoherent one: from 0 (all cancel) over 1 (random) to the number of events (all
    /// agree). Rayleigh's statistic; 0 without events, and for magnitudes below 1e-162, whose squares are 0.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::{Complex, Interference};
    ///
    /// let mut batch = Interference::new();
    /// for _ in 0..2 {
    ///     batch.update((), Complex::from(0.5))?;
    /// }
    /// assert_eq!(batch.coherence(&()).map(|both| both.gain()), Some(2.0));
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn gain(&self) -> f64 {
        if self.energy > 0.0 { self.intensity() / self.energy } else { 0.0 }
    }

    /// How likely it is, at most, that events with the same magnitudes and with independent uniform phases have this
    /// intensity or more.
    ///
    /// With z for the gain: `exp(-z) sqrt(1 + 4 pi z)`, or 1 if that is less. It holds for any number of events and any
    /// magnitudes, and is more than the probability by a factor that grows as the square root of z (about 13 at one in
    /// a million); for events of magnitude 1 see [`rayleigh_p_value`](crate::rayleigh_p_value).
    ///
    /// # Examples
    ///
    /// ```
    /// // Without events there is nothing to see.
    /// assert_eq!(ansatz_quantum::Coherence::default().p_value(), 1.0);
    /// ```
    pub fn p_value(&self) -> f64 {
        bound(self.gain())
    }
}
