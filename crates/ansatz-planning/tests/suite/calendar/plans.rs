//! Plans on calendars beside the oracle, beside [`Cpm`] and with what cannot be.

use ansatz_planning::{Calendar, CalendarCpm, Cpm, LinkKind, Network, PlanningError};
use proptest::prelude::*;

use super::{
    calendar,
    oracle::{Ends, Oracle},
    parts,
};
use crate::plan::{Plan, plans};

fn oracles(most: usize) -> impl Strategy<Value = Oracle> {
    plans(most).prop_flat_map(|plan| {
        let tasks = plan.durations.len();
        (Just(plan), prop::collection::vec(parts(), tasks)).prop_map(|(plan, calendars)| Oracle { plan, calendars })
    })
}

fn solve(oracle: &Oracle) -> CalendarCpm {
    let calendars: Vec<_> = oracle.calendars.iter().map(calendar).collect();
    let of_tasks: Vec<_> = (0..calendars.len()).collect();
    CalendarCpm::new(&oracle.plan.network(), &calendars, &of_tasks).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn dates_are_those_of_trying(oracle in oracles(8)) {
        let cpm = solve(&oracle);
        let (early, late) = (oracle.early(), oracle.late());
        prop_assert_eq!(cpm.finish() as i64, oracle.finish());
        for task in 0..early.len() {
            let times = cpm.times(task).unwrap();
            prop_assert_eq!((times.early_start as i64, times.early_finish as i64), early[task]);
            prop_assert_eq!((times.late_start, times.late_finish), late[task]);
            let (soon, latest) = (early[task].0, late[task].0);
            prop_assert_eq!(times.total_float, oracle.worked(task, soon, latest) - oracle.worked(task, latest, soon));
        }
        let critical: Vec<_> = (0..early.len()).filter(|&task| cpm.times(task).unwrap().total_float <= 0).collect();
        prop_assert_eq!(cpm.critical().collect::<Vec<_>>(), critical);
    }

    #[test]
    fn floats_are_what_is_borne(oracle in oracles(5)) {
        let oracle = Oracle { plan: oracle.plan.without_deadlines(), ..oracle };
        let cpm = solve(&oracle);
        let finish = |ends: &[Ends]| ends.iter().map(|ends| ends.1).max();
        for task in 0..oracle.plan.durations.len() {
            let times = cpm.times(task).unwrap();
            let float = |last: i64| oracle.worked(task, times.early_start as i64, last);
            // Later by so much of its own work, the finish stays.
            let last = oracle.last_start(task, |early, ends| finish(early) == finish(ends));
            prop_assert_eq!((last, float(last)), (times.late_start, times.total_float));
            // And so does every other task.
            let last = oracle.last_start(task, |early, ends| {
                let others = |ends: &[Ends]| [&ends[..task], &ends[task + 1..]].concat();
                finish(early) == finish(ends) && others(early) == others(ends)
            });
            prop_assert_eq!(float(last) as u64, times.free_float);
        }
    }

    #[test]
    fn without_a_pause_it_is_cpm(plan in plans(20)) {
        let mut network = plan.network();
        let group = network.add_group(&[0, plan.durations.len() - 1]).unwrap();
        let cpm = Cpm::new(&network).unwrap();
        let of_tasks = vec![0; network.len()];
        let on_calendars = CalendarCpm::new(&network, &[Calendar::always()], &of_tasks).unwrap();
        prop_assert_eq!(on_calendars.finish(), cpm.finish());
        prop_assert_eq!(on_calendars.span(group), cpm.span(group));
        for task in 0..network.len() {
            prop_assert_eq!(on_calendars.times(task), cpm.times(task));
        }
        prop_assert!(on_calendars.critical().eq(cpm.critical()));
    }

    /// One calendar for all, links from finish to start: the dates in working time, turned into calendar time.
    #[test]
    fn with_one_calendar_it_is_cpm_and_the_calendar(plan in plans(12), parts in parts()) {
        let mut plan = plan.without_deadlines();
        plan.starts.fill(0);
        plan.durations.iter_mut().for_each(|duration| *duration += 1);
        plan.links.iter_mut().for_each(|link| link.kind = LinkKind::FinishToStart);
        let (network, calendar) = (plan.network(), calendar(&parts));
        let cpm = Cpm::new(&network).unwrap();
        let of_tasks = vec![0; network.len()];
        let on_calendars = CalendarCpm::new(&network, std::slice::from_ref(&calendar), &of_tasks).unwrap();
        for task in 0..network.len() {
            let (worked, times) = (cpm.times(task).unwrap(), on_calendars.times(task).unwrap());
            prop_assert_eq!(times.early_start, calendar.start(worked.early_start));
            prop_assert_eq!(times.early_finish, calendar.finish(worked.early_finish));
            prop_assert_eq!(times.total_float, worked.total_float);
            prop_assert_eq!(times.free_float, worked.free_float);
        }
    }
}

fn two_tasks(plan: impl FnOnce(&mut Network)) -> Network {
    let mut network = Network::new();
    network.add_task(3);
    network.add_task(4);
    plan(&mut network);
    network
}

