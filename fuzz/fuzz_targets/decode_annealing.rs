//! An annealing from any bytes: an error, or a search that is written as the same bytes and goes on.
#![cfg_attr(feature = "libfuzzer", no_main)]

use ansatz_core::{
    DecodeError,
    bytes::{Reader, Writer},
};
use ansatz_optimize::{Annealing, Codec, Landscape};
use ansatz_random::{Stream, below};

ansatz_fuzz::target!(|data| run(data));

fn run(data: &[u8]) {
    let Ok(mut annealing) = Annealing::from_bytes(Circle, data) else { return };
    assert_eq!(annealing.to_bytes(), data);
    let before = annealing.moves();
    let made = annealing.advance(100);
    assert_eq!(annealing.moves(), before + made);
    assert!(annealing.accepted() <= annealing.moves());
    assert!(annealing.best().1.is_finite() && annealing.temperature().is_finite());
    let again = Annealing::from_bytes(Circle, &annealing.to_bytes()).expect("a search writes what it cannot read");
    assert_eq!(again.to_bytes(), annealing.to_bytes());
}

/// A walk on the circle of all 16-bit numbers.
struct Circle;

#[derive(Clone)]
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
        let step = u16::try_from(below(rng, 200)).expect("below 200");
        place.0.wrapping_add(step).wrapping_sub(100)
    }

    fn change(&self, place: &Place, to: &u16) -> f64 {
        self.cost(&Place(*to)) - self.cost(place)
    }

    fn apply(&self, place: &mut Place, to: u16) {
        place.0 = to;
    }
}
