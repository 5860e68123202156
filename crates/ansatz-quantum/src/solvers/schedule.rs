//! From which temperature to which, in how many sweeps.

use alloc::format;

use ansatz_core::{ParameterError, require_positive};

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

/// Temperatures that fall by the same factor from step to step.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Schedule {
    pub(super) steps: u64,
    hot: f64,
    /// The root of the last temperature over the first, a quotient that may be too small for a float.
    root: f64,
}

impl Schedule {
    /// From `hot` times the spread of local fields to where weak couplings hold as well, unless a caller has chosen.
    pub(super) fn new(model: &Ising, hot: f64, chosen: Option<(f64, f64)>, steps: u64) -> Result<Self, ParameterError> {
        let strengths = || Strengths::of(model).temperatures(hot);
        let (hot, cold) = chosen.map_or_else(|| Ok(strengths()), require_temperatures)?;
        Ok(Self { steps, hot, root: libm::sqrt(cold) / libm::sqrt(hot) })
    }

    /// The temperature of a step.
    pub(super) fn temperature(&self, step: u64) -> f64 {
        let root = libm::pow(self.root, step as f64 / self.steps.saturating_sub(1).max(1) as f64);
        self.hot * root * root
    }
}

/// Temperatures that a caller has chosen.
fn require_temperatures((hot, cold): (f64, f64)) -> Result<(f64, f64), ParameterError> {
    require_positive("cold temperature", cold)?;
    require_positive("hot temperature", hot)?;
    if hot < cold {
        return Err(ParameterError::new("hot temperature", hot, format!("at least {cold}, the cold one")));
    }
    Ok((hot, cold))
}

/// How strongly a model's spins are held.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Strengths {
    /// The root of the mean square of local fields of random spins.
    pub(super) spread: f64,
    /// The weakest coupling or field of a spin, in the mean.
    pub(super) weakest: f64,
}

impl Strengths {
    pub(super) fn of(model: &Ising) -> Self {
        let strengths = |variable: usize| {
            let field = Some(model.fields()[variable].abs()).filter(|&field| field > 0.0);
            model.neighbours_of(variable).map(|(_, weight)| weight.abs()).chain(field)
        };
        // Squares of the largest numbers would overflow.
        let largest = (0..model.len()).flat_map(strengths).fold(0.0, f64::max);
        if largest == 0.0 {
            // Any temperature will do.
            return Self { spread: 1.0, weakest: 1.0 };
        }
        let squares: f64 =
            (0..model.len()).flat_map(strengths).map(|strength| (strength / largest) * (strength / largest)).sum();
        let weakest = |variable| strengths(variable).reduce(f64::min).unwrap_or(0.0);
        let variables = model.len() as f64;
        Self {
            spread: largest * libm::sqrt(squares / variables),
            weakest: (0..model.len()).map(|variable| weakest(variable) / variables).sum(),
        }
    }

    /// The temperature at which a turn against the weakest coupling of a spin is made once in a hundred visits, as D-Wave's
    /// annealer ends.
    pub(super) fn cold(self) -> f64 {
        2.0 * self.weakest / libm::log(100.0)
    }

    /// From `hot` times the spread to the cold one.
    fn temperatures(self, hot: f64) -> (f64, f64) {
        // Of the smallest of all numbers a part is 0.
        // The cold one is at most 0.44 of the spread, since a mean is no more than the root of the mean square.
        ((hot * self.spread).max(f64::MIN_POSITIVE), self.cold())
    }
}

/// How much hotter than the spread annealing starts: above the temperatures below which spins order, which are the spread
/// itself for a spin glass without structure (D. Sherrington and S. Kirkpatrick, *Solvable Model of a Spin-Glass*, Physical
/// Review Letters 35, 1975), and 1.13 of it for a square lattice without frustration (L. Onsager, *Crystal Statistics*,
/// Physical Review 65, 1944).
pub(super) const HOT: f64 = 1.3;
