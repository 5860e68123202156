//! What a log shows of its own weakness.

use core::fmt;

/// A reason to doubt an estimate or its interval, with the figure that shows it.
///
/// # Examples
///
/// ```
/// use ansatz_bandit::{Propensity, evaluation::{LoggedRound, OffPolicy, Warning}};
///
/// let mut other = OffPolicy::new();
/// for i in 0..100 {
///     // Arm 2 is never logged, and the other policy takes it in three rounds of ten.
///     let round = LoggedRound::new(i % 2, (i % 3) as f64, Propensity::Exact(0.5));
///     other.observe(&round, &[0.35, 0.35, 0.3])?;
/// }
/// assert!(matches!(other.warnings()[0], Warning::NeverLogged { arms: 1, .. }));
/// # Ok::<(), ansatz_bandit::evaluation::EvaluationError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum Warning {
    /// The policy takes arms that the log never has; of them the log shows nothing. Where the log may not have them at
    /// all, estimates are biased by what they would have paid. It is known only if all rounds came with the probabilities
    /// of all arms.
    NeverLogged {
        /// How many arms.
        arms: usize,
        /// The share of the policy's choices that goes to them.
        mass: f64,
    },
    /// The mean weight is further from 1 than chance moves it: the log lacks rounds that it should have, or the
    /// propensities are not those with which it was made. What arms that are never logged would add is left out, and a mean
    /// below 1 is not held against a log of few effective rounds.
    MeanWeight {
        /// The mean weight.
        mean: f64,
        /// By how many standard errors it is away from 1.
        deviations: f64,
    },
    /// Too few rounds are in effect behind the estimate for the normal limit.
    FewRounds {
        /// The effective sample size.
        effective: f64,
        /// All rounds.
        rounds: u64,
    },
    /// A single round has more than a tenth of all weight.
    LargeWeight {
        /// The largest weight.
        weight: f64,
        /// Its share of the sum of the weights.
        share: f64,
    },
    /// All rewards are the same, so that nothing is known of how much they vary: intervals may have no width.
    EqualRewards {
        /// The reward.
        reward: f64,
    },
    /// Propensities were estimated: their errors are in the variance that the interval shows, and since 1 / p bends, they
    /// make weights too large on the mean. Intervals are wider by that on both sides, to first order.
    EstimatedPropensities {
        /// How many rounds.
        rounds: u64,
        /// By which share weights are too large, on the mean over all.
        bias: f64,
    },
    /// Replay has used a share of the rounds that chance does not explain: the log was not made as declared.
    Coverage {
        /// The share.
        coverage: f64,
        /// The share that is expected, whatever the policy.
        expected: f64,
    },
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::NeverLogged { arms, mass } => {
                write!(
                    f,
                    "{arms} arms are never logged, and the policy takes them in {:.1}% of the rounds",
                    mass * 100.0
                )
            }
            Self::MeanWeight { mean, deviations } => {
                write!(f, "the mean weight is {mean:.4}, by {deviations:.1} standard errors away from 1")
            }
            Self::FewRounds { effective, rounds } => {
                write!(f, "{rounds} rounds are worth {effective:.1} of the policy's own")
            }
            Self::LargeWeight { weight, share } => {
                write!(f, "one round weighs {weight:.1}, {:.1}% of all weight", share * 100.0)
            }
            Self::EqualRewards { reward } => write!(f, "all rewards are {reward}: how much they vary is not known"),
            Self::EstimatedPropensities { rounds, bias } => {
                let percent = bias * 100.0;
                write!(f, "{rounds} propensities were estimated, which makes weights too large by {percent:.2}%")
            }
            Self::Coverage { coverage, expected } => {
                let (coverage, expected) = (coverage * 100.0, expected * 100.0);
                write!(f, "{coverage:.2}% of the rounds were used, where {expected:.2}% are expected")
            }
        }
    }
}

/// The customary least number of draws for the normal limit.
pub(super) const FEW: f64 = 30.0;
pub(super) const LARGE: f64 = 0.1;
/// Chance alone goes this far in one log of 16,000 (two-sided normal tail, 6.3e-5).
pub(super) const DEVIATIONS: f64 = 4.0;
/// Deviations of a mean weight that come from probabilities that miss 1 a little.
pub(super) const ROUNDING: f64 = 1e-6;
