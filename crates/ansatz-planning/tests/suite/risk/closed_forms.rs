//! Finishes whose distribution is known.

use ansatz_planning::{
    LinkKind::FinishToStart,
    Network, Pert, ThreePoint,
    risk::{Distribution, Driver, Event, RiskModel},
};

use super::{assert_found, chain, parallel};

const RUNS: u64 = 100_000;

/// Of a sum of independent durations the moments add up. The fourth moment of a sum of many is close to the normal 3, and
/// that of one at most 3 for these, so that a sample's variance has a deviation of at most sqrt 2 of itself.
#[test]
fn a_chain_is_a_sum() {
    let durations: Vec<_> = (0..30)
        .map(|task| match task % 3 {
            0 => Distribution::uniform(1.0, 4.0),
            1 => Distribution::triangular(1.0, 2.0, 6.0),
            _ => Distribution::pert(2.0, 3.0, 9.0),
        })
        .collect::<Result<_, _>>()
        .unwrap();
    let analysis = chain(&durations).simulate(RUNS, 1).unwrap();
    let mean: f64 = durations.iter().map(Distribution::mean).sum();
    let variance: f64 = durations.iter().map(Distribution::variance).sum();
    assert_found("mean", analysis.finish().mean, mean, variance.sqrt(), RUNS);
    assert_found("variance", analysis.finish().variance, variance, variance * 2f64.sqrt(), RUNS);
    let mut before = 0.0;
    for (task, distribution) in durations.iter().enumerate() {
        let risk = analysis.task(task).unwrap();
        // All are always critical, so that the indices follow from the deviations alone.
        assert_eq!((risk.criticality, risk.total_float.abs() < 1e-9), (1.0, true));
        let share = (distribution.variance() / variance).sqrt();
        assert_found("cruciality", risk.cruciality, share, 1.0, RUNS);
        assert!((risk.sensitivity - (risk.duration.variance / analysis.finish().variance).sqrt()).abs() < 1e-12);
        assert_found("start", risk.start, before, variance.sqrt(), RUNS);
        assert!((risk.finish - risk.start - risk.duration.mean).abs() < 1e-9);
        before += distribution.mean();
    }
    assert!((analysis.task(29).unwrap().finish - analysis.finish().mean).abs() < 1e-9);
}

/// The larger one of two uniform numbers has the distribution x^2.
#[test]
fn the_later_of_two() {
    let analysis = parallel(&vec![Distribution::uniform(10.0, 20.0).unwrap(); 2]).simulate(10_000, 2).unwrap();
    assert_found("mean", analysis.finish().mean, 10.0 + 20.0 / 3.0, (100.0f64 / 18.0).sqrt(), 10_000);
    for p in [0.1, 0.5, 0.8, 0.95] {
        let exact = 10.0 + 10.0 * f64::sqrt(p);
        // 1e-6 on both sides, for a false alarm of 1e-6.
        assert!(analysis.quantile_at(p, 1.0 - 1e-6).unwrap().contains(exact), "{p}");
        assert!(analysis.probability_by_at(exact, 1.0 - 1e-6).unwrap().contains(p), "{p}");
    }
    for task in 0..2 {
        let risk = analysis.task(task).unwrap();
        assert_found("criticality", risk.criticality, 0.5, 0.5, 10_000);
        // The mean of |X - Y| is a third and that of its square a sixth, half of them for each.
        assert_found("float", risk.total_float, 10.0 / 6.0, (50.0f64 / 6.0 - 100.0 / 36.0).sqrt(), 10_000);
        // Cov(X, max) = Cov(Y, max), and both come to Cov(X + Y, max) = Var(max) + Cov(min, max) = 1/18 + 1/36.
        let cruciality = (1.0 / 24.0) / (1.0f64 / 12.0).sqrt() / (1.0f64 / 18.0).sqrt();
        assert_found("cruciality", risk.cruciality, cruciality, 1.0, 10_000);
    }
}

