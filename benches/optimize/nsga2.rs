//! NSGA-II beside that of `moors` on ZDT1: a hundred members, simulated binary crossover with index 15, and a mutation
//! of one coordinate on average (polynomial here, Gaussian there, which has no polynomial one). Neither looks for
//! duplicates.

use std::hint::black_box;

use ansatz_optimize::{Nsga2, RealVector, Space};
use criterion::{Criterion, Throughput};
use moors::{
    GaussianMutation, NoDuplicatesCleaner, Nsga2Builder, RandomSamplingFloat, SimulatedBinaryCrossover,
    impl_constraints_fn,
};
use ndarray::Array2;

use crate::input::zdt1;

pub(crate) fn bench(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group(format!("optimize/nsga2/zdt1/{D}"));
    group.throughput(Throughput::Elements(EVALUATIONS as u64)).sample_size(10);
    let space = Space::real([(0.0, 1.0); D]).unwrap();
    let ours = Nsga2::<_, 2>::new(RealVector::new(&space), POPULATION).unwrap();
    group.bench_function("ansatz", |b| {
        b.iter(|| black_box(ours.clone().minimize(EVALUATIONS as u64, 1, |x| zdt1(x)).unwrap().members.len()));
    });
    group.bench_function("moors", |b| b.iter(|| black_box(run_theirs())));
    group.finish();
}

impl_constraints_fn!(Bounds, lower_bound = 0.0, upper_bound = 1.0);

fn run_theirs() -> usize {
    let mut theirs = Nsga2Builder::default()
        .sampler(RandomSamplingFloat::new(0.0, 1.0))
        .crossover(SimulatedBinaryCrossover::new(15.0))
        .mutation(GaussianMutation::new(1.0 / D as f64, 0.05))
        .duplicates_cleaner(NoDuplicatesCleaner)
        .fitness_fn(evaluate)
        .constraints_fn(Bounds)
        .num_vars(D)
        .population_size(POPULATION)
        .num_offsprings(POPULATION)
        .num_iterations(EVALUATIONS / POPULATION - 1)
        .crossover_rate(1.0)
        .mutation_rate(1.0)
        .seed(1)
        .build()
        .unwrap();
    theirs.run().unwrap();
    theirs.population.unwrap().len()
}

fn evaluate(genomes: &Array2<f64>) -> Array2<f64> {
    let mut objectives = Array2::zeros((genomes.nrows(), 2));
    for (genome, mut row) in genomes.outer_iter().zip(objectives.outer_iter_mut()) {
        [row[0], row[1]] = zdt1(genome.as_slice().unwrap());
    }
    objectives
}

const D: usize = 30;
const POPULATION: usize = 100;
const EVALUATIONS: usize = 5_000;
