//! Rewards that depend on features of the round.

use alloc::{sync::Arc, vec::Vec};
use core::fmt;

use ansatz_core::{ParameterError, require_positive};
use ansatz_random::{rand_core::Rng, standard_normal};

use super::{
    Environment,
    means::{coin, highest, require_finite},
};

/// Rounds with features, which are a point on the unit sphere, and arms that each weigh them in its own way.
///
/// # Examples
///
/// ```
/// use ansatz_bandit::simulation::{Contextual, Environment};
/// use ansatz_random::Stream;
///
/// // Arm 0 is best where the first feature is above 0, arm 1 elsewhere.
/// let mut arms = Contextual::linear(&[&[1.0, 0.0], &[-1.0, 0.0]], 0.1)?;
/// arms.begin(0, &mut Stream::new(1, 0));
/// assert_eq!(arms.best(), arms.context()[0].abs());
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct Contextual {
    /// The arms' weights, one after the other.
    weights: Arc<[f64]>,
    features: Vec<f64>,
    /// Of the arms, in this round.
    means: Vec<f64>,
    best: f64,
    noise: Noise,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Noise {
    Normal(f64),
    Coin,
}

impl Contextual {
    /// Rewards are normal, about the product of the arm's weights and the features, with this standard deviation.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] unless there are some arms, each with as many weights as the first and at least one, all at most
    /// 1e50 in magnitude, and the deviation is more than 0.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::simulation::Contextual;
    ///
    /// assert!(Contextual::linear(&[[0.3, 0.1], [0.2, 0.9]], 0.5).is_ok());
    /// assert!(Contextual::linear(&[&[0.3, 0.1][..], &[0.2]], 0.5).is_err());
    /// ```
    pub fn linear(weights: &[impl AsRef<[f64]>], deviation: f64) -> Result<Self, ParameterError> {
        Self::new(weights, Noise::Normal(require_positive("deviation", deviation)?))
    }

    /// Rewards are 1 with the probability 1 / (1 + exp(-z)), z being the product of the arm's weights and the features.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] unless there are some arms, each with as many weights as the first and at least one, all at most
    /// 1e50 in magnitude.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::simulation::{Contextual, Environment};
    /// use ansatz_random::Stream;
    ///
    /// let mut arms = Contextual::logistic(&[[0.0, 0.0]])?;
    /// arms.begin(0, &mut Stream::new(1, 0));
    /// assert_eq!(arms.mean(0), 0.5);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn logistic(weights: &[impl AsRef<[f64]>]) -> Result<Self, ParameterError> {
        Self::new(weights, Noise::Coin)
    }

    fn new(weights: &[impl AsRef<[f64]>], noise: Noise) -> Result<Self, ParameterError> {
        let dimension = weights.first().map_or(0, |arm| arm.as_ref().len());
        for arm in weights {
            require_finite("weights", arm.as_ref())?;
            if arm.as_ref().len() != dimension {
                let wrong = alloc::format!("{} for one arm and {dimension} for another", arm.as_ref().len());
                return Err(ParameterError::new("weights", wrong, "as many for each arm"));
            }
        }
        if weights.is_empty() {
            return Err(ParameterError::new("weights", "empty", "some for each arm"));
        }
        Ok(Self {
            weights: weights.iter().flat_map(AsRef::as_ref).copied().collect(),
            features: alloc::vec![0.0; dimension],
            means: alloc::vec![0.0; weights.len()],
            best: 0.0,
            noise,
        })
    }
}

impl Environment for Contextual {
    type Context = [f64];

    fn arms(&self) -> usize {
        self.means.len()
    }

    fn begin<R: Rng + ?Sized>(&mut self, _round: u64, rng: &mut R) {
        self.features.iter_mut().for_each(|feature| *feature = standard_normal(rng));
        let length = libm::sqrt(dot(&self.features, &self.features));
        if length > 0.0 {
            self.features.iter_mut().for_each(|feature| *feature /= length);
        }
        for (mean, weights) in self.means.iter_mut().zip(self.weights.chunks_exact(self.features.len())) {
            let product = dot(weights, &self.features);
            *mean = match self.noise {
                Noise::Normal(_) => product,
                Noise::Coin => 1.0 / (1.0 + libm::exp(-product)),
            };
        }
        self.best = highest(self.means.iter().copied());
    }

    fn context(&self) -> &[f64] {
        &self.features
    }

    fn mean(&self, arm: usize) -> f64 {
        self.means[arm]
    }

    fn best(&self) -> f64 {
        self.best
    }

    fn reward<R: Rng + ?Sized>(&mut self, arm: usize, rng: &mut R) -> f64 {
        match self.noise {
            Noise::Normal(deviation) => self.means[arm] + deviation * standard_normal(rng),
            Noise::Coin => coin(self.means[arm], rng),
        }
    }
}

impl fmt::Debug for Contextual {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Contextual")
            .field("arms", &self.arms())
            .field("dimension", &self.features.len())
            .field("noise", &self.noise)
            .finish_non_exhaustive()
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}
