//! What is wrong is named, and what is extreme is scheduled.

use ansatz_planning::rcpsp::{
    Activity, Direction, GeneticScheduler, Precedence, PriorityRule, Project, ProjectError, Schedule, justify,
    lower_bound, parallel, serial,
};

fn units(n: usize) -> Vec<Activity> {
    vec![Activity::new(1, [1]); n]
}

#[test]
fn what_is_wrong_names_itself() {
    let error = |activities: &[Activity], links: &[Precedence]| Project::new(&[1], activities, links).unwrap_err();
    assert_eq!(error(&units(2), &[Precedence::new(0, 2)]), ProjectError::Activity { activity: 2, activities: 2 });
    assert_eq!(
        error(&units(2), &[Precedence::new(usize::MAX, 0)]),
        ProjectError::Activity { activity: usize::MAX, activities: 2 }
    );
    assert_eq!(error(&[Activity::new(1, [])], &[]), ProjectError::Demands { activity: 0, demands: 0, resources: 1 });
    assert_eq!(
        error(&[Activity::new(1, [2])], &[]),
        ProjectError::Demand { activity: 0, resource: 0, demand: 2, capacity: 1 }
    );
    // 0 leads into the circle and 4 out of it.
    let links = [(0, 3), (3, 1), (1, 2), (2, 3), (2, 4)].map(|(before, after)| Precedence::new(before, after));
    assert_eq!(error(&units(5), &links), ProjectError::Cycle { activities: vec![1, 2, 3] });
    assert_eq!(error(&units(1), &[Precedence::new(0, 0)]), ProjectError::Cycle { activities: vec![0] });
    let long = [Activity::new(u64::MAX, [1]), Activity::new(u64::MAX, [1])];
    assert_eq!(error(&long, &[]), ProjectError::Horizon { total: 2 * u128::from(u64::MAX), most: 1 << 62 });
    assert!(matches!(error(&units(2), &[Precedence::new(0, 1).lag(u64::MAX)]), ProjectError::Horizon { .. }));
}

#[test]
fn what_is_no_schedule_says_why() {
    let project = Project::new(&[1], &units(2), &[Precedence::new(0, 1).lag(2)]).unwrap();
    let error = |starts: &[u64]| Schedule::new(&project, starts).unwrap_err();
    assert_eq!(error(&[0]), ProjectError::Starts { starts: 1, activities: 2 });
    assert_eq!(error(&[0, 2]), ProjectError::Early { before: 0, after: 1, start: 2, earliest: 3 });
    assert_eq!(error(&[0, u64::MAX]), ProjectError::Finish { activity: 1, start: u64::MAX, duration: 1 });
    assert!(Schedule::new(&project, [0, u64::MAX - 1]).is_ok());
    let project = Project::new(&[1], &units(2), &[]).unwrap();
    let error = Schedule::new(&project, [4, 4]).unwrap_err();
    assert_eq!(error, ProjectError::Overload { resource: 0, time: 4, used: 2, capacity: 1 });
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
    let mut search = GeneticScheduler::new(project, 1);
    search.step(200);
    search.best().validate(project).unwrap();
    makespans.push(search.best().makespan());
    assert!(makespans.iter().all(|makespan| lower_bound(project) <= *makespan));
    makespans
}

#[test]
fn nothing_to_do_takes_no_time() {
    assert!(all_ways(&Project::new(&[], &[], &[]).unwrap()).iter().all(|makespan| *makespan == 0));
    // Milestones use nothing, whatever they ask for.
    let milestones = vec![Activity::new(0, [1]); 50];
    let links: Vec<Precedence> = (1..50).map(|after| Precedence::new(after - 1, after)).collect();
    assert!(all_ways(&Project::new(&[1], &milestones, &links).unwrap()).iter().all(|makespan| *makespan == 0));
}

#[test]
fn the_largest_numbers_are_counted() {
    let (time, most) = (1 << 59, u64::MAX);
    let activities =
        [Activity::new(time, [most, 0]), Activity::new(time, [most, most]), Activity::new(time, [1, most])];
    let links = [Precedence::new(0, 1).lag(time)];
    let project = Project::new(&[most, most], &activities, &links).unwrap();
    // The lag has room for the third activity; outside of it that needs a time of its own.
    assert!(all_ways(&project).iter().all(|makespan| (3 * time..=4 * time).contains(makespan)));
}

#[test]
fn a_hundred_thousand_activities_are_prompt() {
    let n = 100_000;
    let activities: Vec<Activity> =
        (0..n).map(|at| Activity::new(1 + at as u64 % 7, [at as u64 * 31 % 10 + 1, at as u64 * 17 % 5])).collect();
    let chain: Vec<Precedence> = (1..n).map(|after| Precedence::new(after - 1, after)).collect();
    let wide: Vec<Precedence> = (100..n).map(|after| Precedence::new(after - 100, after)).collect();
    for links in [&[][..], &chain, &wide] {
        let project = Project::new(&[10, 10], &activities, links).unwrap();
        for direction in [Direction::Forward, Direction::Backward] {
            let rule = PriorityRule::LatestFinish;
            let mut schedules = vec![serial(&project, rule, direction)];
            // The parallel scheme looks at all that may start, at each finish: without links, at all the others.
            if !links.is_empty() {
                schedules.push(parallel(&project, rule, direction));
            }
            for schedule in schedules {
                schedule.validate(&project).unwrap();
                assert!(lower_bound(&project) <= schedule.makespan());
            }
        }
    }
}
