//! What cannot be, the largest numbers there are, and many tasks.

use ansatz_planning::{
    LinkKind::{FinishToFinish, FinishToStart},
    Network,
    risk::{Distribution, Event, ForwardPass, RiskModel, Simulation},
};

use super::{chain, parallel};

const LIMIT: f64 = (1u64 << 58) as f64;

fn error<T: core::fmt::Debug, E: ToString>(result: Result<T, E>) -> String {
    result.unwrap_err().to_string()
}

#[test]
fn bad_distributions_are_named() {
    for bad in [-1.0, -f64::MIN_POSITIVE, f64::NAN, f64::INFINITY, 1.1 * LIMIT] {
        for result in [
            Distribution::constant(bad),
            Distribution::uniform(bad, 2.0),
            Distribution::uniform(0.0, bad),
            Distribution::triangular(bad, 1.0, 2.0),
            Distribution::triangular(0.0, bad, 2.0),
            Distribution::pert(0.0, 1.0, bad),
            Distribution::lognormal(bad, 1.0),
            Distribution::lognormal(1.0, bad),
            Distribution::lognormal_from_quantiles(bad, 1.0),
            Distribution::lognormal_from_quantiles(1.0, bad),
            Distribution::empirical(&[1.0, bad]),
        ] {
            let error = error(result);
            assert!(error.contains(&bad.to_string()) && error.contains("allowed"), "{bad}: {error}");
        }
    }
    assert_eq!(error(Distribution::uniform(3.0, 2.0)), "`max` is 2, allowed: 3..=288230376151711740");
    assert_eq!(error(Distribution::pert(3.0, 2.0, 4.0)), "`mode` is 2, allowed: 3..=4");
    assert_eq!(
        error(Distribution::lognormal(0.0, 2.0)),
        "`mean` is 0, allowed: more than 0 and at most 288230376151711740"
    );
    assert_eq!(error(Distribution::lognormal(2.0, 2_001.0)), "`deviation` is 2001, allowed: 0..=2000");
    assert!(Distribution::lognormal_from_quantiles(5e-324, 1.0).is_err());
    assert_eq!(error(Distribution::empirical(&[])), "`values` is empty, allowed: at least one value");
    assert_eq!(error(Distribution::empirical(&[1.0, -2.0])), "`values` is -2 at 1, allowed: 0..=288230376151711740");
}

#[test]
fn bad_models_are_named() {
    let one = Distribution::uniform(1.0, 2.0).unwrap();
    let mut model = parallel(&vec![one.clone(); 3]);
    let unknown = "the task is 3, allowed: below 3, the number of tasks";
    assert_eq!(error(model.correlate(3, 0, 0.5)), unknown);
    assert_eq!(error(model.correlate(0, 3, 0.5)), unknown);
    assert_eq!(error(model.correlate_group(&[0, 3], 0.5)), unknown);
    assert_eq!(error(model.correlate_group(&[3], 0.5)), unknown);
    assert_eq!(error(model.correlate_group(&[1, 0, 1], 0.5)), "`tasks` is 1 twice, allowed: each task once");
    assert_eq!(error(model.correlate(1, 1, 0.5)), "`other` is 1, allowed: another task than the first");
    for rho in [1.000_001, -1.5, f64::NAN, f64::INFINITY] {
        assert_eq!(error(model.correlate(0, 1, rho)), format!("`rho` is {rho}, allowed: -1..=1"));
        assert_eq!(error(model.correlate_group(&[0, 1], rho)), format!("`rho` is {rho}, allowed: -1..=1"));
    }
    assert_eq!(error(model.add_event(Event::delay(0.5, one.clone(), &[3]).unwrap())), unknown);
    for probability in [-0.1, 1.1, f64::NAN] {
        assert!(error(Event::factor(probability, one.clone(), &[0])).contains("allowed: 0..=1"));
    }
    assert_eq!(error(Event::delay(0.5, one.clone(), &[])), "`tasks` is empty, allowed: at least one task");
    // None of that has changed the model.
    assert_eq!(model.simulate(100, 1).unwrap(), parallel(&vec![one.clone(); 3]).simulate(100, 1).unwrap());
    assert_eq!(error(model.simulate(0, 1)), "`runs` is 0, allowed: at least 1");
    assert!(error(RiskModel::new(&Network::new(), &[one])).contains("there are 1 distributions, allowed: 0"));
    let analysis = model.simulate(10, 1).unwrap();
    assert_eq!(error(analysis.task(3)), unknown);
    assert_eq!(error(analysis.criticality(3)), unknown);
    assert_eq!(error(analysis.event(0)), "`event` is 0, allowed: below 0, the number of events");
    for p in [-0.1, 1.1, f64::NAN] {
        assert!(error(analysis.quantile(p)).contains("allowed: 0..=1"));
    }
    assert!(error(analysis.quantile_at(0.5, 1.0)).contains("`confidence`"));
    assert!(error(analysis.probability_by_at(0.5, 0.0)).contains("`confidence`"));
    assert_eq!(analysis.probability_by(f64::INFINITY).value, 1.0);
    assert_eq!(analysis.probability_by(f64::NEG_INFINITY).value, 0.0);
    assert_eq!(
        error(ForwardPass::new(&Network::new()).unwrap().durations_mut(0)),
        "the task is 0, allowed: below 0, the number of tasks"
    );
}