/// Two equal tasks in parallel: PERT sees one of them. Of two beta variables with both shapes 3, F = 10 x^3 - 15 x^4 + 6 x^5,
/// the mean of the larger one is 1 minus the integral of F^2, 0.391775.
#[test]
fn pert_is_too_good() {
    let integral = 100.0 / 7.0 - 300.0 / 8.0 + 345.0 / 9.0 - 180.0 / 10.0 + 36.0 / 11.0;
    let estimates = [ThreePoint::new(0, 50, 100).unwrap(); 2];
    let mut network = Network::new();
    for estimate in estimates {
        network.add_task(estimate.most_likely());
    }
    let pert = Pert::new(&network, &estimates).unwrap();
    assert_eq!(pert.finish().mean, 50.0);
    let model = RiskModel::new(&network, &estimates.map(Distribution::from)).unwrap();
    let analysis = model.simulate(RUNS, 3).unwrap();
    let exact = 100.0 * (1.0 - integral);
    assert!(exact > 60.0);
    assert_found("mean", analysis.finish().mean, exact, 19.0, RUNS);
    // PERT gives 50 a chance of a half; it is a quarter.
    assert_eq!(pert.probability_by(50), 0.5);
    assert!(analysis.probability_by_at(50.0, 1.0 - 1e-6).unwrap().contains(0.25));
    assert!(analysis.mean().lower > pert.finish().mean + 9.0);
}

/// A delay that both tasks of a chain feel counts twice; a factor multiplies before it is added to.
#[test]
fn events_are_felt_by_all_of_their_tasks() {
    let ten = Distribution::constant(10.0).unwrap();
    let mut model = chain(&[ten.clone(), ten.clone(), ten]);
    let delay = Event::delay(0.3, Distribution::empirical(&[2.0, 4.0]).unwrap(), &[0, 1]).unwrap();
    let factor = Event::factor(0.25, Distribution::constant(1.5).unwrap(), &[1, 2]).unwrap();
    let (delay, factor) = (model.add_event(delay).unwrap(), model.add_event(factor).unwrap());
    let analysis = model.simulate(10_000, 4).unwrap();
    // 30, and 10 more with the factor, and 4 or 8 more with the delay: six finishes.
    for (finish, p) in [(30.0, 0.525), (34.0, 0.105), (38.0, 0.105), (40.0, 0.175), (44.0, 0.035), (48.0, 0.035)] {
        let share = analysis.probability_by(finish).value - analysis.probability_by(finish - 0.5).value;
        assert_found("share", share, p, f64::sqrt(p * (1.0 - p)), 10_000);
    }
    let mean = 30.0 + 0.3 * 6.0 + 0.25 * 10.0;
    let variance: f64 = (0.3 * 40.0 - 1.8 * 1.8) + 0.25 * 0.75 * 100.0;
    assert_found("mean", analysis.finish().mean, mean, variance.sqrt(), 10_000);
    let risk = analysis.event(delay).unwrap();
    assert_found("occurrences", risk.occurrences as f64 / 1e4, 0.3, 0.21f64.sqrt(), 10_000);
    // 3,000 or so with it: the deviation is that of the factor and of the amount.
    assert_found("with", risk.mean_with.unwrap(), 30.0 + 6.0 + 2.5, (4.0 + 18.75f64).sqrt(), risk.occurrences);
    assert_found("without", risk.mean_without.unwrap(), 32.5, 18.75f64.sqrt(), 10_000 - risk.occurrences);
    let tornado = analysis.tornado();
    assert_eq!([tornado[0].driver, tornado[1].driver], [Driver::Event(factor), Driver::Event(delay)]);
    // What is drawn of the tasks is the same in all runs.
    assert!(tornado[2..].iter().all(|swing| swing.size() == 0.0));
    assert_eq!(tornado.len(), 5);
    // A second factor on the same task, and the order in which events are named is no matter.
    let mut other = chain(&[Distribution::constant(10.0).unwrap()]);
    other.add_event(Event::delay(1.0, Distribution::constant(3.0).unwrap(), &[0]).unwrap()).unwrap();
    other.add_event(Event::factor(1.0, Distribution::constant(0.5).unwrap(), &[0]).unwrap()).unwrap();
    other.add_event(Event::factor(1.0, Distribution::constant(4.0).unwrap(), &[0]).unwrap()).unwrap();
    assert_eq!(other.simulate(100, 5).unwrap().max(), 23.0);
    assert_eq!(other.simulate(100, 5).unwrap().event(0).unwrap().mean_without, None);
}

