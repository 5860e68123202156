//! How long each solver takes until it has reached a goal with 99%, at the length of a read that is best for it.

use std::{fmt, time::Duration};

use ansatz_core::Estimate;
use ansatz_quantum::solvers::time_to_solution;

use crate::{
    instance::Instance,
    solver::{Effort, Reads, Solver},
};

/// What is asked of every solver.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Goal {
    /// How far from the best known value an answer may be, as a part of it.
    pub(crate) gap: f64,
    /// Of the processor: so much to find the length, and as much again to measure with it.
    pub(crate) time: Duration,
    pub(crate) seed: u64,
}

/// A line of the table, less its instance.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Outcome {
    solver: &'static str,
    sweeps: u64,
    reads: u64,
    reached: u64,
    seconds_per_read: f64,
    time: Estimate,
}

impl Outcome {
    /// Tries each length for a part of the time, and measures the best one anew: what chose it says too much for it.
    pub(crate) fn of(solver: &'static Solver, instance: &Instance, goal: Goal) -> Result<Self, String> {
        let part = goal.time / LENGTHS.len() as u32;
        let mut tried = Vec::new();
        for sweeps in LENGTHS {
            let effort = effort(solver, sweeps, part, goal.seed.wrapping_add(ANEW));
            let reads = solver.run(instance, effort)?;
            // Longer ones would be cut short, too.
            if !reads.finished && !tried.is_empty() {
                break;
            }
            tried.push((Self::from(solver, sweeps, instance, &reads, goal.gap)?, reads.best));
        }
        let sweeps = fastest(instance, &tried).unwrap_or(LENGTHS[0]);
        let reads = solver.run(instance, effort(solver, sweeps, goal.time, goal.seed))?;
        Self::from(solver, sweeps, instance, &reads, goal.gap)
    }

    fn from(solver: &Solver, sweeps: u64, instance: &Instance, reads: &Reads, gap: f64) -> Result<Self, String> {
        // A gap of 0.1% is not a float.
        let reaches = |value: &&f64| instance.gap(**value).is_some_and(|found| found <= gap + 1e-12);
        let (count, reached) = (reads.values.len() as u64, reads.values.iter().filter(reaches).count() as u64);
        let seconds_per_read = reads.seconds / count as f64;
        let time = time_to_solution(reached, count, seconds_per_read);
        let time = time.map_err(|error| format!("{}: {error}", instance.name))?;
        Ok(Self { solver: solver.name, sweeps, reads: count, reached, seconds_per_read, time })
    }
}

/// The length with the least time, or with the best value, the longest among equals, if none reached the goal.
fn fastest(instance: &Instance, tried: &[(Outcome, f64)]) -> Option<u64> {
    let by_time = |one: &&(Outcome, f64), other: &&(Outcome, f64)| one.0.time.value.total_cmp(&other.0.time.value);
    let reached = tried.iter().filter(|(outcome, _)| outcome.reached > 0).min_by(by_time);
    let best =
        || tried.iter().reduce(|one, other| if instance.better(one.1, other.1) == other.1 { other } else { one });
    reached.or_else(best).map(|(outcome, _)| outcome.sweeps)
}

fn effort(solver: &Solver, sweeps: u64, time: Duration, seed: u64) -> Effort {
    Effort { sweeps, reads: solver.side_by_side, time: Some(time), seed }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { solver, sweeps, reads, reached, seconds_per_read, time } = self;
        let Estimate { value, lower, upper, .. } = time;
        write!(f, "{solver} {sweeps} {reads} {reached} {seconds_per_read:.6} {value:.6} {lower:.6} {upper:.6}")
    }
}

