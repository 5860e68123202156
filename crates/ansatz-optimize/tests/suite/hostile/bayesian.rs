//! Any bytes give an error or a search that goes on.

use ansatz_optimize::{BayesianConfig, BayesianSearch, Dimension, Run, Space};
use ansatz_testkit::hostile::{assert_survives_damage, decode_within};
use proptest::{collection::vec, prelude::*};

use crate::{
    functions::sphere,
    runs::{self, outcome},
};

fn decode(bytes: &[u8]) -> bool {
    // What is accepted is asked and told without the counting: a model's matrices are not the input's.
    Run::<BayesianSearch>::from_bytes(bytes).is_ok()
}

fn golden(evaluations: u64) -> Vec<u8> {
    let space = Space::new([Dimension::real(-1.0, 1.0).unwrap(), Dimension::category(2).unwrap()]).unwrap();
    let config = BayesianConfig::default().initial(3).batch(2).fantasies(2).observations(10);
    let mut run = BayesianSearch::with_config(&space, config).unwrap().start(60, 3).unwrap();
    for _ in 0..evaluations {
        let trial = run.ask().unwrap();
        run.tell(trial.number, outcome(trial.number, [sphere(&trial.candidate)])).unwrap();
    }
    run.ask();
    run.to_bytes()
}

#[test]
fn damage_is_survived() {
    assert_survives_damage(&golden(2), decode);
    assert_survives_damage(&golden(9), decode);
}

/// One byte in seventeen of a run is damaged, in a bit that differs from byte to byte, and the run goes on from that.
#[test]
fn damaged_runs_go_on() {
    let golden = golden(9);
    let mut accepted = 0;
    for at in (0..golden.len()).step_by(17) {
        let mut damaged = golden.clone();
        damaged[at] ^= 1 << (at % 8);
        accepted += u32::from(runs::decode::<BayesianSearch, 1>(&damaged, |x| [sphere(x)]));
    }
    assert!(accepted > 0);
}

proptest! {
    #[test]
    fn arbitrary_bytes_are_survived(at in 10..500usize, bytes in vec(any::<u8>(), 0..300)) {
        let mut golden = golden(7);
        golden.truncate(at);
        // An empty candidate is eight bytes here and as a vector of vectors 72 with its evaluation, while that grows twice.
        decode_within(&[golden, bytes].concat(), 32, &mut decode);
    }
}
#[test]
fn write_corpus() {
    std::fs::write("/tmp/wt-bo/fuzz/corpus/decode_bayesian/golden", golden(9)).unwrap();
    std::fs::write("/tmp/wt-bo/fuzz/corpus/decode_bayesian/design", golden(2)).unwrap();
}
