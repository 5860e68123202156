//! Any bytes give an error or a search that goes on.

use ansatz_optimize::{SobolSearch, Space};
use ansatz_testkit::hostile::{assert_survives_damage, decode_within};
use proptest::{collection::vec, prelude::*};

use crate::{
    functions::sphere,
    runs::{self, assert_refuses},
};

fn decode(bytes: &[u8]) -> bool {
    runs::decode::<SobolSearch, 1>(bytes, |x| [sphere(x)])
}

fn golden(evaluations: u64) -> Vec<u8> {
    let space = Space::real([(-1.0, 2.0); 2]).unwrap();
    let mut run = SobolSearch::new(&space).unwrap().start(60, 3).unwrap();
    for _ in 0..evaluations {
        let trial = run.ask().unwrap();
        run.tell(trial.number, sphere(&trial.candidate)).unwrap();
    }
    run.ask();
    run.to_bytes()
}

#[test]
fn damage_is_survived() {
    assert_survives_damage(&golden(0), decode);
    assert_survives_damage(&golden(5), decode);
}

#[test]
fn every_check_refuses_something() {
    let mut run = SobolSearch::new(&Space::real([(-1.0, 2.0); 2]).unwrap()).unwrap().start(60, 3).unwrap();
    (0..3).for_each(|_| drop(run.ask()));
    assert_refuses(&runs::refusals::<SobolSearch, 1>(&run.to_bytes()), &["outstanding", "bounds", "flag"]);
}

proptest! {
    #[test]
    fn arbitrary_bytes_are_survived(at in 10..500usize, bytes in vec(any::<u8>(), 0..300)) {
        let mut golden = golden(12);
        golden.truncate(at);
        decode_within(&[golden, bytes].concat(), 128, &mut decode);
    }
}
