//! Both Count-Min sketches under any sequence of updates: never below the truth, and the conservative one never above.
#![cfg_attr(feature = "libfuzzer", no_main)]

use std::collections::BTreeMap;

use ansatz_sketch::{ConservativeCountMin, CountMin};

ansatz_fuzz::target!(|data| run(data));

/// Three bytes are one update: key, weight and what to do.
fn run(data: &[u8]) {
    let Ok(mut plain) = CountMin::with_dimensions(8, 3) else { return };
    let Ok(mut conservative) = ConservativeCountMin::with_dimensions(8, 3) else { return };
    let mut other = plain.clone();
    let mut truth = BTreeMap::<u8, u64>::new();
    for update in data.chunks_exact(3) {
        let (key, weight) = (update[0], u64::from(update[1]));
        let part = if update[2] % 2 == 0 { &mut plain } else { &mut other };
        part.update(&key, weight);
        conservative.update(&key, weight);
        *truth.entry(key).or_default() += weight;
    }
    plain.merge(&other).expect("equal dimensions merge");
    assert_eq!(plain.total(), truth.values().sum::<u64>());
    assert_eq!(conservative.total(), plain.total());
    for (key, count) in &truth {
        let (loose, tight) = (plain.estimate(key), conservative.estimate(key));
        assert!(tight.value >= *count as f64, "{key}: {tight:?}, truth {count}");
        assert!(loose.value >= tight.value, "{key}: {loose:?} plain, {tight:?} conservative");
    }
}
