//! A policy in an environment, many times.

use alloc::{collections::BTreeMap, vec::Vec};

use ansatz_core::{ParameterError, require_range};
use ansatz_random::Stream;

use super::{Environment, RegretCurve, curve::Sums};
use crate::{BanditError, Policy, Ticket};

/// How long a policy is tried in an environment, how often, and where its regret is looked at.
///
/// # Examples
///
/// ```
/// use ansatz_bandit::{Ucb1, simulation::{Gaussian, Simulation}};
///
/// // Rewards have to be from 0 to 1 for UCB1; what a policy refuses, ends the simulation.
/// let simulation = Simulation::new(1_000, 100)?.with_linear_points(10)?;
/// assert!(simulation.regret(&Gaussian::new(&[0.0, 1.0], 1.0)?, 1, |_| Ucb1::new(2)).is_err());
/// # Ok::<(), ansatz_bandit::BanditError>(())
/// ```
///
/// # Chance
///
/// A run has two substreams of the seed, one for the environment and one for the policy, so that its result does not
/// depend on other runs or on the number of threads, and all policies meet the same environments.
#[derive(Debug, Clone, PartialEq)]
pub struct Simulation {
    runs: u64,
    /// Rising; the last is the horizon.
    rounds: Vec<u64>,
}

impl Simulation {
    /// Runs of so many rounds each, looked at in up to 20 of them, logarithmically spaced.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] unless there are 1 to 2^40 rounds and 2 to 2^32 runs.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::simulation::Simulation;
    ///
    /// assert!(Simulation::new(10_000, 400).is_ok());
    /// assert!(Simulation::new(10_000, 1).is_err()); // one run has no standard error
    /// ```
    pub fn new(horizon: u64, runs: u64) -> Result<Self, ParameterError> {
        require_range("horizon", horizon, 1..=MOST_ROUNDS)?;
        require_range("runs", runs, 2..=MOST_RUNS)?;
        Self { runs, rounds: alloc::vec![horizon] }.with_logarithmic_points(USUAL_POINTS)
    }

