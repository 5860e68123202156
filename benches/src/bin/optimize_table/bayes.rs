//! Simple regret of Bayesian search after 50 and 100 evaluations, beside that of Optuna's samplers as recorded.

// A search's time is what is measured.
#![allow(clippy::disallowed_methods)]

use std::{collections::BTreeMap, time::Instant};

use ansatz_optimize::{BayesianSearch, Space};

use crate::input::{ackley, branin, hartmann6};

/// `sampler,function,seed,regret_50,regret_100,cpu_seconds_per_trial`
const RECORDED: &str = include_str!("../../../optimize/recorded/optuna.csv");

struct Problem {
    name: &'static str,
    objective: fn(&[f64]) -> f64,
    bounds: Vec<(f64, f64)>,
    minimum: f64,
}

/// Regret after 50 and after 100 evaluations, and milliseconds an evaluation, of several seeds.
#[derive(Default)]
struct Runs([Vec<f64>; 3]);

pub(crate) fn print(first: u64, seeds: u64) {
    println!("function seed regret_50 regret_100 ms_per_trial");
    let recorded = recorded();
    let mut summary = String::new();
    for problem in problems() {
        let mut runs = Runs::default();
        for seed in first..first.saturating_add(seeds) {
            let [half, end, time] = problem.run(seed);
            println!("{} {seed} {half:.3e} {end:.3e} {time:.3}", problem.name);
            runs.push([half, end, time]);
        }
        summary += &runs.summary(problem.name, "ansatz");
        for ((function, sampler), runs) in &recorded {
            if function == problem.name {
                summary += &runs.summary(function, &format!("optuna {sampler}"));
            }
        }
    }
    print!("{summary}");
}

fn problems() -> [Problem; 3] {
    let problem = |name, objective, bounds, minimum| Problem { name, objective, bounds, minimum };
    [
        problem("branin", branin, vec![(-5.0, 10.0), (0.0, 15.0)], 0.397_887_357_729_738_16),
        problem("hartmann6", hartmann6, vec![(0.0, 1.0); 6], -3.322_368_011_415_515),
        problem("ackley5", ackley, vec![(-32.768, 32.768); 5], 0.0),
    ]
}

impl Problem {
    fn run(&self, seed: u64) -> [f64; 3] {
        let space = Space::real(self.bounds.iter().copied()).unwrap();
        let began = Instant::now();
        let mut run = BayesianSearch::new(&space).unwrap().start(100, seed).unwrap();
        let mut regrets = Vec::new();
        while let Some(trial) = run.ask() {
            run.tell(trial.number, (self.objective)(&trial.candidate)).unwrap();
            regrets.push(run.best().unwrap().1.value() - self.minimum);
        }
        let milliseconds = began.elapsed().as_secs_f64() * 1e3 / regrets.len() as f64;
        [regrets[49], regrets[99], milliseconds]
    }
}

impl Runs {
    fn push(&mut self, run: [f64; 3]) {
        for (values, value) in self.0.iter_mut().zip(run) {
            values.push(value);
        }
    }

    fn summary(&self, function: &str, search: &str) -> String {
        let [half, end, time] = self.0.each_ref().map(|values| median(values));
        let seeds = self.0[0].len();
        format!(
            "# {function} {search}: median regret {half:.3e} after 50, {end:.3e} after 100; {time:.2} ms a trial ({seeds} seeds)\n"
        )
    }
}

/// By function and sampler.
fn recorded() -> BTreeMap<(String, String), Runs> {
    let mut recorded: BTreeMap<_, Runs> = BTreeMap::new();
    for line in RECORDED.lines().skip(1) {
        let [sampler, function, _, half, end, seconds] = line.split(',').collect::<Vec<_>>()[..] else {
            panic!("{line}")
        };
        let number = |text: &str| text.parse::<f64>().unwrap();
        let runs = recorded.entry((function.to_owned(), sampler.to_owned())).or_default();
        runs.push([number(half), number(end), number(seconds) * 1e3]);
    }
    recorded
}

fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    f64::midpoint(sorted[(sorted.len() - 1) / 2], sorted[sorted.len() / 2])
}
