//! Any bytes give an error or a run that goes on, in bounded memory.

use ansatz_core::DecodeError;
use ansatz_optimize::{Budget, RandomSearch, Run, Space};
use ansatz_testkit::hostile::{assert_survives_damage, decode_within};
use proptest::{collection::vec, prelude::*};

use crate::runs;

fn decode(bytes: &[u8]) -> bool {
    runs::decode::<RandomSearch, 1>(bytes, |x| [x.iter().sum()])
}

fn golden() -> Vec<u8> {
    let space = Space::real([(0.0, 1.0), (-1.0, 1.0)]).unwrap();
    let mut run = RandomSearch::new(&space).start(Budget::evaluations(40).with_target(-5.0), 3).unwrap();
    for _ in 0..4 {
        run.ask();
    }
    run.tell(0, 2.0).unwrap();
    run.tell(2, 1.5).unwrap();
    run.to_bytes()
}

#[test]
fn damage_is_survived() {
    assert_survives_damage(&golden(), decode);
}

proptest! {
    #[test]
    fn arbitrary_bytes_are_survived(at in 10..150usize, bytes in vec(any::<u8>(), 0..300)) {
        let mut golden = golden();
        golden.truncate(at);
        // An outcome that is missing takes one byte here and 48 in memory, and a growing vector holds itself twice.
        decode_within(&[golden, bytes].concat(), 128, &mut decode);
    }
}

#[test]
fn another_method_is_refused_by_its_name() {
    let mut bytes = golden();
    let name = bytes.windows(6).position(|window| window == b"Random").unwrap();
    bytes[name..name + 6].copy_from_slice(b"Rundum");
    let error = Run::<RandomSearch>::from_bytes(&bytes).unwrap_err();
    assert_eq!(error, DecodeError::field("method", "RundumSearch", "RandomSearch"));
}
