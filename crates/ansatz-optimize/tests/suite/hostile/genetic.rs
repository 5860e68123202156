//! Any bytes give an error or a search that goes on.

use std::collections::BTreeSet;

use ansatz_optimize::{
    BitString, Codec, Diversity, GeneticAlgorithm, GeneticConfig, Grouping, Permutation, PermutationCrossover,
    PermutationMutation, RealCrossover, RealMutation, RealVector, Representation, Run, Selection, Space,
};
use ansatz_testkit::hostile::{assert_survives_damage, decode_within};
use proptest::{collection::vec, prelude::*};

use crate::{
    functions::sphere,
    properties::FirstFit,
    runs::{self, assert_refuses},
};

/// A run that has been asked for one more than it has been told.
fn golden<R: Representation<Genome: Codec> + Codec>(
    genomes: R,
    config: GeneticConfig,
    evaluations: u64,
    objective: impl Fn(&R::Genome) -> [f64; 1],
) -> Vec<u8> {
    let mut run = GeneticAlgorithm::with_config(genomes, config).unwrap().start(60, 3).unwrap();
    for _ in 0..evaluations {
        let trial = run.ask().unwrap();
        run.tell(trial.number, objective(&trial.candidate)).unwrap();
    }
    run.ask();
    run.to_bytes()
}

fn config() -> GeneticConfig {
    GeneticConfig::default().population(4).islands(2)
}

fn first(items: &Vec<usize>) -> [f64; 1] {
    [items[0] as f64]
}

fn decode(bytes: &[u8]) -> bool {
    runs::decode::<GeneticAlgorithm<RealVector>, 1>(bytes, |x| [sphere(x)])
}

#[test]
fn damage_is_survived() {
    let space = Space::real([(-1.0, 1.0)]).unwrap();
    for evaluations in [1, 10, 20] {
        assert_survives_damage(&golden(RealVector::new(&space), config(), evaluations, |x| [sphere(x)]), decode);
    }
    let crowding = config().diversity(Diversity::Crowding);
    let (crossover, mutation) = (PermutationCrossover::EdgeRecombination, PermutationMutation::Invert);
    let tours = Permutation::with_operators(3, crossover, mutation).unwrap();
    let decode = |bytes: &[u8]| runs::decode::<GeneticAlgorithm<Permutation>, 1>(bytes, first);
    assert_survives_damage(&golden(tours, crowding, 10, first), decode);
    let decode = |bytes: &[u8]| runs::decode::<GeneticAlgorithm<Grouping<FirstFit>>, 1>(bytes, FirstFit::cost);
    assert_survives_damage(&golden(Grouping::new(3, FirstFit).unwrap(), config(), 12, FirstFit::cost), decode);
    let ones = |bits: &Vec<bool>| [bits.iter().filter(|bit| **bit).count() as f64];
    let decode = |bytes: &[u8]| runs::decode::<GeneticAlgorithm<BitString>, 1>(bytes, ones);
    assert_survives_damage(&golden(BitString::new(3).unwrap(), config().population(5), 13, ones), decode);
}

#[test]
fn every_check_refuses_something() {
    let space = Space::real([(-1.0, 1.0)]).unwrap();
    let ranks = config().selection(Selection::LinearRank { pressure: 1.5 }).elitism(1);
    let objective = |x: &Vec<f64>| [sphere(x)];
    let mut names = BTreeSet::new();
    for (crossover, mutation, config) in [
        (RealCrossover::Blend { alpha: 0.5 }, RealMutation::Polynomial { eta: 9.0, rate: Some(0.5) }, config()),
        (RealCrossover::Uniform { rate: 0.5 }, RealMutation::Uniform { rate: Some(0.5) }, ranks),
    ] {
        let genomes = RealVector::with_operators(&space, crossover, mutation).unwrap();
        names.append(&mut runs::refusals::<GeneticAlgorithm<RealVector>, 1>(&golden(genomes, config, 10, objective)));
    }
    let own =
        ["population", "islands", "tournament size", "rank pressure", "crossover_rate", "mutation_rate", "elitism"];
    assert_refuses(&names, &own);
    assert_refuses(&names, &["migration_interval", "migrants", "selection", "diversity", "generation", "generations"]);
    assert_refuses(&names, &["crossover", "mutation", "alpha", "eta", "rate"]);

    let names =
        runs::refusals::<GeneticAlgorithm<Permutation>, 1>(&golden(Permutation::new(3).unwrap(), config(), 10, first));
    assert_refuses(&names, &["len", "crossover", "mutation", "population"]);
    let items = golden(Grouping::new(3, FirstFit).unwrap(), config(), 10, FirstFit::cost);
    let names = runs::refusals::<GeneticAlgorithm<Grouping<FirstFit>>, 1>(&items);
    assert_refuses(&names, &["items", "share", "dissolved", "population"]);
    let bits = golden(BitString::new(3).unwrap(), config(), 10, |bits| [f64::from(u8::from(bits[0]))]);
    assert_refuses(&runs::refusals::<GeneticAlgorithm<BitString>, 1>(&bits), &["len", "flips", "crossover", "flag"]);
}

proptest! {
    #[test]
    fn arbitrary_bytes_are_survived(at in 10..500usize, bytes in vec(any::<u8>(), 0..300)) {
        let space = Space::real([(-1.0, 1.0)]).unwrap();
        let mut golden = golden(RealVector::new(&space), config(), 12, |x| [sphere(x)]);
        golden.truncate(at);
        decode_within(&[golden, bytes].concat(), 128, &mut decode);
    }
}

/// Genomes that are none of the representation's are refused, in members and in children: an item that comes twice.
#[test]
fn foreign_genomes_are_refused() {
    let bytes = golden(Permutation::new(3).unwrap(), config(), 12, first);
    let genome = |at: usize| {
        let words = bytes.get(at..at + 32)?.chunks_exact(8).map(|word| u64::from_le_bytes(word.try_into().unwrap()));
        let words: Vec<u64> = words.collect();
        (words[0] == 3 && words[1..].iter().sum::<u64>() == 3 && words[1..].contains(&0) && words[1..].contains(&1))
            .then_some(at + 8)
    };
    let places: Vec<usize> = (0..bytes.len()).filter_map(genome).collect();
    // The best, eight members or fewer, and the five children of the second generation.
    assert!(places.len() > 10, "{places:?}");
    // The run's best is not the method's to check.
    for place in &places[1..] {
        let mut damaged = bytes.clone();
        damaged.copy_within(place + 8..place + 16, *place);
        assert!(Run::<GeneticAlgorithm<Permutation>>::from_bytes(&damaged).is_err(), "{place}");
    }
}
