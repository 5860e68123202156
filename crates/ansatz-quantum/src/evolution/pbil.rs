//! Population-based incremental learning.
//!
//! A vector of probabilities is sampled, and moved towards the best sample.
//!
//! S. Baluja, *Population-based incremental learning: a method for integrating genetic search based function optimization and
//! competitive learning*, CMU-CS-94-163, Carnegie Mellon University (1994).

use alloc::{vec, vec::Vec};
use core::fmt;

use ansatz_core::{
    DecodeError, ParameterError,
    bytes::{Reader, Writer},
    require_range,
};
use ansatz_optimize::{Codec, Evaluation, Method};
use ansatz_random::{Stream, below, unit};

use super::{
    brood::{Brood, observed, require_count, require_len},
    surface::surface,
};

/// Settings of [`Pbil`]; the defaults are those of its paper.
///
/// # Examples
///
/// ```
/// use ansatz_quantum::evolution::{Pbil, PbilConfig};
///
/// assert!(Pbil::with_config(100, PbilConfig::default().population(50).rate(0.05)).is_ok());
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct PbilConfig {
    /// Samples of a generation: 1 to 1,000,000. 100 unless it is set.
    pub population: usize,
    /// How far probabilities are moved towards the best sample: above 0 to 1. 0.1 unless it is set.
    pub rate: f64,
    /// The probability with which one is mutated: 0 to 1. 0.02 unless it is set.
    pub mutation: f64,
    /// How far a mutation moves it, towards 0 or 1: 0 to 1. 0.05 unless it is set.
    pub shift: f64,
}

impl Default for PbilConfig {
    fn default() -> Self {
        Self { population: 100, rate: 0.1, mutation: 0.02, shift: 0.05 }
    }
}

impl PbilConfig {
    /// With so many samples a generation.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_quantum::evolution::PbilConfig::default().population(3).population, 3);
    /// ```
    #[must_use]
    pub const fn population(self, population: usize) -> Self {
        Self { population, ..self }
    }

    /// With this rate.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_quantum::evolution::PbilConfig::default().rate(0.01).rate, 0.01);
    /// ```
    #[must_use]
    pub const fn rate(self, rate: f64) -> Self {
        Self { rate, ..self }
    }

    /// With mutations at this probability, that move so far.
    ///
    /// # Examples
    ///
    /// ```
    /// let config = ansatz_quantum::evolution::PbilConfig::default().mutation(0.0, 0.0);
    /// assert_eq!((config.mutation, config.shift), (0.0, 0.0));
    /// ```
    #[must_use]
    pub const fn mutation(self, mutation: f64, shift: f64) -> Self {
        Self { mutation, shift, ..self }
    }

    fn require_valid(self) -> Result<Self, ParameterError> {
        require_range("population", self.population, 1..=MOST_SAMPLES)?;
        require_range("mutation", self.mutation, 0.0..=1.0)?;
        require_range("shift", self.shift, 0.0..=1.0)?;
        if self.rate > 0.0 && self.rate <= 1.0 {
            return Ok(self);
        }
        Err(ParameterError::new("rate", self.rate, "above 0, at most 1"))
    }
}

/// Population-based incremental learning: independent bits whose probabilities follow the best of each generation.
///
/// A generation in which everything failed teaches nothing. It is the classical twin of [`Qiea`](super::Qiea), whose rotation
/// is this update with a rate that depends on the probability.
///
/// S. Baluja, *Population-based incremental learning: a method for integrating genetic search based function optimization and
/// competitive learning*, CMU-CS-94-163, Carnegie Mellon University (1994).
///
/// # Examples
///
/// ```
/// use ansatz_quantum::evolution::Pbil;
///
/// // All bits set.
/// let best = Pbil::new(40)?.minimize(10_000, 1, |bits| bits.iter().filter(|bit| !**bit).count() as f64)?;
/// assert_eq!(best.value, 0.0);
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
///
/// # Complexity
///
/// O(n) a candidate of n bits, for each of which a number is drawn. Memory of n bytes for each sample of a generation and of
/// 8 n for the probabilities, which is taken as they are drawn.
#[derive(Clone, PartialEq)]
pub struct Pbil {
    len: usize,
    config: PbilConfig,
    /// None before the first sample.
    probabilities: Vec<f64>,
    generations: u64,
    brood: Brood,
}

impl Pbil {
    /// A search among strings of `len` bits, with the settings of the paper.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] if `len` is 0 or above 2^20.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(ansatz_quantum::evolution::Pbil::new(100).is_ok() && ansatz_quantum::evolution::Pbil::new(0).is_err());
    /// ```
    pub fn new(len: usize) -> Result<Self, ParameterError> {
        Self::with_config(len, PbilConfig::default())
    }

