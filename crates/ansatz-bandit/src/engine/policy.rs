//! What a simulation, a replay or a program of yours asks of any policy.

use ansatz_random::rand_core::Rng;

use super::{Decision, LoggedDecision, Note, Ticket};
use crate::BanditError;

/// Selects an arm, and learns from what came of it.
///
/// Every [`Bandit`](crate::Bandit) is one; code that is to run with any of them takes it as a parameter. Nobody who
/// uses one of them has to import it.
///
/// # Examples
///
/// ```
/// use ansatz_bandit::{BanditError, Policy, Ucb1};
/// use ansatz_random::Stream;
///
/// /// Pulls arms a thousand times; arm 1 always pays.
/// fn earn<P: Policy<Context = ()>>(policy: &mut P, rng: &mut Stream) -> Result<usize, BanditError> {
///     let mut earned = 0;
///     for _ in 0..1_000 {
///         let choice = policy.select(&(), rng)?;
///         let reward = usize::from(choice.arm == 1);
///         policy.observe(choice.ticket, reward as f64)?;
///         earned += reward;
///     }
///     Ok(earned)
/// }
/// assert!(earn(&mut Ucb1::new(2)?, &mut Stream::new(1, 0))? > 900);
/// # Ok::<(), BanditError>(())
/// ```
pub trait Policy {
    /// What a decision is made on: `()`, or features, `[f64]`.
    type Context: ?Sized;
    /// What a ticket remembers besides its arm.
    type Note: Note;

    /// Which arm to pull.
    ///
    /// # Errors
    ///
    /// [`BanditError`] if the context does not fit the policy; `()` always does.
    fn select<R: Rng + ?Sized>(
        &mut self,
        context: &Self::Context,
        rng: &mut R,
    ) -> Result<Decision<Self::Note>, BanditError>;

    /// Which arm to pull, and with which probability it is this one. The arm is that of [`select`](Self::select) from
    /// the same state of `rng`.
    ///
    /// # Errors
    ///
    /// [`BanditError`] if the context does not fit the policy.
    fn select_logged<R: Rng + ?Sized>(
        &mut self,
        context: &Self::Context,
        rng: &mut R,
    ) -> Result<LoggedDecision<Self::Note>, BanditError>;

    /// Learns the reward of a decision, in any order.
    ///
    /// # Errors
    ///
    /// [`BanditError`] if the ticket is not outstanding or the reward cannot be; nothing has changed then.
    fn observe(&mut self, ticket: Ticket<Self::Note>, reward: f64) -> Result<(), BanditError>;
}
