//! The genetic algorithm beside `genevo`, `genetic_algorithm` and `moors`: a hundred generations of a hundred members in
//! twenty dimensions.
//!
//! `moors` recombines as we do by default, by simulated binary crossover, and mutates by normal steps. The other two have
//! uniform crossover and a uniform redraw of one coordinate, which cost less and find less; beside them stands our default,
//! and in groups of their own the same two operators of ours. Their fitness is an integer. The best values are printed.

use ansatz_optimize::{GeneticAlgorithm, RealCrossover, RealMutation, RealVector, Space};
use criterion::{Criterion, Throughput};

use crate::input::{rastrigin, sphere};

pub(crate) fn bench(criterion: &mut Criterion) {
    for (name, objective) in [("sphere", sphere as fn(&[f64]) -> f64), ("rastrigin", rastrigin)] {
        let space = Space::real([(-BOUND, BOUND); DIMENSIONS]).unwrap();
        let default = RealVector::new(&space);
        let (crossover, mutation) = (RealCrossover::Uniform { rate: 0.5 }, RealMutation::Uniform { rate: None });
        let uniform = RealVector::with_operators(&space, crossover, mutation).unwrap();
        println!(
            "{name}: ansatz {:.3}, uniform {:.3}, genevo {:.3}, genetic_algorithm {:.3}, moors {:.3}",
            ansatz(&default, objective),
            ansatz(&uniform, objective),
            -genevo::run(objective) as f64 * 1e-9,
            genetic_algorithm::run(objective) as f64 * 1e-9,
            moors::run(objective),
        );

        let mut group = criterion.benchmark_group(format!("optimize/genetic/{name}/{DIMENSIONS}"));
        group.throughput(Throughput::Elements((MEMBERS * GENERATIONS) as u64));
        group.bench_function("ansatz", |bencher| bencher.iter(|| ansatz(&default, objective)));
        group.bench_function("genevo", |bencher| bencher.iter(|| genevo::run(objective)));
        group.bench_function("genetic_algorithm", |bencher| bencher.iter(|| genetic_algorithm::run(objective)));
        group.bench_function("moors", |bencher| bencher.iter(|| moors::run(objective)));
        group.finish();

        let mut group = criterion.benchmark_group(format!("optimize/genetic/{name}_uniform/{DIMENSIONS}"));
        group.throughput(Throughput::Elements((MEMBERS * GENERATIONS) as u64));
        group.bench_function("ansatz", |bencher| bencher.iter(|| ansatz(&uniform, objective)));
        group.bench_function("genevo", |bencher| bencher.iter(|| genevo::run(objective)));
        group.bench_function("genetic_algorithm", |bencher| bencher.iter(|| genetic_algorithm::run(objective)));
        group.finish();
    }
}

fn ansatz(genomes: &RealVector, objective: fn(&[f64]) -> f64) -> f64 {
    let search = GeneticAlgorithm::new(genomes.clone());
    search.minimize((MEMBERS * GENERATIONS) as u64, 1, |x| objective(x)).unwrap().value
}

mod genevo {
    use genevo::{
        operator::prelude::{ElitistReinserter, RandomValueMutator, UniformCrossBreeder},
        population::ValueEncodedGenomeBuilder,
        prelude::*,
        selection::tournament::TournamentSelector,
    };

    use super::{BOUND, DIMENSIONS, GENERATIONS, MEMBERS};

    #[derive(Debug, Clone)]
    struct Negated(fn(&[f64]) -> f64);

    impl FitnessFunction<Vec<f64>, i64> for Negated {
        fn fitness_of(&self, x: &Vec<f64>) -> i64 {
            -((self.0)(x) * 1e9) as i64
        }

        fn average(&self, all: &[i64]) -> i64 {
            all.iter().sum::<i64>() / all.len() as i64
        }

        fn highest_possible_fitness(&self) -> i64 {
            0
        }

        fn lowest_possible_fitness(&self) -> i64 {
            i64::MIN
        }
    }

