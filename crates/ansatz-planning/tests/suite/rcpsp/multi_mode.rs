//! Tasks that can be done in several ways: found by trying all of them, and what is wrong with them.

use ansatz_planning::{
    LinkKind, Network, PlanningError,
    rcpsp::{
        GeneticScheduler,
        multi_mode::{Mode, MultiModeProject, MultiModeSchedule, MultiModeScheduler, Resources},
    },
};
use ansatz_random::{Stream, below};

use super::{KINDS, network, random_parts, schedules};

/// Three modes at random for each task of a random network; money for all in their dearest mode, times a share in tenths.
fn random_modes(n: usize, seed: u64, share: u64) -> MultiModeProject {
    let (network, capacities, _) = random_parts(n, seed, &KINDS[..1], 0);
    let mut rng = Stream::new(seed, 1);
    let mut draw = |limit: u64| below(&mut rng, limit);
    let modes: Vec<Vec<Mode>> = (0..n)
        .map(|_| {
            (0..3).map(|_| Mode::new(draw(6), capacities.map(|most| draw(most + 1)), [draw(9), draw(9)])).collect()
        })
        .collect();
    let budgets = [0, 1].map(|resource| {
        let dearest = modes.iter().map(|modes| modes.iter().map(|mode| mode.consumption[resource]).max().unwrap());
        dearest.sum::<u64>() * share / 10
    });
    MultiModeProject::new(&network, &Resources::new(capacities, budgets), &modes).unwrap()
}

/// The shortest makespan of all choices of modes that can be paid.
fn shortest(project: &MultiModeProject) -> Option<u64> {
    let n = project.len() as u32;
    (0..3_usize.pow(n))
        .filter_map(|number| {
            let choice: Vec<usize> = (0..n).map(|task| number / 3_usize.pow(task) % 3).collect();
            let spent = |resource: usize| -> u64 {
                choice.iter().enumerate().map(|(task, mode)| project.modes(task)[*mode].consumption[resource]).sum()
            };
            (0..2)
                .all(|resource| spent(resource) <= project.resources().nonrenewable[resource])
                .then(|| schedules::shortest(&project.single(&choice).unwrap()))
        })
        .min()
}

#[test]
fn all_choices_confirm_the_search() {
    let (mut unpaid, mut open) = (0, 0);
    for seed in 0..30 {
        let project = random_modes(5, seed, 2 + seed % 7);
        let shortest = shortest(&project);
        let mut search = MultiModeScheduler::new(&project, 3_000, seed).unwrap();
        while search.step(100) {}
        assert_eq!(search.best().map(|best| best.schedule().makespan()), shortest, "seed {seed}");
        unpaid += usize::from(shortest.is_none());
        open += usize::from(shortest.is_some_and(|shortest| shortest > project.lower_bound()));
        assert!(shortest.is_none_or(|shortest| project.lower_bound() <= shortest), "seed {seed}");
    }
    // There are projects of each kind among them.
    assert!(unpaid > 0 && open > 0, "{unpaid} {open}");
}

#[test]
fn what_is_found_validates_and_gets_no_worse() {
    let project = random_modes(30, 5, 5);
    let mut search = MultiModeScheduler::new(&project, 2_000, 1).unwrap();
    let mut last = u64::MAX;
    while search.step(10) {
        if let Some(best) = search.best() {
            best.validate(&project).unwrap();
            assert!(best.schedule().makespan() <= last);
            last = best.schedule().makespan();
        }
    }
    assert!(last < u64::MAX);
    let mut again = MultiModeScheduler::new(&project, 2_000, 1).unwrap();
    while again.step(7) {}
    assert_eq!((again.best(), again.steps_taken()), (search.best(), search.steps_taken()));
}

#[test]
fn links_of_all_kinds_keep_the_bound() {
    for seed in 0..40 {
        let (network, capacities, demands) = random_parts(6, seed, &KINDS, 5);
        let modes: Vec<Vec<Mode>> = (0..6)
            .map(|task| {
                let duration = network.durations()[task];
                [0, 3].map(|more| Mode::new(duration + more, demands[task], [])).to_vec()
            })
            .collect();
        let project = MultiModeProject::new(&network, &Resources::new(capacities, []), &modes).unwrap();
        for number in 0..64 {
            let choice: Vec<usize> = (0..6).map(|task| number >> task & 1).collect();
            let mut search = GeneticScheduler::new(&project.single(&choice).unwrap(), 50, 1).unwrap();
            search.step(50);
            assert!(project.lower_bound() <= search.best().makespan(), "seed {seed}, {choice:?}");
            MultiModeSchedule::new(&project, choice, search.best().starts()).unwrap();
        }
    }
}