/// For uniform durations in a chain, the finish in the first tenth of one is 10 + 0.05 of the range, for any other.
#[test]
fn the_tornado_is_sorted_by_what_tenths_do() {
    let durations = [(9.0, 11.0), (5.0, 15.0), (8.0, 12.0)];
    let model = chain(&durations.map(|(min, max)| Distribution::uniform(min, max).unwrap()));
    let analysis = model.simulate(RUNS, 6).unwrap();
    let tornado = analysis.tornado();
    assert_eq!(tornado.iter().map(|swing| swing.driver).collect::<Vec<_>>(), [1, 2, 0].map(Driver::Task));
    for (swing, range) in tornado.iter().zip([10.0, 4.0, 2.0]) {
        let deviation = analysis.finish().variance.sqrt();
        assert_found("low", swing.low, 30.0 - 0.45 * range, deviation, RUNS / 11);
        assert_found("high", swing.high, 30.0 + 0.45 * range, deviation, RUNS / 11);
    }
}

/// Tenths are those of the duration as it is drawn: events in every other run add to both ends alike. A uniform duration
/// has means of 5% and of 95% of its range in them; the rest is a uniform duration, and 200 and 100 in half of the runs.
#[test]
fn tenths_are_those_of_the_draws() {
    let mut model = chain(&vec![Distribution::uniform(0.0, 10.0).unwrap(); 2]);
    // A task that is named twice feels it once.
    for (delay, tasks) in [(100.0, vec![0, 1, 0]), (50.0, vec![1, 0])] {
        model.add_event(Event::delay(0.5, Distribution::constant(delay).unwrap(), &tasks).unwrap()).unwrap();
    }
    let analysis = model.simulate(RUNS, 8).unwrap();
    assert!(analysis.max() <= 320.0);
    let deviation = (10_000.0f64 + 2_500.0 + 100.0 / 12.0 + 1.0 / 12.0).sqrt();
    for task in 0..2 {
        let swing = analysis.tornado().into_iter().find(|swing| swing.driver == Driver::Task(task)).unwrap();
        assert_found("low", swing.low, 155.5, deviation, RUNS / 11);
        assert_found("high", swing.high, 164.5, deviation, RUNS / 11);
    }
    // Of ten values a tenth is one, at either end.
    let values: Vec<f64> = (1..=10).map(f64::from).collect();
    let swing = chain(&[Distribution::empirical(&values).unwrap()]).simulate(1_000, 9).unwrap().tornado()[0];
    assert!((swing.low - 1.0).abs() < 1e-9 && (swing.high - 10.0).abs() < 1e-9, "{swing:?}");
}

/// A task in the middle of a longer path decides nothing.
#[test]
fn what_is_never_critical_decides_nothing() {
    let mut network = Network::new();
    let [first, side, last] = [0, 0, 0].map(|duration| network.add_task(duration));
    network.link(first, last, FinishToStart, 5).unwrap();
    network.link(side, last, FinishToStart, 0).unwrap();
    let durations = [(10.0, 12.0), (3.0, 9.0), (1.0, 2.0)].map(|(min, max)| Distribution::uniform(min, max).unwrap());
    let analysis = RiskModel::new(&network, &durations).unwrap().simulate(RUNS, 7).unwrap();
    let risk = analysis.task(side).unwrap();
    assert_eq!((risk.criticality, risk.sensitivity), (0.0, 0.0));
    assert_found("cruciality", risk.cruciality, 0.0, 1.0, RUNS);
    assert_found("float", risk.total_float, 16.0 - 6.0, (3.0f64 + 1.0 / 3.0).sqrt(), RUNS);
    // Clopper and Pearson, for what never happened in so many runs.
    let never = 1.0 - libm::pow(0.025, 1.0 / RUNS as f64);
    assert!((analysis.criticality(side).unwrap().upper / never - 1.0).abs() < 1e-6);
    assert_eq!(analysis.criticality(first).unwrap().value, 1.0);
    // Nor is what is early by a millionth of the plan.
    let nearly = parallel(&[1_000.0, 999.999].map(|days| Distribution::constant(days).unwrap()));
    assert_eq!(nearly.simulate(10, 7).unwrap().task(1).unwrap().criticality, 0.0);
}
