//! `CountMin` from bytes: an error, or a table that answers, takes part and writes itself again.
#![cfg_attr(feature = "libfuzzer", no_main)]

use ansatz_fuzz::assert_round_trip;
use ansatz_hash::Xxh3;
use ansatz_sketch::CountMin;

ansatz_fuzz::target!(|data| run(data));

fn run(data: &[u8]) {
    let Ok(mut sketch) = CountMin::<Xxh3>::from_bytes(data) else { return };
    assert_round_trip(&sketch, CountMin::to_bytes, CountMin::<Xxh3>::from_bytes);

    let before = sketch.estimate_hash(7);
    assert!(before.lower <= before.value && before.value <= before.upper, "{before:?}");
    sketch.update_hash(7, 3);
    let after = sketch.estimate_hash(7);
    assert!(after.value >= before.value, "{before:?}, then {after:?}");
    let same = sketch.clone();
    sketch.merge(&same).expect("a sketch merges with its copy");
    let doubled = sketch.estimate_hash(7);
    assert!(doubled.value >= after.value, "counts saturate, they do not wrap");
    assert!(sketch.inner_product(&same).is_ok());
    sketch.halve();
    assert!(sketch.estimate_hash(7).value <= doubled.value);
}
