//! `TDigest` under any sequence of operations: counts stay exact and answers in order.
#![cfg_attr(feature = "libfuzzer", no_main)]

use ansatz_sketch::TDigest;

ansatz_fuzz::target!(|data| run(data));

/// Nine bytes are one operation: what to do, and a float.
fn run(data: &[u8]) {
    let Ok(mut digest) = TDigest::new(20.0) else { return };
    let mut other = digest.clone();
    let (mut min, mut max) = (f64::INFINITY, f64::NEG_INFINITY);
    for operation in data.chunks_exact(9) {
        let value = f64::from_le_bytes(operation[1..].try_into().unwrap_or_default());
        match operation[0] % 8 {
            0 => digest.flush(),
            1 => core::mem::swap(&mut digest, &mut other),
            2 => {
                // Only total weights beyond the largest float can be refused.
                let _ = digest.merge(&other);
            }
            3 => {
                let weight = f64::from(operation[0]);
                // A value that is not finite is counted apart.
                if digest.update(value, weight).is_ok() && value.is_finite() {
                    (min, max) = (min.min(value), max.max(value));
                }
            }
            _ => {
                digest.insert(value);
                if value.is_finite() {
                    (min, max) = (min.min(value), max.max(value));
                }
            }
        }
    }
    // A total of 1e300 takes a long input of merges that double it.
    if digest.merge(&other).is_err() {
        return;
    }
    let seen = (min <= max).then_some((min, max));
    assert_eq!(digest.min().zip(digest.max()), seen);

    let mut below = digest.min();
    for step in 0..=32 {
        let here = digest.quantile(f64::from(step) / 32.0);
        assert!(below <= here && here <= digest.max(), "quantile {step} of 32: {here:?} after {below:?}");
        below = here;
    }
}