#[test]
fn cycles_and_long_lags_are_named() {
    let mut network = Network::new();
    let (one, other) = (network.add_task(1), network.add_task(1));
    network.link(one, other, FinishToStart, 1 << 58).unwrap();
    let durations = vec![Distribution::constant(LIMIT).unwrap(); 2];
    let analysis = RiskModel::new(&network, &durations).unwrap().simulate(10, 1).unwrap();
    assert_eq!(analysis.max(), 3.0 * LIMIT);
    network.link(one, other, FinishToFinish, -1).unwrap();
    assert!(error(RiskModel::new(&network, &durations)).contains("with -1 from task 0 to 1"));
    assert!(error(ForwardPass::new(&network)).contains("with -1 from task 0 to 1"));
    let mut network = Network::new();
    let (one, other) = (network.add_task(1), network.add_task(1));
    network.link(one, other, FinishToStart, 0).unwrap();
    network.link(other, one, FinishToStart, 0).unwrap();
    assert!(error(RiskModel::new(&network, &durations)).contains("are a cycle"));
}

#[test]
fn correlations_that_cannot_be_name_a_pair_and_what_it_may_be() {
    let mut model = parallel(&vec![Distribution::uniform(1.0, 2.0).unwrap(); 6]);
    // In a block of their own, so that those of the others are fine.
    model.correlate(1, 3, 0.9).unwrap();
    for (pair, rho) in [((0, 2), 0.8), ((0, 5), 0.8), ((2, 5), -0.5)] {
        model.correlate(pair.0, pair.1, rho).unwrap();
    }
    let message = error(model.simulate(10, 1));
    // With 0.8 and 0.8 the third is at least 0.8^2 - (1 - 0.8^2).
    let expected = "`rho` is -0.5 for the tasks 2 and 5, allowed: 0.2800 to 1.0000 beside the other correlations of these \
                    tasks (0 where none is given)";
    assert_eq!(message, expected);
    assert_eq!(error(Simulation::new(&model, 1)), expected);
    for (rho, fits) in [(0.279, false), (0.281, true), (0.999, true)] {
        model.correlate(2, 5, rho).unwrap();
        assert_eq!(model.simulate(10, 1).is_ok(), fits, "{rho}");
    }
    // Of k tasks no two can be against each other by more than 1 / (k - 1).
    let mut model = parallel(&vec![Distribution::uniform(1.0, 2.0).unwrap(); 5]);
    model.correlate_group(&[0, 1, 2, 3, 4], -0.25).unwrap();
    assert!(model.simulate(10, 1).is_ok());
    model.correlate_group(&[0, 1, 2, 3, 4], -0.2501).unwrap();
    assert!(error(model.simulate(10, 1)).contains("for the tasks 3 and 4"));
}