/// The third starts with the second, which finishes when the first has: the longer the second, the earlier that is.
#[test]
fn a_longer_mode_can_make_a_shorter_schedule() {
    let mut network = network(&[0; 3], &[]).unwrap();
    network.link(0, 1, LinkKind::FinishToFinish, 0).unwrap();
    network.link(1, 2, LinkKind::StartToStart, 0).unwrap();
    let modes = [&[4][..], &[2, 8], &[10]].map(|days| days.iter().map(|days| Mode::new(*days, [], [])).collect());
    let project = MultiModeProject::new(&network, &Resources::default(), &modes).unwrap();
    assert_eq!(project.lower_bound(), 10);
    let mut search = MultiModeScheduler::new(&project, 100, 1).unwrap();
    while search.step(10) {}
    assert_eq!(search.best().map(|best| (best.modes()[1], best.schedule().makespan())), Some((1, 10)));
}

#[test]
fn what_is_wrong_names_itself() {
    let one = network(&[0], &[]).unwrap();
    let error = |modes: &[Vec<Mode>]| MultiModeProject::new(&one, &Resources::new([1], [5]), modes).unwrap_err();
    assert_eq!(error(&[]), PlanningError::Count { what: "lists of modes", found: 0, tasks: 1 });
    assert_eq!(error(&[vec![]]), PlanningError::NoMode { task: 0 });
    let demands = error(&[vec![Mode::new(1, [], [1])]]);
    assert_eq!(demands, PlanningError::Demands { task: 0, demands: 0, resources: 1 });
    let demand = error(&[vec![Mode::new(1, [1], [1]), Mode::new(1, [2], [1])]]);
    assert_eq!(demand, PlanningError::Demand { task: 0, resource: 0, demand: 2, capacity: 1 });
    let amounts = error(&[vec![Mode::new(1, [1], [1, 2])]]);
    assert_eq!(amounts, PlanningError::Consumption { task: 0, amounts: 2, resources: 1 });
    let long = error(&[vec![Mode::new(u64::MAX, [1], [1])]]);
    assert!(matches!(long, PlanningError::Duration { task: 0, duration: u64::MAX, .. }));

    let two = network(&[0; 2], &[(0, 1, 0)]).unwrap();
    let modes = vec![Mode::new(2, [1], [3]), Mode::new(4, [1], [2])];
    let project = MultiModeProject::new(&two, &Resources::new([1], [5]), &[modes.clone(), modes]).unwrap();
    let error = |modes: &[usize], starts: &[u64]| MultiModeSchedule::new(&project, modes, starts).unwrap_err();
    assert_eq!(error(&[0, 2], &[0, 2]), PlanningError::UnknownMode { task: 1, mode: 2, modes: 2 });
    assert_eq!(error(&[0], &[0, 2]), PlanningError::Count { what: "modes", found: 1, tasks: 2 });
    assert_eq!(error(&[0, 0], &[0, 2]), PlanningError::Overspent { resource: 0, spent: 6, budget: 5 });
    assert_eq!(error(&[1, 0], &[0, 2]), PlanningError::Early { task: 1, start: 2, earliest: 4, after: Some(0) });
    assert!(MultiModeSchedule::new(&project, [1, 0], [0, 4]).is_ok());
}

#[test]
fn the_largest_numbers_are_counted() {
    let mut large = Network::new();
    let n = 3;
    for _ in 0..n {
        large.add_task(7);
    }
    let modes = vec![Mode::new(1 << 55, [u64::MAX], [u64::MAX]), Mode::new(1 << 56, [u64::MAX], [1])];
    let project = MultiModeProject::new(&large, &Resources::new([u64::MAX], [u64::MAX]), &vec![modes; n]).unwrap();
    let mut search = MultiModeScheduler::new(&project, 500, 1).unwrap();
    while search.step(100) {}
    // One may be fast if the others took nothing; they take 1 each.
    assert_eq!(search.best().unwrap().schedule().makespan(), 3 << 56);
}
