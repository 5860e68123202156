//! Which of the 24 noiseless BBOB functions BIPOP-CMA-ES brings within 1e-8 of their least value in 20,000 d evaluations,
//! and after how many; beside pycma's recorded runs. A single run of all pairs is luck to within several of them, hence
//! the seeds.

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
    /// The seed of ours, the repetition of theirs.
    round: u64,
    is_solved: bool,
    /// All of the budget if it is not solved.
    evaluations: u64,
}

/// What to run: every function on instances 1 to `instances`, once for each seed.
#[derive(Clone, Copy)]
pub(crate) struct Plan {
    pub(crate) dimension: usize,
    pub(crate) instances: u32,
    pub(crate) first_seed: u64,
    pub(crate) seeds: u32,
}

/// One line for each function, solved pairs in the mean over the rounds; then what the rounds have solved in all.
pub(crate) fn print(plan: Plan) {
    let peer = recorded(plan);
    println!("function solved pycma median pycma_median instances pycma_instances");
    let ours: Vec<Outcome> = (1..=24)
        .flat_map(|function| {
            let ours = run_all(function, plan);
            let peer: Vec<Outcome> = peer.iter().copied().filter(|outcome| outcome.function == function).collect();
            let (solved, peer_solved) = (mean(&solved_by_round(&ours)), mean(&solved_by_round(&peer)));
            let (median, peer_median) = (median_evaluations(&ours), median_evaluations(&peer));
            let (pairs, peer_pairs) = (pairs(&ours), pairs(&peer));
            println!("{function} {solved:.2} {peer_solved:.2} {median} {peer_median} {pairs} {peer_pairs}");
            ours
        })
        .collect();
    let is_recorded =
        |ours: &&Outcome| peer.iter().any(|peer| (peer.function, peer.instance) == (ours.function, ours.instance));
    let both: Vec<Outcome> = ours.iter().filter(is_recorded).copied().collect();
    let last = plan.first_seed + u64::from(plan.seeds) - 1;
    println!("# d = {}, seeds {} to {last}: {}", plan.dimension, plan.first_seed, summary(&ours));
    println!("# of the pairs that pycma has run: ours {}", summary(&both));
    println!("# of the pairs that pycma has run: pycma {}", summary(&peer));
}

/// How many pairs the rounds have solved.
fn summary(outcomes: &[Outcome]) -> String {
    let solved = solved_by_round(outcomes);
    let mean = mean(&solved);
    let squares: f64 = solved.iter().map(|count| (count - mean) * (count - mean)).sum();
    let deviation = (squares / (solved.len() as f64 - 1.0).max(1.0)).sqrt();
    let (least, most) = solved.iter().fold((f64::INFINITY, 0.0_f64), |(low, high), x| (low.min(*x), high.max(*x)));
    format!(
        "{mean:.2} of {} solved in the mean of {} rounds, {least} to {most}, standard deviation {deviation:.2}",
        pairs(outcomes),
        solved.len()
    )
}

/// Runs all instances of a function with all seeds, on two threads.
fn run_all(function: u32, plan: Plan) -> Vec<Outcome> {
    let next = AtomicU32::new(0);
    let work = || {
        core::iter::from_fn(|| Some(next.fetch_add(1, Ordering::Relaxed)))
            .take_while(|number| *number < plan.instances * plan.seeds)
            .map(|number| {
                let seed = plan.first_seed + u64::from(number / plan.instances);
                run(function, plan.dimension, 1 + number % plan.instances, seed)
            })
            .collect::<Vec<_>>()
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
    let number = 1_000_000 * seed + u64::from(1_000 * function + instance);
    let best = CmaEs::new(&space).unwrap().minimize(budget, number, |x| problem.evaluate(x)).unwrap();
    Outcome { function, instance, round: seed, is_solved: best.value <= target, evaluations: best.evaluations }
}

/// What pycma has done on these instances, as far as that is recorded.
fn recorded(plan: Plan) -> Vec<Outcome> {
    let outcome = |line: &str| {
        let columns: Vec<&str> = line.split(',').collect();
        let outcome = Outcome {
            function: columns[0].parse().unwrap(),
            instance: columns[2].parse().unwrap(),
            round: columns[3].parse().unwrap(),
            is_solved: columns[4] == "1",
            evaluations: columns[5].parse().unwrap(),
        };
        (columns[1].parse() == Ok(plan.dimension) && outcome.instance <= plan.instances).then_some(outcome)
    };
    RECORDED.lines().skip(1).filter_map(outcome).collect()
}

/// For each round, how many of its pairs are solved.
fn solved_by_round(outcomes: &[Outcome]) -> Vec<f64> {
    let mut rounds: Vec<u64> = outcomes.iter().map(|outcome| outcome.round).collect();
    rounds.sort_unstable();
    rounds.dedup();
    let solved = |round: &u64| outcomes.iter().filter(|outcome| outcome.round == *round && outcome.is_solved).count();
    rounds.iter().map(|round| solved(round) as f64).collect()
}

/// How many pairs of function and instance there are.
fn pairs(outcomes: &[Outcome]) -> usize {
    let mut pairs: Vec<_> = outcomes.iter().map(|outcome| (outcome.function, outcome.instance)).collect();
    pairs.sort_unstable();
    pairs.dedup();
    pairs.len()
}

/// 0 of none.
fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

/// The lower one of two, or 0 of none.
fn median_evaluations(outcomes: &[Outcome]) -> u64 {
    let mut evaluations: Vec<u64> = outcomes.iter().map(|outcome| outcome.evaluations).collect();
    evaluations.sort_unstable();
    evaluations.get(evaluations.len().saturating_sub(1) / 2).copied().unwrap_or(0)
}

/// One line for each run of `benches/optimize/pycma_bbob.py`.
const RECORDED: &str = include_str!("../../../optimize/recorded/pycma_bbob.csv");
