//! What can be wrong with arms, tickets, rewards and contexts.

use ansatz_core::ParameterError;

/// Arms that are not there, tickets that are late, rewards that cannot be.
///
/// Whatever is refused with one of these has changed nothing.
///
/// # Examples
///
/// ```
/// let mut arms = ansatz_bandit::Ucb1::new(3)?;
/// let error = arms.record(7, 1.0).unwrap_err();
/// assert_eq!(error.to_string(), "arm 7 is not there, allowed: one of the 3 arms");
/// # Ok::<(), ansatz_bandit::BanditError>(())
/// ```
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum BanditError {
    /// A parameter that is not about one arm.
    #[error(transparent)]
    Parameter(#[from] ParameterError),
    /// A number that no arm has, or has no longer.
    #[error("arm {arm} is not there, allowed: one of the {arms} arms")]
    UnknownArm {
        /// The number.
        arm: usize,
        /// How many arms there are.
        arms: usize,
    },
    /// The removal of the only arm.
    #[error("arm {arm} is the last one, allowed: to remove an arm while others are left")]
    LastArm {
        /// The arm.
        arm: usize,
    },
    /// A ticket that is older than the window of outstanding decisions.
    #[error("ticket {sequence} has expired, allowed: {oldest} or later, the last {window} decisions")]
    Expired {
        /// The ticket's sequence number.
        sequence: u64,
        /// The oldest that would still be taken.
        oldest: u64,
        /// The length of the window.
        window: u64,
    },
    /// A ticket whose reward has come already.
    #[error("ticket {sequence} has been observed already, allowed: each ticket once")]
    AlreadyObserved {
        /// The ticket's sequence number.
        sequence: u64,
    },
    /// A ticket that this policy has not given out.
    #[error("ticket {sequence} of arm {arm} was not given out here, allowed: those of this policy's decisions")]
    UnknownTicket {
        /// The ticket's sequence number.
        sequence: u64,
        /// The arm that it names.
        arm: usize,
    },
    /// A reward that the algorithm cannot learn from.
    #[error("the reward is {reward}, allowed: {allowed}")]
    Reward {
        /// The reward.
        reward: f64,
        /// What is allowed.
        allowed: &'static str,
    },
    /// A ticket that says with which probability its arm was taken, and says what cannot be.
    #[error("the propensity is {propensity}, allowed: more than 0 and at most 1")]
    Propensity {
        /// The probability.
        propensity: f64,
    },
    /// A ticket that carries a probability which this policy cannot have given.
    #[error("the ticket's probability is {probability}, allowed: {lowest} to {highest}")]
    Chance {
        /// The probability.
        probability: f64,
        /// The lowest that the policy gives.
        lowest: f64,
        /// The highest.
        highest: f64,
    },
    /// A context with another number of features than the model has.
    #[error("the context has {length} features, allowed: {dimension}")]
    Dimension {
        /// How many there are.
        length: usize,
        /// How many the model has.
        dimension: usize,
    },
    /// A feature that is not a number, or too large.
    #[error("feature {index} of the context is {value}, allowed: finite and at most 1e100 in magnitude")]
    Feature {
        /// Its place in the context.
        index: usize,
        /// Its value.
        value: f64,
    },
}