/// Who is the fastest, and whose interval overlaps with that of the fastest, so that it may be as fast.
pub(crate) fn verdict(outcomes: &[Outcome]) -> String {
    let first = outcomes.iter().min_by(|one, other| one.time.value.total_cmp(&other.time.value));
    let Some(first) = first.filter(|first| first.reached > 0) else { return "no solver reached it".to_owned() };
    let others = outcomes.iter().filter(|other| other.solver != first.solver && other.time.lower <= first.time.upper);
    let others: Vec<&str> = others.map(|other| other.solver).collect();
    match others.as_slice() {
        [] => format!("{} is the fastest", first.solver),
        others => format!("{} is the fastest, or {}", first.solver, others.join(" or ")),
    }
}

pub(crate) const HEADER: &str = "name solver sweeps reads reached seconds_per_read tts lower upper";

/// Sweeps, steps or rounds of a read, the shortest first.
const LENGTHS: [u64; 8] = [3, 10, 30, 100, 300, 1_000, 3_000, 10_000];

/// Added to the seed for reads that only choose the length; batches of one measurement never come that far.
const ANEW: u64 = 1 << 32;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{instance::tests::SQUARE, solver::SOLVERS};

    fn square() -> Instance {
        Instance { best_known: Some(4.0), ..Instance::parse("it", SQUARE, None).unwrap() }
    }

    fn outcome(solver: usize, sweeps: u64, reached: u64) -> Outcome {
        let values = (0..100).map(|read| if read < reached { 4.0 } else { 3.0 }).collect();
        let reads = Reads { values, best: 4.0, seconds: sweeps as f64, finished: true };
        Outcome::from(&SOLVERS[solver], sweeps, &square(), &reads, 0.0).unwrap()
    }

    #[test]
    fn a_line_is_that_of_its_reads() {
        // Half of the reads: ln 0.01 / ln 0.5 = 6.6439 of them.
        let line = outcome(0, 100, 50).to_string();
        assert!(line.starts_with("sa 100 100 50 1.000000 6.643856 "), "{line}");
        let line = outcome(1, 100, 0).to_string();
        assert!(line.starts_with("pt 100 100 0 1.000000 inf ") && line.ends_with(" inf"), "{line}");
    }

    #[test]
    fn a_goal_may_be_below_the_best() {
        let reads = Reads { values: vec![4.0, 3.0, 2.0, 0.0], best: 4.0, seconds: 1.0, finished: true };
        let reached = |gap| Outcome::from(&SOLVERS[0], 1, &square(), &reads, gap).unwrap().reached;
        assert_eq!([0.0, 0.2, 0.25, 0.5, 1.0].map(reached), [1, 1, 2, 3, 4]);
    }

    #[test]
    fn the_length_with_the_least_time_is_chosen() {
        let tried = [(outcome(0, 30, 1), 4.0), (outcome(0, 100, 50), 4.0), (outcome(0, 300, 51), 4.0)];
        assert_eq!(fastest(&square(), &tried), Some(100));
        let never = [(outcome(0, 30, 0), 2.0), (outcome(0, 100, 0), 3.0), (outcome(0, 300, 0), 3.0)];
        assert_eq!(fastest(&square(), &never), Some(300));
        assert_eq!(fastest(&square(), &never[..1]), Some(30));
        assert_eq!(fastest(&square(), &[]), None);
    }

    #[test]
    fn a_verdict_names_those_that_may_be_as_fast() {
        let (slow, fast, close) = (outcome(0, 1_000, 50), outcome(1, 100, 50), outcome(2, 100, 45));
        assert_eq!(verdict(&[slow.clone(), fast.clone()]), "pt is the fastest");
        assert_eq!(verdict(&[slow, fast, close]), format!("pt is the fastest, or {}", SOLVERS[2].name));
        assert_eq!(verdict(&[outcome(0, 30, 0)]), "no solver reached it");
    }

    #[test]
    fn every_solver_reaches_the_best_of_four_spins() {
        let goal = Goal { gap: 0.0, time: Duration::from_millis(30), seed: 1 };
        for solver in &SOLVERS {
            let outcome = Outcome::of(solver, &square(), goal).unwrap();
            assert!(outcome.reached > 0 && outcome.time.value.is_finite(), "{outcome}");
        }
    }
}
