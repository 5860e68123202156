//! What cannot be, the largest numbers there are, and many tasks.

use ansatz_planning::{Cpm, LinkKind, LinkKind::FinishToStart, Network, Pert, PlanningError, ThreePoint};
use ansatz_random::{Stream, below};

const LIMIT: u64 = 1 << 58;

fn chain(tasks: usize, duration: u64) -> Network {
    let mut network = Network::new();
    for task in 0..tasks {
        network.add_task(duration);
        if task > 0 {
            network.link(task - 1, task, FinishToStart, 0).unwrap();
        }
    }
    network
}

#[test]
fn unknown_numbers_are_named() {
    let mut network = chain(3, 1);
    let unknown = "the task is 3, allowed: below 3, the number of tasks";
    assert_eq!(network.link(3, 0, FinishToStart, 0).unwrap_err().to_string(), unknown);
    assert_eq!(network.link(0, 3, FinishToStart, 0).unwrap_err().to_string(), unknown);
    assert_eq!(network.start_no_earlier_than(3, 0).unwrap_err().to_string(), unknown);
    assert_eq!(network.finish_by(3, 0).unwrap_err().to_string(), unknown);
    assert_eq!(network.add_group(&[0, 3]).unwrap_err().to_string(), unknown);
    assert_eq!(network.add_group(&[]).unwrap_err().to_string(), "`tasks` is empty, allowed: at least one task");
    let mut cpm = Cpm::new(&network).unwrap();
    assert_eq!(cpm.times(3).unwrap_err().to_string(), unknown);
    assert_eq!(cpm.set_duration(3, 0).unwrap_err().to_string(), unknown);
    assert_eq!(cpm.span(0).unwrap_err().to_string(), "the group is 0, allowed: below 0, the number of groups");
    assert_eq!(network.links().len(), 2);
}

#[test]
fn cycles_are_named() {
    let mut network = chain(100, 1);
    let error = network.link(7, 7, FinishToStart, 0).unwrap_err();
    assert_eq!(error.to_string(), "the links 7 -> 7 are a cycle, allowed: no task that waits for itself");
    network.link(99, 3, LinkKind::StartToStart, -1_000).unwrap();
    let error = Cpm::new(&network).unwrap_err();
    assert_eq!(error, PlanningError::Cycle { tasks: (3..100).collect() });
    assert_eq!(
        error.to_string(),
        "the links 3 -> 4 -> 5 -> 6 -> 7 -> 8 -> 9 -> 10 -> 11 -> 12 -> 13 -> 14 -> ... (85 more) -> 3 are a cycle, \
         allowed: no task that waits for itself"
    );
    assert!(matches!(Pert::new(&network, &[ThreePoint::certain(1); 100]), Err(PlanningError::Cycle { .. })));
    // Tasks before and behind the cycle are not among it: 2 waits for 1 alone.
    let mut network = chain(5, 1);
    network.link(3, 2, FinishToStart, 0).unwrap();
    assert_eq!(Cpm::new(&network).unwrap_err(), PlanningError::Cycle { tasks: vec![2, 3] });
}

#[test]
fn contradictory_and_distant_dates() {
    let mut network = chain(2, 1);
    network.finish_by(1, 4).unwrap();
    let error = network.start_no_earlier_than(1, 5).unwrap_err();
    assert_eq!(error, PlanningError::Dates { task: 1, start: 5, finish: 4 });
    network.start_no_earlier_than(1, 4).unwrap();
    for date in [LIMIT + 1, u64::MAX] {
        let error = PlanningError::Date { task: 0, date, limit: LIMIT };
        assert_eq!(network.start_no_earlier_than(0, date).unwrap_err(), error);
        assert_eq!(network.finish_by(0, date).unwrap_err(), error);
    }
    // Nothing came of all that.
    assert_eq!(Cpm::new(&network).unwrap().times(1).unwrap().total_float, -1);
    assert_eq!(Cpm::new(&network).unwrap().finish(), 5);
}

