//! The genetic algorithm resumes, keeps its best, and its islands are islands.

use ansatz_core::{
    DecodeError,
    bytes::{Reader, Writer},
};
use ansatz_optimize::{
    BitCrossover, BitString, Codec, Dimension, Diversity, Evaluation, GeneticAlgorithm, GeneticConfig, Grouping,
    Method, Permutation, PermutationCrossover, PermutationMutation, RealCrossover, RealMutation, RealVector, Repair,
    Representation, Run, Selection, Space,
};
use ansatz_random::Stream;
use proptest::prelude::*;

use crate::{
    functions::{rastrigin, sphere},
    runs::{assert_order_does_not_matter, assert_resumes, outcome},
};

fn config() -> GeneticConfig {
    GeneticConfig::default().population(6)
}

fn reals(config: GeneticConfig) -> GeneticAlgorithm<RealVector> {
    let space = Space::new([
        Dimension::real(-5.0, 5.0).unwrap(),
        Dimension::integer(-3..=9).unwrap(),
        Dimension::category(3).unwrap(),
    ]);
    GeneticAlgorithm::with_config(RealVector::new(&space.unwrap()), config).unwrap()
}

/// Bins of capacity 10 for items of sizes 1 to 5, first fit.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct FirstFit;

impl FirstFit {
    pub(crate) fn loads(groups: &[usize]) -> Vec<usize> {
        let mut loads = vec![0; groups.len()];
        for (item, group) in groups.iter().enumerate() {
            if let Some(load) = loads.get_mut(*group) {
                *load += item % 5 + 1;
            }
        }
        loads
    }

    pub(crate) fn cost(groups: &Vec<usize>) -> [f64; 1] {
        let loads = Self::loads(groups);
        [-loads.iter().map(|load| (load * load) as f64).sum::<f64>()]
    }
}

impl Repair for FirstFit {
    fn repair(&self, groups: &mut [usize], unassigned: &[usize], _: &mut Stream) {
        for item in unassigned {
            let loads = Self::loads(groups);
            groups[*item] = loads.iter().position(|load| load + item % 5 < 10).unwrap_or(0);
        }
    }
}

impl Codec for FirstFit {
    fn encode(&self, _: &mut Writer) {}

    fn decode(_: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(Self)
    }
}

fn resumes<R: Representation<Genome: Codec + PartialEq + std::fmt::Debug> + Codec + Clone>(
    genomes: &R,
    config: GeneticConfig,
    objective: impl Fn(&R::Genome) -> [f64; 1] + Copy,
) {
    let start = || GeneticAlgorithm::with_config(genomes.clone(), config).unwrap().start(200, 7).unwrap();
    assert_resumes(start, objective, 120);
    assert_order_does_not_matter(start, objective);
}

#[test]
fn a_stored_run_goes_on_to_the_bit() {
    let space = Space::new([Dimension::real(-5.0, 5.0).unwrap(), Dimension::category(3).unwrap()]).unwrap();
    let blend = RealVector::with_operators(
        &space,
        RealCrossover::Blend { alpha: 0.3 },
        RealMutation::Polynomial { eta: 9.0, rate: Some(0.4) },
    )
    .unwrap();
    resumes(&RealVector::new(&space), config().elitism(2), |x| [sphere(x)]);
    let (crossover, mutation) = (RealCrossover::Uniform { rate: 0.3 }, RealMutation::Uniform { rate: Some(0.4) });
    resumes(&RealVector::with_operators(&space, crossover, mutation).unwrap(), config(), |x| [sphere(x)]);
    resumes(&blend, config().diversity(Diversity::Crowding), |x| [sphere(x)]);
    let ones = |bits: &Vec<bool>| [-(bits.iter().filter(|bit| **bit).count() as f64)];
    let islands = config().population(5).islands(3).migration_interval(2).migrants(2);
    for crossover in [BitCrossover::OnePoint, BitCrossover::TwoPoint, BitCrossover::Uniform] {
        resumes(&BitString::with_operators(9, crossover, 1.5).unwrap(), islands, ones);
    }
    let steps = |items: &Vec<usize>| [items.windows(2).map(|pair| pair[0].abs_diff(pair[1]) as f64).sum::<f64>()];
    for (crossover, mutation) in [
        (PermutationCrossover::Order, PermutationMutation::Swap),
        (PermutationCrossover::Position, PermutationMutation::Insert),
        (PermutationCrossover::EdgeRecombination, PermutationMutation::Invert),
    ] {
        let config =
            islands.population(4).diversity(Diversity::Crowding).selection(Selection::LinearRank { pressure: 1.5 });
        resumes(&Permutation::with_operators(7, crossover, mutation).unwrap(), config, steps);
    }
    let rates = config().diversity(Diversity::None).crossover_rate(0.5).mutation_rate(0.5);
    resumes(
        &Grouping::new(12, FirstFit).unwrap().with_share(0.3).unwrap().with_dissolved(1).unwrap(),
        rates,
        FirstFit::cost,
    );
}

