//! From which temperature to which, in how many sweeps.

use ansatz_core::{ParameterError, require_positive, require_range};

use crate::Ising;

/// How often each spin is visited, and at which temperatures.
///
/// # Examples
///
/// ```
/// use ansatz_quantum::solvers::AnnealingConfig;
///
/// let long = AnnealingConfig::default().sweeps(10_000);
/// let by_hand = AnnealingConfig::default().temperatures(5.0, 0.5);
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct AnnealingConfig {
    /// Visits of each spin: 1,000 unless said otherwise.
    pub sweeps: u64,
    /// The first temperature and the last, in units of the energy; chosen from the model unless given.
    pub temperatures: Option<(f64, f64)>,
}

impl Default for AnnealingConfig {
    fn default() -> Self {
        Self { sweeps: 1_000, temperatures: None }
    }
}

impl AnnealingConfig {
    /// The same with so many visits of each spin.
    ///
    /// # Examples
    ///
    /// See [`AnnealingConfig`].
    #[must_use]
    pub fn sweeps(self, sweeps: u64) -> Self {
        Self { sweeps, ..self }
    }

    /// The same with temperatures from `hot` to `cold`.
    ///
    /// # Examples
    ///
    /// See [`AnnealingConfig`].
    #[must_use]
    pub fn temperatures(self, hot: f64, cold: f64) -> Self {
        Self { temperatures: Some((hot, cold)), ..self }
    }
}

/// Temperatures that fall by the same factor from sweep to sweep.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Schedule {
    pub(super) sweeps: u64,
    hot: f64,
    cold: f64,
}

impl Schedule {
    pub(super) fn new(model: &Ising, config: &AnnealingConfig) -> Result<Self, ParameterError> {
        let (hot, cold) = match config.temperatures {
            None => temperatures_of(model),
            Some((hot, cold)) => {
                require_positive("cold temperature", cold)?;
                (require_range("hot temperature", hot, cold..=f64::MAX)?, cold)
            }
        };
        Ok(Self { sweeps: require_range("sweeps", config.sweeps, 1..=u64::MAX)?, hot, cold })
    }

    /// The temperature of a sweep.
    pub(super) fn temperature(&self, sweep: u64) -> f64 {
        let done = sweep as f64 / self.sweeps.saturating_sub(1).max(1) as f64;
        self.hot * libm::pow(self.cold / self.hot, done)
    }
}

/// Temperatures between which a model's spins go from loose to stuck.
fn temperatures_of(model: &Ising) -> (f64, f64) {
    let (mut squares, mut least) = (0.0, 0.0);
    for variable in 0..model.len() {
        let field = model.fields()[variable].abs();
        let strengths = || model.neighbours_of(variable).map(|(_, weight)| weight.abs());
        squares += strengths().map(|weight| weight * weight).sum::<f64>() + field * field;
        let smallest = strengths().chain((field > 0.0).then_some(field)).fold(f64::INFINITY, f64::min);
        least += if smallest.is_finite() { smallest } else { 0.0 };
    }
    let spread = libm::sqrt(squares / model.len() as f64);
    let least = least / model.len() as f64;
    if spread == 0.0 {
        return (1.0, 1.0);
    }
    let hot = HOT * spread;
    (hot, (COLD * least).min(hot))
}

const HOT: f64 = 0.75;
const COLD: f64 = 0.4;
