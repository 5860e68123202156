//! How far methods get: the median over seeds of the best value after 1,000, 10,000 and 100,000 evaluations in 20
//! coordinates, each method with its defaults and the budget that it is measured at.

use std::cell::Cell;

use ansatz_optimize::{CmaEs, GeneticAlgorithm, LShade, NelderMead, NelderMeadConfig, RealVector, Space};
use ansatz_random::{Stream, unit};
use differential_evolution::self_adaptive_de;

use crate::input::{rastrigin, rosenbrock, sphere};

pub(crate) fn print(seeds: u64) {
    println!("function method after_1e3 after_1e4 after_1e5");
    for (name, objective) in OBJECTIVES {
        for (method, minimize) in METHODS {
            let medians = BUDGETS.map(|budget| {
                let mut values: Vec<f64> = (0..seeds).map(|seed| minimize(objective, budget, seed)).collect();
                values.sort_by(f64::total_cmp);
                values[values.len() / 2]
            });
            println!("{name} {method} {:.3e} {:.3e} {:.3e}", medians[0], medians[1], medians[2]);
        }
    }
    println!("# medians over {seeds} seeds, d = {D}, from {LOW} to {HIGH}; differential-evolution computes in f32");
}

type Objective = fn(&[f64]) -> f64;

const OBJECTIVES: [(&str, Objective); 3] = [("sphere", sphere), ("rastrigin", rastrigin), ("rosenbrock", rosenbrock)];

/// The best value that a search finds of an objective, with so many evaluations and this seed.
type Search = fn(Objective, u64, u64) -> f64;

const METHODS: [(&str, Search); 5] = [
    ("LShade", lshade),
    ("CmaEs", cma_es),
    ("GeneticAlgorithm", genetic),
    ("NelderMead", nelder_mead),
    ("differential-evolution", differential_evolution),
];

fn space() -> Space {
    Space::real([(LOW, HIGH); D]).unwrap()
}

fn lshade(objective: Objective, budget: u64, seed: u64) -> f64 {
    LShade::new(&space()).unwrap().minimize(budget, seed, objective).unwrap().value
}

fn cma_es(objective: Objective, budget: u64, seed: u64) -> f64 {
    CmaEs::new(&space()).unwrap().minimize(budget, seed, objective).unwrap().value
}

fn genetic(objective: Objective, budget: u64, seed: u64) -> f64 {
    GeneticAlgorithm::new(RealVector::new(&space())).minimize(budget, seed, |x| objective(x)).unwrap().value
}

/// From a point at random, and again from another one when it has converged.
fn nelder_mead(objective: Objective, budget: u64, seed: u64) -> f64 {
    let mut rng = Stream::new(seed, 0);
    let (mut left, mut least) = (budget, f64::INFINITY);
    while left > 0 {
        let start: Vec<f64> = (0..D).map(|_| LOW + (HIGH - LOW) * unit(&mut rng)).collect();
        let search = NelderMead::with_config(&space(), NelderMeadConfig::default().start(start)).unwrap();
        let found = search.minimize(left, seed, objective).unwrap();
        left -= found.evaluations;
        least = least.min(found.value);
    }
    least
}

/// Its generator cannot be seeded: each run is another one.
fn differential_evolution(objective: Objective, budget: u64, _: u64) -> f64 {
    let least = Cell::new(f64::INFINITY);
    let mut search = self_adaptive_de(vec![(LOW as f32, HIGH as f32); D], |x| {
        let x: [f64; D] = std::array::from_fn(|index| f64::from(x[index]));
        let value = objective(&x);
        least.set(least.get().min(value));
        value as f32
    });
    search.iter().nth(budget as usize - 1);
    least.get()
}

const BUDGETS: [u64; 3] = [1_000, 10_000, 100_000];
const D: usize = 20;

/// No minimum is in the middle, where some methods begin.
const LOW: f64 = -3.0;
const HIGH: f64 = 7.0;
