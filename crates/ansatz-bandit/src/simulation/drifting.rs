//! Means that change.

use alloc::{sync::Arc, vec::Vec};
use core::fmt;

use ansatz_core::{ParameterError, require_range};
use ansatz_random::rand_core::Rng;

use super::{
    Environment,
    means::{coin, highest, require_probabilities},
};

/// Arms that pay 1 with a probability that changes from phase to phase, else 0; after the last phase comes the first.
///
/// The best arm is that of the moment.
///
/// # Examples
///
/// ```
/// use ansatz_bandit::simulation::{Drifting, Environment};
/// use ansatz_random::Stream;
///
/// let mut rng = Stream::new(1, 0);
/// let phases = [[0.9, 0.1], [0.1, 0.9]];
/// let mut abrupt = Drifting::abrupt(&phases, 100)?;
/// let mut gradual = Drifting::gradual(&phases, 100)?;
/// abrupt.begin(75, &mut rng);
/// gradual.begin(75, &mut rng);
/// assert_eq!(abrupt.mean(0), 0.9);
/// assert!((gradual.mean(0) - 0.3).abs() < 1e-15); // three quarters of the way
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct Drifting {
    phases: Arc<[Vec<f64>]>,
    length: u64,
    gradual: bool,
    /// In this round.
    means: Vec<f64>,
    best: f64,
}

impl Drifting {
    /// The probabilities of each phase hold for all of its `length` rounds, and change at its end.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] unless there are some phases of at least one round, all with as many probabilities and at least
    /// one.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(ansatz_bandit::simulation::Drifting::abrupt(&[[0.9, 0.1], [0.1, 0.9]], 0).is_err());
    /// ```
    pub fn abrupt(phases: &[impl AsRef<[f64]>], length: u64) -> Result<Self, ParameterError> {
        Self::new(phases, length, false)
    }

    /// The probabilities hold in the first of a phase's `length` rounds, and go from there straight to those of the next.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] unless there are some phases of at least one round, all with as many probabilities and at least
    /// one.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(ansatz_bandit::simulation::Drifting::gradual(&[[0.9, 0.1], [0.1, 1.9]], 50).is_err());
    /// ```
    pub fn gradual(phases: &[impl AsRef<[f64]>], length: u64) -> Result<Self, ParameterError> {
        Self::new(phases, length, true)
    }

    fn new(phases: &[impl AsRef<[f64]>], length: u64, gradual: bool) -> Result<Self, ParameterError> {
        require_range("length", length, 1..=u64::MAX)?;
        let Some(first) = phases.first() else {
            return Err(ParameterError::new("phases", "empty", "at least one"));
        };
        let arms = first.as_ref().len();
        for phase in phases {
            require_probabilities(phase.as_ref())?;
            if phase.as_ref().len() != arms {
                let wrong = alloc::format!("of {arms} and of {} arms", phase.as_ref().len());
                return Err(ParameterError::new("phases", wrong, "of as many arms each"));
            }
        }
        Ok(Self {
            phases: phases.iter().map(|phase| phase.as_ref().to_vec()).collect(),
            length,
            gradual,
            means: first.as_ref().to_vec(),
            best: highest(first.as_ref().iter().copied()),
        })
    }
}

impl Environment for Drifting {
    type Context = ();

    fn arms(&self) -> usize {
        self.means.len()
    }

    fn begin<R: Rng + ?Sized>(&mut self, round: u64, _rng: &mut R) {
        let (phase, into) = (round / self.length, round % self.length);
        if into > 0 && !self.gradual {
            return;
        }
        let count = self.phases.len();
        let phase = (phase % count as u64) as usize;
        let (from, to) = (&self.phases[phase], &self.phases[(phase + 1) % count]);
        let part = into as f64 / self.length as f64;
        for (mean, (from, to)) in self.means.iter_mut().zip(from.iter().zip(to)) {
            *mean = from + (to - from) * part;
        }
        self.best = highest(self.means.iter().copied());
    }

    fn context(&self) -> &() {
        &()
    }

    fn mean(&self, arm: usize) -> f64 {
        self.means[arm]
    }

    fn best(&self) -> f64 {
        self.best
    }

    fn reward<R: Rng + ?Sized>(&mut self, arm: usize, rng: &mut R) -> f64 {
        coin(self.means[arm], rng)
    }
}

impl fmt::Debug for Drifting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Drifting")
            .field("arms", &self.arms())
            .field("phases", &self.phases.len())
            .field("length", &self.length)
            .field("gradual", &self.gradual)
            .finish_non_exhaustive()
    }
}
