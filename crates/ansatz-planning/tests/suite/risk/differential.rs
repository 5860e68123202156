//! Simulations against passes of another kind, and against their own runs, one by one.

use ansatz_planning::risk::{Distribution, Event, ForwardPass, RiskModel, Simulation};
use proptest::prelude::*;

use crate::plan::{Plan, plans};

/// In the middle of a batch of a chunk.
const RUNS: usize = 777;

/// One run of a simulation, from what the records of it and of one run less say.
struct Run {
    finish: f64,
    durations: Vec<f64>,
    starts: Vec<f64>,
    floats: Vec<f64>,
    critical: Vec<f64>,
}

fn runs(model: &RiskModel, seed: u64, count: u64) -> Vec<Run> {
    let mut simulation = Simulation::new(model, seed).unwrap();
    let mut sums: Vec<Vec<f64>> = vec![vec![0.0; 1 + 4 * model.len()]];
    for run in 1..=count {
        simulation.step(1);
        let analysis = simulation.analysis().unwrap();
        let tasks = analysis.tasks().iter();
        let means = tasks.flat_map(|risk| [risk.duration.mean, risk.start, risk.total_float, risk.criticality]);
        sums.push([analysis.finish().mean].into_iter().chain(means).map(|mean| mean * run as f64).collect());
    }
    let difference = |pair: &[Vec<f64>]| {
        let run: Vec<f64> = pair[1].iter().zip(&pair[0]).map(|(sum, before)| sum - before).collect();
        let column = |at: usize| run[1..].iter().skip(at).step_by(4).copied().collect();
        Run { finish: run[0], durations: column(0), starts: column(1), floats: column(2), critical: column(3) }
    };
    sums.windows(2).map(difference).collect()
}

fn model_of(plan: &Plan, spread: f64) -> RiskModel {
    let durations: Vec<_> = plan
        .durations
        .iter()
        .map(|&duration| Distribution::uniform(duration as f64, duration as f64 + spread).unwrap())
        .collect();
    RiskModel::new(&plan.network(), &durations).unwrap()
}

/// A plan whose durations are thousandths of these, so that an oracle of whole numbers can check it.
fn in_thousandths(plan: &Plan, durations: &[f64]) -> Plan {
    let mut plan = plan.without_deadlines();
    plan.durations = durations.iter().map(|duration| (duration * 1e3).round() as u64).collect();
    plan.starts.iter_mut().for_each(|start| *start *= 1_000);
    plan.links.iter_mut().for_each(|link| link.lag *= 1_000);
    plan
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn certain_durations_make_the_plan_itself(plan in plans(20)) {
        let plan = plan.without_deadlines();
        let analysis = model_of(&plan, 0.0).simulate(20, 1).unwrap();
        let (early, late, finish) = (plan.early(), plan.late(), plan.finish() as f64);
        prop_assert_eq!((analysis.min(), analysis.max(), analysis.finish().mean), (finish, finish, finish));
        for (task, risk) in analysis.tasks().iter().enumerate() {
            let float = late[2 * task] - early[2 * task];
            prop_assert_eq!(risk.total_float, float as f64);
            prop_assert_eq!(risk.criticality, f64::from(u8::from(float == 0)));
            prop_assert_eq!((risk.start, risk.finish), (early[2 * task] as f64, early[2 * task + 1] as f64));
            prop_assert_eq!((risk.cruciality, risk.sensitivity), (0.0, 0.0));
        }
    }

    #[test]
    fn finishes_of_many_sets_of_durations(plan in plans(20), seed in prop::collection::vec(0..50u64, ForwardPass::RUNS)) {
        let plan = plan.without_deadlines();
        let mut pass = ForwardPass::new(&plan.network()).unwrap();
        let durations = |run: usize, task: usize| (plan.durations[task] * seed[run] + seed[(run + task) % seed.len()]) % 31;
        for task in 0..plan.durations.len() {
            for (run, duration) in pass.durations_mut(task).unwrap().iter_mut().enumerate() {
                *duration = durations(run, task) as f64;
            }
        }
        for (run, finish) in pass.finishes().into_iter().enumerate() {
            let mut plan = plan.clone();
            (0..plan.durations.len()).for_each(|task| plan.durations[task] = durations(run, task));
            prop_assert_eq!(finish, plan.finish() as f64);
        }
    }

    #[test]
    fn every_run_is_a_plan(plan in plans(8), seed in any::<u64>()) {
        let model = model_of(&plan, 4.0);
        for run in runs(&model, seed, 20) {
            let oracle = in_thousandths(&plan, &run.durations);
            let (early, late) = (oracle.early(), oracle.late());
            // Every duration is rounded by half a thousandth at most, and a path has no more than 8 of them.
            let is_near = |found: f64, exact: i64| (found - exact as f64 / 1e3).abs() < 8.0 * 0.5e-3 + 1e-9;
            prop_assert!(is_near(run.finish, oracle.finish()), "{} {}", run.finish, oracle.finish());
            for task in 0..plan.durations.len() {
                prop_assert!(is_near(run.starts[task], early[2 * task]));
                prop_assert!(is_near(0.5 * run.floats[task], (late[2 * task] - early[2 * task]) / 2));
                prop_assert_eq!(run.critical[task].round() == 1.0, run.floats[task] < 1e-7);
            }
        }
    }
}

