//! Every schedule is one, no bound is above it, and small projects are solved.

use ansatz_planning::rcpsp::{
    Direction, GeneticScheduler, PriorityRule, Project, Schedule, justify, lower_bound, parallel, serial,
};

use super::random_project;

const DIRECTIONS: [Direction; 2] = [Direction::Forward, Direction::Backward];

/// The shortest makespan, by all lists of activities, each at the first time that a check from the definition allows.
fn shortest(project: &Project) -> u64 {
    let mut best = u64::MAX;
    extend(project, &mut vec![None; project.len()], &mut best);
    best
}

fn extend(project: &Project, starts: &mut Vec<Option<u64>>, best: &mut u64) {
    let finish =
        |activity: usize, starts: &[Option<u64>]| starts[activity].map(|start| start + project.duration(activity));
    if starts.iter().all(Option::is_some) {
        let makespan = (0..project.len()).filter_map(|activity| finish(activity, starts)).max().unwrap_or(0);
        *best = (*best).min(makespan);
        return;
    }
    for activity in 0..project.len() {
        let ready = project
            .predecessors(activity)
            .try_fold(0, |ready, (other, lag)| finish(other, starts).map(|time| ready.max(time + lag)));
        let (None, Some(ready)) = (starts[activity], ready) else { continue };
        let fits = |start: &u64| {
            (*start..start + project.duration(activity)).all(|time| has_room(project, starts, activity, time))
        };
        let start = (ready..1_000).find(fits);
        starts[activity] = start;
        extend(project, starts, best);
        starts[activity] = None;
    }
}

fn has_room(project: &Project, starts: &[Option<u64>], activity: usize, time: u64) -> bool {
    let runs =
        |other: &usize| starts[*other].is_some_and(|start| (start..start + project.duration(*other)).contains(&time));
    (0..project.capacities().len()).all(|resource| {
        let used: u64 = (0..project.len()).filter(runs).map(|other| project.demands(other)[resource]).sum();
        used + project.demands(activity)[resource] <= project.capacities()[resource]
    })
}

#[test]
fn all_lists_of_small_projects_confirm_the_optimum() {
    let mut above = 0;
    for seed in 0..60 {
        let project = random_project(6, seed);
        let optimum = shortest(&project);
        assert!(lower_bound(&project) <= optimum, "seed {seed}");
        let mut search = GeneticScheduler::new(&project, seed);
        while search.step(100) && search.steps_taken() < 1_000 {}
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
    let mut search = GeneticScheduler::new(&project, 1);
    let mut last = search.best().makespan();
    while search.step(7) && search.steps_taken() < 2_000 {
        search.best().validate(&project).unwrap();
        assert!(search.best().makespan() <= last);
        last = search.best().makespan();
    }
}

/// With bounds that are out of reach, so that no run ends early: one resource, of which most activities need more than half.
#[test]
fn the_same_seed_gives_the_same_whatever_the_steps() {
    let open = (0..200).map(|seed| random_project(40, seed)).filter(|project| {
        let mut search = GeneticScheduler::new(project, 7);
        search.step(1_000)
    });
    let mut tried = 0;
    for project in open.take(3) {
        let mut all = GeneticScheduler::new(&project, 7);
        all.step(1_000);
        assert_eq!(all.steps_taken(), 1_000);
        let mut some = GeneticScheduler::new(&project, 7);
        while some.steps_taken() < 1_000 {
            let before = some.steps_taken();
            let n = 13.min(1_000 - before);
            some.step(n);
            assert_eq!(some.steps_taken(), before + n);
        }
        assert_eq!(all.best(), some.best());
        tried += 1;
    }
    assert!(tried > 0);
}
