//! The chain is a longest path, its handovers keep the resources, and its buffers stand where they should.

use ansatz_planning::{
    LinkKind::{FinishToStart, StartToFinish},
    Network, PlanningError,
    critical_chain::{BufferSizing, CriticalChain, FeverChart, Zone},
    rcpsp::{Direction, PriorityRule, Project, Schedule, justify, serial},
};
use ansatz_random::{Stream, below};

use crate::rcpsp::{KINDS, network, random_parts};

const SIZINGS: [BufferSizing; 2] = [BufferSizing::CutAndPaste, BufferSizing::RootSquareError];

/// A shared machine makes the second branch the longer one: A C D E, with B on the side.
#[test]
fn a_plan_worked_by_hand() {
    let network = network(&[4, 3, 5, 2, 3], &[(0, 1, 0), (1, 4, 0), (2, 3, 0), (3, 4, 0)]).unwrap();
    let project = Project::new(&network, &[1], &[[1], [0], [1], [0], [0]]).unwrap();
    let schedule = serial(&project, PriorityRule::LatestFinish, Direction::Forward);
    let chain = CriticalChain::new(&project, &schedule).unwrap();
    assert_eq!((chain.tasks(), chain.length(), chain.handovers()), (&[0, 2, 3, 4][..], 14, &[(0, 2)][..]));
    let safe = [8, 6, 10, 4, 6];
    let plan = chain.buffered(&safe, BufferSizing::CutAndPaste).unwrap();
    assert_eq!(plan.schedule().starts(), [0, 6, 4, 9, 11]);
    assert_eq!((plan.project_buffer().size(), plan.promise()), (7, 21));
    let [buffer] = plan.feeding_buffers() else { panic!("{plan:?}") };
    assert_eq!((buffer.after(), buffer.protects()), (Some(1), Some(4)));
    assert_eq!((buffer.start(), buffer.size(), buffer.end()), (9, 2, 11));
    // 16 + 25 + 4 + 9 is 54, and a little more than 7 squared.
    let plan = chain.buffered(&safe, BufferSizing::RootSquareError).unwrap();
    assert_eq!((plan.project_buffer().size(), plan.feeding_buffers()[0].size()), (8, 3));
    // A was done at 5; C still takes 6 at 6, and will be done three late; of 14 only A is done.
    let status = plan.project_status(6, &[0, 3, 6, 2, 3]).unwrap();
    assert_eq!((status.used(), status.completion()), (3, 4.0 / 14.0));
    // D shrinks to 1 and E grows by 4.
    assert_eq!(plan.project_status(6, &[0, 3, 6, 1, 7]).unwrap().used(), 6);
    // B was to be done at 8 and takes 3 more at 9: more than the buffer.
    let status = plan.feeding_statuses(9, &[0, 3, 2, 2, 3]).unwrap()[0];
    assert_eq!((status.used(), status.size(), status.zone(&FeverChart::default())), (4, 3, Zone::Red));
}

/// The earliest starts, by relaxation until nothing changes, if the arcs take some time more.
fn earliest(project: &Project, handovers: &[(usize, usize)], mut more: impl FnMut() -> u64) -> Vec<u64> {
    let mut arcs: Vec<(usize, usize, i64)> = Vec::new();
    for to in 0..project.len() {
        arcs.extend(project.predecessors(to).map(|(from, gap)| (from, to, gap + more() as i64)));
    }
    arcs.extend(handovers.iter().map(|&(from, to)| (from, to, (project.duration(from) + more()) as i64)));
    let mut starts: Vec<u64> = (0..project.len()).map(|task| project.date(task)).collect();
    while let Some(&(from, to, gap)) =
        arcs.iter().find(|(from, to, gap)| starts[*from].saturating_add_signed(*gap) > starts[*to])
    {
        starts[to] = starts[from].saturating_add_signed(gap);
    }
    starts
}

fn makespan(project: &Project, starts: &[u64]) -> u64 {
    (0..project.len()).map(|task| starts[task] + project.duration(task)).max().unwrap_or(0)
}

fn schedules(project: &Project) -> [Schedule; 3] {
    let [forward, backward] = [Direction::Forward, Direction::Backward]
        .map(|direction| serial(project, PriorityRule::LatestFinish, direction));
    let justified = justify(project, &backward).unwrap();
    [forward, backward, justified]
}