    /// The same with settings of the caller's.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] if `len` is 0 or above 2^20, or if a setting is not in its range.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::evolution::{Pbil, PbilConfig};
    ///
    /// let error = Pbil::with_config(100, PbilConfig::default().rate(0.0)).unwrap_err();
    /// assert_eq!(error.to_string(), "`rate` is 0, allowed: above 0, at most 1");
    /// ```
    pub fn with_config(len: usize, config: PbilConfig) -> Result<Self, ParameterError> {
        let config = config.require_valid()?;
        let brood = Brood::new(config.population);
        Ok(Self { len: require_len(len)?, config, probabilities: Vec::new(), generations: 0, brood })
    }

    /// The probability of 1 of each bit; nothing before the first sample.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::evolution::Pbil;
    ///
    /// let mut run = Pbil::new(3)?.start(5_000, 1)?;
    /// run.drive(|bits| bits.iter().filter(|bit| !**bit).count() as f64);
    /// assert!(run.method().probabilities().iter().all(|probability| *probability > 0.8));
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn probabilities(&self) -> &[f64] {
        &self.probabilities
    }

    /// How many generations have been learnt from.
    ///
    /// # Examples
    ///
    /// ```
    /// // Generations of a hundred.
    /// let mut run = ansatz_quantum::evolution::Pbil::new(3)?.start(250, 1)?;
    /// run.drive(|bits| f64::from(bits[0]));
    /// assert_eq!(run.method().generations(), 2);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn generations(&self) -> u64 {
        self.generations
    }

    /// What comes between generations, drawn by the first candidate of the next.
    fn mutate(&mut self, rng: &mut Stream) {
        for probability in &mut self.probabilities {
            if unit(rng) < self.config.mutation {
                let towards = below(rng, 2) as f64;
                *probability = moved(*probability, towards, self.config.shift);
            }
        }
    }

    fn check(&self) -> Result<(), DecodeError> {
        require_len(self.len)?;
        self.config.require_valid()?;
        require_count(self.generations)?;
        self.brood.require(self.config.population, self.len)?;
        let begun = self.generations > 0 || self.brood.proposed() > 0;
        let valid = |probability: &f64| (0.0..=1.0).contains(probability) && probability.is_sign_positive();
        if self.probabilities.len() == if begun { self.len } else { 0 } && self.probabilities.iter().all(valid) {
            return Ok(());
        }
        Err(DecodeError::field("probabilities", self.probabilities.len(), "one from 0 to 1 for each bit"))
    }
}

fn moved(probability: f64, towards: f64, rate: f64) -> f64 {
    probability * (1.0 - rate) + towards * rate
}

surface!(Pbil, "Pbil::new(20)?");

impl Method for Pbil {
    const NAME: &'static str = "Pbil";
    type Candidate = Vec<bool>;

    fn propose(&mut self, number: u64, rng: &mut Stream) -> bool {
        let Some(place) = self.brood.propose(number) else { return false };
        if self.probabilities.is_empty() {
            self.probabilities = vec![0.5; self.len];
        } else if place == 0 {
            self.mutate(rng);
        }
        self.brood.push(observed(self.probabilities.iter().copied(), rng));
        true
    }

    fn candidate(&self, number: u64) -> Option<&Vec<bool>> {
        self.brood.candidate(number)
    }

    fn observe(&mut self, number: u64, evaluation: Evaluation) {
        let Some(generation) = self.brood.observe(number, evaluation) else { return };
        self.generations += 1;
        let best = generation.iter().min_by(|a, b| a.1.compare(&b.1)).filter(|(_, best)| !best.has_failed());
        let Some((best, _)) = best else { return };
        for (probability, &bit) in self.probabilities.iter_mut().zip(best) {
            // Rounding may not lead beyond certainty.
            *probability = moved(*probability, f64::from(bit), self.config.rate).min(1.0);
        }
    }
}

impl Codec for Pbil {
    fn encode(&self, writer: &mut Writer) {
        (self.len, self.config.population).encode(writer);
        [self.config.rate, self.config.mutation, self.config.shift].encode(writer);
        self.probabilities.encode(writer);
        self.generations.encode(writer);
        self.brood.encode(writer);
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let (len, population) = Codec::decode(reader)?;
        let [rate, mutation, shift] = Codec::decode(reader)?;
        let read = Self {
            len,
            config: PbilConfig { population, rate, mutation, shift },
            probabilities: Codec::decode(reader)?,
            generations: Codec::decode(reader)?,
            brood: Codec::decode(reader)?,
        };
        read.check()?;
        Ok(read)
    }
}

impl fmt::Debug for Pbil {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pbil")
            .field("len", &self.len)
            .field("config", &self.config)
            .field("generations", &self.generations)
            .finish_non_exhaustive()
    }
}

const MOST_SAMPLES: usize = 1_000_000;