/// With the substreams that its candidates have there, each island is a run of its own.
#[test]
fn islands_without_migration_are_independent_runs() {
    for diversity in [Diversity::None, Diversity::Duplicates, Diversity::Crowding] {
        let alone = config().diversity(diversity);
        let mut together = reals(alone.islands(3).migration_interval(u64::MAX));
        let mut apart = [reals(alone), reals(alone), reals(alone)];
        for generation in 0..15 {
            for place in 0..18u64 {
                let (number, island) = (generation * 18 + place, place as usize / 6);
                let alone = generation * 6 + place % 6;
                assert!(together.propose(number, &mut Stream::new(9, number)));
                assert!(apart[island].propose(alone, &mut Stream::new(9, number)));
                let candidate = together.candidate(number).unwrap().clone();
                assert_eq!(apart[island].candidate(alone), Some(&candidate));
                let evaluation: Evaluation = outcome(number, [sphere(&candidate)]);
                apart[island].observe(alone, evaluation);
            }
            for number in generation * 18..(generation + 1) * 18 {
                let evaluation = outcome(number, [sphere(together.candidate(number).unwrap())]);
                together.observe(number, evaluation);
            }
        }
        assert!(together.members().eq(apart.iter().flat_map(GeneticAlgorithm::members)));
    }
}

#[test]
fn the_best_travel_round_the_ring() {
    let genomes = RealVector::new(&Space::real([(-5.0, 5.0); 3]).unwrap());
    let config = config().islands(4).migration_interval(3).migrants(2).elitism(1);
    let mut run = GeneticAlgorithm::with_config(genomes, config).unwrap().start(24 * 9, 3).unwrap();
    while let Some(trial) = run.ask() {
        run.tell(trial.number, sphere(&trial.candidate)).unwrap();
        if !run.evaluations().is_multiple_of(24 * 3) {
            continue;
        }
        let members: Vec<Vec<f64>> = run.method().members().map(|(genome, _)| genome.clone()).collect();
        assert_eq!(members.len(), 24);
        for island in 0..4 {
            let next = &members[(island + 1) % 4 * 6..][..6];
            // What an island sent is what it had as its best: with what it got, it is among its four best still.
            let sent = members[island * 6..][..4].iter().filter(|genome| next.contains(genome)).count();
            assert!(sent >= 2, "{island}: {members:?}");
        }
    }
}

