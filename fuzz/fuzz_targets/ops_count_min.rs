//! Both Count-Min sketches under any sequence of updates, halvings and merges, beside exact counts.
#![cfg_attr(feature = "libfuzzer", no_main)]

use ansatz_hash::{SeededHasher, Xxh3};
use ansatz_sketch::{ConservativeCountMin, CountMin};

ansatz_fuzz::target!(|data| run(data));

const KEYS: usize = 16;

/// The first bytes are the dimensions and the hasher's seed; then each pair of bytes is a step.
fn run(data: &[u8]) {
    let [width, depth, seed, steps @ ..] = data else { return };
    let (width, depth) = (usize::from(*width) + 1, usize::from(depth % 32) + 1);
    let hasher = Xxh3::with_seed(u64::from(*seed));
    let (Ok(mut plain), Ok(mut conservative)) =
        (CountMin::with_hasher(width, depth, hasher), ConservativeCountMin::with_hasher(width, depth, hasher))
    else {
        return;
    };
    // What was merged into the plain sketch, and its exact counts; the conservative one has no merge.
    let mut side = plain.clone();
    let (mut truth, mut aside) = ([0u128; KEYS], [0u128; KEYS]);
    for step in steps.chunks_exact(2) {
        let (key, weight) = (usize::from(step[0]) % KEYS, weight(step[1]));
        match step[0] {
            255 => {
                plain.halve();
                conservative.halve();
                for count in &mut truth {
                    *count /= 2;
                }
            }
            128..=254 => {
                side.update(&key, weight);
                aside[key] += u128::from(weight);
            }
            _ => {
                plain.update(&key, weight);
                conservative.update(&key, weight);
                truth[key] += u128::from(weight);
            }
        }
    }
    for (key, &count) in truth.iter().enumerate() {
        let (above, below) = (plain.estimate(&key), conservative.estimate(&key));
        assert!(count as f64 <= below.upper && below.value <= above.value, "{key}: {count}, {below}, {above}");
    }
    assert!(plain.merge(&side).is_ok());
    for (key, (&count, &more)) in truth.iter().zip(&aside).enumerate() {
        assert!((count + more) as f64 <= plain.estimate(&key).upper, "{key}: merging lost a count");
    }
    assert_eq!(CountMin::from_bytes(&plain.to_bytes()).as_ref(), Ok(&plain));
    assert_eq!(ConservativeCountMin::from_bytes(&conservative.to_bytes()).as_ref(), Ok(&conservative));
}

/// Small ones, those around 2^32, and those that saturate.
fn weight(byte: u8) -> u64 {
    match byte {
        0..200 => u64::from(byte),
        200..250 => u64::from(u32::MAX) - 225 + u64::from(byte),
        _ => u64::MAX >> (255 - byte),
    }
}
