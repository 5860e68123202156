//! `TDigest` from bytes: an error, or a digest that answers in order, takes part and writes itself again.
#![cfg_attr(feature = "libfuzzer", no_main)]

use ansatz_fuzz::assert_round_trip;
use ansatz_sketch::TDigest;

ansatz_fuzz::target!(|data| run(data));

fn run(data: &[u8]) {
    let Ok(mut digest) = TDigest::from_bytes(data) else { return };
    assert_round_trip(&digest, TDigest::to_bytes, TDigest::from_bytes);
    assert_answers_are_ordered(&digest);

    let same = digest.clone();
    digest.insert(1.0);
    if digest.merge(&same).is_ok() {
        assert_answers_are_ordered(&digest);
    }
}

fn assert_answers_are_ordered(digest: &TDigest) {
    let mut below = digest.min();
    for step in 0..=16 {
        let here = digest.quantile(f64::from(step) / 16.0);
        assert!(below <= here, "quantile {step} of 16: {here:?} after {below:?}");
        below = here;
    }
    assert!(below <= digest.max(), "{below:?} above the maximum");
    if let (Some(min), Some(max)) = (digest.min(), digest.max()) {
        let (low, high) = (digest.cdf(min), digest.cdf(max));
        assert!(low <= high && (Some(0.0)..=Some(1.0)).contains(&low) && high <= Some(1.0), "{low:?} to {high:?}");
    }
}
