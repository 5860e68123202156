//! Any bytes give an error or a search that goes on.

use ansatz_optimize::{NelderMead, Space};
use ansatz_testkit::hostile::{assert_survives_damage, decode_within};
use proptest::{collection::vec, prelude::*};

use crate::{
    functions::rosenbrock,
    runs::{self, assert_refuses},
};

fn decode(bytes: &[u8]) -> bool {
    runs::decode::<NelderMead, 1>(bytes, |x| [rosenbrock(x)])
}

fn golden(evaluations: u64) -> Vec<u8> {
    let space = Space::real([(-1.0, 2.0); 2]).unwrap();
    let mut run = NelderMead::new(&space).unwrap().start(60, 3).unwrap();
    for _ in 0..evaluations {
        let trial = run.ask().unwrap();
        run.tell(trial.number, rosenbrock(&trial.candidate)).unwrap();
    }
    run.ask();
    run.to_bytes()
}

#[test]
fn damage_is_survived() {
    assert_survives_damage(&golden(2), decode);
    for evaluations in 4..12 {
        assert_survives_damage(&golden(evaluations), decode);
    }
}

#[test]
fn every_check_refuses_something() {
    let names = runs::refusals::<NelderMead, 1>(&golden(7));
    assert_refuses(&names, &["phase", "simplex", "step", "tolerance", "generation"]);
}

proptest! {
    #[test]
    fn arbitrary_bytes_are_survived(at in 10..500usize, bytes in vec(any::<u8>(), 0..300)) {
        let mut golden = golden(12);
        golden.truncate(at);
        decode_within(&[golden, bytes].concat(), 128, &mut decode);
    }
}
