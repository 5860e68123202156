//! Networks whose tasks share resources, by all schemes and searches: schedules that keep to the definition, and bounds
//! that none of them is below.
#![cfg_attr(feature = "libfuzzer", no_main)]

use ansatz_planning::{
    Cpm, Link,
    LinkKind::{FinishToFinish, FinishToStart, StartToFinish, StartToStart},
    Network,
    critical_chain::{BufferSizing, CriticalChain},
    rcpsp::{
        Direction, GeneticScheduler, Levelling, PriorityRule, Project, Schedule, justify, lower_bound,
        multi_mode::{Mode, MultiModeProject, MultiModeScheduler, Resources},
        parallel, serial,
    },
};

ansatz_fuzz::target!(|data| run(data));

/// The number of tasks and two capacities; a duration, two demands and a date for each task; then links.
fn run(data: &[u8]) {
    let Some((&[tasks, first, second], rest)) = data.split_first_chunk::<3>() else { return };
    let capacities = [amount(first), amount(second)];
    let (of_tasks, of_links) = rest.split_at(rest.len().min(4 * (1 + usize::from(tasks % 12))));
    let mut network = Network::new();
    let mut demands = Vec::new();
    for task in of_tasks.chunks_exact(4) {
        let number = network.add_task(amount(task[0]));
        let most = |share: u8, capacity: u64| {
            (capacity / 16 * u64::from(share % 17)).max(capacity % 16 * u64::from(share % 17) / 16)
        };
        demands.push([most(task[1], capacities[0]), most(task[2], capacities[1])]);
        if task[3] < 64 {
            network.start_no_earlier_than(number, u64::from(task[3])).expect("an early date");
        }
    }
    for link in of_links.chunks_exact(3) {
        let kind = [FinishToStart, StartToStart, FinishToFinish, StartToFinish][usize::from(link[1] / 64)];
        // What is no link is an error, and the network as it was.
        let lag = (i64::from(link[2] % 16) - 4) << (link[2] / 16 * u8::from(link[2] > 250));
        let before = network.clone();
        if network.link((link[0] / 16).into(), (link[0] % 16).into(), kind, lag).is_err() {
            assert_eq!(network, before);
        }
    }
    let project = Project::new(&network, &capacities, &demands);
    match (Cpm::new(&network), project) {
        (Ok(cpm), Ok(project)) => {
            assert_eq!(project.critical_path(), cpm.finish());
            check(&network, &project);
            check_modes(&network, capacities, &demands);
        }
        (cpm, project) => assert_eq!(cpm.err(), project.err()),
    }
}

/// Small numbers, and large ones.
fn amount(byte: u8) -> u64 {
    if byte < 224 { u64::from(byte % 16) } else { 1 << (byte - 192) }
}

fn check(network: &Network, project: &Project) {
    let bound = lower_bound(project);
    for direction in [Direction::Forward, Direction::Backward] {
        for rule in [PriorityRule::LatestFinish, PriorityRule::MostSuccessors, PriorityRule::ShortestTime] {
            for schedule in [serial(project, rule, direction), parallel(project, rule, direction)] {
                validate(&schedule, network, project, bound);
                let justified = justify(project, &schedule).expect("a schedule of this project");
                validate(&justified, network, project, bound);
                assert!(justified.makespan() <= schedule.makespan());
            }
        }
    }
    let mut search = GeneticScheduler::new(project, 70, 1).expect("one schedule or more");
    while search.step(7) {}
    validate(search.best(), network, project, bound);
    assert_eq!(search.best().lower_bound(), bound);
    check_levelling(network, project, search.best(), bound);
    check_chain(network, project, search.best());
}

/// What is in use is level, or as before.
fn check_levelling(network: &Network, project: &Project, schedule: &Schedule, bound: u64) {
    // Sums of squares that are too large are refused.
    let Ok(mut levelling) = Levelling::new(project, schedule, 1) else { return };
    let before = levelling.cost();
    levelling.step(20);
    validate(levelling.best(), network, project, bound);
    assert!(levelling.best().makespan() <= schedule.makespan());
    assert!(levelling.lower_bound() <= levelling.cost() && levelling.cost() <= before);
}

/// The chain is no longer than the schedule, and with its buffers the plan is one.
fn check_chain(network: &Network, project: &Project, schedule: &Schedule) {
    let Ok(chain) = CriticalChain::new(project, schedule) else { return };
    assert!(chain.length() <= schedule.makespan());
    let safe: Vec<u64> = network.durations().iter().map(|duration| duration + duration / 2).collect();
    for sizing in [BufferSizing::CutAndPaste, BufferSizing::RootSquareError] {
        if let Ok(plan) = chain.buffered(&safe, sizing) {
            plan.schedule().validate(project).expect("a schedule of this project");
            assert!(plan.promise() >= plan.schedule().makespan());
        }
    }
}

fn validate(schedule: &Schedule, network: &Network, project: &Project, bound: u64) {
    let (starts, durations) = (schedule.starts(), network.durations());
    let finish = |task: usize| i128::from(starts[task]) + i128::from(durations[task]);
    assert_eq!(starts.len(), durations.len());
    assert!(starts.iter().enumerate().all(|(task, start)| *start >= project.date(task)));
    for &Link { from, to, kind, lag } in network.links() {
        let leave = if matches!(kind, FinishToStart | FinishToFinish) { finish(from) } else { starts[from].into() };
        let enter = if matches!(kind, FinishToFinish | StartToFinish) { finish(to) } else { starts[to].into() };
        assert!(enter >= leave + i128::from(lag));
    }
    // What is in use changes at starts only upwards.
    for &time in starts {
        for resource in 0..project.capacities().len() {
            let runs = |task: &usize| starts[*task] <= time && i128::from(time) < finish(*task);
            let used = (0..starts.len()).filter(runs).map(|task| u128::from(project.demands(task)[resource]));
            assert!(used.sum::<u128>() <= project.capacities()[resource].into());
        }
    }
    let makespan = (0..starts.len()).map(finish).max().unwrap_or(0);
    assert_eq!(i128::from(schedule.makespan()), makespan);
    assert!(schedule.lower_bound() <= bound && bound <= schedule.makespan());
}

/// Each task may also take twice as long and need half as much, and be paid for being short.
fn check_modes(network: &Network, capacities: [u64; 2], demands: &[[u64; 2]]) {
    let of_task = |(&duration, demands): (&u64, &[u64; 2])| {
        let slow = demands.map(|demand| demand.div_ceil(2));
        vec![Mode::new(duration, *demands, [3]), Mode::new(2 * duration, slow, [1])]
    };
    let modes: Vec<_> = network.durations().iter().zip(demands).map(of_task).collect();
    let budget = 2 * modes.len() as u64;
    let Ok(project) = MultiModeProject::new(network, &Resources::new(capacities, [budget]), &modes) else { return };
    let mut search = MultiModeScheduler::new(&project, 60, 1).expect("members");
    while search.step(7) {}
    let best = search.best().expect("all slow can be paid");
    let single = project.single(best.modes()).expect("modes of the project");
    let spent: u64 = best.modes().iter().map(|&mode| if mode == 0 { 3 } else { 1 }).sum();
    assert!(spent <= budget);
    let schedule = Schedule::new(&single, best.schedule().starts()).expect("a schedule of these modes");
    assert!(project.lower_bound() <= schedule.makespan());
    best.validate(&project).expect("a schedule");
}
