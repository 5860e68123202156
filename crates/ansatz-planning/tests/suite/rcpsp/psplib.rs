//! The field's own instances, where they are.

use std::fs;

use ansatz_planning::{
    LinkKind::FinishToStart,
    Network,
    rcpsp::{GeneticScheduler, Project, lower_bound},
};
use ansatz_testkit::public_data;

/// The best known makespan, the critical path, and the project of a line.
fn parse(line: &str) -> (u64, u64, Project) {
    let mut numbers = line.split_whitespace().skip(2).map(|word| word.parse::<u64>().unwrap());
    let mut next = || numbers.next().unwrap();
    let (best, path, n, resources) = (next(), next(), next() as usize, next());
    let capacities: Vec<u64> = (0..resources).map(|_| next()).collect();
    let (mut network, mut demands, mut links) = (Network::new(), Vec::new(), Vec::new());
    for before in 0..n {
        network.add_task(next());
        demands.push((0..resources).map(|_| next()).collect::<Vec<_>>());
        links.extend((0..next()).map(|_| (before, next() as usize - 1)));
    }
    for (before, after) in links {
        network.link(before, after, FinishToStart, 0).unwrap();
    }
    (best, path, Project::new(&network, &capacities, &demands).unwrap())
}

/// The optima of all 480 are known. What is allowed at 1,000 schedules is 0.25% above them, the crate's stated aim.
#[test]
fn thirty_tasks_come_close_to_their_optima() {
    let Some(folder) = public_data("psplib") else { return };
    let text = fs::read_to_string(folder.join("j30.txt")).unwrap();
    let (mut deviation, mut count) = (0.0, 0);
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let (optimum, path, project) = parse(line);
        assert_eq!(project.critical_path(), path, "{line}");
        assert!(lower_bound(&project) <= optimum, "{line}");
        let mut search = GeneticScheduler::new(&project, 1_000, 1).unwrap();
        search.step(u64::MAX);
        search.best().validate(&project).unwrap();
        assert!(search.best().makespan() >= optimum, "{line}");
        deviation += (search.best().makespan() - optimum) as f64 / optimum as f64;
        count += 1;
    }
    assert_eq!(count, 480);
    assert!(deviation / f64::from(count) <= 0.0025, "{deviation} in {count}");
}