#[test]
fn blocks_are_limited() {
    let mut model = parallel(&vec![Distribution::uniform(1.0, 2.0).unwrap(); 5_000]);
    let all: Vec<_> = (0..5_000).collect();
    assert_eq!(error(model.correlate_group(&all, 0.1)), "`tasks` is 5000, allowed: at most 2047");
    // A chain of pairs is one block.
    for task in 1..3_000 {
        model.correlate(task - 1, task, 0.1).unwrap();
    }
    assert!(error(model.simulate(1, 1)).contains("a block of 3000 tasks"));
    // Two large blocks come to more than one may be.
    let mut model = parallel(&vec![Distribution::uniform(1.0, 2.0).unwrap(); 5_000]);
    for first in [0, 2_000] {
        for task in 1..1_600 {
            model.correlate(first + task - 1, first + task, 0.1).unwrap();
        }
    }
    assert!(error(model.simulate(1, 1)).contains("a block of 1600 tasks"));
}

#[test]
fn nothing_overflows() {
    let largest = Distribution::constant(LIMIT).unwrap();
    let wildest = Distribution::lognormal(LIMIT, 1_000.0 * LIMIT).unwrap();
    let mut model = chain(&[vec![largest.clone(); 20], vec![wildest; 20]].concat());
    for _ in 0..20 {
        model.add_event(Event::factor(1.0, largest.clone(), &[0, 1, 39]).unwrap()).unwrap();
        model.add_event(Event::delay(0.5, largest.clone(), &[2, 3, 39]).unwrap()).unwrap();
    }
    let analysis = model.simulate(1_000, 1).unwrap();
    let finish = analysis.finish();
    assert!(finish.mean.is_finite() && finish.variance.is_finite(), "{finish:?}");
    assert!(analysis.max().is_finite());
    for risk in analysis.tasks() {
        let all = [risk.cruciality, risk.sensitivity, risk.start, risk.finish, risk.total_float];
        assert!(all.iter().all(|value| value.is_finite()), "{risk:?}");
        assert!(risk.duration.mean.is_finite() && risk.duration.variance.is_finite());
    }
}

#[test]
fn no_task_and_one_run() {
    let none = RiskModel::new(&Network::new(), &[]).unwrap().simulate(10, 1).unwrap();
    assert_eq!((none.min(), none.max(), none.finish().mean, none.tasks().len()), (0.0, 0.0, 0.0, 0));
    assert!(none.tornado().is_empty());
    let one = parallel(&[Distribution::uniform(1.0, 2.0).unwrap()]).simulate(1, 1).unwrap();
    assert_eq!((one.mean().lower, one.mean().upper), (0.0, f64::INFINITY));
    assert_eq!((one.finish().variance, one.task(0).unwrap().cruciality), (0.0, 0.0));
    let median = one.quantile(0.5).unwrap();
    assert_eq!((median.lower, median.value, median.upper), (0.0, one.min(), f64::INFINITY));
    // Clopper and Pearson: what happened once of once has a chance of 0.025 or more.
    let chance = one.probability_by(3.0);
    assert!((chance.lower - 0.025).abs() < 1e-12 && (chance.value, chance.upper) == (1.0, 1.0));
}

#[test]
fn a_million_tasks_once() {
    let durations: Vec<_> =
        (0..1_000_000).map(|task| Distribution::pert(1.0, 2.0 + f64::from(task) / 1e6, 4.0).unwrap()).collect();
    let analysis = chain(&durations).simulate(1, 1).unwrap();
    let exact: f64 = durations.iter().map(Distribution::mean).sum();
    super::assert_found("finish", analysis.max(), exact, (0.3f64 * 1e6).sqrt(), 1);
    assert!(analysis.tasks().iter().all(|risk| risk.criticality == 1.0));
}
