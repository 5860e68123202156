//! The chain is a longest path, its handovers keep the resources, and its buffers stand where they should.

use ansatz_planning::{
    LinkKind::{FinishToStart, StartToFinish},
    Network, PlanningError,
    critical_chain::{Buffer, BufferSizing, CriticalChain, FeverChart, Zone},
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

/// From which task to which there is how much time at least between their starts.
fn arcs(project: &Project, handovers: &[(usize, usize)]) -> Vec<(usize, usize, i64)> {
    let links = |to: usize| project.predecessors(to).map(move |(from, gap)| (from, to, gap));
    let handover = |&(from, to): &(usize, usize)| (from, to, project.duration(from) as i64);
    (0..project.len()).flat_map(links).chain(handovers.iter().map(handover)).collect()
}

/// The earliest starts from some on that keep the arcs, by relaxation until nothing changes.
fn relaxed(mut starts: Vec<u64>, arcs: &[(usize, usize, i64)]) -> Vec<u64> {
    let after = |starts: &[u64], (from, _, gap): (usize, usize, i64)| starts[from].saturating_add_signed(gap);
    while let Some(arc) = arcs.iter().find(|arc| after(&starts, **arc) > starts[arc.1]) {
        starts[arc.1] = after(&starts, *arc);
    }
    starts
}

/// The earliest starts, if the arcs take some time more.
fn earliest(project: &Project, handovers: &[(usize, usize)], mut more: impl FnMut() -> u64) -> Vec<u64> {
    let mut arcs = arcs(project, handovers);
    for (_, _, gap) in &mut arcs {
        *gap += more() as i64;
    }
    relaxed((0..project.len()).map(|task| project.date(task)).collect(), &arcs)
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

/// A plan with buffers of a project at random, with links from finish to start or of all kinds, and what it is made of.
fn buffered(seed: u64, is_plain: bool, mut check: impl FnMut(&Project, &[u64], &CriticalChain, BufferSizing)) {
    let (kinds, latest) = if is_plain { (&[FinishToStart][..], 0) } else { (&KINDS[..], 6) };
    let (mut network, capacities, demands) = random_parts(4 + seed as usize / 2, seed, kinds, latest);
    network.start_no_earlier_than(seed as usize % 4, seed % 9).unwrap();
    let project = Project::new(&network, &capacities, &demands).unwrap();
    let mut rng = Stream::new(seed, 2);
    let safe: Vec<u64> = network.durations().iter().map(|duration| duration + below(&mut rng, 6)).collect();
    for schedule in schedules(&project) {
        match CriticalChain::new(&project, &schedule) {
            Err(PlanningError::Cycle { .. }) if !is_plain => {}
            chain => SIZINGS.into_iter().for_each(|sizing| check(&project, &safe, chain.as_ref().unwrap(), sizing)),
        }
    }
}

#[test]
fn buffers_are_of_their_size_and_stand_before_what_they_protect() {
    let (mut pushed, mut before, mut at_end) = (0, 0, 0);
    for (seed, is_plain) in (0..60).flat_map(|seed| [(seed, true), (seed, false)]) {
        buffered(seed, is_plain, |project, safe, chain, sizing| {
            let plan = chain.buffered(safe, sizing).unwrap();
            plan.schedule().validate(project).unwrap();
            let starts = plan.schedule().starts();
            let end = plan.project_buffer().start();
            assert!(chain.length() <= plan.schedule().makespan() && plan.schedule().makespan() <= end);
            pushed += usize::from(chain.length() < end);
            assert_eq!(plan.path(plan.project_buffer()), chain.tasks());
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
                if is_plain {
                    assert!(buffer.start() >= starts[after] + project.duration(after), "{seed}");
                }
                if buffer != plan.project_buffer() {
                    let limit = buffer.protects().map_or(end, |into| starts[into]);
                    let is_before = buffer.end() <= limit || !is_plain && buffer.start() == 0;
                    assert!(buffer.size() > 0 && is_before, "{seed}");
                    assert!(buffer.protects().is_none_or(|into| chain.tasks().contains(&into)));
                    assert!(path.iter().all(|task| !chain.tasks().contains(task)));
                    *(if buffer.protects().is_some() { &mut before } else { &mut at_end }) += 1;
                }
            }
            if is_plain {
                assert_eq!(end, plan.schedule().makespan());
            }
            assert!(chain.handovers().iter().all(|&(from, to)| starts[from] + project.duration(from) <= starts[to]));
        });
    }
    assert!(pushed > 100 && before > 1_000 && at_end > 100, "{pushed} {before} {at_end}");
}

/// If a task is late by no more than the buffers after it, the chain does not notice.
#[test]
fn buffers_keep_what_is_late_from_the_chain_and_from_the_end() {
    let mut noticed = 0;
    for seed in 0..60 {
        buffered(seed, true, |project, safe, chain, sizing| {
            let plan = chain.buffered(safe, sizing).unwrap();
            let (starts, end) = (plan.schedule().starts(), plan.project_buffer().start());
            let arcs = arcs(project, chain.handovers());
            let size = |after: usize, into: Option<usize>| {
                let is_it = |buffer: &&Buffer| (buffer.after(), buffer.protects()) == (Some(after), into);
                plan.feeding_buffers().iter().filter(is_it).map(Buffer::size).next().unwrap_or(0)
            };
            for late in (0..project.len()).filter(|task| !chain.tasks().contains(task)) {
                let (mut reached, mut by) = (vec![late], u64::MAX);
                while let Some(task) = reached.pop() {
                    let mut after = arcs.iter().filter(|arc| arc.0 == task).peekable();
                    by = if after.peek().is_none() { by.min(size(task, None)) } else { by };
                    for &(_, to, _) in after {
                        if chain.tasks().contains(&to) { by = by.min(size(task, Some(to))) } else { reached.push(to) }
                    }
                }
                let mut longer = arcs.clone();
                longer.iter_mut().filter(|arc| arc.0 == late).for_each(|(_, _, gap)| *gap += by as i64);
                let shifted = relaxed(starts.to_vec(), &longer);
                assert!(chain.tasks().iter().all(|task| shifted[*task] == starts[*task]), "{seed} {late} {by}");
                assert!(makespan(project, &shifted) <= end && shifted[late] + project.duration(late) + by <= end);
                noticed += usize::from(by > 0);
            }
        });
    }
    assert!(noticed > 1_000, "{noticed}");
}

/// Two branches of which nothing waits for one: with a milestone at the end, or with none.
#[test]
fn what_ends_with_the_project_has_a_buffer_there() {
    for links in [&[(0, 2, 0), (1, 2, 0)][..], &[]] {
        let durations = if links.is_empty() { &[5, 3][..] } else { &[5, 3, 0] };
        let n = durations.len();
        let project = Project::new(&network(durations, links).unwrap(), &[], &vec![[0; 0]; n]).unwrap();
        let chain = CriticalChain::new(&project, &Schedule::new(&project, &[0, 0, 5][..n]).unwrap()).unwrap();
        assert_eq!(chain.tasks(), if n == 3 { &[0, 2][..] } else { &[0] });
        for (safe, size, starts) in [(&[9, 5, 0], 1, [0, 1, 5]), (&[9, 13, 0], 5, [3, 0, 8])] {
            let plan = chain.buffered(&safe[..n], BufferSizing::CutAndPaste).unwrap();
            assert_eq!(plan.schedule().starts(), &starts[..n]);
            let [buffer] = plan.feeding_buffers() else { panic!("{plan:?}") };
            assert_eq!((buffer.after(), buffer.protects()), (Some(1), (n == 3).then_some(2)));
            let end = starts[0] + 5;
            assert_eq!((buffer.start(), buffer.size(), buffer.end()), (starts[1] + 3, size, end));
            assert_eq!((plan.path(*buffer), plan.project_buffer().start(), plan.promise()), (vec![1], end, end + 2));
            // Late by one at its end, and over: what is over uses nothing, how late it may be by now.
            let used = |now, left| plan.feeding_statuses(now, &[1, left, 0][..n]).unwrap()[0].used();
            assert_eq!((used(buffer.start(), 1), used(buffer.start() + 4, 0)), (1, 0));
        }
    }
}

/// From a start to a finish: the task that waits could have begun three before the plan does, and so waits for one of four.
#[test]
fn a_buffer_is_no_longer_than_a_link_lets_it_be_felt() {
    let mut tasks = network(&[1, 6, 9], &[(1, 2, 0)]).unwrap();
    tasks.link(0, 1, StartToFinish, 3).unwrap();
    let project = Project::new(&tasks, &[], &[[0; 0]; 3]).unwrap();
    let chain = CriticalChain::new(&project, &Schedule::new(&project, [0, 0, 6]).unwrap()).unwrap();
    let plan = chain.buffered(&[9, 6, 9], BufferSizing::CutAndPaste).unwrap();
    let [buffer] = plan.feeding_buffers() else { panic!("{plan:?}") };
    assert_eq!((buffer.protects(), buffer.start(), buffer.size()), (Some(1), 0, 4));
    assert_eq!((chain.tasks(), plan.schedule().starts()), (&[1, 2][..], &[0, 1, 7][..]));
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
    // All of them before the last one: no more than their number is looked at.
    let links: Vec<_> = (0..n - 1).map(|task| (task, n - 1, 0)).collect();
    let project = Project::new(&network(&durations, &links).unwrap(), &[], &vec![[0; 0]; n]).unwrap();
    let schedule = serial(&project, PriorityRule::LatestFinish, Direction::Forward);
    let plan = CriticalChain::new(&project, &schedule).unwrap().buffered(&safe, SIZINGS[0]).unwrap();
    assert_eq!(plan.feeding_buffers().len(), n - 2);
}
