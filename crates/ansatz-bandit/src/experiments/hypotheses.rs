//! Several explanations at once, until the evidence has decided for one of them.
//!
//! A. Wald, *Sequential analysis* (1947), for two hypotheses; J. Ville, *Étude critique de la notion de collectif* (1939),
//! for the inequality behind the guarantee.

use alloc::{string::ToString, vec::Vec};
use core::fmt;

use ansatz_core::{DecodeError, MergeError, ParameterError, bytes::Kind, require_positive, require_range};

use super::stored::{read, written};

/// A set of hypotheses, each with a weight that evidence changes by Bayes' rule, until one passes a threshold.
///
/// # Examples
///
/// ```
/// use ansatz_bandit::experiments::Hypotheses;
///
/// // How often does the service fail: 1%, 2% or 5%?
/// let mut rates = Hypotheses::new([(0.01, 1.0), (0.02, 1.0), (0.05, 1.0)], 0.99)?;
/// for call in 1.. {
///     let failed = call % 20 == 0;
///     rates.observe_with(|rate| if failed { f64::ln(*rate) } else { f64::ln(1.0 - rate) })?;
///     if let Some(rate) = rates.verdict() {
///         assert_eq!(*rate, 0.05);
///         break;
///     }
/// }
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
///
/// # Accuracy
///
/// Let the threshold be c, and the true hypothesis one of the set, with prior weight w. However long one watches, and
/// whenever one stops, the probability that some other one ever passes is at most (1 - w) (1 - c) / (w c): the odds
/// against the true one are a martingale from (1 - w) / w on, and Ville's inequality bounds how often one reaches
/// c / (1 - c). If the truth is itself drawn from the prior, a verdict is wrong with probability at most 1 - c.
///
/// With a [floor](Self::with_floor), hypotheses are dropped whose weight has fallen below it, and the weight that they had
/// then is added up in [`dropped_weight`](Self::dropped_weight): a verdict is wrong, in the second sense, with
/// probability at most 1 - c plus the expectation of that. The true one is ever dropped with probability at most
/// (1 - w) f / (w (1 - f)) for a floor f, in the first sense.
///
/// Both ask for likelihoods that are those of the observation given all that came before.
///
/// # Complexity
///
/// O(hypotheses) for an observation, of which those that are left are asked for a likelihood; 16 bytes each.
#[derive(Clone, PartialEq)]
pub struct Hypotheses<H> {
    hypotheses: Vec<H>,
    state: State,
}

#[derive(Debug, Clone, PartialEq)]
struct State {
    /// Logarithms of the prior weights, which add up to 1.
    prior: Vec<f64>,
    /// Logarithms of the likelihoods of all that was seen, the largest of them 0; of those that are out, minus infinity.
    evidence: Vec<f64>,
    threshold: f64,
    floor: f64,
    dropped: f64,
    observations: u64,
}

impl<H> Hypotheses<H> {
    /// Hypotheses with their prior weights, which need not add up to 1, and the posterior weight that makes a verdict.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] unless there are from 1 to 2^24 hypotheses with finite weights above 0, none below 1e-100 of
    /// the sum, and the threshold is from 0.5 to 1 - 1e-12, 0.5 excluded.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_bandit::experiments::Hypotheses;
    /// assert!(Hypotheses::new([("fair", 9.0), ("loaded", 1.0)], 0.95).is_ok());
    /// assert!(Hypotheses::new([("fair", 9.0), ("loaded", 0.0)], 0.95).is_err());
    /// ```
    pub fn new(weighted: impl IntoIterator<Item = (H, f64)>, threshold: f64) -> Result<Self, ParameterError> {
        let (mut hypotheses, mut weights) = (Vec::new(), Vec::new());
        for (hypothesis, weight) in weighted.into_iter().take(MOST + 1) {
            hypotheses.push(hypothesis);
            weights.push(require_positive("weight", weight)?);
        }
        require_range("hypotheses", weights.len(), 1..=MOST)?;
        require_threshold(threshold)?;
        let largest = weights.iter().fold(0.0, |largest: f64, weight| largest.max(*weight));
        let sum: f64 = weights.iter().map(|weight| weight / largest).sum();
        let mut prior = Vec::with_capacity(weights.len());
        for weight in weights {
            let share = require_range("share of a weight", weight / largest / sum, LEAST_PRIOR..=1.0)?;
            prior.push(libm::log(share));
        }
        let evidence = alloc::vec![0.0; prior.len()];
        Ok(Self { hypotheses, state: State { prior, evidence, threshold, floor: 0.0, dropped: 0.0, observations: 0 } })
    }

