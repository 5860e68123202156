//! The promised rate, from one in a hundred to one in a million, and what the bits tell.
//!
//! Filters of one test hold the same keys under different seeds, so that they are independent. Probes of one filter
//! share its bits; where a filter's own rate varies much (few bits), each filter is probed
//! once, and holds keys of its own.

use ansatz_hash::{SeededHasher, Xxh3};
use ansatz_sketch::Bloom;
use ansatz_testkit::statistics::{assert_mean, assert_rate_at_most};

fn filled(capacity: u64, fpr: f64, items: u64, seed: u64) -> Bloom {
    let mut filter = Bloom::with_hasher(capacity, fpr, Xxh3::with_seed(seed)).unwrap();
    filter.extend(0..items);
    filter
}

/// How many of `probes` absent keys are found.
fn false_positives(filter: &Bloom, probes: u64) -> usize {
    (0..probes).filter(|probe| filter.contains(&(probe | 1 << 63))).count()
}

#[test]
fn the_promised_rate_is_kept_at_capacity() {
    for (capacity, fpr, filters, probes) in [
        (1000, 0.1, 400, 1000),
        (1000, 0.01, 400, 4000),
        (20_000, 0.01, 400, 2000),
        (1000, 1e-3, 400, 40_000),
        (1000, 1e-4, 400, 50_000),
        (300, 1e-5, 400, 60_000),
        (300, 1e-6, 400, 100_000),
    ] {
        let hits: usize =
            (0..filters).map(|seed| false_positives(&filled(capacity, fpr, capacity, seed), probes)).sum();
        let trials = (filters * probes) as usize;
        assert_rate_at_most(&format!("{capacity} items at {fpr}"), hits, trials, fpr);
        // No larger than it has to be: at half the rate the binomial lower tail is below 1e-3 for the 40 expected at
        // 1e-6 and below 1e-6 elsewhere.
        assert!(2 * hits > (trials as f64 * fpr) as usize, "{hits} of {trials} at {fpr}: the filter is too large");
    }
}

#[test]
fn the_promised_rate_is_kept_by_small_filters() {
    for (capacity, fpr, filters) in [(1, 0.01, 400_000), (10, 0.1, 200_000), (20, 0.01, 400_000), (60, 0.001, 200_000)]
    {
        let mut filter = Bloom::with_capacity_and_fpr(capacity, fpr).unwrap();
        let found = |run: &u64| {
            filter.clear();
            filter.extend((0..capacity).map(|key| key | run << 16));
            filter.contains(&(run << 16 | 1 << 63))
        };
        let hits = (0..filters).filter(found).count();
        assert_rate_at_most(&format!("{capacity} items at {fpr}"), hits, filters as usize, fpr);
    }
}

/// The trap of double hashing: tables of a power of two, where strides share factors with the size, and small ones,
/// where positions depend on each other. Measured against the rate that the bits tell, which takes the k positions of a
/// probe for independent.
#[test]
fn the_rate_that_the_bits_tell_is_the_rate() {
    for (bits, hashes, items) in [(64, 4, 8), (64, 8, 6), (100, 7, 10), (256, 3, 60), (1024, 7, 110), (4096, 12, 300)] {
        let differences: Vec<f64> = (0..4000)
            .map(|seed| {
                let mut filter = Bloom::with_dimensions(bits, hashes).unwrap();
                filter.extend((0..items).map(|key: u64| key | seed << 32));
                let found = (0..500).filter(|probe: &u64| filter.contains(&(probe | seed << 32 | 1 << 63))).count();
                found as f64 / 500.0 - filter.estimated_fpr()
            })
            .collect();
        assert_mean(&format!("measured rate less estimated, {bits} and {hashes}"), &differences, 0.0, 0.0);
    }
}

#[test]
fn the_interval_holds_the_number_of_items() {
    for (capacity, items) in [(10, 1), (10, 5), (20, 20), (1000, 10), (1000, 1000), (1000, 3000), (20_000, 20_000)] {
        let misses = |confidence: f64| {
            (0..1000)
                .filter(|seed| {
                    let estimate = filled(capacity, 0.01, items, *seed).estimate_at(confidence).unwrap();
                    !estimate.contains(items as f64)
                })
                .count()
        };
        assert_rate_at_most(&format!("{items} items at 95%"), misses(0.95), 1000, 0.05);
        assert_rate_at_most(&format!("{items} items at 50%"), misses(0.5), 1000, 0.5);
    }
}

#[test]
fn the_number_of_items_is_unbiased() {
    for items in [1000, 10_000] {
        let estimates: Vec<f64> = (0..400).map(|seed| filled(10_000, 0.01, items, seed).estimate().value).collect();
        // The logarithm's curvature: 0.01% of the items at most here.
        assert_mean(&format!("estimate of {items}"), &estimates, items as f64, 1e-4 * items as f64);
    }
}