#[test]
fn numbers_that_do_not_fit() {
    let network = two_tasks(|_| ());
    let calendars = [Calendar::always()];
    let message = |of_tasks: &[usize]| CalendarCpm::new(&network, &calendars, of_tasks).unwrap_err().to_string();
    assert_eq!(message(&[0]), "there are 1 calendars of tasks, allowed: 2, one for each task");
    assert_eq!(message(&[0, 0, 0]), "there are 3 calendars of tasks, allowed: 2, one for each task");
    assert_eq!(message(&[0, 1]), "the calendar of task 1 is 1, allowed: below 1, the number of calendars");
    assert_eq!(
        message(&[usize::MAX, 1]).split(',').next(),
        Some(&*format!("the calendar of task 0 is {}", usize::MAX))
    );
    let cpm = CalendarCpm::new(&network, &calendars, &[0, 0]).unwrap();
    assert_eq!(cpm.times(2).unwrap_err(), PlanningError::UnknownTask { task: 2, tasks: 2 });
    assert_eq!(cpm.span(0).unwrap_err(), PlanningError::UnknownGroup { group: 0, groups: 0 });
    let circle = two_tasks(|network| {
        network.link(0, 1, LinkKind::StartToStart, 0).unwrap();
        network.link(1, 0, LinkKind::StartToFinish, -9).unwrap();
    });
    let error = CalendarCpm::new(&circle, &calendars, &[0, 0]).unwrap_err();
    assert_eq!(error, PlanningError::Cycle { tasks: vec![0, 1] });
}

#[test]
fn calendars_that_close_for_good() {
    let limit = 1 << 62;
    let unfinished =
        |network: &Network, calendars: &[Calendar]| CalendarCpm::new(network, calendars, &[0, 1]).unwrap_err();
    // Two moments of work, then a holiday without an end.
    let closing = Calendar::new(1, &[(0, 1)]).unwrap().with_holidays(&[(2, u64::MAX)]).unwrap();
    let calendars = [Calendar::always(), closing.clone()];
    let error = unfinished(&two_tasks(|_| ()), &calendars);
    assert_eq!(error, PlanningError::Unfinished { task: 1, limit });
    assert_eq!(
        error.to_string(),
        "task 1 is not done by 4611686018427387904 on its calendar, allowed: a calendar that opens before that"
    );
    // One moment in 2^61: the fourth is beyond the limit, the third at it is not.
    let rare = [Calendar::always(), Calendar::new(1 << 61, &[(0, 1)]).unwrap()];
    assert_eq!(unfinished(&two_tasks(|_| ()), &rare), PlanningError::Unfinished { task: 1, limit });
    let mut network = Network::new();
    network.add_task(3);
    network.add_task(2);
    assert_eq!(CalendarCpm::new(&network, &rare, &[0, 1]).unwrap().finish(), (1 << 61) + 1);
    // The second ends with the limit itself.
    let last = [Calendar::always(), Calendar::new(1 << 61, &[((1 << 61) - 1, 1 << 61)]).unwrap()];
    assert_eq!(CalendarCpm::new(&network, &last, &[0, 1]).unwrap().finish(), limit);
    // Neither a lag nor a link to a finish gets past it, for a milestone either.
    for kind in [LinkKind::FinishToStart, LinkKind::FinishToFinish, LinkKind::StartToFinish] {
        for duration in [0, 1] {
            let mut network = Network::new();
            network.add_task(3);
            network.add_task(duration);
            network.link(0, 1, kind, 9).unwrap();
            assert_eq!(unfinished(&network, &calendars), PlanningError::Unfinished { task: 1, limit }, "{kind:?}");
        }
    }
    // A milestone needs no work, and one that is waited for may be followed by none.
    let mut network = Network::new();
    network.add_task(3);
    network.add_task(0);
    network.link(0, 1, LinkKind::FinishToStart, 0).unwrap();
    let cpm = CalendarCpm::new(&network, &calendars, &[0, 1]).unwrap();
    assert_eq!((cpm.finish(), cpm.times(1).unwrap().total_float), (3, 0));
}

/// The largest numbers a network takes, on calendars that make the most and the least of them.
#[test]
fn the_largest_plan() {
    let most = 1u64 << 58;
    let calendars = [
        Calendar::always(),
        Calendar::new(u64::MAX, &[(0, u64::MAX)]).unwrap(),
        Calendar::new(7, &[(0, 1), (6, 7)]).unwrap().with_holidays(&[(0, most), (most + 9, u64::MAX / 2)]).unwrap(),
    ];
    for kind in [LinkKind::FinishToStart, LinkKind::StartToStart, LinkKind::FinishToFinish, LinkKind::StartToFinish] {
        for lag in [-(most as i64) / 2, most as i64 / 2] {
            for durations in [[most / 2, 0], [0, most / 2], [most / 4, most / 4]] {
                for of_tasks in [[0, 1], [1, 0], [0, 2], [2, 0], [2, 2]] {
                    let deadlines = vec![None, Some(0)];
                    let links = vec![ansatz_planning::Link { from: 0, to: 1, kind, lag }];
                    let plan = Plan { durations: durations.to_vec(), links, starts: vec![most, 0], deadlines };
                    match CalendarCpm::new(&plan.network(), &calendars, &of_tasks) {
                        Ok(cpm) => assert!(cpm.finish() <= 1 << 62),
                        Err(PlanningError::Unfinished { task, .. }) => assert_eq!(of_tasks[task], 2),
                        Err(error) => panic!("{error}"),
                    }
                }
            }
        }
    }
}
