//! What is levelled is a schedule, never worse than before, and the best there is of small ones.

use ansatz_planning::{
    LinkKind::FinishToStart,
    Network,
    rcpsp::{
        Direction, Levelling, LevellingConfig,
        LevellingObjective::{self, Peak, Squares},
        PriorityRule, Project, Schedule, justify, serial,
    },
};

use super::{KINDS, network, random_parts};

/// What is in use at each time, by the definition, and what comes of it.
fn cost(project: &Project, starts: &[u64], weights: &[u64], objective: LevellingObjective) -> u128 {
    let runs = |task: &usize, time: u64| starts[*task] <= time && time < starts[*task] + project.duration(*task);
    let finish = (0..project.len()).map(|task| starts[task] + project.duration(task)).max().unwrap_or(0);
    let of_one = |(resource, weight): (usize, &u64)| {
        let used = (0..finish).map(|time| {
            let tasks = (0..project.len()).filter(|task| runs(task, time));
            tasks.map(|task| u128::from(project.demands(task)[resource])).sum::<u128>()
        });
        u128::from(*weight)
            * match objective {
                Peak => used.max().unwrap_or(0),
                Squares => used.map(|used| used * used).sum(),
            }
    };
    weights.iter().enumerate().map(of_one).sum()
}

/// A project with links of all kinds and dates to start and to finish by, and a schedule of it.
fn drawn(n: usize, seed: u64) -> (Project, Schedule) {
    let (mut network, capacities, demands) = random_parts(n, seed, &KINDS, 6);
    for task in (0..n).filter(|task| (task + seed as usize).is_multiple_of(3)) {
        network.finish_by(task, 8 + seed % 4).unwrap();
    }
    let project = Project::new(&network, &capacities, &demands).unwrap();
    let schedule = serial(&project, PriorityRule::LatestFinish, Direction::Forward);
    (project, schedule)
}

fn is_in_time(project: &Project, schedule: &Schedule, starts: &[u64], deadline: u64) -> bool {
    (0..project.len()).all(|task| {
        let [finish, before] = [starts[task], schedule.starts()[task]].map(|start| start + project.duration(task));
        finish <= deadline && project.due(task).is_none_or(|due| finish <= due.max(before))
    })
}

/// The least cost of all starts.
fn least(project: &Project, schedule: &Schedule, deadline: u64, objective: LevellingObjective) -> u128 {
    let mut least = u128::MAX;
    let mut starts = vec![0; project.len()];
    loop {
        if is_in_time(project, schedule, &starts, deadline) && Schedule::new(project, &*starts).is_ok() {
            least = least.min(cost(project, &starts, &[1, 60], objective));
        }
        let Some(task) = (0..starts.len()).find(|task| starts[*task] < deadline) else { return least };
        starts[..task].fill(0);
        starts[task] += 1;
    }
}

#[test]
fn all_starts_of_small_projects_confirm_the_optimum() {
    let (mut improved, mut open) = (0, 0);
    for seed in 0..120 {
        let (project, schedule) = drawn(4, seed);
        let deadline = schedule.makespan() + seed % 3;
        for objective in [Squares, Peak] {
            let least = least(&project, &schedule, deadline, objective);
            let config = LevellingConfig::default().objective(objective).weights([1, 60]).deadline(deadline);
            let mut levelling = Levelling::with_config(&project, &schedule, &config, seed).unwrap();
            assert!(levelling.lower_bound() <= least, "{seed} {objective:?}");
            levelling.step(1_000);
            assert_eq!(levelling.cost(), least, "{seed} {objective:?}");
            improved += usize::from(least < cost(&project, schedule.starts(), &[1, 60], objective));
            open += usize::from(levelling.lower_bound() < least);
        }
    }
    // They are no trivial ones.
    assert!(improved > 20 && open > 0, "{improved} {open}");
}

