//! `TopK` under any sequence of updates and merges: every interval holds the truth, and no heavy key is missed.
#![cfg_attr(feature = "libfuzzer", no_main)]

use std::collections::BTreeMap;

use ansatz_sketch::TopK;

ansatz_fuzz::target!(|data| run(data));

/// Three bytes are one update: key, weight and what to do.
fn run(data: &[u8]) {
    let Ok(mut top) = TopK::<u8>::new(4) else { return };
    let mut other = top.clone();
    let mut truth = BTreeMap::<u8, u64>::new();
    for update in data.chunks_exact(3) {
        let (key, weight) = (update[0], u64::from(update[1]));
        match update[2] % 8 {
            0 => core::mem::swap(&mut top, &mut other),
            1 => top = TopK::from_bytes(&top.to_bytes()).expect("a summary reads what it wrote"),
            _ => {
                top.update(&key, weight);
                *truth.entry(key).or_default() += weight;
            }
        }
    }
    top.merge(&other).expect("equal capacities merge");
    assert_eq!(top.total(), truth.values().sum::<u64>());
    for (key, &count) in &truth {
        assert!(top.estimate(key).contains(count as f64), "{key}: {:?}, truth {count}", top.estimate(key));
    }
    let heavy = top.at_least(top.total() / 4 + 1);
    assert!(heavy.complete, "a key above total/capacity may be missed");
}
