//! `ConservativeCountMin` from bytes: an error, or a table that answers and writes itself again.
#![cfg_attr(feature = "libfuzzer", no_main)]

use ansatz_fuzz::assert_round_trip;
use ansatz_hash::Xxh3;
use ansatz_sketch::ConservativeCountMin;

ansatz_fuzz::target!(|data| run(data));

fn run(data: &[u8]) {
    let Ok(mut sketch) = ConservativeCountMin::<Xxh3>::from_bytes(data) else { return };
    assert_round_trip(&sketch, ConservativeCountMin::to_bytes, ConservativeCountMin::<Xxh3>::from_bytes);

    let before = sketch.estimate_hash(7);
    assert!(before.lower <= before.value && before.value <= before.upper, "{before:?}");
    sketch.update_hash(7, 3);
    let after = sketch.estimate_hash(7);
    assert!(after.value >= before.value, "{before:?}, then {after:?}");
    sketch.halve();
    assert!(sketch.estimate_hash(7).value <= after.value);
}
