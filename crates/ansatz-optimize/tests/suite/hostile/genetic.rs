//! Any bytes give an error or a search that goes on.

use ansatz_optimize::{
    BitString, Codec, Diversity, GeneticAlgorithm, GeneticConfig, Grouping, Permutation, PermutationCrossover,
    PermutationMutation, RealVector, Representation, Run, Space,
};
use ansatz_testkit::hostile::{assert_survives_damage, decode_within};
use proptest::{collection::vec, prelude::*};

use crate::{functions::sphere, properties::FirstFit, runs};

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

proptest! {
    #[test]
    fn arbitrary_bytes_are_survived(at in 10..500usize, bytes in vec(any::<u8>(), 0..300)) {
        let space = Space::real([(-1.0, 1.0)]).unwrap();
        let mut golden = golden(RealVector::new(&space), config(), 12, |x| [sphere(x)]);
        golden.truncate(at);
        decode_within(&[golden, bytes].concat(), 128, &mut decode);
    }
}

/// Genomes that are none of the representation's are refused, in members and in children.
#[test]
fn foreign_genomes_are_refused() {
    let bytes = golden(Permutation::new(3).unwrap(), config(), 12, first);
    let item = |value: u64| value.to_le_bytes();
    // Each genome is written as its length and its items: an item twice is no permutation.
    let genomes = bytes.windows(8).enumerate().filter(|(_, window)| **window == item(3)).map(|(place, _)| place + 8);
    let mut refused = 0;
    for place in genomes {
        let Some(items) = bytes.get(place..place + 24) else { continue };
        if items.chunks_exact(8).all(|chunk| chunk[0] < 3 && chunk[1..] == [0; 7]) {
            let mut damaged = bytes.clone();
            damaged.copy_within(place + 8..place + 16, place);
            assert!(Run::<GeneticAlgorithm<Permutation>>::from_bytes(&damaged).is_err() || place < 300);
            refused += 1;
        }
    }
    assert!(refused > 8, "{refused}");
}
