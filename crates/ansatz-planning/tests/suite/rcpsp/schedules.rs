//! Every schedule is one, no bound is above it, and small projects are solved.

use ansatz_planning::{
    Cpm, Link,
    LinkKind::{FinishToFinish, FinishToStart, StartToFinish, StartToStart},
    Network,
    rcpsp::{Direction, GeneticScheduler, PriorityRule, Project, Schedule, justify, lower_bound, parallel, serial},
};

use super::{KINDS, random_parts, random_project};

const DIRECTIONS: [Direction; 2] = [Direction::Forward, Direction::Backward];

/// The shortest makespan, by all lists of tasks, each at the first time that a check from the definition allows.
pub(super) fn shortest(project: &Project) -> u64 {
    let mut best = u64::MAX;
    extend(project, &mut vec![None; project.len()], &mut best);
    best
}

fn extend(project: &Project, starts: &mut Vec<Option<u64>>, best: &mut u64) {
    let finish = |task: usize, starts: &[Option<u64>]| starts[task].map(|start| start + project.duration(task));
    if starts.iter().all(Option::is_some) {
        let makespan = (0..project.len()).filter_map(|task| finish(task, starts)).max().unwrap_or(0);
        *best = (*best).min(makespan);
        return;
    }
    for task in 0..project.len() {
        let ready = project
            .predecessors(task)
            .try_fold(0, |ready, (other, gap)| starts[other].map(|start| ready.max(start.saturating_add_signed(gap))));
        let (None, Some(ready)) = (starts[task], ready) else { continue };
        let fits =
            |start: &u64| (*start..start + project.duration(task)).all(|time| has_room(project, starts, task, time));
        let start = (ready..1_000).find(fits);
        starts[task] = start;
        extend(project, starts, best);
        starts[task] = None;
    }
}

fn has_room(project: &Project, starts: &[Option<u64>], task: usize, time: u64) -> bool {
    let runs =
        |other: &usize| starts[*other].is_some_and(|start| (start..start + project.duration(*other)).contains(&time));
    (0..project.capacities().len()).all(|resource| {
        let used: u64 = (0..project.len()).filter(runs).map(|other| project.demands(other)[resource]).sum();
        used + project.demands(task)[resource] <= project.capacities()[resource]
    })
}

#[test]
fn all_lists_of_small_projects_confirm_the_optimum() {
    let mut above = 0;
    for seed in 0..60 {
        let project = random_project(6, seed);
        let optimum = shortest(&project);
        assert!(lower_bound(&project) <= optimum, "seed {seed}");
        let mut search = GeneticScheduler::new(&project, 1_000, seed).unwrap();
        while search.step(100) {}
        search.best().validate(&project).unwrap();
        assert_eq!(search.best().makespan(), optimum, "seed {seed}");
        for (direction, rule) in
            DIRECTIONS.into_iter().flat_map(|direction| PriorityRule::ALL.map(|rule| (direction, rule)))
        {
            let makespan = serial(&project, rule, direction).makespan();
            assert!(makespan >= optimum, "seed {seed}");
            above += usize::from(makespan > optimum);
        }
    }
    // The projects are no trivial ones.
    assert!(above > 0);
}

#[test]
fn every_schedule_is_valid_and_no_shorter_than_the_bound() {
    for seed in 0..40 {
        let project = random_project(5 + seed as usize, seed);
        let bound = lower_bound(&project);
        for (direction, rule) in
            DIRECTIONS.into_iter().flat_map(|direction| PriorityRule::ALL.map(|rule| (direction, rule)))
        {
            for schedule in [serial(&project, rule, direction), parallel(&project, rule, direction)] {
                schedule.validate(&project).unwrap();
                assert!(
                    bound <= schedule.makespan() && schedule.lower_bound() <= bound,
                    "{seed} {rule:?} {direction:?}"
                );
                assert_eq!(Schedule::new(&project, schedule.starts()).unwrap().makespan(), schedule.makespan());
                let justified = justify(&project, &schedule).unwrap();
                justified.validate(&project).unwrap();
                assert!(justified.makespan() <= schedule.makespan(), "{seed} {rule:?} {direction:?}");
            }
        }
    }
}

#[test]
fn the_search_never_gets_worse_and_always_validates() {
    let project = random_project(40, 3);
    let mut search = GeneticScheduler::new(&project, 2_000, 1).unwrap();
    let mut last = search.best().makespan();
    while search.step(7) {
        search.best().validate(&project).unwrap();
        assert!(search.best().makespan() <= last);
        last = search.best().makespan();
    }
}

