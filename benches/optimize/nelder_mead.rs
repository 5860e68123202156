//! Nelder-Mead beside that of `argmin`, on vectors, without observers: from the same simplex, for as many evaluations.

use std::{cell::Cell, hint::black_box};

use ansatz_optimize::{NelderMead, NelderMeadConfig, Space};
use argmin::{
    core::{CostFunction, Error, Executor},
    solver::neldermead::NelderMead as Theirs,
};
use criterion::{Criterion, Throughput};

use crate::input::{rastrigin, rosenbrock, sphere};

type Objective = fn(&[f64]) -> f64;

pub(crate) fn bench(criterion: &mut Criterion) {
    let problems: [(&str, Objective, usize); 4] = [
        ("rosenbrock", rosenbrock, 5),
        ("rosenbrock", rosenbrock, 20),
        ("sphere", sphere, 20),
        ("rastrigin", rastrigin, 20),
    ];
    for (name, objective, d) in problems {
        let counted = Counted(objective, Cell::new(0));
        run_theirs(&counted, d);
        let evaluations = counted.1.get();

        let mut group = criterion.benchmark_group(format!("optimize/nelder_mead/{name}/{d}"));
        group.throughput(Throughput::Elements(evaluations)).sample_size(20);
        // A tenth of the range is the step to the other points.
        let space = Space::real(vec![(-5.0, 5.0); d]).unwrap();
        let config = NelderMeadConfig::default().start(vec![-1.0; d]).tolerance(0.0);
        let ours = NelderMead::with_config(&space, config).unwrap();
        group.bench_function("ansatz", |b| {
            b.iter(|| black_box(ours.clone().minimize(evaluations, 1, objective).unwrap().value));
        });
        group.bench_function("argmin", |b| {
            b.iter(|| black_box(run_theirs(&Counted(objective, Cell::new(0)), d)));
        });
        group.finish();
    }
}

struct Counted(Objective, Cell<u64>);

impl CostFunction for &Counted {
    type Param = Vec<f64>;
    type Output = f64;

    fn cost(&self, x: &Vec<f64>) -> Result<f64, Error> {
        self.1.set(self.1.get() + 1);
        Ok((self.0)(x))
    }
}

fn run_theirs(objective: &Counted, d: usize) -> f64 {
    let mut simplex = vec![vec![-1.0; d]; d + 1];
    for coordinate in 0..d {
        simplex[coordinate + 1][coordinate] += 1.0;
    }
    let solver = Theirs::new(simplex).with_sd_tolerance(0.0).unwrap();
    // The clock and the signal handler are off.
    let run = Executor::new(objective, solver).configure(|state| state.max_iters(STEPS)).ctrlc(false).timer(false);
    run.run().unwrap().state().get_best_cost()
}

const STEPS: u64 = 2_000;