    /// The same hypotheses, of which those are dropped whose weight falls below a floor; 0, and none is, unless set.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] unless it is at least 0 and below the smallest prior weight.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_bandit::experiments::Hypotheses;
    /// let mut coins = Hypotheses::new([(0.5, 1.0), (0.9, 1.0)], 0.999)?.with_floor(0.01)?;
    /// for _ in 0..8 {
    ///     coins.observe_with(|heads| f64::ln(*heads))?;
    /// }
    /// assert_eq!(coins.live(), 1);
    /// assert!(coins.dropped_weight() < 0.01);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn with_floor(mut self, floor: f64) -> Result<Self, ParameterError> {
        let least = self.state.prior.iter().fold(0.0, |least: f64, log| least.min(*log));
        let allowed = "at least 0 and below the smallest prior weight";
        if !(floor >= 0.0 && floor < libm::exp(least)) {
            return Err(ParameterError::new("floor", floor, allowed));
        }
        self.state.floor = floor;
        Ok(self)
    }

    /// Learns from an observation: the logarithm of its likelihood under each of the hypotheses, in their order.
    ///
    /// Minus infinity rules a hypothesis out. A factor that all have in common does not matter; densities will do.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] unless there is one for each hypothesis, none is NaN or infinite, and the observation is
    /// possible under one that is left; nothing has changed then.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_bandit::experiments::Hypotheses;
    /// let mut coins = Hypotheses::new([("fair", 1.0), ("loaded", 1.0)], 0.9)?;
    /// coins.observe(&[f64::ln(0.5), f64::ln(0.75)])?;
    /// assert!((coins.weight(1).unwrap() - 0.6).abs() < 1e-12);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn observe(&mut self, log_likelihoods: &[f64]) -> Result<(), ParameterError> {
        require_range("log-likelihoods", log_likelihoods.len(), self.len()..=self.len())?;
        self.state.learn(|index| log_likelihoods[index])
    }

    /// Learns from an observation by a function that gives the logarithm of its likelihood under a hypothesis; only those
    /// that are left are asked.
    ///
    /// # Errors
    ///
    /// As [`observe`](Self::observe).
    ///
    /// # Examples
    ///
    /// See [`Hypotheses`].
    pub fn observe_with(&mut self, mut log_likelihood: impl FnMut(&H) -> f64) -> Result<(), ParameterError> {
        let hypotheses = &self.hypotheses;
        self.state.learn(|index| log_likelihood(&hypotheses[index]))
    }

    /// Takes over the evidence of `other`, which must be independent of that seen here: priors count once.
    ///
    /// What one of both has dropped is dropped.
    ///
    /// # Errors
    ///
    /// [`MergeError`] if the hypotheses differ in number or prior, the thresholds or floors differ, or nothing would be
    /// left; nothing has changed then.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_bandit::experiments::Hypotheses;
    /// let mut here = Hypotheses::new([("fair", 3.0), ("loaded", 1.0)], 0.9)?;
    /// let mut there = here.clone();
    /// here.observe(&[0.0, f64::ln(2.0)])?;
    /// there.observe(&[0.0, f64::ln(3.0)])?;
    /// here.merge(&there)?;
    /// assert!((here.weight(1).unwrap() - 6.0 / 9.0).abs() < 1e-12);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn merge(&mut self, other: &Self) -> Result<(), MergeError> {
        self.state.merge(&other.state)
    }

    /// The hypothesis whose weight has passed the threshold, if one has.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_bandit::experiments::Hypotheses;
    /// let mut coins = Hypotheses::new([("fair", 1.0), ("loaded", 1.0)], 0.9)?;
    /// assert_eq!(coins.verdict(), None);
    /// coins.observe(&[0.0, f64::ln(20.0)])?;
    /// assert_eq!(coins.verdict(), Some(&"loaded"));
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn verdict(&self) -> Option<&H> {
        let (best, weight) = self.state.best();
        (weight >= self.state.threshold).then(|| &self.hypotheses[best])
    }

    /// The place of the hypothesis with the largest weight, the first of equals, and its weight.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_bandit::experiments::Hypotheses;
    /// let coins = Hypotheses::new([("fair", 3.0), ("loaded", 1.0)], 0.9)?;
    /// assert_eq!(coins.best().0, 0);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn best(&self) -> (usize, f64) {
        self.state.best()
    }

    /// The posterior weight of the hypothesis at this place, 0 if it has been dropped; none if there is no such place.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_bandit::experiments::Hypotheses;
    /// let coins = Hypotheses::new([("fair", 3.0), ("loaded", 1.0)], 0.9)?;
    /// assert!((coins.weight(0).unwrap() - 0.75).abs() < 1e-15);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn weight(&self, index: usize) -> Option<f64> {
        let log = self.state.prior.get(index)? + self.state.evidence.get(index)?;
        Some(libm::exp(log - self.state.log_total()))
    }

    /// The hypotheses with their posterior weights, in their order.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_bandit::experiments::Hypotheses;
    /// let coins = Hypotheses::new([("fair", 3.0), ("loaded", 1.0)], 0.9)?;
    /// let sum: f64 = coins.iter().map(|(_, weight)| weight).sum();
    /// assert!((sum - 1.0).abs() < 1e-15);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn iter(&self) -> impl Iterator<Item = (&H, f64)> + '_ {
        let total = self.state.log_total();
        let weights = self.state.logs().map(move |log| libm::exp(log - total));
        self.hypotheses.iter().zip(weights)
    }

    /// How many hypotheses there were at first.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_bandit::experiments::Hypotheses;
    /// assert_eq!(Hypotheses::new([("fair", 3.0), ("loaded", 1.0)], 0.9)?.len(), 2);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    #[allow(clippy::len_without_is_empty)] // There is one at least.
    pub fn len(&self) -> usize {
        self.hypotheses.len()
    }

    /// How many are left: neither dropped nor ruled out.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_bandit::experiments::Hypotheses;
    /// let mut coins = Hypotheses::new([("fair", 1.0), ("two heads", 1.0)], 0.9)?;
    /// coins.observe(&[f64::ln(0.5), f64::NEG_INFINITY])?;
    /// assert_eq!(coins.live(), 1);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn live(&self) -> usize {
        self.state.live()
    }

    /// The sum of the weights that dropped hypotheses had when they were dropped: what a verdict may be wrong by, beyond
    /// the threshold.
    ///
    /// # Examples
    ///
    /// See [`with_floor`](Self::with_floor).
    pub fn dropped_weight(&self) -> f64 {
        self.state.dropped
    }

    /// How many observations have been learnt from, merged ones included.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_bandit::experiments::Hypotheses;
    /// assert_eq!(Hypotheses::new([("fair", 3.0), ("loaded", 1.0)], 0.9)?.observations(), 0);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn observations(&self) -> u64 {
        self.state.observations
    }

    /// The weights as bytes (docs/formats.md, `HYPO`), without the hypotheses themselves, which are the caller's.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_bandit::experiments::Hypotheses;
    /// let mut coins = Hypotheses::new([("fair", 3.0), ("loaded", 1.0)], 0.9)?;
    /// coins.observe(&[-0.7, -0.3])?;
    /// assert_eq!(Hypotheses::from_bytes(["fair", "loaded"], &coins.to_bytes()), Ok(coins));
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn to_bytes(&self) -> Vec<u8> {
        written(KIND, &self.state)
    }

    /// The hypotheses, in their order, with the weights that were written as these bytes.
    ///
    /// # Errors
    ///
    /// [`DecodeError`] for anything that [`to_bytes`](Self::to_bytes) does not write, or another number of hypotheses.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_bandit::experiments::Hypotheses;
    /// assert!(Hypotheses::from_bytes(["fair", "loaded"], b"something else").is_err());
    /// ```
    pub fn from_bytes(hypotheses: impl IntoIterator<Item = H>, bytes: &[u8]) -> Result<Self, DecodeError> {
        let state: State = read(KIND, bytes)?;
        let hypotheses: Vec<H> = hypotheses.into_iter().take(state.prior.len() + 1).collect();
        if hypotheses.len() != state.prior.len() {
            return Err(DecodeError::field("hypotheses", state.prior.len(), "as many as are handed in"));
        }
        Ok(Self { hypotheses, state })
    }
}

