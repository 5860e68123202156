//! The quantum-inspired evolutionary algorithm.
//!
//! Individuals are product states of Q-bits. Each is observed, and rotated towards the best that it has been observed as.
//!
//! K.-H. Han and J.-H. Kim, *Quantum-inspired evolutionary algorithm for a class of combinatorial optimization*, IEEE
//! Transactions on Evolutionary Computation 6 (2002).

use alloc::vec::Vec;
use core::{
    f64::consts::{FRAC_PI_2, PI},
    fmt,
};

use ansatz_core::{
    DecodeError, ParameterError,
    bytes::{Reader, Writer},
    require_range,
};
use ansatz_optimize::{Codec, Evaluation, Method};
use ansatz_random::Stream;

use super::{
    brood::{Brood, observed, require_count, require_len},
    qbits::QBits,
    surface::surface,
};

/// Settings of [`Qiea`]; the defaults are those of its paper.
///
/// # Examples
///
/// ```
/// use ansatz_quantum::evolution::{Qiea, QieaConfig};
///
/// let config = QieaConfig::default().population(20).migration(50);
/// assert!(Qiea::with_config(100, config).is_ok());
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct QieaConfig {
    /// Product states: 1 to 1,000,000. 10 unless it is set.
    pub population: usize,
    /// By how much a Q-bit is rotated at once: above 0, at most a right angle. 0.01 pi unless it is set.
    pub angle: f64,
    /// After so many generations each all states aim at the best string of all: 1 or more. 100 unless it is set.
    pub migration: u64,
}

impl Default for QieaConfig {
    fn default() -> Self {
        Self { population: 10, angle: 0.01 * PI, migration: 100 }
    }
}

impl QieaConfig {
    /// With so many product states.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_quantum::evolution::QieaConfig::default().population(3).population, 3);
    /// ```
    #[must_use]
    pub const fn population(self, population: usize) -> Self {
        Self { population, ..self }
    }

    /// With rotations by this angle.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_quantum::evolution::QieaConfig::default().angle(0.1).angle, 0.1);
    /// ```
    #[must_use]
    pub const fn angle(self, angle: f64) -> Self {
        Self { angle, ..self }
    }

    /// With a common aim after so many generations each.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_quantum::evolution::QieaConfig::default().migration(9).migration, 9);
    /// ```
    #[must_use]
    pub const fn migration(self, migration: u64) -> Self {
        Self { migration, ..self }
    }

    fn require_valid(self) -> Result<Self, ParameterError> {
        require_range("population", self.population, 1..=MOST_STATES)?;
        require_range("migration", self.migration, 1..=u64::MAX)?;
        if self.angle > 0.0 && self.angle <= FRAC_PI_2 {
            return Ok(self);
        }
        Err(ParameterError::new("angle", self.angle, "above 0, at most a right angle"))
    }
}

/// The quantum-inspired evolutionary algorithm: product states of Q-bits that are observed and rotated.
///
/// A state is observed by the Born rule, one bit for each Q-bit. If the string is worse than the best that its state aims at,
/// each Q-bit whose bit differs is rotated towards the aim's; if not, it is the aim from now on. Angles stay in the quadrant
/// where both amplitudes are 0 or more, which is what the table of signs in the paper is for. Its local migration, between
/// neighbouring states, is left out; constraints are held by the rules of feasibility.
///
/// # Classical twin
///
/// [`Pbil`](super::Pbil), and the two are *equal*, not alike. A product state has no correlations between its bits: it is a
/// list of independent coins with `p = sin^2 t`, and a rotation by d towards a bit that has the probability q moves q by
/// `sin^2 d (1 - 2 q) + sin 2d sqrt(q (1 - q))`: PBIL's update with the [rate](Self::learning_rate) that this is of `1 - q`. A
/// program with coins and that rate gives the same bits for the same seed but for rounding, and a test holds it to that. What a superposition
/// has beyond coins is not used here: states whose bits are correlated, which no product is, and signs. Amplitudes `sin t` and
/// `sin -t` are the same coin and become different ones by the same rotation, but angles do not leave the first quadrant;
/// amplitudes of different strings never meet, so that nothing interferes.
///
/// K.-H. Han and J.-H. Kim, *Quantum-inspired evolutionary algorithm for a class of combinatorial optimization*, IEEE
/// Transactions on Evolutionary Computation 6 (2002). On what it is: M. D. Platel, S. Schliebs and N. Kasabov,
/// *Quantum-inspired evolutionary algorithm: a multimodel EDA*, IEEE Transactions on Evolutionary Computation 13 (2009).
///
/// # Examples
///
/// ```
/// use ansatz_quantum::evolution::Qiea;
///
/// // All bits set.
/// let best = Qiea::new(40)?.minimize(5_000, 1, |bits| bits.iter().filter(|bit| !**bit).count() as f64)?;
/// assert_eq!(best.value, 0.0);
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
///
/// # Complexity
///
/// O(n) a candidate of n bits: a number is drawn for each, and a sine taken for each that differs. Memory of 18 n bytes for
/// each state, which is taken when it is first observed.
#[derive(Clone, PartialEq)]
pub struct Qiea {
    len: usize,
    config: QieaConfig,
    states: Vec<State>,
    generations: u64,
    brood: Brood,
}