proptest! {
    /// An elite of one is enough, whatever fails.
    #[test]
    fn elitism_never_loses_the_best(seed in any::<u64>(), elitism in 1..=6usize, crowding in any::<bool>(), islands in 1..4usize) {
        let diversity = if crowding { Diversity::Crowding } else { Diversity::Duplicates };
        let config = config().elitism(elitism).diversity(diversity).islands(islands).migration_interval(2).migrants(3);
        let mut run = reals(config).start(6 * islands as u64 * 12, seed).unwrap();
        while let Some(trial) = run.ask() {
            run.tell(trial.number, outcome(trial.number, [sphere(&trial.candidate)])).unwrap();
            if run.evaluations().is_multiple_of(6 * islands as u64) {
                let (_, best) = run.best().unwrap();
                // A child that is worth the same may have taken its place.
                let kept = run.method().members().any(|(_, worth)| worth.compare(best).is_eq());
                prop_assert!(kept, "{best:?} is lost after {}", run.evaluations());
            }
        }
    }

    #[test]
    fn members_are_no_failures_and_no_copies(seed in any::<u64>()) {
        let config = config().population(20);
        let mut run = GeneticAlgorithm::with_config(BitString::new(4).unwrap(), config).unwrap().start(400, seed).unwrap();
        while let Some(trial) = run.ask() {
            // All are worth the same: nothing but equality tells copies apart.
            run.tell(trial.number, outcome(trial.number, [1.0])).unwrap();
            let members: Vec<_> = run.method().members().collect();
            prop_assert!(members.iter().all(|(_, worth)| !worth.has_failed()));
            let feasible: Vec<_> = members.iter().filter(|member| member.1.is_feasible()).map(|member| member.0).collect();
            let distinct: std::collections::BTreeSet<_> = feasible.iter().collect();
            prop_assert_eq!(feasible.len(), distinct.len());
        }
    }
}

/// Without elitism the members are children of the last generation.
#[test]
fn without_elitism_all_members_die() {
    let mut run = reals(config().elitism(0)).start(60, 3).unwrap();
    let mut last = Vec::new();
    while let Some(trial) = run.ask() {
        last.push(trial.candidate.clone());
        // Every generation is worse than the one before.
        run.tell(trial.number, trial.number as f64).unwrap();
        if run.evaluations().is_multiple_of(6) {
            assert!(run.method().members().map(|(genome, _)| genome).all(|genome| last.contains(genome)));
            last.clear();
        }
    }
}

#[test]
fn known_minima_are_found() {
    let genomes = RealVector::new(&Space::real([(-5.12, 5.12); 10]).unwrap());
    let search = GeneticAlgorithm::new(genomes);
    assert!(search.clone().minimize(20_000, 1, |x| sphere(x)).unwrap().value < 1e-4);
    assert!(search.minimize(20_000, 1, |x| rastrigin(x)).unwrap().value < 1e-2);
    let found = GeneticAlgorithm::new(BitString::new(60).unwrap())
        .minimize(10_000, 1, |bits| -(bits.iter().filter(|bit| **bit).count() as f64))
        .unwrap();
    assert_eq!(found.value, -60.0);
    // Sixty items of sizes 1 to 5 fill 18 bins of 10.
    let found = GeneticAlgorithm::new(Grouping::new(60, FirstFit).unwrap()).minimize(5_000, 1, FirstFit::cost).unwrap();
    assert_eq!((found.value, found.candidate.iter().max()), (-1_800.0, Some(&17)));
    for crossover in
        [PermutationCrossover::Order, PermutationCrossover::Position, PermutationCrossover::EdgeRecombination]
    {
        let tours = Permutation::with_operators(14, crossover, PermutationMutation::Invert).unwrap();
        // Around a clock: fourteen steps.
        let steps = |tour: &Vec<usize>| {
            let legs = tour.iter().zip(tour.iter().cycle().skip(1));
            legs.map(|(a, b)| a.abs_diff(*b).min(14 - a.abs_diff(*b)) as f64).sum::<f64>()
        };
        assert_eq!(GeneticAlgorithm::new(tours).minimize(20_000, 1, steps).unwrap().value, 14.0);
    }
}

/// The least sphere on x + y >= 1 is 1/2.
#[test]
fn constraints_hold_at_the_minimum() {
    let genomes = RealVector::new(&Space::real([(-5.0, 5.0); 2]).unwrap());
    let objective = |x: &Vec<f64>| Evaluation::from(sphere(x)).with_constraints([1.0 - x[0] - x[1]]);
    let found = GeneticAlgorithm::new(genomes).minimize(10_000, 1, objective).unwrap();
    assert!(found.is_feasible() && found.value < 0.501, "{found:?}");
}

