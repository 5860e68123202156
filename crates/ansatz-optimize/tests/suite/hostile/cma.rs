//! Any bytes give an error or a search that goes on.

use ansatz_optimize::{CmaEs, CmaEsConfig, Covariance, Space};
use ansatz_testkit::hostile::{assert_survives_damage, decode_within};
use proptest::{collection::vec, prelude::*};

use crate::{functions::sphere, runs};

fn decode(bytes: &[u8]) -> bool {
    runs::decode::<CmaEs, 1>(bytes, |x| [sphere(x)])
}

fn golden(covariance: Covariance, evaluations: u64) -> Vec<u8> {
    let space = Space::real([(-1.0, 1.0), (0.0, 2.0)]).unwrap();
    let config = CmaEsConfig::default().population(5).covariance(covariance);
    let mut run = CmaEs::with_config(&space, config).unwrap().start(600, 3).unwrap();
    for _ in 0..evaluations {
        let trial = run.ask().unwrap();
        run.tell(trial.number, sphere(&trial.candidate)).unwrap();
    }
    run.ask();
    run.to_bytes()
}

#[test]
fn damage_is_survived() {
    assert_survives_damage(&golden(Covariance::Full, 0), decode);
    assert_survives_damage(&golden(Covariance::Full, 17), decode);
    assert_survives_damage(&golden(Covariance::Diagonal, 23), decode);
    let mut around = CmaEs::around(&[1.0, 2.0], 0.1).unwrap().start(60, 3).unwrap();
    around.ask();
    assert_survives_damage(&around.to_bytes(), decode);
}

#[test]
fn every_check_refuses_something() {
    let golden = [golden(Covariance::Full, 15), golden(Covariance::Diagonal, 25)];
    let names = golden.iter().flat_map(|bytes| runs::refusals::<CmaEs, 1>(bytes)).collect();
    runs::assert_refuses(&names, &["step", "population", "run", "distribution", "generations", "covariance"]);
}

proptest! {
    #[test]
    fn arbitrary_bytes_are_survived(at in 10..700usize, bytes in vec(any::<u8>(), 0..300)) {
        let mut golden = golden(Covariance::Full, 12);
        golden.truncate(at);
        decode_within(&[golden, bytes].concat(), 128, &mut decode);
    }
}
