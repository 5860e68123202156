//! Any bytes give an error or a search that goes on.

use ansatz_optimize::{LShade, LShadeConfig, Space};
use ansatz_testkit::hostile::{assert_survives_damage, decode_within};
use proptest::{collection::vec, prelude::*};

use crate::{
    functions::sphere,
    runs::{self, assert_refuses},
};

fn decode(bytes: &[u8]) -> bool {
    runs::decode::<LShade, 1>(bytes, |x| [sphere(x)])
}

fn golden(evaluations: u64) -> Vec<u8> {
    let space = Space::real([(-1.0, 1.0)]).unwrap();
    let config = LShadeConfig::default().population(5).memory(2);
    let mut run = LShade::with_config(&space, config).unwrap().start(60, 3).unwrap();
    for _ in 0..evaluations {
        let trial = run.ask().unwrap();
        run.tell(trial.number, sphere(&trial.candidate)).unwrap();
    }
    run.ask();
    run.to_bytes()
}

#[test]
fn damage_is_survived() {
    assert_survives_damage(&golden(3), decode);
    assert_survives_damage(&golden(17), decode);
}

#[test]
fn every_check_refuses_something() {
    let names = [golden(3), golden(17)].iter().flat_map(|bytes| runs::refusals::<LShade, 1>(bytes)).collect();
    let own =
        ["population", "final_population", "best_share", "archive_rate", "scale and rate", "memory", "generation"];
    assert_refuses(&names, &own);
    // What all runs have.
    assert_refuses(&names, &["method", "objectives", "trials", "history", "evaluation", "dimension", "bounds", "flag"]);
    assert_refuses(&names, &["evaluations", "patience", "target"]);
}

proptest! {
    #[test]
    fn arbitrary_bytes_are_survived(at in 10..500usize, bytes in vec(any::<u8>(), 0..300)) {
        let mut golden = golden(12);
        golden.truncate(at);
        decode_within(&[golden, bytes].concat(), 128, &mut decode);
    }
}
