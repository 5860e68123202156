//! Which of the 24 noiseless BBOB functions BIPOP-CMA-ES brings within 1e-8 of their least value in 20,000 d evaluations,
//! and after how many; beside pycma's recorded runs.

use std::{
    sync::atomic::{AtomicU32, Ordering},
    thread,
};

use ansatz_benches::bbob::Problem;
use ansatz_optimize::{Budget, CmaEs, Space};

/// How a run on one instance went.
#[derive(Clone, Copy)]
struct Outcome {
    function: u32,
    instance: u32,
    is_solved: bool,
    /// All of the budget if it is not solved.
    evaluations: u64,
}

/// One line for each function on instances 1 to `instances`, each run with a seed that `seed` is a part of.
pub(crate) fn print(dimension: usize, instances: u32, seed: u64) {
    let peer = recorded(dimension, instances);
    println!("function solved pycma median pycma_median instances pycma_instances");
    let ours: Vec<Outcome> = (1..=24)
        .flat_map(|function| {
            let ours = run_all(function, dimension, instances, seed);
            let peer: Vec<Outcome> = peer.iter().copied().filter(|outcome| outcome.function == function).collect();
            let (solved, peer_solved) = (count_solved(&ours), count_solved(&peer));
            let (median, peer_median) = (median_evaluations(&ours), median_evaluations(&peer));
            println!("{function} {solved} {peer_solved} {median} {peer_median} {} {}", ours.len(), peer.len());
            ours
        })
        .collect();
    let is_recorded =
        |ours: &&Outcome| peer.iter().any(|peer| (peer.function, peer.instance) == (ours.function, ours.instance));
    let both: Vec<Outcome> = ours.iter().filter(is_recorded).copied().collect();
    println!("# d = {dimension}: {} of {} solved", count_solved(&ours), ours.len());
    println!("# of the {} that pycma has run: ours {}, pycma {}", both.len(), count_solved(&both), count_solved(&peer));
}

/// Runs all instances of a function on two threads.
fn run_all(function: u32, dimension: usize, instances: u32, seed: u64) -> Vec<Outcome> {
    let next = AtomicU32::new(1);
    let work = || {
        let instances =
            core::iter::from_fn(|| Some(next.fetch_add(1, Ordering::Relaxed))).take_while(|i| *i <= instances);
        instances.map(|instance| run(function, dimension, instance, seed)).collect::<Vec<_>>()
    };
    thread::scope(|scope| {
        let other = scope.spawn(work);
        let mut outcomes = work();
        outcomes.extend(other.join().unwrap());
        outcomes
    })
}

fn run(function: u32, dimension: usize, instance: u32, seed: u64) -> Outcome {
    let problem = Problem::new(function, dimension, instance).unwrap();
    let space = Space::real(vec![(-5.0, 5.0); dimension]).unwrap();
    let target = problem.optimum() + 1e-8;
    let budget = Budget::evaluations(20_000 * dimension as u64).with_target(target);
    let seed = 1_000_000 * seed + u64::from(1_000 * function + instance);
    let best = CmaEs::new(&space).unwrap().minimize(budget, seed, |x| problem.evaluate(x)).unwrap();
    Outcome { function, instance, is_solved: best.value <= target, evaluations: best.evaluations }
}

/// What pycma has done on these instances, as far as that is recorded.
fn recorded(dimension: usize, instances: u32) -> Vec<Outcome> {
    let outcome = |line: &str| {
        let columns: Vec<&str> = line.split(',').collect();
        let outcome = Outcome {
            function: columns[0].parse().unwrap(),
            instance: columns[2].parse().unwrap(),
            is_solved: columns[3] == "1",
            evaluations: columns[4].parse().unwrap(),
        };
        (columns[1].parse() == Ok(dimension) && outcome.instance <= instances).then_some(outcome)
    };
    RECORDED.lines().skip(1).filter_map(outcome).collect()
}

fn count_solved(outcomes: &[Outcome]) -> usize {
    outcomes.iter().filter(|outcome| outcome.is_solved).count()
}

/// The lower one of two, or 0 of none.
fn median_evaluations(outcomes: &[Outcome]) -> u64 {
    let mut evaluations: Vec<u64> = outcomes.iter().map(|outcome| outcome.evaluations).collect();
    evaluations.sort_unstable();
    evaluations.get(evaluations.len().saturating_sub(1) / 2).copied().unwrap_or(0)
}

/// One line for each run of `benches/optimize/pycma_bbob.py`.
const RECORDED: &str = include_str!("../../../optimize/recorded/pycma_bbob.csv");
