//! Networks with links of all kinds: dates, floats, paths and drags as an independent relaxation has them, and again after
//! each change of a duration; cycles and sums that are too large, as errors.
#![cfg_attr(feature = "libfuzzer", no_main)]

use ansatz_planning::{Calendar, CalendarCpm, Cpm, Link, LinkKind, Network, Pert, PlanningError, ThreePoint};

// The tests use more of it, and are linted as the workspace is.
#[allow(dead_code, clippy::cast_possible_wrap, clippy::cast_sign_loss)]
#[path = "../../crates/ansatz-planning/tests/suite/plan/oracle.rs"]
mod oracle;

use oracle::Plan;

ansatz_fuzz::target!(|data| run(data));

/// The numbers of tasks and of changes; a duration and two dates for each task; a task and its duration for each change;
/// then links.
fn run(data: &[u8]) {
    let Some((&[tasks, changes], rest)) = data.split_first_chunk::<2>() else { return };
    let (of_tasks, rest) = rest.split_at(rest.len().min(3 * (1 + usize::from(tasks % 12))));
    let (of_changes, of_links) = rest.split_at(rest.len().min(2 * usize::from(changes % 8)));
    let mut plan = Plan { durations: Vec::new(), links: Vec::new(), starts: Vec::new(), deadlines: Vec::new() };
    for task in of_tasks.chunks_exact(3) {
        plan.durations.push(amount(task[0]));
        plan.starts.push(if task[1] < 128 { 0 } else { u64::from(task[1] % 64) });
        plan.deadlines.push((task[2] >= 128).then(|| plan.starts[plan.starts.len() - 1] + u64::from(task[2] % 64)));
    }
    let n = plan.durations.len();
    for link in of_links.chunks_exact(3) {
        let (from, to) = (usize::from(link[0] / 16), usize::from(link[0] % 16));
        let kinds =
            [LinkKind::FinishToStart, LinkKind::StartToStart, LinkKind::FinishToFinish, LinkKind::StartToFinish];
        if from < n && to < n && from != to {
            let kind = kinds[usize::from(link[1] / 64)];
            plan.links.push(Link { from, to, kind, lag: i64::from(link[2] % 32) - 8 });
        }
    }
    let network = plan.network();
    match Cpm::new(&network) {
        Ok(mut cpm) => {
            check(&plan, &network, &cpm);
            for change in of_changes.chunks_exact(2).filter(|_| n > 0) {
                let task = usize::from(change[0]) % n;
                let longer = plan.with_duration(task, amount(change[1]));
                match cpm.set_duration(task, amount(change[1])) {
                    Ok(_) => plan = longer,
                    Err(error) => assert!(matches!(error, PlanningError::Duration { .. }), "{error}"),
                }
                check(&plan, &plan.network(), &cpm);
            }
        }
        Err(PlanningError::Cycle { tasks }) => {
            let follows = |from: usize, to: usize| plan.links.iter().any(|link| (link.from, link.to) == (from, to));
            let next = tasks.iter().cycle().skip(1);
            assert!(!tasks.is_empty() && tasks.iter().zip(next).all(|(&from, &to)| follows(from, to)));
        }
        Err(error) => assert!(plan.durations.iter().any(|&duration| duration > 1 << 50), "{error}"),
    }
}

/// Small numbers, and large ones.
fn amount(byte: u8) -> u64 {
    if byte < 240 { u64::from(byte % 16) } else { 1 << (byte - 192) }
}

fn check(plan: &Plan, network: &Network, cpm: &Cpm) {
    let (early, late) = (plan.early(), plan.late());
    assert_eq!(cpm.finish(), plan.finish().unsigned_abs());
    for task in 0..cpm.len() {
        let times = cpm.times(task).expect("a task");
        assert_eq!(i128::from(times.early_start), early[2 * task].into());
        assert_eq!(i128::from(times.early_finish), early[2 * task + 1].into());
        assert_eq!((times.late_start, times.late_finish), (late[2 * task], late[2 * task + 1]));
        assert_eq!(times.total_float, late[2 * task] - early[2 * task]);
        // By trying all delays, of which there must not be too many.
        if plan.finish() < 64 {
            assert_eq!(i128::from(times.free_float), plan.free_float(task).into(), "task {task}");
        }
    }
    let drags = cpm.drags();
    for (task, &drag) in drags.iter().enumerate() {
        let gain = plan.finish() - plan.with_duration(task, 0).finish();
        assert_eq!(i128::from(drag), gain.into(), "task {task}");
    }
    for path in cpm.critical_paths().take(20) {
        assert!(path.windows(2).all(|pair| plan.links.iter().any(|link| (link.from, link.to) == (pair[0], pair[1]))));
    }
    let always = CalendarCpm::new(network, &[Calendar::always()], &vec![0; cpm.len()]).expect("as without a calendar");
    assert!((0..cpm.len()).all(|task| always.times(task) == cpm.times(task)));
    let estimates: Vec<_> = network.durations().iter().map(|&duration| ThreePoint::certain(duration)).collect();
    if let Ok(pert) = Pert::new(network, &estimates) {
        assert!(pert.finish().variance <= 0.0);
    }
}
