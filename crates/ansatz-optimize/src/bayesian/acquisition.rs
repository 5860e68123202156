//! What a candidate promises, by the mean and the deviation of what is known of it.

use core::f64::consts::{FRAC_1_SQRT_2, PI};

use ansatz_core::{
    DecodeError, ParameterError,
    bytes::{Reader, Writer},
};

use crate::Codec;

/// What makes a candidate worth an evaluation.
///
/// # Examples
///
/// ```
/// use ansatz_optimize::{Acquisition, BayesianConfig, BayesianSearch, Space};
///
/// let config = BayesianConfig::default().acquisition(Acquisition::LowerConfidenceBound { deviations: 2.0 });
/// let search = BayesianSearch::with_config(&Space::real([(0.0, 1.0)])?, config)?;
/// let best = search.minimize(20, 1, |x| (x[0] - 0.3) * (x[0] - 0.3))?;
/// assert!(best.value < 1e-4);
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[non_exhaustive]
pub enum Acquisition {
    /// By how much it is better than the best so far, in the mean over what it may be worth (J. Mockus, 1975; D. R. Jones,
    /// M. Schonlau and W. J. Welch, 1998). Its logarithm is what is maximised, which keeps a slope where the improvement
    /// itself is 0 in double precision (S. Ament et al., *Unexpected improvements to expected improvement*, 2023).
    #[default]
    ExpectedImprovement,
    /// How good it is at so many standard deviations below its mean (N. Srinivas et al., *Gaussian process optimization
    /// in the bandit setting*, 2010).
    LowerConfidenceBound {
        /// From 0, which trusts the mean, on; 1 to 3 are usual.
        deviations: f64,
    },
}

impl Acquisition {
    pub(super) fn require_valid(self) -> Result<Self, ParameterError> {
        match self {
            Self::LowerConfidenceBound { deviations } if !(0.0..=MOST_DEVIATIONS).contains(&deviations) => {
                Err(ParameterError::new("deviations", deviations, "0..=1000"))
            }
            _ => Ok(self),
        }
    }
}

impl Codec for Acquisition {
    fn encode(&self, writer: &mut Writer) {
        match self {
            Self::ExpectedImprovement => writer.u8(0),
            Self::LowerConfidenceBound { deviations } => {
                writer.u8(1);
                writer.f64(*deviations);
            }
        }
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let acquisition = match reader.u8()? {
            0 => Self::ExpectedImprovement,
            1 => Self::LowerConfidenceBound { deviations: reader.f64()? },
            other => return Err(DecodeError::field("acquisition", other, "0..=1")),
        };
        Ok(acquisition.require_valid()?)
    }
}

/// A value and its derivatives by the mean and by the deviation of a normal distribution.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Term {
    pub(super) value: f64,
    pub(super) by_mean: f64,
    pub(super) by_deviation: f64,
}

/// The logarithm of the expected improvement on `best`.
pub(super) fn log_improvement(mean: f64, deviation: f64, best: f64) -> Term {
    let z = (best - mean) / deviation;
    // E[max(z - N, 0)] = φ(z) + z Φ(z); its derivative by z is Φ(z), and φ(z) is what is left for the deviation.
    let (logarithm, chance, density) = if z > TAIL {
        let density = libm::exp(-0.5 * z * z) * INVERSE_ROOT_TWO_PI;
        let chance = 0.5 * libm::erfc(-z * FRAC_1_SQRT_2);
        let improvement = density + z * chance;
        (libm::log(improvement), chance / improvement, density / improvement)
    } else {
        let (fraction, mills) = mills(-z);
        let logarithm = log_density(z) + libm::log(fraction) + libm::log(mills);
        (logarithm, 1.0 / fraction, 1.0 / (fraction * mills))
    };
    Term {
        value: logarithm + libm::log(deviation),
        by_mean: -chance / deviation,
        by_deviation: density / deviation,
    }
}

/// The logarithm of the probability to be at most `threshold`.
pub(super) fn log_feasibility(mean: f64, deviation: f64, threshold: f64) -> Term {
    let z = (threshold - mean) / deviation;
    let (logarithm, ratio) = if z > TAIL {
        let chance = 0.5 * libm::erfc(-z * FRAC_1_SQRT_2);
        (libm::log(chance), libm::exp(-0.5 * z * z) * INVERSE_ROOT_TWO_PI / chance)
    } else {
        let (_, mills) = mills(-z);
        (log_density(z) + libm::log(mills), 1.0 / mills)
    };
    Term { value: logarithm, by_mean: -ratio / deviation, by_deviation: -ratio * z / deviation }
}

fn log_density(z: f64) -> f64 {
    -0.5 * z * z + libm::log(INVERSE_ROOT_TWO_PI)
}

/// Mills' ratio `Φ(-t) / φ(t) = 1 / (t + c)` for a `t` of at least 5, with `c = 1 / (t + 2 / (t + 3 / ...))` before it:
/// `1 - t Mills = c Mills`, so that nothing cancels.
fn mills(t: f64) -> (f64, f64) {
    let tail = (2..FRACTION_TERMS).rev().fold(t, |tail, term| t + f64::from(term) / tail);
    let fraction = 1.0 / tail;
    (fraction, 1.0 / (t + fraction))
}

/// Beyond 1,000 deviations nothing but the deviation counts.
const MOST_DEVIATIONS: f64 = 1_000.0;

/// Down to here `φ + z Φ` loses a factor of `z² + 2` of its digits, less than two of sixteen.
const TAIL: f64 = -5.0;

/// The continued fraction at 5 is exact to 1e-16 with 34 terms, and sooner further out.
const FRACTION_TERMS: u32 = 40;

const INVERSE_ROOT_TWO_PI: f64 = 0.398_942_280_401_432_7;
const _: () = assert!(INVERSE_ROOT_TWO_PI * INVERSE_ROOT_TWO_PI * 2.0 * PI - 1.0 < 1e-15);
