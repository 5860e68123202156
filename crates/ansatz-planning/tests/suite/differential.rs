//! Beside slow ways that follow the definitions.

use std::collections::BTreeSet;

use ansatz_planning::{Cpm, LinkKind, Pert, ThreePoint};
use proptest::prelude::*;

use crate::plan::{Plan, plans};

/// All dates and floats of `cpm` are those of the relaxations.
fn assert_dates(plan: &Plan, cpm: &Cpm) {
    let (early, late) = (plan.early(), plan.late());
    assert_eq!(cpm.finish() as i64, plan.finish());
    assert!(cpm.early_starts().iter().map(|&date| date as i64).eq(early.iter().step_by(2).copied()));
    assert!(cpm.late_starts().iter().eq(late.iter().step_by(2)));
    for task in 0..plan.durations.len() {
        let times = cpm.times(task).unwrap();
        assert_eq!([times.early_start, times.early_finish].map(|date| date as i64), early[2 * task..2 * task + 2]);
        assert_eq!([times.late_start, times.late_finish], late[2 * task..2 * task + 2]);
        assert_eq!(times.total_float, late[2 * task] - early[2 * task]);
    }
}

/// The longest gap between the starts of two tasks by their links, if there are any.
fn gap(plan: &Plan, from: usize, to: usize) -> Option<i64> {
    let [first, second] = [from, to].map(|task| plan.durations[task] as i64);
    let links = plan.links.iter().filter(|link| (link.from, link.to) == (from, to));
    let gaps = links.map(|link| match link.kind {
        LinkKind::FinishToStart => link.lag + first,
        LinkKind::StartToStart => link.lag,
        LinkKind::FinishToFinish => link.lag + first - second,
        LinkKind::StartToFinish => link.lag - second,
    });
    gaps.max()
}

/// All paths from the end of `path`, with the start of their last task as `path` alone would have it.
fn extend(plan: &Plan, path: &mut Vec<usize>, start: i64, found: &mut Vec<(Vec<usize>, i64)>) {
    found.push((path.clone(), start));
    let last = path[path.len() - 1];
    for next in 0..plan.durations.len() {
        if let Some(gap) = gap(plan, last, next) {
            path.push(next);
            extend(plan, path, start + gap, found);
            path.pop();
        }
    }
}

/// The longest time from a task's start to the end of anything after it.
fn tail(plan: &Plan, task: usize) -> i64 {
    let mut found = Vec::new();
    extend(plan, &mut vec![task], 0, &mut found);
    found.iter().map(|(path, start)| start + plan.durations[path[path.len() - 1]] as i64).max().unwrap()
}

fn near_critical_paths(plan: &Plan, float: i64) -> BTreeSet<(Vec<usize>, u64)> {
    let (early, finish) = (plan.early(), plan.finish());
    let mut found = Vec::new();
    for first in (0..plan.durations.len()).filter(|&task| early[2 * task] == plan.starts[task] as i64) {
        extend(plan, &mut vec![first], early[2 * first], &mut found);
    }
    let ends = found.into_iter().filter_map(|(path, start)| {
        let last = path[path.len() - 1];
        let duration = plan.durations[last] as i64;
        let shorter = finish - start - duration;
        (shorter <= float && tail(plan, last) == duration).then_some((path, shorter as u64))
    });
    ends.collect()
}