#[derive(Debug, Clone, PartialEq)]
struct State {
    qbits: QBits,
    aim: Option<(Vec<bool>, Evaluation)>,
}

impl Qiea {
    /// A search among strings of `len` bits, with the settings of the paper.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] if `len` is 0 or above 2^20.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(ansatz_quantum::evolution::Qiea::new(100).is_ok() && ansatz_quantum::evolution::Qiea::new(0).is_err());
    /// ```
    pub fn new(len: usize) -> Result<Self, ParameterError> {
        Self::with_config(len, QieaConfig::default())
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
    /// use ansatz_quantum::evolution::{Qiea, QieaConfig};
    ///
    /// let error = Qiea::with_config(100, QieaConfig::default().angle(0.0)).unwrap_err();
    /// assert_eq!(error.to_string(), "`angle` is 0, allowed: above 0, at most a right angle");
    /// ```
    pub fn with_config(len: usize, config: QieaConfig) -> Result<Self, ParameterError> {
        let config = config.require_valid()?;
        let brood = Brood::new(config.population);
        Ok(Self { len: require_len(len)?, config, states: Vec::new(), generations: 0, brood })
    }

    /// The share of the way to certainty that a rotation by `angle` moves a bit which has this probability: PBIL's rate.
    ///
    /// 1 if the rotation would go beyond, where it ends at certainty. Both arguments are taken into their ranges.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::evolution::Qiea;
    ///
    /// // From equal amplitudes by an eighth of a turn: certainty.
    /// assert_eq!(Qiea::learning_rate(std::f64::consts::FRAC_PI_4, 0.5), 1.0);
    /// // What is less probable is learnt by smaller steps than by PBIL with a rate of 0.06, which this is at a half.
    /// let rate = |probability| Qiea::learning_rate(0.03, probability);
    /// assert!(rate(0.01) < 0.01 && (rate(0.5) - 0.06).abs() < 0.001 && rate(0.9) > 0.17);
    /// ```
    pub fn learning_rate(angle: f64, probability: f64) -> f64 {
        let (angle, q) = (angle.clamp(0.0, FRAC_PI_2), probability.clamp(0.0, 1.0));
        let (sine, cosine) = (libm::sin(angle), libm::cos(angle));
        if q >= cosine * cosine {
            return 1.0;
        }
        // The difference of sin^2(t + d) and q = sin^2 t, of 1 - q.
        (sine * sine * (1.0 - 2.0 * q) + 2.0 * sine * cosine * libm::sqrt(q * (1.0 - q))) / (1.0 - q)
    }

    /// The probability of 1 of each bit of each state; no states before they are first observed.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::evolution::Qiea;
    ///
    /// let mut run = Qiea::new(3)?.start(2_000, 1)?;
    /// run.drive(|bits| bits.iter().filter(|bit| !**bit).count() as f64);
    /// assert!(run.method().probabilities().flatten().all(|probability| *probability > 0.9));
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn probabilities(&self) -> impl ExactSizeIterator<Item = &[f64]> {
        self.states.iter().map(|state| state.qbits.probabilities())
    }

    /// How many generations have been learnt from.
    ///
    /// # Examples
    ///
    /// ```
    /// // Generations of ten.
    /// let mut run = ansatz_quantum::evolution::Qiea::new(3)?.start(25, 1)?;
    /// run.drive(|bits| f64::from(bits[0]));
    /// assert_eq!(run.method().generations(), 2);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn generations(&self) -> u64 {
        self.generations
    }

