//! What is promised of policies and of estimates, beside what the year says.

use std::time::{Duration, Instant};

use ansatz_bandit::{
    Propensity,
    evaluation::{Estimator, EvaluationError, LoggedRound, OffPolicy, ShrunkMeans},
};

use super::{
    flights::MOST,
    outcome::{EXP3, Outcome, Outcomes, RUNS, THOMPSON},
    route::Route,
};
use crate::findings::{Cost, Finding, Study, grouped};

pub(super) fn studies(route: &Route, outcomes: &Outcomes) -> Result<Vec<Study>, EvaluationError> {
    let mut studies = vec![judged(route, outcomes)?];
    studies.extend(outcomes.named(THOMPSON).map(|outcome| replayed(route, outcome)));
    studies.extend(outcomes.named(EXP3).map(|outcome| adversarial(route, outcome)));
    Ok(studies)
}

/// A policy's minutes from the log of another one. What is lost is a reward as good as any, and closer to 0 than what is
/// not, which makes for smaller products of weights and rewards.
fn judged(route: &Route, outcomes: &Outcomes) -> Result<Study, EvaluationError> {
    let (arms, best) = (route.carriers.len(), route.best());
    let share = (1.0 - MOSTLY) / (arms - 1) as f64;
    let target: Vec<f64> = (0..arms).map(|arm| if arm == best { MOSTLY } else { share }).collect();
    let start = Instant::now();
    let mean = outcomes.log.iter().map(|row| row.lost).sum::<f64>() / outcomes.log.len() as f64;
    let mut model = ShrunkMeans::new(arms, mean, PSEUDO_ROWS)?;
    for row in &outcomes.log {
        model.observe(row.carrier, row.lost)?;
    }
    let mut evaluation = OffPolicy::new();
    for row in &outcomes.log {
        let round = LoggedRound::new(row.carrier, row.lost, Propensity::Exact(1.0 / arms as f64));
        evaluation.observe_with_model(&round, &target, &model.without(row.carrier, row.lost))?;
    }
    let time = start.elapsed();
    let start = Instant::now();
    let exact: f64 = target.iter().enumerate().map(|(arm, probability)| probability * route.mean(arm)).sum();
    let exact_time = start.elapsed();
    let finding = |estimator: Estimator| -> Result<Finding, EvaluationError> {
        let lost = evaluation.estimate(estimator)?;
        Ok(Finding {
            question: format!("minutes lost, by {}", estimator.name()),
            estimate: format!("{:.2}", lost.value),
            exact: format!("{exact:.2}"),
            promise: format!("{:.2} to {:.2}, 95%", lost.lower, lost.upper),
            kept: Some(lost.contains(exact)),
        })
    };
    let estimators = [Estimator::InversePropensity, Estimator::SelfNormalized, Estimator::DoublyRobust];
    let carrier = &route.carriers[best];
    Ok(Study {
        sketch: format!("OffPolicy on {}, {carrier} in four of five, from uniform choices", route.name),
        items: evaluation.rounds(),
        cost: Cost { memory: size_of::<OffPolicy>() + size_of_val(&target[..]), time },
        exact_cost: Cost { memory: choices(route), time: exact_time },
        findings: estimators.into_iter().map(finding).collect::<Result<_, _>>()?,
    })
}

/// How much of a log of uniform choices replay uses: a draw for each round, whatever the policy does.
fn replayed(route: &Route, outcome: &Outcome) -> Study {
    let (rounds, used, arms) = (outcome.drawn.rounds as f64, outcome.drawn.used as f64, route.carriers.len() as f64);
    let expected = rounds / arms;
    let allowed = DEVIATIONS * (expected * (1.0 - 1.0 / arms)).sqrt();
    let finding = Finding {
        question: "rounds of the drawn log that are used".to_owned(),
        estimate: grouped(used),
        exact: format!("{expected:.1}"),
        promise: format!("{:.0} to {:.0}, but for 1 in 1,000,000", expected - allowed, expected + allowed),
        kept: Some((used - expected).abs() <= allowed),
    };
    study(format!("Replay on {}, {}", route.name, outcome.name), route, outcome.time, finding)
}

/// The regret that no rewards can make larger.
fn adversarial(route: &Route, outcome: &Outcome) -> Study {
    let (rounds, arms) = (route.rounds.len() as f64, route.carriers.len() as f64);
    let bound = MOST * 2.0 * ((core::f64::consts::E - 1.0) * rounds * arms * arms.ln()).sqrt();
    let regret = outcome.regret(route).last().copied().unwrap_or_default();
    let finding = Finding {
        question: format!("minutes of regret, the mean of {RUNS} runs"),
        estimate: grouped(regret),
        exact: "0".to_owned(),
        promise: format!("at most {}, whatever flights do", grouped(bound)),
        kept: Some(regret <= bound),
    };
    study(format!("{} on {}", outcome.name, route.name), route, outcome.time, finding)
}

fn study(sketch: String, route: &Route, time: Duration, finding: Finding) -> Study {
    Study {
        sketch,
        items: route.rounds.len() as u64,
        // Two numbers for each carrier, be they what they are.
        cost: Cost { memory: route.carriers.len() * 2 * size_of::<f64>(), time },
        exact_cost: Cost { memory: choices(route), time: Duration::ZERO },
        findings: vec![finding],
    }
}

/// What it takes to know all choices.
fn choices(route: &Route) -> usize {
    route.rounds.len() * route.carriers.len() * size_of::<f64>()
}

const MOSTLY: f64 = 0.8;
const PSEUDO_ROWS: f64 = 20.0;
/// Two-sided normal quantile of one in a million.
const DEVIATIONS: f64 = 4.891_638_475_698_59;