#[test]
fn a_population_of_failures_goes_on() {
    for diversity in [Diversity::Duplicates, Diversity::Crowding] {
        let search = reals(config().diversity(diversity).islands(2).migration_interval(1));
        let found = search.clone().minimize(150, 1, |_| None::<f64>).unwrap();
        assert_eq!((found.evaluations, found.failures, found.value), (150, 150, f64::INFINITY));
        // One that does not fail is enough to go on from.
        let mut run = search.start(150, 1).unwrap();
        while let Some(trial) = run.ask() {
            run.tell(trial.number, (trial.number == 14 || trial.number > 60).then_some(sphere(&trial.candidate)))
                .unwrap();
        }
        assert_eq!(run.failures(), 60);
        assert!(run.method().members().count() > 0);
    }
}

#[test]
fn impossible_settings_are_named() {
    let cases = [
        (config().population(1), "population"),
        (config().population(7).diversity(Diversity::Crowding), "population"),
        (config().islands(0), "islands"),
        (config().islands(1_000_000), "islands"),
        (config().selection(Selection::Tournament { size: 0 }), "tournament size"),
        (config().selection(Selection::Tournament { size: 7 }), "tournament size"),
        (config().selection(Selection::LinearRank { pressure: 2.1 }), "rank pressure"),
        (config().crossover_rate(1.1), "crossover_rate"),
        (config().mutation_rate(f64::NAN), "mutation_rate"),
        (config().elitism(7), "elitism"),
        (config().migration_interval(0), "migration_interval"),
        (config().migrants(4), "migrants"),
    ];
    for (config, name) in cases {
        assert_eq!(GeneticAlgorithm::with_config(BitString::new(3).unwrap(), config).unwrap_err().name(), name);
    }
    let space = Space::real([(0.0, 1.0)]).unwrap();
    let mutation = |eta, rate| RealMutation::Polynomial { eta, rate };
    let crossover = |eta, rate| RealCrossover::SimulatedBinary { eta, rate };
    let cases = [
        (crossover(-1.0, 0.5), mutation(20.0, None), "eta"),
        (crossover(1.0, 1.5), mutation(20.0, None), "rate"),
        (crossover(1.0, 0.5), mutation(f64::NAN, None), "eta"),
        (crossover(1.0, 0.5), mutation(20.0, Some(-0.1)), "rate"),
        (RealCrossover::Blend { alpha: f64::INFINITY }, mutation(20.0, None), "alpha"),
        (RealCrossover::Uniform { rate: -0.1 }, mutation(20.0, None), "rate"),
        (RealCrossover::Uniform { rate: 0.5 }, RealMutation::Uniform { rate: Some(1.1) }, "rate"),
    ];
    for (crossover, mutation, name) in cases {
        assert_eq!(RealVector::with_operators(&space, crossover, mutation).unwrap_err().name(), name);
    }
    assert_eq!(BitString::new(0).unwrap_err().to_string(), "`len` is 0, allowed: 1..=1048576");
    assert_eq!(BitString::with_operators(3, BitCrossover::Uniform, 4.0).unwrap_err().name(), "flips");
    assert_eq!(Permutation::new(1 << 21).unwrap_err().name(), "len");
    assert_eq!(Grouping::new(0, FirstFit).unwrap_err().name(), "items");
    let error = Grouping::new(3, FirstFit).unwrap().with_share(0.0).unwrap_err();
    assert_eq!(error.to_string(), "`share` is 0, allowed: above 0, at most 1");
    assert_eq!(Grouping::new(3, FirstFit).unwrap().with_dissolved(0).unwrap_err().name(), "dissolved");
}

#[test]
fn what_is_asked_for_is_all_there_is() {
    let search = reals(config());
    let text = format!("{search:?}");
    assert!(text.starts_with("GeneticAlgorithm { config: GeneticConfig {") && text.len() < 400, "{text}");
    assert_eq!(search.representation().space().len(), 3);
    let mut run: Run<_> = search.start(13, 1).unwrap();
    run.drive(|x| sphere(x));
    assert_eq!((run.method().generations(), run.method().members().count()), (2, 6));
}

#[cfg(feature = "rayon")]
#[test]
fn threads_change_nothing() {
    let search = reals(config().islands(2).migration_interval(2));
    let alone = search.clone().minimize(300, 7, |x| sphere(x)).unwrap();
    for threads in [1, 2, 5] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        assert_eq!(pool.install(|| search.clone().minimize_parallel(300, 7, |x| sphere(x))).unwrap(), alone);
    }
}