#[test]
fn sums_that_could_overflow() {
    let network = chain(2, u64::MAX);
    let total = u128::from(u64::MAX);
    let error = PlanningError::Duration { task: 0, duration: u64::MAX, total, limit: LIMIT };
    assert_eq!(Cpm::new(&network).unwrap_err(), error);
    for lag in [i64::MIN, i64::MAX, -(LIMIT as i64), LIMIT as i64] {
        let mut network = chain(2, 1);
        network.link(0, 1, FinishToStart, lag).unwrap();
        let total = u128::from(lag.unsigned_abs()) + 2;
        assert_eq!(Cpm::new(&network).unwrap_err(), PlanningError::Lag { from: 0, to: 1, lag, total, limit: LIMIT });
    }
    let mut cpm = Cpm::new(&chain(2, 1)).unwrap();
    let error = cpm.set_duration(1, LIMIT).unwrap_err();
    assert_eq!(
        error.to_string(),
        format!("all durations and lags come to {} with {LIMIT} of task 1, allowed: at most {LIMIT}", LIMIT + 1)
    );
    assert_eq!(cpm.finish(), 2);
    cpm.set_duration(1, LIMIT - 1).unwrap();
    cpm.set_duration(1, 3).unwrap();
    assert_eq!(cpm.finish(), 4);
    let huge = ThreePoint::new(0, 0, u64::MAX).unwrap();
    assert!(huge.moments().mean > 3e18);
    assert!(matches!(Pert::new(&chain(1, 1), &[huge]), Err(PlanningError::Duration { task: 0, .. })));
}

#[test]
fn estimates_that_do_not_ascend() {
    let message = |low, mode, high| ThreePoint::new(low, mode, high).unwrap_err().to_string();
    assert_eq!(message(3, 2, 7), "`most_likely` is 2, allowed: 3..=7, from optimistic to pessimistic");
    assert_eq!(message(3, 8, 7), "`most_likely` is 8, allowed: 3..=7, from optimistic to pessimistic");
    assert_eq!(message(3, 1, 2), "`pessimistic` is 2, allowed: at least 3, the optimistic duration");
}

/// All limits at once, with every kind of link; overflow checks are on in tests.
#[test]
fn the_largest_plan() {
    let kinds = [LinkKind::FinishToStart, LinkKind::StartToStart, LinkKind::FinishToFinish, LinkKind::StartToFinish];
    for kind in kinds {
        for lag in [-(LIMIT as i64) / 2, LIMIT as i64 / 2] {
            for durations in [[LIMIT / 2, 0], [0, LIMIT / 2], [LIMIT / 4, LIMIT / 4]] {
                let mut network = Network::new();
                for duration in durations {
                    network.add_task(duration);
                }
                network.link(0, 1, kind, lag).unwrap();
                network.start_no_earlier_than(0, LIMIT).unwrap();
                network.finish_by(1, 0).unwrap();
                let mut cpm = Cpm::new(&network).unwrap();
                assert!(cpm.finish() <= 2 * LIMIT);
                assert!(cpm.times(1).unwrap().total_float >= -4 * LIMIT as i64);
                assert!(cpm.near_critical_paths(u64::MAX).count() >= 1);
                cpm.drags();
                cpm.set_duration(0, 0).unwrap();
                cpm.set_duration(1, 0).unwrap();
                let estimates = durations.map(|duration| ThreePoint::new(0, duration, duration).unwrap());
                assert!(Pert::new(&network, &estimates).unwrap().finish().variance >= 0.0);
            }
        }
    }
}

/// A thousand diamonds in a row have 2^1000 critical paths.
#[test]
fn paths_come_one_by_one() {
    let mut network = Network::new();
    let mut last = network.add_task(1);
    for _ in 0..1_000 {
        let [left, right, end] = [1, 1, 0].map(|duration| network.add_task(duration));
        for (from, to) in [(last, left), (last, right), (left, end), (right, end)] {
            network.link(from, to, FinishToStart, 0).unwrap();
        }
        last = end;
    }
    let cpm = Cpm::new(&network).unwrap();
    assert_eq!(cpm.critical_paths().take(1_000).map(|path| path.len()).max(), Some(2_001));
}

/// A million tasks, each waiting for three of those before it, and as many in a chain.
#[test]
fn a_million_tasks() {
    let tasks = 1_000_000;
    let mut network = Network::new();
    let mut rng = Stream::new(1, 0);
    let mut below = |bound: u64| below(&mut rng, bound);
    for task in 0..tasks {
        network.add_task(1 + below(100));
        for _ in 0..3.min(task) {
            network.link(below(task as u64) as usize, task, FinishToStart, below(5) as i64 - 2).unwrap();
        }
    }
    let mut cpm = Cpm::new(&network).unwrap();
    let drags = cpm.drags();
    let path = cpm.critical_paths().next().unwrap();
    assert!(path.iter().all(|&task| drags[task] >= 0));
    // Near the end hardly anything depends on a task: what is looked at are those that it waits for.
    let looked_at = cpm.set_duration(tasks - 10, 7).unwrap();
    assert!(looked_at < 1_000, "{looked_at}");

    // As deep as it is long: nothing here calls itself.
    let cpm = Cpm::new(&chain(tasks, 3)).unwrap();
    assert_eq!(cpm.finish(), 3_000_000);
    assert_eq!(cpm.critical_paths().next().unwrap().len(), tasks);
    assert!(cpm.drags().iter().all(|&drag| drag == 3));
}
