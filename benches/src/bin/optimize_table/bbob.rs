//! Which of the 24 noiseless BBOB functions are brought to 1e-8 of their least value within 2e4 d evaluations, by
//! BIPOP-CMA-ES; beside pycma's on the instances that are recorded.

use ansatz_benches::bbob::Problem;
use ansatz_optimize::{Budget, CmaEs, Space};

pub(crate) fn print(dimension: usize, instances: u32) {
    println!("function solved of evaluations pycma of");
    let mut totals = [0; 4];
    for function in 1..=24 {
        let runs: Vec<(bool, u64)> =
            (1..=instances).filter_map(|instance| run(function, dimension, instance)).collect();
        let solved = runs.iter().filter(|(solved, _)| *solved).count();
        let evaluations: u64 = runs.iter().map(|(_, evaluations)| evaluations).sum();
        let (theirs, of) = recorded(function, dimension, instances);
        println!("{function} {solved} {} {evaluations} {theirs} {of}", runs.len());
        for (total, count) in totals.iter_mut().zip([solved, runs.len(), theirs, of]) {
            *total += count;
        }
    }
    let [solved, runs, theirs, of] = totals;
    println!("# d = {dimension}: {solved} of {runs} pairs solved; pycma {theirs} of {of}");
}

/// Whether the function was brought to its target, and after how many evaluations.
fn run(function: u32, dimension: usize, instance: u32) -> Option<(bool, u64)> {
    let problem = Problem::new(function, dimension, instance)?;
    let target = problem.optimum() + 1e-8;
    let budget = Budget::evaluations(20_000 * dimension as u64).with_target(target);
    let search = CmaEs::new(&Space::real(vec![(-5.0, 5.0); dimension]).ok()?).ok()?;
    let found = search.minimize(budget, u64::from(instance), |x| problem.evaluate(x)).ok()?;
    Some((found.value <= target, found.evaluations))
}

/// How many of the first instances pycma has solved, and how many it was run on.
fn recorded(function: u32, dimension: usize, instances: u32) -> (usize, usize) {
    let rows = include_str!("../../../optimize/recorded/pycma_bbob.csv").lines().skip(1);
    let rows = rows.map(|row| row.split(',').collect::<Vec<_>>()).filter(|row| {
        let number = |column: usize| row.get(column).and_then(|field| field.parse::<usize>().ok());
        number(0) == Some(function as usize)
            && number(1) == Some(dimension)
            && number(2).is_some_and(|instance| instance <= instances as usize)
    });
    let solved: Vec<bool> = rows.map(|row| row.get(3) == Some(&"1")).collect();
    (solved.iter().filter(|solved| **solved).count(), solved.len())
}
