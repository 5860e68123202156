//! L-SHADE beside the differential evolution of the crates `differential-evolution`, which computes in `f32`, and
//! `metaheuristics-nature`, on one thread: populations of a hundred, and as many evaluations.

use std::hint::black_box;

use ansatz_optimize::{LShade, LShadeConfig, Space};
use criterion::{Criterion, Throughput};
use differential_evolution::self_adaptive_de;
use metaheuristics_nature::{De, Fx, Solver};

use crate::input::{rastrigin, sphere};

pub(crate) fn bench(criterion: &mut Criterion) {
    for (name, objective) in [("sphere", sphere as fn(&[f64]) -> f64), ("rastrigin", rastrigin)] {
        let mut group = criterion.benchmark_group(format!("optimize/lshade/{name}/{D}"));
        group.throughput(Throughput::Elements(EVALUATIONS as u64)).sample_size(10);
        let space = Space::real([(-5.0, 5.0); D]).unwrap();
        // No reduction, since the others have none.
        let config = LShadeConfig::default().population(POPULATION).final_population(POPULATION);
        let ours = LShade::with_config(&space, config).unwrap();
        group.bench_function("ansatz", |b| {
            b.iter(|| black_box(ours.clone().minimize(EVALUATIONS as u64, 1, objective).unwrap().value));
        });
        group.bench_function("differential-evolution", |b| {
            b.iter(|| {
                // A hundred members are its default.
                let mut theirs = self_adaptive_de(vec![(-5.0, 5.0); D], |x| {
                    let x: [f64; D] = std::array::from_fn(|index| f64::from(x[index]));
                    objective(&x) as f32
                });
                black_box(theirs.iter().nth(EVALUATIONS - 1))
            });
        });
        group.bench_function("metaheuristics-nature", |b| {
            let (bound, generations) = ([[-5.0, 5.0]; D], (EVALUATIONS / POPULATION - 1) as u64);
            b.iter(|| {
                let theirs = Solver::build(De::default(), Fx::new(&bound, |x: &[f64; D]| objective(x)));
                let theirs = theirs.seed(1).pop_num(POPULATION).task(|so_far| so_far.r#gen == generations);
                black_box(theirs.solve().get_best_eval())
            });
        });
        group.finish();
    }
}

const D: usize = 20;
const POPULATION: usize = 100;
const EVALUATIONS: usize = 20_000;