    pub(super) fn run(objective: fn(&[f64]) -> f64) -> i64 {
        let fitness = Negated(objective);
        let population: Population<Vec<f64>> = build_population()
            .with_genome_builder(ValueEncodedGenomeBuilder::new(DIMENSIONS, -BOUND, BOUND))
            .of_size(MEMBERS)
            .using_seed([1; 32]);
        let algorithm = genetic_algorithm()
            .with_evaluation(fitness.clone())
            .with_selection(TournamentSelector::new(0.5, 2, 2, 1.0, false))
            .with_crossover(UniformCrossBreeder::new())
            .with_mutation(RandomValueMutator::new(1.0 / DIMENSIONS as f64, -BOUND, BOUND))
            .with_reinsertion(ElitistReinserter::new(fitness, false, 1.0))
            .with_initial_population(population)
            .build();
        let mut simulation =
            simulate(algorithm).until(GenerationLimit::new(GENERATIONS as u64)).build_with_seed([1; 32]);
        loop {
            if let SimResult::Final(step, ..) = simulation.step().unwrap() {
                return step.result.best_solution.solution.fitness;
            }
        }
    }
}

mod genetic_algorithm {
    use genetic_algorithm::strategy::evolve::prelude::*;

    use super::{BOUND, DIMENSIONS, GENERATIONS, MEMBERS};

    #[derive(Debug, Clone)]
    struct Objective(fn(&[f64]) -> f64);

    impl Fitness for Objective {
        type Genotype = RangeGenotype<f64>;

        fn calculate_for_chromosome(
            &mut self,
            chromosome: &FitnessChromosome<Self>,
            _: &FitnessGenotype<Self>,
        ) -> Option<FitnessValue> {
            Some(((self.0)(&chromosome.genes) * 1e9) as FitnessValue)
        }
    }

    pub(super) fn run(objective: fn(&[f64]) -> f64) -> isize {
        let genotype = RangeGenotype::<f64>::builder()
            .with_genes_size(DIMENSIONS)
            .with_allele_range(-BOUND..=BOUND)
            .build()
            .unwrap();
        let evolve = Evolve::builder()
            .with_genotype(genotype)
            .with_target_population_size(MEMBERS)
            .with_max_generations(GENERATIONS)
            .with_fitness(Objective(objective))
            .with_fitness_ordering(FitnessOrdering::Minimize)
            .with_select(SelectTournament::new(0.5, 0.02, 2))
            .with_crossover(CrossoverUniform::new(1.0, 0.9))
            .with_mutate(MutateSingleGene::new(1.0))
            .with_rng_seed_from_u64(1)
            .call()
            .unwrap();
        evolve.best_fitness_score().unwrap()
    }
}

mod moors {
    use moors::{
        AlgorithmBuilder, ExactDuplicatesCleaner, GaussianMutation, RandomSamplingFloat, SimulatedBinaryCrossover,
        impl_constraints_fn, selection::soo::RankSelection, survival::soo::FitnessSurvival,
    };
    use ndarray::{Array2, Axis};

    use super::{BOUND, DIMENSIONS, GENERATIONS, MEMBERS};

    impl_constraints_fn!(Bounds, lower_bound = -BOUND, upper_bound = BOUND);

    pub(super) fn run(objective: fn(&[f64]) -> f64) -> f64 {
        let mut algorithm = AlgorithmBuilder::default()
            .sampler(RandomSamplingFloat::new(-BOUND, BOUND))
            .crossover(SimulatedBinaryCrossover::new(15.0))
            .mutation(GaussianMutation::new(1.0 / DIMENSIONS as f64, 0.05 * 2.0 * BOUND))
            .selector(RankSelection)
            .survivor(FitnessSurvival)
            .duplicates_cleaner(ExactDuplicatesCleaner::new())
            .fitness_fn(|population: &Array2<f64>| {
                population.map_axis(Axis(1), |row| row.as_slice().map_or(f64::INFINITY, objective))
            })
            .constraints_fn(Bounds)
            .num_vars(DIMENSIONS)
            .population_size(MEMBERS)
            .num_offsprings(MEMBERS)
            .num_iterations(GENERATIONS - 1)
            .mutation_rate(1.0)
            .crossover_rate(0.9)
            .keep_infeasible(false)
            .verbose(false)
            .seed(1)
            .build()
            .unwrap();
        algorithm.run().unwrap();
        algorithm.population.unwrap().fitness.iter().copied().fold(f64::INFINITY, f64::min)
    }
}

const DIMENSIONS: usize = 20;
const BOUND: f64 = 5.12;
const MEMBERS: usize = 100;
const GENERATIONS: usize = 100;