#[test]
fn links_dates_and_capacities_are_kept_and_nothing_gets_worse() {
    for seed in 0..40 {
        let (project, schedule) = drawn(5 + seed as usize, seed);
        let deadline = schedule.makespan() + seed % 4;
        for objective in [Squares, Peak] {
            let config = LevellingConfig::default().objective(objective).weights([3, 2]).deadline(deadline);
            let mut levelling = Levelling::with_config(&project, &schedule, &config, seed).unwrap();
            let mut last = cost(&project, schedule.starts(), &[3, 2], objective);
            assert_eq!(levelling.cost(), last);
            while levelling.step(17) && levelling.steps_taken() < 500 {
                let best = levelling.best();
                best.validate(&project).unwrap();
                assert_eq!(Schedule::new(&project, best.starts()).unwrap().makespan(), best.makespan());
                assert!(is_in_time(&project, &schedule, best.starts(), deadline), "{seed}");
                assert_eq!(levelling.cost(), cost(&project, best.starts(), &[3, 2], objective), "{seed}");
                assert!(levelling.lower_bound() <= levelling.cost() && levelling.cost() <= last, "{seed}");
                last = levelling.cost();
            }
        }
    }
}

/// What comes of a seed, as costs and the starts' sums of products with the tasks' numbers.
#[test]
fn the_schedules_of_a_seed_are_pinned() {
    let durations: Vec<u64> = (0..60).map(|task| 1 + task % 7).collect();
    let demands: Vec<[u64; 1]> = (0..60).map(|task| [1 + task * 5 % 9]).collect();
    let project = Project::new(&network(&durations, &[]).unwrap(), &[1_000], &demands).unwrap();
    let schedule = Schedule::new(&project, [0; 60]).unwrap();
    let found = [5, 6].map(|seed| {
        let config = LevellingConfig::default().deadline(29);
        let mut levelling = Levelling::with_config(&project, &schedule, &config, seed).unwrap();
        levelling.step(400);
        let products = (1..).zip(levelling.best().starts()).map(|(number, start)| number * start);
        (levelling.cost(), products.sum::<u64>())
    });
    assert_eq!(found, [(45_709, 26_904), (45_701, 26_907)]);
}

/// A chain of the longest duration, and three tasks with float: worked by hand.
#[test]
fn a_small_plan_is_levelled_by_hand() {
    let network = network(&[3, 3, 2, 2, 2], &[(0, 1, 0), (2, 3, 0)]).unwrap();
    let project = Project::new(&network, &[20], &[[2], [4], [3], [1], [2]]).unwrap();
    // 7 7 3 5 4 4 as early as possible.
    let schedule = Schedule::new(&project, [0, 3, 0, 2, 0]).unwrap();
    let mut levelling = Levelling::new(&project, &schedule, 1).unwrap();
    assert_eq!(levelling.cost(), 2 * 49 + 9 + 25 + 2 * 16);
    // 30 of work, of which 18 are fixed: evenly it is 5 a day.
    assert_eq!(levelling.lower_bound(), 150);
    assert_eq!(levelling.gap(), 14.0 / 150.0);
    levelling.step(200);
    // The one that needs 3 is best over first, which leaves 5 5 2 4 4 4. Of the other two, which need 2 and 1 for two days, one
    // comes after it, and the best is 5 5 4 6 5 5: for 150 there is not enough on the third day.
    assert_eq!(levelling.cost(), 25 + 25 + 16 + 36 + 25 + 25);
}

#[test]
fn the_same_seed_gives_the_same_whatever_the_steps() {
    let (project, schedule) = drawn(40, 5);
    let levelled = |steps: u64| {
        let mut levelling = Levelling::new(&project, &schedule, 7).unwrap();
        while levelling.steps_taken() < 600 {
            assert!(levelling.step(steps));
        }
        levelling
    };
    let [all, some] = [600, 50].map(levelled);
    assert_eq!((all.best(), all.cost()), (some.best(), some.cost()));
}

#[test]
fn what_cannot_be_levelled_says_why() {
    let project = Project::new(&network(&[2, 3], &[]).unwrap(), &[u64::MAX], &[[1], [1 << 63]]).unwrap();
    let schedule = Schedule::new(&project, [0, 0]).unwrap();
    let error =
        |config: &LevellingConfig| Levelling::with_config(&project, &schedule, config, 1).unwrap_err().to_string();
    assert_eq!(
        error(&LevellingConfig::default().weights([1, 2])),
        "`number of weights` is 2, allowed: 1, one for each resource"
    );
    assert_eq!(error(&LevellingConfig::default().deadline(2)), "`deadline` is 2, allowed: at least 3, the makespan");
    assert_eq!(
        error(&LevellingConfig::default().weights([2])),
        "`weighted sum of squares` is 2^128 or more, allowed: at most 2^128 - 1"
    );
    let other = Project::new(&network(&[2], &[]).unwrap(), &[1], &[[1]]).unwrap();
    assert!(Levelling::new(&other, &schedule, 1).is_err());
}

