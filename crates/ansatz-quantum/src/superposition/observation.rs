//! Observations by Born's rule: an alternative is seen with the square of its amplitude's magnitude as probability.

use ansatz_random::{rand_core::Rng, unit};

use super::{
    Superposition,
    sums::{BLOCK, total},
};

use crate::Complex;

impl<T> Superposition<T> {
    /// An alternative by Born's rule, without any effect on the state: as if there were many copies of it, of which one is
    /// observed. One with probability 0 is never seen.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::Superposition;
    /// use ansatz_random::Stream;
    ///
    /// let coin = Superposition::uniform(["heads", "tails"])?;
    /// let mut rng = Stream::new(1, 0);
    /// let heads = (0..1000).filter(|_| *coin.sample(&mut rng) == "heads").count();
    /// assert!((400..600).contains(&heads));
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    ///
    /// # Complexity
    ///
    /// Reads the amplitudes once at most, and half of them on average if they are alike.
    pub fn sample<R: Rng + ?Sized>(&self, rng: &mut R) -> &T {
        &self.alternatives[self.draw(rng)]
    }

    /// Observes the state: an alternative by Born's rule, which is certain from now on.
    ///
    /// The other alternatives stay, with amplitude 0; the one that was seen has amplitude 1.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::Superposition;
    /// use ansatz_random::Stream;
    ///
    /// let mut coin = Superposition::uniform(["heads", "tails"])?;
    /// let mut rng = Stream::new(1, 0);
    /// let seen = *coin.observe(&mut rng);
    /// assert!((0..100).all(|_| *coin.observe(&mut rng) == seen));
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    ///
    /// # Complexity
    ///
    /// O(n) for n alternatives.
    pub fn observe<R: Rng + ?Sized>(&mut self, rng: &mut R) -> &T {
        let seen = self.draw(rng);
        self.amplitudes.fill(Complex::ZERO);
        self.amplitudes[seen] = Complex::from(1.0);
        &self.alternatives[seen]
    }

    /// Observes only the class of the state, which `class` says of each alternative: a class with the sum of the
    /// probabilities of its alternatives. Alternatives of other classes have amplitude 0 from now on; within the class that
    /// was seen all ratios of amplitudes, and with them all phases, stay what they were.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::Superposition;
    /// use ansatz_random::Stream;
    ///
    /// let mut die = Superposition::uniform(1..=6)?;
    /// let is_even = die.observe_by(|pips| pips % 2 == 0, &mut Stream::new(1, 0));
    /// assert!((die.probability(|pips| (pips % 2 == 0) == is_even) - 1.0).abs() < 1e-15);
    /// assert!((die.entropy() - 3f64.log2()).abs() < 1e-14);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    ///
    /// # Complexity
    ///
    /// O(n) for n alternatives, each of which is asked for its class.
    pub fn observe_by<K: PartialEq, R: Rng + ?Sized>(&mut self, class: impl Fn(&T) -> K, rng: &mut R) -> K {
        // The class of an alternative drawn by Born's rule has the probability of its class.
        let seen = class(&self.alternatives[self.draw(rng)]);
        for (alternative, amplitude) in self.alternatives.iter().zip(&mut self.amplitudes) {
            if class(alternative) != seen {
                *amplitude = Complex::ZERO;
            }
        }
        self.normalise();
        seen
    }

    /// The position of an alternative by Born's rule.
    fn draw<R: Rng + ?Sized>(&self, rng: &mut R) -> usize {
        let mut left = unit(rng);
        let mut last = 0;
        for (block, amplitudes) in self.amplitudes.chunks(BLOCK).enumerate() {
            let sum = total(amplitudes);
            if left >= sum {
                left -= sum;
                continue;
            }
            for (position, amplitude) in amplitudes.iter().enumerate() {
                let probability = amplitude.norm_sqr();
                if probability > 0.0 {
                    last = block * BLOCK + position;
                    if left < probability {
                        return last;
                    }
                }
                left -= probability;
            }
            // Up to rounding it was the last of this block that is possible.
            return last;
        }
        // All probabilities together may be less than 1 by a rounding.
        self.amplitudes.iter().rposition(|amplitude| amplitude.norm_sqr() > 0.0).unwrap_or(0)
    }
}