impl<H> fmt::Debug for Hypotheses<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Hypotheses")
            .field("hypotheses", &self.len())
            .field("live", &self.live())
            .field("observations", &self.state.observations)
            .field("best", &self.best())
            .finish_non_exhaustive()
    }
}

impl State {
    fn live(&self) -> usize {
        self.evidence.iter().filter(|log| **log > f64::NEG_INFINITY).count()
    }

    fn logs(&self) -> impl Iterator<Item = f64> + Clone + '_ {
        self.prior.iter().zip(&self.evidence).map(|(prior, evidence)| prior + evidence)
    }

    /// The logarithm of the sum of all weights; one of them is as large as the prior lets it be.
    fn log_total(&self) -> f64 {
        log_sum(self.logs())
    }

    fn best(&self) -> (usize, f64) {
        let first = (0, f64::NEG_INFINITY);
        let larger = |best: (usize, f64), next: (usize, f64)| if next.1 > best.1 { next } else { best };
        let (best, log) = self.logs().enumerate().fold(first, larger);
        (best, libm::exp(log - self.log_total()))
    }

    fn learn(&mut self, mut log_likelihood: impl FnMut(usize) -> f64) -> Result<(), ParameterError> {
        let mut evidence = self.evidence.clone();
        for (index, evidence) in evidence.iter_mut().enumerate() {
            if *evidence == f64::NEG_INFINITY {
                continue;
            }
            let log = log_likelihood(index);
            if log.is_nan() || log == f64::INFINITY {
                return Err(ParameterError::new("log-likelihood", log, "a number below infinity"));
            }
            *evidence += log;
        }
        if !normalise(&mut evidence) {
            return Err(ParameterError::new(
                "log-likelihoods",
                "minus infinity",
                "an observation that is possible under a hypothesis that is left",
            ));
        }
        self.evidence = evidence;
        self.observations = self.observations.saturating_add(1);
        self.prune();
        Ok(())
    }

    fn merge(&mut self, other: &Self) -> Result<(), MergeError> {
        MergeError::unless_equal("hypotheses", self.prior.len(), other.prior.len())?;
        for (ours, theirs) in self.prior.iter().zip(&other.prior) {
            MergeError::unless_equal("logarithm of a prior weight", *ours, *theirs)?;
        }
        MergeError::unless_equal("threshold", self.threshold, other.threshold)?;
        MergeError::unless_equal("floor", self.floor, other.floor)?;
        let mut evidence: Vec<f64> = self.evidence.iter().zip(&other.evidence).map(|(a, b)| a + b).collect();
        if !normalise(&mut evidence) {
            let describe = |state: &Self| state.live().to_string() + ", none of them on both sides";
            return Err(MergeError::new("hypotheses that are left", describe(self), describe(other)));
        }
        self.evidence = evidence;
        self.dropped = (self.dropped + other.dropped).min(1.0);
        self.observations = self.observations.saturating_add(other.observations);
        self.prune();
        Ok(())
    }

    /// Drops what is below the floor; the best is not, since it has as much as the smallest prior weight.
    fn prune(&mut self) {
        if self.floor == 0.0 {
            return;
        }
        let total = self.log_total();
        for (prior, evidence) in self.prior.iter().zip(&mut self.evidence) {
            let weight = libm::exp(prior + *evidence - total);
            if weight < self.floor && *evidence > f64::NEG_INFINITY {
                self.dropped = (self.dropped + weight).min(1.0);
                *evidence = f64::NEG_INFINITY;
            }
        }
        normalise(&mut self.evidence);
    }

    fn check(&self) -> Result<(), DecodeError> {
        require_range("hypotheses", self.prior.len(), 1..=MOST)?;
        require_threshold(self.threshold)?;
        let least = self.prior.iter().fold(0.0, |least: f64, log| least.min(*log));
        let priors = self.prior.iter().all(|log| (libm::log(LEAST_PRIOR) * 1.01..=0.0).contains(log));
        let sum = log_sum(self.prior.iter().copied());
        let largest = self.evidence.iter().fold(f64::NEG_INFINITY, |largest, log| largest.max(*log));
        let evidence = largest == 0.0 && self.evidence.iter().all(|log| *log <= 0.0);
        let floor = self.floor >= 0.0 && self.floor < libm::exp(least) && (0.0..=1.0).contains(&self.dropped);
        if priors && libm::fabs(sum) < 1e-6 && evidence && floor && self.prior.len() == self.evidence.len() {
            return Ok(());
        }
        Err(DecodeError::field("weights", "something else", "logarithms of priors and likelihoods, and a floor"))
    }
}

