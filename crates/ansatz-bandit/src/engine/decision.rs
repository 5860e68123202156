//! What a policy decides.

use super::Ticket;

/// Which arm to pull, and the ticket to which its reward belongs.
///
/// # Examples
///
/// ```
/// use ansatz_bandit::Ucb1;
/// use ansatz_random::Stream;
///
/// let mut arms = Ucb1::new(3)?;
/// let choice = arms.select(&mut Stream::new(1, 0));
/// assert_eq!(choice.arm, 0);
/// arms.observe(choice.ticket, 0.5)?;
/// # Ok::<(), ansatz_bandit::BanditError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decision<N = ()> {
    /// The arm.
    pub arm: usize,
    /// What [`Bandit::observe`](crate::Bandit::observe) wants together with the reward.
    pub ticket: Ticket<N>,
}

/// A [`Decision`] with the probability that it had, for the log that off-policy evaluation reads.
///
/// # Examples
///
/// ```
/// use ansatz_bandit::{EpsilonGreedy, Propensity};
/// use ansatz_random::Stream;
///
/// let mut arms = EpsilonGreedy::new(2, 0.2)?;
/// let choice = arms.select_logged(&mut Stream::new(1, 0));
/// assert!(matches!(choice.propensity, Propensity::Exact(_)));
/// # Ok::<(), ansatz_bandit::BanditError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LoggedDecision<N = ()> {
    /// The arm.
    pub arm: usize,
    /// What [`Bandit::observe`](crate::Bandit::observe) wants together with the reward.
    pub ticket: Ticket<N>,
    /// The probability with which the policy, as it was then, takes this arm.
    pub propensity: Propensity,
}

/// The probability of a decision, and how it is known.
///
/// # Examples
///
/// ```
/// use ansatz_bandit::Propensity;
///
/// let estimated = Propensity::Estimated { probability: 0.25, standard_error: 0.01 };
/// assert_eq!(estimated.probability(), 0.25);
/// assert_eq!(Propensity::Exact(0.5).standard_error(), 0.0);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Propensity {
    /// It follows from the algorithm's definition.
    Exact(f64),
    /// It was estimated by draws; it is never 0.
    Estimated {
        /// The estimate.
        probability: f64,
        /// Its standard error.
        standard_error: f64,
    },
}

impl Propensity {
    /// The probability, exact or estimated.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_bandit::Propensity::Exact(0.5).probability(), 0.5);
    /// ```
    pub const fn probability(self) -> f64 {
        match self {
            Self::Exact(probability) | Self::Estimated { probability, .. } => probability,
        }
    }

    /// The standard error of the probability; 0 if it is exact.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_bandit::Propensity::Exact(0.5).standard_error(), 0.0);
    /// ```
    pub const fn standard_error(self) -> f64 {
        match self {
            Self::Exact(_) => 0.0,
            Self::Estimated { standard_error, .. } => standard_error,
        }
    }
}
