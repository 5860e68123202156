//! What the parts of the lower bound see, worked out by hand, and what is late.

use ansatz_planning::{
    Network,
    rcpsp::{Project, Schedule, lower_bound},
};

use super::network;

/// Tasks of these durations between a first and a last one that need nothing, and what each needs of one resource.
fn between(first: u64, middle: &[u64], last: u64, capacity: u64, demand: u64) -> Project {
    let n = middle.len();
    let durations: Vec<u64> = [first].iter().chain(middle).chain(&[last]).copied().collect();
    let links: Vec<_> = (1..=n).flat_map(|task| [(0, task, 0), (task, n + 1, 0)]).collect();
    let demands: Vec<_> = (0..n + 2).map(|task| [if (1..=n).contains(&task) { demand } else { 0 }]).collect();
    Project::new(&network(&durations, &links).unwrap(), &[capacity], &demands).unwrap()
}

#[test]
fn work_has_what_is_before_and_after_it_beside_it() {
    // 598 of them, two at a time: too many for a makespan to be refuted.
    assert_eq!(lower_bound(&between(5, &[1; 598], 5, 2, 1)), 5 + 299 + 5);
}

#[test]
fn a_makespan_is_refuted() {
    // There is work for 6, but the third one of 4 has to come before or after another.
    assert_eq!(lower_bound(&between(1, &[4, 4, 4], 1, 2, 1)), 10);
}

#[test]
fn who_cannot_run_together_runs_one_after_the_other() {
    // Two of the three capacities each: there is work for 8, but any two of the three need 4.
    assert_eq!(lower_bound(&between(1, &[4, 4, 4], 1, 3, 2)), 14);
    // Without a task before or after them, too, and with a date that another one leaves room for.
    let mut network = network(&[4, 2, 5], &[]).unwrap();
    network.start_no_earlier_than(0, 3).unwrap();
    assert_eq!(lower_bound(&Project::new(&network, &[3], &[[2], [2], [2]]).unwrap()), 11);
}

#[test]
fn who_finishes_in_time_does_not_overrun() {
    let mut network = Network::new();
    let tasks = [3, 3, 3, 3].map(|days| network.add_task(days));
    network.finish_by(tasks[0], 5).unwrap();
    network.finish_by(tasks[1], 4).unwrap();
    network.finish_by(tasks[2], 6).unwrap();
    let project = Project::new(&network, &[], &[[]; 4]).unwrap();
    let schedule = Schedule::new(&project, [2, 2, 2, 9]).unwrap();
    assert!(schedule.overruns(&project).eq([(tasks[1], 1)]));
}