ansatz_core::codec!([] State { prior, evidence, threshold, floor, dropped, observations });

/// Shifts the logarithms so that the largest is 0; whether one is above minus infinity.
fn normalise(logs: &mut [f64]) -> bool {
    let largest = logs.iter().fold(f64::NEG_INFINITY, |largest, log| largest.max(*log));
    if largest == f64::NEG_INFINITY {
        return false;
    }
    for log in logs {
        *log -= largest;
    }
    true
}

/// The logarithm of a sum of which the logarithms are given.
fn log_sum(logs: impl Iterator<Item = f64> + Clone) -> f64 {
    let largest = logs.clone().fold(f64::NEG_INFINITY, f64::max);
    largest + libm::log(logs.map(|log| libm::exp(log - largest)).sum())
}

fn require_threshold(threshold: f64) -> Result<f64, ParameterError> {
    require_range("threshold", threshold, LEAST_THRESHOLD..=1.0 - 1e-12)
}

const KIND: Kind = Kind::new(*b"HYPO");

/// What fits into a gigabyte.
const MOST: usize = 1 << 24;

/// From here on only one can pass.
const LEAST_THRESHOLD: f64 = 0.5 + f64::EPSILON;

/// The weights' logarithms stay above -231.
const LEAST_PRIOR: f64 = 1e-100;