    fn migrate(&mut self) {
        let aims = self.states.iter().filter_map(|state| state.aim.as_ref());
        let Some(best) = aims.min_by(|a, b| a.1.compare(&b.1)).cloned() else { return };
        for state in &mut self.states {
            state.aim = Some(best.clone());
        }
    }

    fn check(&self) -> Result<(), DecodeError> {
        require_len(self.len)?;
        self.config.require_valid()?;
        require_count(self.generations)?;
        self.brood.require(self.config.population, self.len)?;
        let begun = self.generations > 0;
        let states = if begun { self.config.population } else { self.brood.proposed() };
        let fits = |state: &State| {
            let aim = state.aim.as_ref();
            state.qbits.probabilities().len() == self.len
                && aim.is_some() == begun
                && aim.is_none_or(|(bits, _)| bits.len() == self.len)
        };
        if self.states.len() == states && self.states.iter().all(fits) {
            return Ok(());
        }
        Err(DecodeError::field("states", self.states.len(), "as many as observed, with an aim once all have been"))
    }
}

impl State {
    /// Aims at what was observed, or turns towards the aim.
    fn learn(&mut self, observed: Vec<bool>, evaluation: Evaluation, angle: f64) {
        match &self.aim {
            Some((aim, best)) if best.is_better_than(&evaluation) => {
                for (place, (is, aim)) in observed.iter().zip(aim).enumerate() {
                    if is != aim {
                        self.qbits.rotate(place, *aim, angle);
                    }
                }
            }
            _ => self.aim = Some((observed, evaluation)),
        }
    }
}

surface!(Qiea, "Qiea::new(20)?");

impl Method for Qiea {
    const NAME: &'static str = "Qiea";
    type Candidate = Vec<bool>;

    fn propose(&mut self, number: u64, rng: &mut Stream) -> bool {
        let Some(place) = self.brood.propose(number) else { return false };
        if place == self.states.len() {
            self.states.push(State { qbits: QBits::uniform(self.len), aim: None });
        }
        let probabilities = self.states[place].qbits.probabilities();
        self.brood.push(observed(probabilities.iter().copied(), rng));
        true
    }

    fn candidate(&self, number: u64) -> Option<&Vec<bool>> {
        self.brood.candidate(number)
    }

    fn observe(&mut self, number: u64, evaluation: Evaluation) {
        let Some(generation) = self.brood.observe(number, evaluation) else { return };
        for (state, (bits, evaluation)) in self.states.iter_mut().zip(generation) {
            state.learn(bits, evaluation, self.config.angle);
        }
        self.generations += 1;
        if self.generations.is_multiple_of(self.config.migration) {
            self.migrate();
        }
    }
}

impl Codec for Qiea {
    fn encode(&self, writer: &mut Writer) {
        (self.len, self.config.population).encode(writer);
        (self.config.angle, self.config.migration).encode(writer);
        self.states.encode(writer);
        self.generations.encode(writer);
        self.brood.encode(writer);
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let (len, population) = Codec::decode(reader)?;
        let (angle, migration) = Codec::decode(reader)?;
        let read = Self {
            len,
            config: QieaConfig { population, angle, migration },
            states: Codec::decode(reader)?,
            generations: Codec::decode(reader)?,
            brood: Codec::decode(reader)?,
        };
        read.check()?;
        Ok(read)
    }
}

impl Codec for State {
    fn encode(&self, writer: &mut Writer) {
        self.qbits.encode(writer);
        self.aim.encode(writer);
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(Self { qbits: Codec::decode(reader)?, aim: Codec::decode(reader)? })
    }
}

impl fmt::Debug for Qiea {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Qiea")
            .field("len", &self.len)
            .field("config", &self.config)
            .field("generations", &self.generations)
            .finish_non_exhaustive()
    }
}

const MOST_STATES: usize = 1_000_000;