    /// Looks at the regret in so many rounds with equal ratios, the last of them the horizon; at each only once.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] unless there are 1 to 2^20 points.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::simulation::Simulation;
    ///
    /// let simulation = Simulation::new(10_000, 400)?.with_logarithmic_points(4)?;
    /// assert_eq!(simulation.rounds(), [10, 100, 1_000, 10_000]);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn with_logarithmic_points(self, points: usize) -> Result<Self, ParameterError> {
        let horizon = self.horizon() as f64;
        self.with_points(points, |part| libm::pow(horizon, part))
    }

    /// Looks at the regret in so many rounds with equal distances, the last of them the horizon; at each only once.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] unless there are 1 to 2^20 points.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::simulation::Simulation;
    ///
    /// let simulation = Simulation::new(10_000, 400)?.with_linear_points(4)?;
    /// assert_eq!(simulation.rounds(), [2_500, 5_000, 7_500, 10_000]);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn with_linear_points(self, points: usize) -> Result<Self, ParameterError> {
        let horizon = self.horizon() as f64;
        self.with_points(points, |part| horizon * part)
    }

    /// `at` says, for each part of the way, which round that is.
    fn with_points(self, points: usize, at: impl Fn(f64) -> f64) -> Result<Self, ParameterError> {
        require_range("points", points, 1..=MOST_POINTS)?;
        let horizon = self.horizon();
        let round = |point| (libm::round(at(point as f64 / points as f64)) as u64).clamp(1, horizon);
        let mut rounds: Vec<u64> = (1..points).map(round).chain([horizon]).collect();
        rounds.dedup();
        Ok(Self { rounds, ..self })
    }

    /// In which rounds the regret is looked at, rising; the last is the horizon.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_bandit::simulation::Simulation::new(3, 2)?.rounds(), [1, 2, 3]);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn rounds(&self) -> &[u64] {
        &self.rounds
    }

    /// The mean regret of the policies that `policy` makes, one for each run.
    ///
    /// Rewards that come too late for the policy's window are lost.
    ///
    /// # Errors
    ///
    /// [`BanditError`] if `policy` makes none, if it pulls an arm that is not there, or if it refuses a context or a
    /// reward: that of the first run in which this happens.
    ///
    /// # Complexity
    ///
    /// O(points + outstanding rewards) of memory, beside policy and environment.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::{Ucb1, simulation::{Bernoulli, Simulation}};
    ///
    /// let environment = Bernoulli::new(&[0.9, 0.8])?;
    /// let curve = Simulation::new(1_000, 20)?.regret(&environment, 1, |_run| Ucb1::new(2))?;
    /// assert!(curve.last().mean < 100.0);
    /// # Ok::<(), ansatz_bandit::BanditError>(())
    /// ```
    pub fn regret<E, P>(
        &self,
        environment: &E,
        seed: u64,
        mut policy: impl FnMut(u64) -> Result<P, BanditError>,
    ) -> Result<RegretCurve, BanditError>
    where
        E: Environment + Clone,
        P: Policy<Context = E::Context>,
    {
        let mut sums = Sums::new(self.rounds.clone());
        for run in 0..self.runs {
            sums.add(&self.play(environment.clone(), policy(run)?, seed, run)?);
        }
        Ok(sums.curve())
    }

    /// [`regret`](Self::regret) on all threads of the current rayon pool, with the same result.
    ///
    /// # Errors
    ///
    /// As for [`regret`](Self::regret).
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::{Ucb1, simulation::{Bernoulli, Simulation}};
    ///
    /// let environment = Bernoulli::new(&[0.9, 0.8])?;
    /// let simulation = Simulation::new(1_000, 20)?;
    /// let one = simulation.regret(&environment, 1, |_| Ucb1::new(2))?;
    /// assert_eq!(simulation.regret_parallel(&environment, 1, |_| Ucb1::new(2))?, one);
    /// # Ok::<(), ansatz_bandit::BanditError>(())
    /// ```
    #[cfg(feature = "rayon")]
    pub fn regret_parallel<E, P>(
        &self,
        environment: &E,
        seed: u64,
        policy: impl Fn(u64) -> Result<P, BanditError> + Sync,
    ) -> Result<RegretCurve, BanditError>
    where
        E: Environment + Clone + Sync,
        P: Policy<Context = E::Context>,
    {
        use rayon::prelude::*;

        let mut sums = Sums::new(self.rounds.clone());
        // Enough that threads rarely wait for the last run of a lot, few enough to hold.
        let lot = (rayon::current_num_threads() * PER_THREAD) as u64;
        let mut left = 0..self.runs;
        while !left.is_empty() {
            let next = left.end.min(left.start + lot);
            let runs = (left.start..next).into_par_iter();
            let regrets: Vec<Result<Vec<f64>, BanditError>> =
                runs.map(|run| self.play(environment.clone(), policy(run)?, seed, run)).collect();
            for regret in regrets {
                sums.add(&regret?);
            }
            left.start = next;
        }
        Ok(sums.curve())
    }

    /// The regret of one run at each of the points.
    fn play<E, P>(&self, mut environment: E, mut policy: P, seed: u64, run: u64) -> Result<Vec<f64>, BanditError>
    where
        E: Environment,
        P: Policy<Context = E::Context>,
    {
        let (mut world, mut own) = (Stream::new(seed, 2 * run), Stream::new(seed, 2 * run + 1));
        let (arms, horizon) = (environment.arms(), self.horizon());
        let mut late = Late(BTreeMap::new());
        let mut regrets = Vec::with_capacity(self.rounds.len());
        let (mut regret, mut round) = (0.0, 0);
        for point in &self.rounds {
            while round < *point {
                environment.begin(round, &mut world);
                let decision = policy.select(environment.context(), &mut own)?;
                let arm = decision.arm;
                if arm >= arms {
                    return Err(BanditError::UnknownArm { arm, arms });
                }
                regret += environment.best() - environment.mean(arm);
                let reward = environment.reward(arm, &mut world);
                // What was due already comes first.
                late.deliver(round, &mut policy)?;
                match environment.delay(&mut world) {
                    Some(0) => observe(&mut policy, decision.ticket, reward)?,
                    // What comes after the end is of no use to anybody.
                    Some(delay) if delay < horizon - round => {
                        late.0.insert((round + delay, round), (decision.ticket, reward));
                    }
                    _ => {}
                }
                round += 1;
            }
            regrets.push(regret);
        }
        Ok(regrets)
    }

    fn horizon(&self) -> u64 {
        self.rounds.last().copied().unwrap_or(1)
    }
}

/// Rewards on their way, by the rounds in which they come and in which they were earned.
struct Late<N>(BTreeMap<(u64, u64), (Ticket<N>, f64)>);

impl<N> Late<N> {
    /// Hands over what has come by this round.
    fn deliver<P: Policy<Note = N>>(&mut self, round: u64, policy: &mut P) -> Result<(), BanditError> {
        while let Some(entry) = self.0.first_entry().filter(|entry| entry.key().0 <= round) {
            let (ticket, reward) = entry.remove();
            observe(policy, ticket, reward)?;
        }
        Ok(())
    }
}

fn observe<P: Policy>(policy: &mut P, ticket: Ticket<P::Note>, reward: f64) -> Result<(), BanditError> {
    match policy.observe(ticket, reward) {
        Err(BanditError::Expired { .. }) => Ok(()),
        other => other,
    }
}

/// A number with a digit too many is an error, and not a program without end.
const MOST_ROUNDS: u64 = 1 << 40;
const MOST_RUNS: u64 = 1 << 32;
const MOST_POINTS: usize = 1 << 20;

const USUAL_POINTS: usize = 20;

#[cfg(feature = "rayon")]
const PER_THREAD: usize = 16;