/// With projects of which 999 schedules prove nothing, so that no run ends early.
#[test]
fn the_same_seed_gives_the_same_whatever_the_steps() {
    let open = (0..200).map(|seed| random_project(40, seed)).filter(|project| {
        let mut search = GeneticScheduler::new(project, 1_000, 7).unwrap();
        search.step(998)
    });
    let mut tried = 0;
    for project in open.take(3) {
        let mut all = GeneticScheduler::new(&project, 1_000, 7).unwrap();
        assert!(!all.step(u64::MAX));
        assert_eq!(all.steps_taken(), 1_000);
        let mut some = GeneticScheduler::new(&project, 1_000, 7).unwrap();
        for before in (1..988).step_by(13) {
            assert_eq!(some.steps_taken(), before);
            assert!(some.step(13));
        }
        assert!(!some.step(13));
        assert_eq!((some.steps_taken(), some.best()), (1_000, all.best()));
        tried += 1;
    }
    assert_eq!(tried, 3);
}

/// Projects of which 500 schedules prove nothing, each with the makespan and the sum of the starts' products with the tasks'
/// numbers.
#[test]
fn the_schedules_of_a_seed_are_pinned() {
    for (seed, makespan, products) in [(0, 69, 21_440), (1, 82, 23_408), (2, 68, 17_113), (3, 47, 14_102)] {
        let mut search = GeneticScheduler::new(&random_project(40, seed), 500, 11).unwrap();
        search.step(u64::MAX);
        assert!(!search.best().is_proved());
        let found = (1..).zip(search.best().starts()).map(|(number, start)| number * start);
        assert_eq!((search.best().makespan(), found.sum::<u64>()), (makespan, products), "project {seed}");
    }
}

/// The shortest makespan, by all starts up to a horizon, checked by the definition of the links.
fn shortest_of_all_starts(network: &Network, project: &Project, starts: &mut Vec<u64>, best: &mut u64) {
    let task = starts.len();
    let finish = |task: usize, starts: &[u64]| starts[task] + network.durations()[task];
    if task == network.len() {
        *best = (0..task).map(|task| finish(task, starts)).max().unwrap_or(0);
        return;
    }
    for start in project.date(task)..*best {
        starts.push(start);
        let keeps = |link: &Link| {
            let leave = match link.kind {
                FinishToStart | FinishToFinish => finish(link.from, starts),
                StartToStart | StartToFinish => starts[link.from],
            };
            let enter = match link.kind {
                FinishToStart | StartToStart => starts[link.to],
                FinishToFinish | StartToFinish => finish(link.to, starts),
            };
            enter as i64 >= leave as i64 + link.lag
        };
        let has_room = |time: u64| {
            let runs = |other: &usize| starts[*other] <= time && time < finish(*other, starts);
            let used = |resource: usize| -> u64 {
                (0..=task).filter(runs).map(|other| project.demands(other)[resource]).sum()
            };
            (0..2).all(|resource| used(resource) <= project.capacities()[resource])
        };
        let is_open = |link: &&Link| link.from.max(link.to) == task;
        if finish(task, starts) < *best
            && network.links().iter().filter(is_open).all(keeps)
            && (start..finish(task, starts)).all(has_room)
        {
            shortest_of_all_starts(network, project, starts, best);
        }
        starts.pop();
    }
}

#[test]
fn links_of_all_kinds_leads_and_dates_are_kept() {
    let (mut reordered, mut dated) = (0, 0);
    for seed in 0..60 {
        let (network, capacities, demands) = random_parts(5, seed, &KINDS, 6);
        let project = Project::new(&network, &capacities, &demands).unwrap();
        let mut shortest = 40;
        shortest_of_all_starts(&network, &project, &mut Vec::new(), &mut shortest);
        assert!(lower_bound(&project) <= shortest, "seed {seed}");
        assert_eq!(project.critical_path(), Cpm::new(&network).unwrap().finish(), "seed {seed}");
        let mut search = GeneticScheduler::new(&project, 300, seed).unwrap();
        search.step(u64::MAX);
        search.best().validate(&project).unwrap();
        assert!(shortest <= search.best().makespan());
        for (direction, rule) in
            DIRECTIONS.into_iter().flat_map(|direction| PriorityRule::ALL.map(|rule| (direction, rule)))
        {
            for schedule in [serial(&project, rule, direction), parallel(&project, rule, direction)] {
                schedule.validate(&project).unwrap();
                let justified = justify(&project, &schedule).unwrap();
                justified.validate(&project).unwrap();
                assert!(shortest <= justified.makespan() && justified.makespan() <= schedule.makespan());
            }
            let starts = serial(&project, rule, direction).starts().to_vec();
            let early = |link: &&Link| starts[link.to] < starts[link.from];
            reordered += network.links().iter().filter(early).count();
        }
        dated += (0..5).filter(|task| project.date(*task) > 0).count();
    }
    assert!(reordered > 0 && dated > 0);
}
