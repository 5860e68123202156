//! What each policy met: played over all choices, by replay of a log that was drawn uniformly, and of the rows as they are.

use std::time::{Duration, Instant};

use ansatz_bandit::{
    BanditError, Exp3, KlUcb, LinUcb, Policy, Thompson, Ucb1, UcbV,
    evaluation::{EvaluationError, LoggedRound, Replay},
};
use ansatz_core::Estimate;
use ansatz_random::{Stream, below};

use super::{
    flights::MOST,
    route::{Features, Round, Route, Row},
};

/// All policies on a route.
#[derive(Debug)]
pub(super) struct Outcomes {
    pub(super) all: Vec<Outcome>,
    /// One choice a round, drawn uniformly.
    pub(super) log: Vec<Row>,
}

/// A policy on a route.
#[derive(Debug)]
pub(super) struct Outcome {
    pub(super) name: &'static str,
    /// The minutes that each round cost, on the mean over all runs.
    pub(super) lost: Vec<f64>,
    /// Of one run.
    pub(super) time: Duration,
    pub(super) drawn: Replayed,
    pub(super) as_it_is: Replayed,
}

/// What replay says of a policy.
#[derive(Debug)]
pub(super) struct Replayed {
    pub(super) rounds: u64,
    pub(super) used: u64,
    /// Mean minutes, if a round was used.
    pub(super) lost: Option<Estimate>,
    pub(super) is_warned_of: bool,
}

impl Outcomes {
    pub(super) fn of(route: &Route) -> Result<Self, EvaluationError> {
        let (arms, horizon) = (route.carriers.len(), route.rounds.len() as u64);
        let log = drawn_log(route);
        let plain = Wants { context: (|_| &()) as Of<()>, on_time: 1.0 };
        // Of what it has not tried, LinUCB expects 0: no flight is better.
        let on_features = Wants { context: (|features| features) as Of<[f64]>, on_time: 0.0 };
        let all = vec![
            Outcome::of("UCB1", route, &log, &Ucb1::new(arms).map_err(fails)?, plain)?,
            Outcome::of("UCB-V", route, &log, &UcbV::new(arms).map_err(fails)?, plain)?,
            Outcome::of("KL-UCB", route, &log, &KlUcb::bernoulli(arms).map_err(fails)?, plain)?,
            Outcome::of(THOMPSON, route, &log, &Thompson::new(arms).map_err(fails)?, plain)?,
            Outcome::of(EXP3, route, &log, &Exp3::for_horizon(arms, horizon).map_err(fails)?, plain)?,
            Outcome::of(LIN_UCB, route, &log, &LinUcb::new(arms, FEATURES, ALPHA).map_err(fails)?, on_features)?,
        ];
        Ok(Self { all, log })
    }

    pub(super) fn named(&self, name: &str) -> Option<&Outcome> {
        self.all.iter().find(|outcome| outcome.name == name)
    }
}

impl Outcome {
    fn of<P: Policy + Clone>(
        name: &'static str,
        route: &Route,
        log: &[Row],
        fresh: &P,
        wants: Wants<P::Context>,
    ) -> Result<Self, EvaluationError> {
        let mut lost = vec![0.0; route.rounds.len()];
        let start = Instant::now();
        for run in 0..RUNS {
            play(fresh.clone(), route, wants, &mut Stream::new(SEED, run), &mut lost).map_err(fails)?;
        }
        let time = start.elapsed() / RUNS as u32;
        for lost in &mut lost {
            *lost /= RUNS as f64;
        }
        let replayed = |rows, stream| replay(fresh.clone(), route, rows, wants, &mut Stream::new(SEED, stream));
        let (drawn, as_it_is) = (replayed(log, RUNS)?, replayed(&route.flights, RUNS + 1)?);
        Ok(Self { name, lost, time, drawn, as_it_is })
    }

    /// The minutes lost beyond those of the best carrier, after each round.
    pub(super) fn regret(&self, route: &Route) -> Vec<f64> {
        let best = route.best();
        let beyond = self.lost.iter().zip(&route.rounds).map(|(lost, round)| lost - round.lost[best]);
        beyond
            .scan(0.0, |sum, beyond| {
                *sum += beyond;
                Some(*sum)
            })
            .collect()
    }

    pub(super) fn mean(&self) -> f64 {
        self.lost.iter().sum::<f64>() / self.lost.len() as f64
    }
}

/// What a policy decides on, and what it gets for a flight that is on time; three hours are 1 less.
struct Wants<C: ?Sized> {
    context: Of<C>,
    on_time: f64,
}

type Of<C> = fn(&Features) -> &C;

impl<C: ?Sized> Clone for Wants<C> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<C: ?Sized> Copy for Wants<C> {}

impl<C: ?Sized> Wants<C> {
    fn reward(self, lost: f64) -> f64 {
        self.on_time - lost / MOST
    }

    fn minutes(self, reward: f64) -> f64 {
        (self.on_time - reward) * MOST
    }
}

/// Adds what a run of the policy loses in each round.
fn play<P: Policy>(
    mut policy: P,
    route: &Route,
    wants: Wants<P::Context>,
    rng: &mut Stream,
    sums: &mut [f64],
) -> Result<(), BanditError> {
    for (round, sum) in route.rounds.iter().zip(sums) {
        let choice = policy.select((wants.context)(&round.features), rng)?;
        let lost = round.lost[choice.arm];
        policy.observe(choice.ticket, wants.reward(lost))?;
        *sum += lost;
    }
    Ok(())
}

fn replay<P: Policy + Clone>(
    mut policy: P,
    route: &Route,
    rows: &[Row],
    wants: Wants<P::Context>,
    rng: &mut Stream,
) -> Result<Replayed, EvaluationError> {
    let mut replay = Replay::uniform(route.carriers.len())?;
    for row in rows {
        let round = LoggedRound { arm: row.carrier, reward: wants.reward(row.lost), propensity: None };
        replay.observe(&mut policy, (wants.context)(&row.features), &round, rng)?;
    }
    let lost = replay.estimate().ok().map(|reward| {
        let [value, lower, upper] = [reward.value, reward.upper, reward.lower].map(|reward| wants.minutes(reward));
        Estimate::new(value, lower, upper, reward.confidence)
    });
    Ok(Replayed { rounds: replay.rounds(), used: replay.used(), lost, is_warned_of: replay.warning().is_some() })
}

/// None of these policies does: their rewards are in range.
fn fails(error: BanditError) -> EvaluationError {
    EvaluationError::Policy { row: 0, error }
}

fn drawn_log(route: &Route) -> Vec<Row> {
    let mut rng = Stream::new(SEED, RUNS + 2);
    let row = |round: &Round| {
        let carrier = below(&mut rng, route.carriers.len() as u64) as usize;
        Row { carrier, features: round.features, lost: round.lost[carrier] }
    };
    route.rounds.iter().map(row).collect()
}

pub(super) const THOMPSON: &str = "Thompson";
pub(super) const EXP3: &str = "Exp3";
pub(super) const LIN_UCB: &str = "LinUCB, part of the day and weekend";
/// Runs of each policy; those that draw nothing are all the same.
pub(super) const RUNS: u64 = 400;
const FEATURES: usize = 4;
/// Rewards stray by some 0.15 about their means: two deviations.
const ALPHA: f64 = 0.3;
const SEED: u64 = 2013;
