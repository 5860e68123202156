//! SpaceSaving under any sequence of updates and merges, beside exact counts.
#![cfg_attr(feature = "libfuzzer", no_main)]

use std::collections::HashMap;

use ansatz_hash::{SeededHasher, Xxh3};
use ansatz_sketch::TopK;

ansatz_fuzz::target!(|data| run(data));

type Pair = (TopK<u8>, HashMap<u8, u128>);

/// The first bytes are the capacity and the hasher's seed; then each pair of bytes is a step.
fn run(data: &[u8]) {
    let [capacity, seed, steps @ ..] = data else { return };
    let Ok(empty) = TopK::with_hasher(usize::from(capacity % 16) + 1, Xxh3::with_seed(u64::from(*seed))) else {
        return;
    };
    let mut stack: Vec<Pair> = vec![(empty.clone(), HashMap::new())];
    for step in steps.chunks_exact(2) {
        match step[0] {
            255 => stack.push((empty.clone(), HashMap::new())),
            254 => merge(&mut stack),
            key => update(&mut stack, key % 64, weight(step[1])),
        }
    }
    while stack.len() > 1 {
        merge(&mut stack);
    }
    stack.iter().for_each(check);
}

/// Mostly small; the last ones saturate.
fn weight(byte: u8) -> u64 {
    if byte < 250 { u64::from(byte) } else { u64::MAX >> (255 - byte) }
}

fn update(stack: &mut [Pair], key: u8, weight: u64) {
    if let Some((top, exact)) = stack.last_mut() {
        top.update(&key, weight);
        *exact.entry(key).or_default() += u128::from(weight);
    }
}

fn merge(stack: &mut Vec<Pair>) {
    let Some((from, counts)) = stack.pop() else { return };
    if let Some((into, exact)) = stack.last_mut() {
        assert!(into.merge(&from).is_ok());
        for (key, count) in counts {
            *exact.entry(key).or_default() += count;
        }
    } else {
        stack.push((from, counts));
    }
}

fn check((top, exact): &Pair) {
    let total: u128 = exact.values().sum();
    let bound = total as f64 / (top.capacity() as f64 + 1.0);
    for key in 0..64 {
        let (estimate, truth) = (top.estimate(&key), exact.get(&key).copied().unwrap_or(0));
        assert!(estimate.contains(truth as f64), "{key}: {truth} is not in {estimate}");
        // Below 2^53 the interval's ends are exact.
        if total < 1 << 53 {
            assert!(estimate.upper - estimate.lower <= bound, "{key}: {estimate} is wider than {bound}");
        }
    }
    assert_eq!(TopK::from_bytes(&top.to_bytes()).as_ref(), Ok(top));
}