#[test]
fn the_chain_is_a_longest_path_and_handovers_keep_the_resources() {
    let (mut found, mut cycles) = (0, 0);
    for seed in 0..60 {
        // Without leads, nothing waits for a task and hands over to it.
        let (kinds, latest) = if seed % 2 == 0 { (&[FinishToStart][..], 0) } else { (&KINDS[..], 6) };
        let (mut network, capacities, demands) = random_parts(4 + seed as usize / 2, seed, kinds, latest);
        network.start_no_earlier_than(seed as usize % 4, seed % 9).unwrap();
        let project = Project::new(&network, &capacities, &demands).unwrap();
        for schedule in schedules(&project) {
            let chain = match CriticalChain::new(&project, &schedule) {
                Err(PlanningError::Cycle { .. }) if latest > 0 => {
                    cycles += 1;
                    continue;
                }
                chain => chain.unwrap(),
            };
            found += 1;
            let starts = earliest(&project, chain.handovers(), || 0);
            assert_eq!(chain.length(), makespan(&project, &starts), "{seed}");
            assert_eq!(chain.length(), schedule.makespan(), "{seed}");
            let (first, last) = (chain.tasks()[0], chain.tasks()[chain.tasks().len() - 1]);
            assert_eq!(starts[first], project.date(first), "{seed}");
            assert_eq!(starts[last] + project.duration(last), chain.length(), "{seed}");
            for pair in chain.tasks().windows(2) {
                let links = project.predecessors(pair[1]).filter(|(from, _)| *from == pair[0]).map(|(_, gap)| gap);
                let hands = chain.handovers().contains(&(pair[0], pair[1])).then(|| project.duration(pair[0]) as i64);
                let gap = starts[pair[1]] as i64 - starts[pair[0]] as i64;
                assert!(links.chain(hands).any(|least| least == gap), "{seed} {pair:?}");
            }
            let mut rng = Stream::new(seed, 1);
            for _ in 0..5 {
                let late = earliest(&project, chain.handovers(), || below(&mut rng, 4));
                Schedule::new(&project, late).unwrap();
            }
        }
    }
    assert!(found > 100 && cycles < 60, "{found} {cycles}");
}

#[test]
fn buffers_are_of_their_size_and_protect_the_chain() {
    let (mut pushed, mut feeding) = (0, 0);
    for seed in 0..60 {
        let (mut network, capacities, demands) = random_parts(4 + seed as usize / 2, seed, &[FinishToStart], 0);
        network.start_no_earlier_than(seed as usize % 4, seed % 9).unwrap();
        let project = Project::new(&network, &capacities, &demands).unwrap();
        let mut rng = Stream::new(seed, 2);
        let safe: Vec<u64> = network.durations().iter().map(|duration| duration + below(&mut rng, 6)).collect();
        for (schedule, sizing) in
            schedules(&project).into_iter().flat_map(|schedule| SIZINGS.map(|sizing| (schedule.clone(), sizing)))
        {
            let chain = CriticalChain::new(&project, &schedule).unwrap();
            let plan = chain.buffered(&safe, sizing).unwrap();
            plan.schedule().validate(&project).unwrap();
            let starts = plan.schedule().starts();
            assert!(chain.length() <= plan.schedule().makespan());
            pushed += usize::from(chain.length() < plan.schedule().makespan());
            for buffer in plan.feeding_buffers().iter().copied().chain([plan.project_buffer()]) {
                let path = plan.path(buffer);
                let cuts = path.iter().map(|task| (safe[*task] - project.duration(*task)) as f64);
                let size = match sizing {
                    BufferSizing::CutAndPaste => cuts.sum::<f64>() / 2.0,
                    BufferSizing::RootSquareError => cuts.map(|cut| cut * cut).sum::<f64>().sqrt(),
                };
                assert_eq!(buffer.size(), size.ceil() as u64, "{seed}");
                let after = buffer.after().unwrap();
                assert_eq!(path.last(), Some(&after));
                assert!(buffer.start() >= starts[after] + project.duration(after), "{seed}");
                if let Some(into) = buffer.protects() {
                    assert!(buffer.size() > 0 && buffer.end() <= starts[into], "{seed}");
                    assert!(chain.tasks().contains(&into) && path.iter().all(|task| !chain.tasks().contains(task)));
                    feeding += 1;
                }
            }
            assert_eq!(plan.project_buffer().start(), plan.schedule().makespan());
            // All that the chain waits for is fed, and all that hand over still do in that order.
            let waits = |into: usize| project.predecessors(into).map(|(from, _)| from);
            for &into in chain.tasks() {
                for from in
                    waits(into).filter(|from| !chain.tasks().contains(from) && safe[*from] > project.duration(*from))
                {
                    let is_it = |buffer: &&ansatz_planning::critical_chain::Buffer| {
                        (buffer.after(), buffer.protects()) == (Some(from), Some(into))
                    };
                    assert_eq!(plan.feeding_buffers().iter().filter(is_it).count(), 1);
                }
            }
            assert!(chain.handovers().iter().all(|&(from, to)| starts[from] + project.duration(from) <= starts[to]));
        }
    }
    assert!(pushed > 0 && feeding > 0);
}

