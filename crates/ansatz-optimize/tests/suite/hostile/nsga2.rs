//! Any bytes give an error or a search that goes on.

use ansatz_optimize::{Nsga2, RealVector, Space};
use ansatz_testkit::hostile::{assert_survives_damage, decode_within};
use proptest::{collection::vec, prelude::*};

use crate::runs::{self, assert_refuses};

fn decode(bytes: &[u8]) -> bool {
    runs::decode::<Nsga2<RealVector, 2>, 2>(bytes, |x| [x[0], 1.0 - x[0]])
}

fn golden(evaluations: u64) -> Vec<u8> {
    let genomes = RealVector::new(&Space::real([(0.0, 1.0)]).unwrap());
    let mut run = Nsga2::new(genomes, 5).unwrap().start(60, 3).unwrap();
    for _ in 0..evaluations {
        let trial = run.ask().unwrap();
        run.tell(trial.number, [trial.candidate[0], 1.0 - trial.candidate[0]]).unwrap();
    }
    run.ask();
    run.to_bytes()
}

#[test]
fn damage_is_survived() {
    assert_survives_damage(&golden(3), decode);
    assert_survives_damage(&golden(12), decode);
    assert_survives_damage(&golden(13), decode);
}

#[test]
fn every_check_refuses_something() {
    let names = runs::refusals::<Nsga2<RealVector, 2>, 2>(&golden(12));
    assert_refuses(&names, &["population", "generation", "crossover", "mutation", "eta", "rate", "crossover_rate"]);
}

proptest! {
    #[test]
    fn arbitrary_bytes_are_survived(at in 10..500usize, bytes in vec(any::<u8>(), 0..300)) {
        let mut golden = golden(12);
        golden.truncate(at);
        decode_within(&[golden, bytes].concat(), 128, &mut decode);
    }
}
