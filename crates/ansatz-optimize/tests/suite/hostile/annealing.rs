//! Any bytes give an error or a search that goes on.

use ansatz_core::{
    DecodeError,
    bytes::{Reader, Writer},
};
use ansatz_optimize::{Annealing, Codec, Landscape, SimulatedAnnealing};
use ansatz_random::Stream;
use ansatz_testkit::hostile::{assert_survives_damage, decode_counted};
use proptest::{collection::vec, prelude::*};

use crate::runs::{assert_refuses, refusals_of};

/// A walk on the circle of all 16-bit numbers.
#[derive(Clone)]
struct Circle;

#[derive(Clone, PartialEq)]
struct Place(u16);

impl Codec for Place {
    fn encode(&self, writer: &mut Writer) {
        self.0.encode(writer);
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(Self(Codec::decode(reader)?))
    }
}

impl Landscape for Circle {
    type State = Place;
    type Move = u16;

    fn cost(&self, place: &Place) -> f64 {
        f64::from(place.0.abs_diff(30_000))
    }

    fn propose(&self, place: &Place, rng: &mut Stream) -> u16 {
        place.0.wrapping_add(ansatz_random::below(rng, 200) as u16).wrapping_sub(100)
    }

    fn change(&self, place: &Place, to: &u16) -> f64 {
        self.cost(&Place(*to)) - self.cost(place)
    }

    fn apply(&self, place: &mut Place, to: u16) {
        place.0 = to;
    }
}

fn decode(bytes: &[u8]) -> bool {
    let Ok(mut annealing) = Annealing::from_bytes(Circle, bytes) else { return false };
    assert_eq!(annealing.to_bytes(), bytes, "an accepted search is written differently");
    annealing.advance(50);
    assert!(annealing.best().1.is_finite() && annealing.temperature().is_finite());
    true
}

fn golden(moves: u64) -> Vec<u8> {
    let mut annealing = SimulatedAnnealing::new(Circle, Place(7)).unwrap().start(4_000, 1).unwrap();
    annealing.advance(moves);
    annealing.to_bytes()
}

#[test]
fn damage_is_survived() {
    assert_survives_damage(&golden(0), decode);
    assert_survives_damage(&golden(10), decode);
}

#[test]
fn every_check_refuses_something() {
    let names = refusals_of(&golden(50), |bytes| Annealing::from_bytes(Circle, bytes).err());
    assert_refuses(&names, &["initial_rate", "reheats", "annealing", "history", "flag"]);
}

proptest! {
    #[test]
    fn arbitrary_bytes_are_survived(at in 10..200usize, bytes in vec(any::<u8>(), 0..300)) {
        let mut golden = golden(20);
        golden.truncate(at);
        decode_counted(&[golden, bytes].concat(), &mut decode);
    }
}
