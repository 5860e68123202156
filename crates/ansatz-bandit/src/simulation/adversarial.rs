//! Rewards that are written down beforehand by somebody who knows the policy.

use alloc::{sync::Arc, vec::Vec};
use core::fmt;

use ansatz_core::{ParameterError, require_range};
use ansatz_random::{Stream, rand_core::Rng};

use super::Environment;
use crate::{BanditError, Policy};

/// Rewards that were fixed in advance (an oblivious adversary): in each round one arm pays 0, and all others pay 1.
///
/// It is measured by the arm that pays most in the whole sequence, so that the horizon of a simulation should be its length:
/// before its end, regret may be below 0. A policy that leaves nothing to chance can be made to lose in
/// every round, [`against`](Self::against) it: its regret is at least (1 - 1 / arms) times the rounds. One that leaves
/// its decisions to chance, as EXP3 does, loses O(sqrt(arms rounds ln arms)) on every such sequence.
///
/// P. Auer, N. Cesa-Bianchi, Y. Freund and R. E. Schapire, *The nonstochastic multiarmed bandit problem*, SIAM Journal on
/// Computing 32 (2002).
///
/// # Examples
///
/// ```
/// use ansatz_bandit::{Ucb1, simulation::{Adversarial, Simulation}};
///
/// let trap = Adversarial::against(2, 1_000, &mut Ucb1::new(2)?)?;
/// let curve = Simulation::new(1_000, 2)?.regret(&trap, 1, |_| Ucb1::new(2))?;
/// assert!(curve.last().mean >= 500.0);
/// # Ok::<(), ansatz_bandit::BanditError>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct Adversarial {
    arms: usize,
    /// For each round, the arm that pays nothing.
    barren: Arc<[u32]>,
    /// The arm that is it least often.
    best: usize,
    /// The arm that pays nothing in this round.
    now: usize,
}

impl Adversarial {
    /// In each round, this arm pays nothing; after the last round the sequence starts again.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] unless there are 1 to 2^24 arms, and some rounds with one of these each.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::simulation::{Adversarial, Environment};
    ///
    /// let sequence = Adversarial::new(2, [0, 1, 0])?;
    /// assert_eq!((sequence.mean(0), sequence.best()), (0.0, 1.0));
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn new(arms: usize, barren: impl IntoIterator<Item = usize>) -> Result<Self, ParameterError> {
        require_range("arms", arms, 1..=MOST_ARMS)?;
        let mut rounds = alloc::vec![0_u64; arms];
        let mut written = Vec::new();
        for arm in barren {
            require_range("barren", arm, 0..=arms - 1)?;
            rounds[arm] += 1;
            written.push(arm as u32);
        }
        let Some(first) = written.first() else {
            return Err(ParameterError::new("barren", "empty", "an arm for each round"));
        };
        let now = *first as usize;
        let best = rounds.iter().enumerate().min_by_key(|(_, count)| **count).map_or(0, |(arm, _)| arm);
        Ok(Self { arms, barren: written.into(), best, now })
    }

    /// The sequence of so many rounds in which whatever the policy pulls pays nothing: it is played once, and learns.
    ///
    /// # Errors
    ///
    /// [`BanditError`] unless there are 1 to 2^24 arms and 1 to 2^28 rounds, or if the policy has other arms or does not
    /// take rewards of 0.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::{Ucb1, simulation::Adversarial};
    ///
    /// assert!(Adversarial::against(2, 100, &mut Ucb1::new(3)?).is_err());
    /// # Ok::<(), ansatz_bandit::BanditError>(())
    /// ```
    pub fn against<P: Policy<Context = ()>>(arms: usize, rounds: u64, policy: &mut P) -> Result<Self, BanditError> {
        require_range("arms", arms, 1..=MOST_ARMS)?;
        require_range("rounds", rounds, 1..=MOST_ROUNDS)?;
        // What draws from it is not caught anyway.
        let mut rng = Stream::new(0, 0);
        let mut barren = Vec::new();
        for _ in 0..rounds {
            let decision = policy.select(&(), &mut rng)?;
            if decision.arm >= arms {
                return Err(BanditError::UnknownArm { arm: decision.arm, arms });
            }
            barren.push(decision.arm);
            policy.observe(decision.ticket, 0.0)?;
        }
        Ok(Self::new(arms, barren)?)
    }
}

impl Environment for Adversarial {
    type Context = ();

    fn arms(&self) -> usize {
        self.arms
    }

    fn begin<R: Rng + ?Sized>(&mut self, round: u64, _rng: &mut R) {
        self.now = self.barren[(round % self.barren.len() as u64) as usize] as usize;
    }

    fn context(&self) -> &() {
        &()
    }

    fn mean(&self, arm: usize) -> f64 {
        if arm == self.now { 0.0 } else { 1.0 }
    }

    fn best(&self) -> f64 {
        self.mean(self.best)
    }

    fn reward<R: Rng + ?Sized>(&mut self, arm: usize, _rng: &mut R) -> f64 {
        self.mean(arm)
    }
}

impl fmt::Debug for Adversarial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Adversarial")
            .field("arms", &self.arms)
            .field("rounds", &self.barren.len())
            .finish_non_exhaustive()
    }
}

/// As many as a policy can have.
const MOST_ARMS: usize = 1 << 24;

/// Two gigabytes while they are written.
const MOST_ROUNDS: u64 = 1 << 28;
