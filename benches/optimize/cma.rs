//! CMA-ES beside the crate `cmaes`: as many evaluations in 20 dimensions, in generations of the same size.
//!
//! `cmaes` has a parallel update of its matrix, which is slower in so few dimensions and stays off, as it is by default.

use ansatz_optimize::{CmaEs, CmaEsConfig, Restarts, Space};
use cmaes::{CMAESOptions, DVector};
use criterion::{Criterion, Throughput};

use crate::input::{rastrigin, sphere};

type Objective = fn(&[f64]) -> f64;

const DIMENSION: usize = 20;
const EVALUATIONS: u64 = 2_400;

pub(crate) fn bench(criterion: &mut Criterion) {
    for (name, objective) in [("sphere", sphere as Objective), ("rastrigin", rastrigin)] {
        let mut group = criterion.benchmark_group(format!("optimize/cma/{name}/{DIMENSION}"));
        group.throughput(Throughput::Elements(EVALUATIONS));
        group.sample_size(20);
        group.bench_function("ansatz", |bencher| bencher.iter(|| ours(objective)));
        group.bench_function("cmaes", |bencher| bencher.iter(|| theirs(objective)));
        group.finish();
    }
}

fn ours(objective: Objective) -> f64 {
    let space = Space::real([(-5.0, 5.0); DIMENSION]).unwrap();
    let config = CmaEsConfig::default().start([3.0; DIMENSION]).restarts(Restarts::None);
    CmaEs::with_config(&space, config).unwrap().minimize(EVALUATIONS, 42, objective).unwrap().value
}

fn theirs(objective: Objective) -> f64 {
    let mut search = CMAESOptions::new(vec![3.0; DIMENSION], 3.0)
        .max_function_evals(EVALUATIONS as usize)
        .seed(42)
        .build(|x: &DVector<f64>| objective(x.as_slice()))
        .unwrap();
    search.run().overall_best.unwrap().value
}
