//! What is wrong is named, and what is extreme is scheduled.

use ansatz_planning::{
    Network, PlanningError,
    rcpsp::{Direction, GeneticScheduler, PriorityRule, Project, Schedule, justify, lower_bound, parallel, serial},
};

use super::network;

#[test]
fn what_is_wrong_names_itself() {
    let error = |demands: &[&[u64]]| Project::new(&network(&[1, 1], &[]).unwrap(), &[1], demands).unwrap_err();
    assert_eq!(error(&[&[1]]), PlanningError::Count { what: "lists of demands", found: 1, tasks: 2 });
    assert_eq!(error(&[&[1], &[]]), PlanningError::Demands { task: 1, demands: 0, resources: 1 });
    assert_eq!(error(&[&[1], &[2]]), PlanningError::Demand { task: 1, resource: 0, demand: 2, capacity: 1 });
    let error = |network: &Network| Project::new(network, &[1], &vec![[1]; network.len()]).unwrap_err();
    // 0 leads into the cycle and 4 out of it.
    let links = [(0, 3), (3, 1), (1, 2), (2, 3), (2, 4)].map(|(from, to)| (from, to, 0));
    assert_eq!(error(&network(&[1; 5], &links).unwrap()), PlanningError::Cycle { tasks: vec![1, 2, 3] });
    let long = error(&network(&[u64::MAX, 1], &[]).unwrap());
    assert!(matches!(long, PlanningError::Duration { task: 0, duration: u64::MAX, .. }));
    let long = error(&network(&[1, 1], &[(0, 1, i64::MIN)]).unwrap());
    assert!(matches!(long, PlanningError::Lag { from: 0, to: 1, lag: i64::MIN, .. }));
}

#[test]
fn what_is_no_schedule_says_why() {
    let mut tasks = network(&[1, 1], &[(0, 1, 2)]).unwrap();
    let project = Project::new(&tasks, &[1], &[[1], [1]]).unwrap();
    let error = |starts: &[u64]| Schedule::new(&project, starts).unwrap_err();
    assert_eq!(error(&[0]), PlanningError::Count { what: "starts", found: 1, tasks: 2 });
    let early = error(&[0, 2]);
    assert_eq!(early, PlanningError::Early { task: 1, start: 2, earliest: 3, after: Some(0) });
    assert_eq!(early.to_string(), "task 1 starts at 2, allowed: 3 or later, for task 0");
    assert_eq!(error(&[0, u64::MAX]), PlanningError::Late { task: 1, start: u64::MAX, latest: u64::MAX - 1 });
    assert_eq!(
        error(&[u64::MAX - 1, 5]),
        PlanningError::Early { task: 1, start: 5, earliest: u128::from(u64::MAX) + 2, after: Some(0) }
    );
    assert!(Schedule::new(&project, [0, u64::MAX - 1]).is_ok());
    tasks.start_no_earlier_than(0, 4).unwrap();
    let project = Project::new(&tasks, &[1], &[[1], [1]]).unwrap();
    let early = Schedule::new(&project, [3, 9]).unwrap_err();
    assert_eq!(early, PlanningError::Early { task: 0, start: 3, earliest: 4, after: None });
    assert_eq!(early.to_string(), "task 0 starts at 3, allowed: 4 or later, for its date");
    let project = Project::new(&network(&[1, 1], &[]).unwrap(), &[1], &[[1], [1]]).unwrap();
    let error = Schedule::new(&project, [4, 4]).unwrap_err();
    assert_eq!(error, PlanningError::Overload { resource: 0, time: 4, used: 2, capacity: 1 });
}

fn all_ways(project: &Project) -> Vec<u64> {
    let mut makespans = Vec::new();
    for direction in [Direction::Forward, Direction::Backward] {
        for rule in PriorityRule::ALL {
            for schedule in [serial(project, rule, direction), parallel(project, rule, direction)] {
                schedule.validate(project).unwrap();
                makespans.push(justify(project, &schedule).unwrap().makespan());
            }
        }
    }
    let mut search = GeneticScheduler::new(project, 200, 1).unwrap();
    search.step(u64::MAX);
    assert!(search.best().is_proved() || search.steps_taken() == 200);
    search.best().validate(project).unwrap();
    makespans.push(search.best().makespan());
    assert!(makespans.iter().all(|makespan| lower_bound(project) <= *makespan));
    makespans
}

#[test]
fn nothing_to_do_takes_no_time() {
    let project = Project::new(&Network::new(), &[], &[[0; 0]; 0]).unwrap();
    assert!(all_ways(&project).iter().all(|makespan| *makespan == 0));
    // Milestones use nothing, whatever they ask for.
    let links: Vec<_> = (1..50).map(|after| (after - 1, after, 0)).collect();
    let project = Project::new(&network(&[0; 50], &links).unwrap(), &[1], &[[1]; 50]).unwrap();
    assert!(all_ways(&project).iter().all(|makespan| *makespan == 0));
}

#[test]
fn nothing_waits_that_needs_nothing() {
    // The first takes all there is; the others need nothing of it, or have no duration.
    let project = Project::new(&network(&[5, 3, 0], &[]).unwrap(), &[1], &[[1], [0], [1]]).unwrap();
    for rule in PriorityRule::ALL {
        assert_eq!(parallel(&project, rule, Direction::Forward).starts(), [0, 0, 0], "{rule:?}");
        assert_eq!(serial(&project, rule, Direction::Forward).starts(), [0, 0, 0], "{rule:?}");
    }
}

#[test]
fn the_largest_numbers_are_counted() {
    let (time, most) = (1 << 56, u64::MAX);
    let mut network = network(&[time; 3], &[(0, 1, time as i64)]).unwrap();
    let demands = [[most, 0], [most, most], [1, most]];
    let project = Project::new(&network, &[most, most], &demands).unwrap();
    // The lag has room for the third task; outside of it that needs a time of its own.
    assert!(all_ways(&project).iter().all(|makespan| (3 * time..=4 * time).contains(makespan)));
    network.start_no_earlier_than(2, 1 << 58).unwrap();
    let project = Project::new(&network, &[most, most], &demands).unwrap();
    assert!(all_ways(&project).iter().all(|makespan| (5 * time..=9 * time).contains(makespan)));
}

#[test]
fn fifty_thousand_tasks_are_prompt() {
    let n = 50_000;
    let durations: Vec<u64> = (0..n as u64).map(|task| 1 + task % 7).collect();
    let demands: Vec<_> = (0..n as u64).map(|task| [task * 31 % 10 + 1, task * 17 % 5]).collect();
    let chain: Vec<_> = (1..n).map(|after| (after - 1, after, 0)).collect();
    let wide: Vec<_> = (100..n).map(|after| (after - 100, after, 0)).collect();
    for links in [&[][..], &chain, &wide] {
        let project = Project::new(&network(&durations, links).unwrap(), &[10, 10], &demands).unwrap();
        for direction in [Direction::Forward, Direction::Backward] {
            let rule = PriorityRule::LatestFinish;
            for schedule in [serial(&project, rule, direction), parallel(&project, rule, direction)] {
                schedule.validate(&project).unwrap();
                assert!(lower_bound(&project) <= schedule.makespan());
            }
        }
    }
}
