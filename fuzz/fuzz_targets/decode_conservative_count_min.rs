//! A conservative Count-Min sketch from any bytes: an error, or a sketch that is written as the same bytes and can be used.
#![cfg_attr(feature = "libfuzzer", no_main)]

use ansatz_hash::Xxh3;
use ansatz_sketch::ConservativeCountMin;

ansatz_fuzz::target!(|data| run(data));

fn run(data: &[u8]) {
    let Ok(mut sketch) = ConservativeCountMin::<Xxh3>::from_bytes(data) else { return };
    assert_eq!(sketch.to_bytes(), data, "an accepted value is written differently");
    let before = sketch.estimate("key");
    assert!(before.lower <= before.value && before.value <= before.upper);
    sketch.update("key", 7);
    let after = sketch.estimate("key");
    assert!(after.value >= before.value && after.upper >= 7.0);
    sketch.halve();
    assert_eq!(ConservativeCountMin::<Xxh3>::from_bytes(&sketch.to_bytes()).ok(), Some(sketch));
}
