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
    Term { value: logarithm + libm::log(deviation), by_mean: -chance / deviation, by_deviation: density / deviation }
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Simpson's rule for `E[max(best - N(mean, deviation²), 0)]` over the ten deviations below the best or the mean, beyond
    /// which the density is below 1e-22 of that.
    fn improvement_by_quadrature(mean: f64, deviation: f64, best: f64) -> f64 {
        let steps = 20_000;
        let high = best.min(mean + 12.0 * deviation);
        let low = (high - 12.0 * deviation).min(mean - 12.0 * deviation);
        let step = (high - low) / f64::from(steps);
        let value = |index: i32| {
            let at = low + f64::from(index) * step;
            let z = (at - mean) / deviation;
            (best - at) * libm::exp(-0.5 * z * z) * INVERSE_ROOT_TWO_PI / deviation
        };
        let weight = |index: i32| if index == 0 || index == steps { 1.0 } else { f64::from(2 + index % 2 * 2) };
        (0..=steps).map(|index| weight(index) * value(index)).sum::<f64>() * step / 3.0
    }

    #[test]
    fn expected_improvement_is_its_integral() {
        for (mean, deviation, best) in
            [(0.0, 1.0, 0.0), (1.0, 0.5, 0.3), (-2.0, 3.0, 1.0), (0.0, 1.0, -4.9), (0.0, 1.0, -5.1), (3.0, 0.2, 1.6)]
        {
            let exact = improvement_by_quadrature(mean, deviation, best);
            let found = libm::exp(log_improvement(mean, deviation, best).value);
            // Simpson's error is of the order of step⁴, 1e-12 here.
            assert!((found / exact - 1.0).abs() < 1e-9, "{mean} {deviation} {best}: {found}, {exact}");
        }
    }

    /// `φ(t) / t² (1 - 3 / t² + 15 / t⁴ - 105 / t⁶ + ...)`, an alternating series whose error is below its next term.
    #[test]
    fn far_tails_have_their_logarithm() {
        for t in [30.0, 100.0, 1e4, 1e8] {
            let square = t * t;
            let series = 1.0 - 3.0 / square + 15.0 / (square * square) - 105.0 / (square * square * square);
            let exact = -0.5 * square - libm::log(square) + libm::log(series * INVERSE_ROOT_TWO_PI);
            let found = log_improvement(0.0, 1.0, -t).value;
            assert!((found - exact).abs() < 1e-12 * exact.abs() + 945.0 / libm::pow(t, 8.0), "{t}: {found}, {exact}");
            let chance = -0.5 * square - libm::log(t) + libm::log((1.0 - 1.0 / square) * INVERSE_ROOT_TWO_PI);
            let found = log_feasibility(t, 1.0, 0.0).value;
            assert!((found - chance).abs() < 1e-12 * chance.abs() + 3.1 / (square * square), "{t}: {found}, {chance}");
        }
    }

    /// From P(N <= 0) = 1/2 and P(N <= -1.959963984540054) = 0.025.
    #[test]
    fn feasibility_is_a_probability() {
        assert_eq!(log_feasibility(2.0, 3.0, 2.0).value, libm::log(0.5));
        assert!((log_feasibility(1.959_963_984_540_054, 1.0, 0.0).value - libm::log(0.025)).abs() < 1e-14);
        assert_eq!(log_feasibility(-40.0, 1.0, 0.0).value, 0.0);
    }

    #[test]
    fn both_sides_of_the_switch_agree() {
        let below = f64::from_bits(TAIL.to_bits() + 1);
        for term in [log_improvement, log_feasibility] {
            let (a, b) =
                if term(0.0, 1.0, TAIL).value < term(0.0, 1.0, below).value { (TAIL, below) } else { (below, TAIL) };
            let (a, b) = (term(0.0, 1.0, a), term(0.0, 1.0, b));
            for (a, b) in [(a.value, b.value), (a.by_mean, b.by_mean), (a.by_deviation, b.by_deviation)] {
                assert!((a / b - 1.0).abs() < 1e-13, "{a}, {b}");
            }
        }
    }

    #[test]
    fn slopes_are_those_of_the_values() {
        let step = 1e-5;
        for term in [log_improvement, log_feasibility] {
            for (mean, deviation, best) in [(0.0, 1.0, 0.3), (1.0, 0.5, -1.3), (2.0, 0.7, -3.0), (-1.0, 2.0, 4.0)] {
                let found = term(mean, deviation, best);
                let by_mean = (term(mean + step, deviation, best).value - term(mean - step, deviation, best).value)
                    / (2.0 * step);
                let by_deviation = (term(mean, deviation + step, best).value
                    - term(mean, deviation - step, best).value)
                    / (2.0 * step);
                // The third derivatives are below 1e3 here: step² of that is 1e-7.
                assert!((found.by_mean - by_mean).abs() < 1e-6 * (1.0 + by_mean.abs()), "{found:?}, {by_mean}");
                assert!((found.by_deviation - by_deviation).abs() < 1e-6 * (1.0 + by_deviation.abs()), "{found:?}");
            }
        }
    }
}