/// The largest variance, in squares of a sixth, of all ways from a start to the finish: `plan` has means in sixths.
fn largest_variance(plan: &Plan, ranges: &[u64]) -> Option<u64> {
    fn walk(plan: &Plan, ranges: &[u64], at: (usize, bool), time: i64, variance: u64, finish: i64) -> Option<u64> {
        let (task, at_finish) = at;
        let (duration, own) = (plan.durations[task] as i64, ranges[task] * ranges[task]);
        let start = if at_finish { time - duration } else { time };
        let end = if at_finish { variance } else { variance + own };
        let last = (start + duration == finish).then_some(end);
        let further = plan.links.iter().filter(|link| link.from == task).filter_map(|link| {
            let leaves_finish = matches!(link.kind, LinkKind::FinishToStart | LinkKind::FinishToFinish);
            let enters_finish = matches!(link.kind, LinkKind::FinishToFinish | LinkKind::StartToFinish);
            let variance = variance + if leaves_finish == at_finish { 0 } else { own };
            let time = start + link.lag + if leaves_finish { duration } else { 0 };
            walk(plan, ranges, (link.to, enters_finish), time, variance, finish)
        });
        further.chain(last).max()
    }
    let finish = plan.finish();
    let starts = plan.starts.iter().enumerate();
    starts.filter_map(|(task, &start)| walk(plan, ranges, (task, false), start as i64, 0, finish)).max()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn dates_are_those_of_relaxation(plan in plans(30)) {
        assert_dates(&plan, &Cpm::new(&plan.network()).unwrap());
    }

    #[test]
    fn free_float_moves_nothing_else(plan in plans(7)) {
        let cpm = Cpm::new(&plan.network()).unwrap();
        for task in 0..plan.durations.len() {
            prop_assert_eq!(cpm.times(task).unwrap().free_float as i64, plan.free_float(task));
        }
    }

    #[test]
    fn drags_are_what_is_saved(plan in plans(12)) {
        let expected: Vec<_> =
            (0..plan.durations.len()).map(|task| plan.finish() - plan.with_duration(task, 0).finish()).collect();
        prop_assert_eq!(Cpm::new(&plan.network()).unwrap().drags(), expected);
    }

    #[test]
    fn updates_are_as_good_as_new(
        plan in plans(15),
        changes in prop::collection::vec((any::<prop::sample::Index>(), 0..15u64), 1..8),
    ) {
        let mut plan = plan;
        let mut cpm = Cpm::new(&plan.network()).unwrap();
        for (task, duration) in changes {
            let task = task.index(plan.durations.len());
            cpm.set_duration(task, duration).unwrap();
            plan = plan.with_duration(task, duration);
            assert_dates(&plan, &cpm);
            let fresh = Cpm::new(&plan.network()).unwrap();
            prop_assert_eq!(cpm.drags(), fresh.drags());
            prop_assert!(cpm.critical_paths().take(50).eq(fresh.critical_paths().take(50)));
        }
    }

    #[test]
    fn paths_are_all_that_are_long_enough(plan in plans(7), float in 0..5i64) {
        let cpm = Cpm::new(&plan.network()).unwrap();
        let found: Vec<_> = cpm.near_critical_paths(float as u64).collect();
        let expected = near_critical_paths(&plan, float);
        prop_assert!(found.is_sorted_by(|one, next| one.0 < next.0), "each once and in order: {:?}", found);
        prop_assert_eq!(found.into_iter().collect::<BTreeSet<_>>(), expected);
    }

    #[test]
    fn pert_takes_the_least_certain_critical_path(
        plan in plans(7),
        estimates in prop::collection::vec([0..4u64, 0..4u64, 0..4u64], 7),
    ) {
        let estimates: Vec<_> = estimates[..plan.durations.len()]
            .iter()
            .map(|[low, to_mode, to_high]| ThreePoint::new(*low, low + to_mode, low + to_mode + to_high).unwrap())
            .collect();
        let mut sixths = plan.without_deadlines();
        let six_means = |estimate: &ThreePoint| estimate.optimistic() + 4 * estimate.most_likely() + estimate.pessimistic();
        sixths.durations = estimates.iter().map(six_means).collect();
        sixths.starts.iter_mut().for_each(|date| *date *= 6);
        sixths.links.iter_mut().for_each(|link| link.lag *= 6);
        let ranges: Vec<_> = estimates.iter().map(|estimate| estimate.pessimistic() - estimate.optimistic()).collect();

        let pert = Pert::new(&plan.network(), &estimates).unwrap();
        prop_assert_eq!(pert.finish().mean, sixths.finish() as f64 / 6.0);
        prop_assert_eq!(pert.finish().variance, largest_variance(&sixths, &ranges).unwrap() as f64 / 36.0);
        prop_assert!(near_critical_paths(&sixths, 0).contains(&(pert.critical_path().to_vec(), 0)));
    }
}