/// Means, variances, correlations and indices against those of the runs, by their definitions.
#[test]
fn records_are_those_of_the_runs() {
    let plan = Plan {
        durations: vec![3, 5, 2, 4],
        links: [(0, 2), (1, 2), (1, 3)]
            .map(|(from, to)| ansatz_planning::Link {
                from,
                to,
                kind: ansatz_planning::LinkKind::FinishToStart,
                lag: 0,
            })
            .into(),
        starts: vec![0; 4],
        deadlines: vec![None; 4],
    };
    let mut model = model_of(&plan, 4.0);
    model.correlate(0, 1, 0.5).unwrap();
    let delay = Event::delay(0.5, Distribution::uniform(1.0, 3.0).unwrap(), &[0, 3]).unwrap();
    model.add_event(delay).unwrap();
    let (runs, analysis) = (runs(&model, 9, RUNS as u64), model.simulate(RUNS as u64, 9).unwrap());
    let mean = |values: &[f64]| values.iter().sum::<f64>() / RUNS as f64;
    let covariance = |one: &[f64], other: &[f64]| {
        let (a, b) = (mean(one), mean(other));
        one.iter().zip(other).map(|(x, y)| (x - a) * (y - b)).sum::<f64>() / (RUNS - 1) as f64
    };
    let mut finishes: Vec<f64> = runs.iter().map(|run| run.finish).collect();
    let is_near = |what: &str, found: f64, exact: f64| {
        assert!((found - exact).abs() < 1e-9 * exact.abs().max(1.0), "{what}: {found}, not {exact}");
    };
    let variance = covariance(&finishes, &finishes);
    is_near("mean", analysis.finish().mean, mean(&finishes));
    is_near("variance", analysis.finish().variance, variance);
    for task in 0..4 {
        let risk = analysis.task(task).unwrap();
        let durations: Vec<f64> = runs.iter().map(|run| run.durations[task]).collect();
        let spread = covariance(&durations, &durations);
        is_near("spread", risk.duration.variance, spread);
        is_near("cruciality", risk.cruciality, covariance(&durations, &finishes) / (spread * variance).sqrt());
        let critical = mean(&runs.iter().map(|run| run.critical[task]).collect::<Vec<_>>());
        is_near("sensitivity", risk.sensitivity, critical * (spread / variance).sqrt());
    }
    // Quantiles and probabilities are those of the sorted runs, which no digest has made less of yet.
    finishes.sort_by(f64::total_cmp);
    for p in [0.0, 0.001, 0.1, 0.5, 0.8, 0.9, 1.0] {
        let rank = ((p * RUNS as f64).ceil() as usize).max(1);
        is_near("quantile", analysis.quantile(p).unwrap().value, finishes[rank - 1]);
        is_near("probability", analysis.probability_by(finishes[rank - 1] + 1e-9).value, rank as f64 / RUNS as f64);
    }
    // Of a hundred, the 40th and the 61st hold the median at 95% (the binomial distribution of a half).
    let mut hundred: Vec<f64> = runs[..100].iter().map(|run| run.finish).collect();
    hundred.sort_by(f64::total_cmp);
    let median = model.simulate(100, 9).unwrap().quantile(0.5).unwrap();
    is_near("lower", median.lower, hundred[39]);
    is_near("upper", median.upper, hundred[60]);
    // A bar of the tornado: task 2, which no event touches, in its tenths.
    let swing = analysis.tornado().into_iter().find(|swing| swing.driver == ansatz_planning::risk::Driver::Task(2));
    let in_tenth = |is_in: &dyn Fn(f64) -> bool| {
        let of: Vec<f64> = runs.iter().filter(|run| is_in(run.durations[2])).map(|run| run.finish).collect();
        of.iter().sum::<f64>() / of.len() as f64
    };
    is_near("low", swing.unwrap().low, in_tenth(&|duration| duration <= 2.4));
    is_near("high", swing.unwrap().high, in_tenth(&|duration| duration >= 5.6));
}