#[test]
fn nothing_and_the_largest_numbers_are_levelled() {
    let project = Project::new(&Network::new(), &[], &[[0; 0]; 0]).unwrap();
    let mut levelling = Levelling::new(&project, &Schedule::new(&project, []).unwrap(), 1).unwrap();
    assert!(!levelling.step(10));
    assert_eq!((levelling.cost(), levelling.lower_bound(), levelling.gap()), (0, 0, 0.0));
    // No resources, and tasks that use nothing.
    for (capacities, demands) in [(&[][..], &[][..]), (&[5], &[0])] {
        let project = Project::new(&network(&[5, 3, 0], &[]).unwrap(), capacities, &[demands; 3]).unwrap();
        let mut levelling = Levelling::new(&project, &Schedule::new(&project, [0, 0, 0]).unwrap(), 1).unwrap();
        assert!(!levelling.step(10));
        assert_eq!(levelling.best().starts(), [0, 0, 0]);
    }
    // A long time, of which the tasks need little, and the latest there is.
    let time = 1 << 56;
    let mut long = network(&[time, time, 1], &[]).unwrap();
    long.link(0, 2, FinishToStart, -(time as i64)).unwrap();
    let project = Project::new(&long, &[u64::MAX], &[[3], [3], [4]]).unwrap();
    let schedule = Schedule::new(&project, [0, 0, 0]).unwrap();
    for objective in [Squares, Peak] {
        for deadline in [2 * time, u64::MAX] {
            let config = LevellingConfig::default().objective(objective).deadline(deadline);
            let mut levelling = Levelling::with_config(&project, &schedule, &config, 1).unwrap();
            levelling.step(100);
            levelling.best().validate(&project).unwrap();
            // Where all must be over in twice the time, two meet for a moment, to leave one to the third.
            let (most, more) = if deadline == u64::MAX { (4, 16) } else { (6, 36 - 18 + 16) };
            let least = u128::from(time) * 18 + more;
            assert_eq!(levelling.cost(), if objective == Peak { most } else { least }, "{objective:?} {deadline}");
        }
    }
    let schedule = Schedule::new(&project, [u64::MAX - time, 0, u64::MAX - 1]).unwrap();
    let mut levelling = Levelling::new(&project, &schedule, 1).unwrap();
    levelling.step(100);
    levelling.best().validate(&project).unwrap();
    // A schedule of other durations, which these keep too.
    let of = |durations: &[u64]| Project::new(&network(durations, &[]).unwrap(), &[9], &[[1], [1]]).unwrap();
    for (made, used) in [([1, 1], [5, 5]), ([5, 5], [1, 1])] {
        let (schedule, project) = (Schedule::new(&of(&made), [0, 0]).unwrap(), of(&used));
        let levelling = Levelling::new(&project, &schedule, 1).unwrap();
        assert_eq!((levelling.best().makespan(), levelling.best().gap()), (used[0], 0.0));
        assert_eq!(justify(&project, &schedule).unwrap().makespan(), used[0]);
    }
}

#[test]
fn a_thousand_tasks_are_prompt() {
    let n = 1_000;
    let durations: Vec<u64> = (0..n as u64).map(|task| 1 + task % 7).collect();
    let demands: Vec<_> = (0..n as u64).map(|task| [task * 31 % 10 + 1, task * 17 % 5]).collect();
    let links: Vec<_> = (50..n).map(|after| (after - 50, after, 0)).collect();
    let project = Project::new(&network(&durations, &links).unwrap(), &[900, 900], &demands).unwrap();
    let schedule = serial(&project, PriorityRule::LatestFinish, Direction::Forward);
    let mut levelling = Levelling::new(&project, &schedule, 1).unwrap();
    let before = levelling.cost();
    levelling.step(5_000);
    levelling.best().validate(&project).unwrap();
    assert!(levelling.lower_bound() <= levelling.cost() && levelling.cost() < before);
}