#[test]
fn what_is_wrong_names_itself() {
    let project = Project::new(&network(&[2, 3], &[]).unwrap(), &[1], &[[1], [1]]).unwrap();
    let schedule = Schedule::new(&project, [0, 2]).unwrap();
    let chain = CriticalChain::new(&project, &schedule).unwrap();
    let error = |safe: &[u64]| chain.buffered(safe, BufferSizing::CutAndPaste).unwrap_err();
    assert_eq!(error(&[2]), PlanningError::Count { what: "safe durations", found: 1, tasks: 2 });
    assert_eq!(error(&[2, 2]).to_string(), "`safe` is 2 of task 1, allowed: at least 3, its duration");
    assert!(matches!(error(&[2, u64::MAX]), PlanningError::Duration { task: 1, .. }));
    let plan = chain.buffered(&[4, 6], BufferSizing::CutAndPaste).unwrap();
    let count = PlanningError::Count { what: "remaining durations", found: 1, tasks: 2 };
    assert_eq!(plan.project_status(0, &[1]).unwrap_err(), count);
    assert_eq!(plan.feeding_statuses(0, &[1]).unwrap_err(), count);
    let other = Project::new(&network(&[2], &[]).unwrap(), &[1], &[[1]]).unwrap();
    assert!(CriticalChain::new(&other, &schedule).is_err());
    // The second may be over before the first begins, and hands over to it.
    let mut turned = network(&[2, 2], &[]).unwrap();
    turned.link(0, 1, StartToFinish, 0).unwrap();
    let project = Project::new(&turned, &[1], &[[1], [1]]).unwrap();
    let error = CriticalChain::new(&project, &Schedule::new(&project, [2, 0]).unwrap()).unwrap_err();
    assert_eq!(error, PlanningError::Cycle { tasks: vec![0, 1] });
    for (yellow, red, what) in [
        ([0.1, f64::NAN], [0.2, 0.2], "yellow"),
        ([0.3, 0.1], [0.2, 0.2], "yellow"),
        ([-0.1, 0.1], [0.2, 0.2], "yellow"),
        ([0.1, 0.1], [0.2, f64::INFINITY], "red"),
        ([0.1, 0.1], [f64::NAN, 0.2], "red"),
    ] {
        assert!(
            FeverChart::new(yellow, red).unwrap_err().to_string().contains(&format!("`{what}`")),
            "{yellow:?} {red:?}"
        );
    }
}

#[test]
fn nothing_and_the_largest_numbers_are_buffered() {
    let project = Project::new(&Network::new(), &[1], &[[0]; 0]).unwrap();
    let chain = CriticalChain::new(&project, &Schedule::new(&project, []).unwrap()).unwrap();
    let plan = chain.buffered(&[], BufferSizing::RootSquareError).unwrap();
    assert_eq!((chain.length(), plan.promise(), plan.feeding_buffers().len()), (0, 0, 0));
    let status = plan.project_status(3, &[]).unwrap();
    assert_eq!((status.completion(), status.used(), status.consumption()), (1.0, 3, f64::INFINITY));
    assert_eq!(plan.project_status(0, &[]).unwrap().consumption(), 0.0);

    let time = 1 << 56;
    let project = Project::new(&network(&[time, time], &[]).unwrap(), &[u64::MAX], &[[u64::MAX]; 2]).unwrap();
    let schedule = Schedule::new(&project, [u64::MAX - time, 0]).unwrap();
    let chain = CriticalChain::new(&project, &schedule).unwrap();
    assert_eq!((chain.tasks(), chain.length()), (&[1, 0][..], 2 * time));
    let plan = chain.buffered(&[2 * time, 2 * time], BufferSizing::CutAndPaste).unwrap();
    assert_eq!(plan.promise(), 3 * time);
    let status = plan.project_status(u64::MAX, &[u64::MAX; 2]).unwrap();
    assert_eq!((status.completion(), status.used()), (0.0, u64::MAX));

    // A long reserve before each of forty tasks of the chain.
    let links: Vec<_> = (2..=40).map(|task| (task - 1, task, 0)).chain((1..=40).map(|task| (0, task, 0))).collect();
    let mut durations = vec![1; 41];
    durations[0] = 0;
    let mut tasks = network(&durations, &links).unwrap();
    tasks.start_no_earlier_than(1, 1).unwrap();
    let project = Project::new(&tasks, &[], &[[0; 0]; 41]).unwrap();
    let chain = CriticalChain::new(&project, &serial(&project, PriorityRule::Number, Direction::Forward)).unwrap();
    let mut safe = durations.clone();
    safe[0] = 1 << 57;
    assert_eq!(chain.tasks().len(), 40);
    let error = chain.buffered(&safe, BufferSizing::CutAndPaste).unwrap_err().to_string();
    assert!(error.starts_with("`sum of all buffers` is 2882303761517117440, allowed"), "{error}");
}

#[test]
fn fifty_thousand_tasks_are_prompt() {
    let n = 50_000;
    let durations: Vec<u64> = (0..n as u64).map(|task| 2 - task % 2).collect();
    // Two chains, of which each task of one feeds one of the other.
    let links: Vec<_> =
        (2..n).map(|task| (task - 2, task, 0)).chain((1..n / 2).map(|rung| (2 * rung - 1, 2 * rung, 0))).collect();
    let project = Project::new(&network(&durations, &links).unwrap(), &[9], &vec![[3]; n]).unwrap();
    let chain =
        CriticalChain::new(&project, &serial(&project, PriorityRule::LatestFinish, Direction::Forward)).unwrap();
    let safe: Vec<u64> = durations.iter().map(|duration| 2 * duration).collect();
    for sizing in SIZINGS {
        let plan = chain.buffered(&safe, sizing).unwrap();
        plan.schedule().validate(&project).unwrap();
        assert!(plan.feeding_buffers().len() > n / 4);
    }
}
