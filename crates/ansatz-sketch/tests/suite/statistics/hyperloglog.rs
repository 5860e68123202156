//! Streams of random hashes, so that the number of items is exact and no hash function is part of the question.

use ansatz_random::{Stream, rand_core::Rng};
use ansatz_sketch::{HyperLogLog, HyperLogLogPlus};
use ansatz_testkit::statistics::{assert_mean, assert_rate_at_most, assert_rmse_at_most};

const TRIALS: u64 = 1000;

/// The standard error for many items is this, divided by the root of the number of registers (Ertl 2017, section 4.3).
const STANDARD_ERROR: f64 = 1.036_704_709_778_501_2;

/// The first-order bias of the maximum of the likelihood is this, divided by the number of registers: the value of
/// equation 20 of Cox and Snell for many items. The estimator removes it and leaves terms of its square.
const FIRST_ORDER_BIAS: f64 = 1.01;

/// What `trials` sketches say of `items` items, divided by the truth, less 1; and how many intervals missed.
fn relative_errors(precision: u8, items: u64, trials: u64) -> (Vec<f64>, usize) {
    let mut misses = 0;
    let errors = (0..trials)
        .map(|trial| {
            let mut hashes = Stream::new(u64::from(precision) << 32 | items, trial);
            let mut sketch = HyperLogLog::new(precision).unwrap();
            (0..items).for_each(|_| sketch.insert_hash(hashes.next_u64()));
            let estimate = sketch.estimate();
            assert!(estimate.value > 0.0, "no estimate is zero");
            misses += usize::from(!estimate.contains(items as f64));
            estimate.value / items as f64 - 1.0
        })
        .collect();
    (errors, misses)
}

/// The bound of every precision: unbiased up to second order, no larger an error than theory's, 95% of intervals right.
fn hold_to_theory(precision: u8, items: &[u64], trials: u64) {
    let registers = f64::from(1u32 << precision);
    let first_order = FIRST_ORDER_BIAS / registers;
    let second_order = first_order * first_order;
    // The estimate is distributed much like the inverse of a gamma variable of this shape, whose variance is larger than
    // the limit's by the factor shape / (shape - 2).
    let shape = registers / (STANDARD_ERROR * STANDARD_ERROR);
    let excess = (shape / (shape - 2.0)).sqrt() - 1.0;
    // docs/benchmarks.md publishes that up to precision 6 the intervals hold up to one per cent less often.
    let missing = if precision < 7 { 0.06 } else { 0.05 };
    for &items in items {
        let what = format!("precision {precision}, {items} items");
        let (errors, misses) = relative_errors(precision, items, trials);
        assert_mean(&what, &errors, 0.0, second_order);
        assert_rmse_at_most(&what, &errors, STANDARD_ERROR / registers.sqrt(), excess);
        assert_rate_at_most(&what, misses, errors.len(), missing);
    }
}

#[test]
fn precisions_4_to_6_hold_their_bound() {
    for precision in 4..=6 {
        hold_to_theory(precision, &[1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 5000], 2 * TRIALS);
    }
}

#[test]
fn precisions_7_to_10_hold_their_bound() {
    for precision in 7..=10 {
        hold_to_theory(precision, &[1, 3, 10, 30, 100, 300, 1000, 3000, 10_000], TRIALS);
    }
}

/// The range in which two popular crates return 0, among others.
#[test]
fn precision_11_holds_its_bound() {
    hold_to_theory(11, &[1, 10, 100, 130, 200, 500, 1000, 2000, 3000, 5000, 10_000, 20_000], TRIALS);
}

#[test]
fn precisions_12_to_18_hold_their_bound() {
    for precision in 12..=14 {
        hold_to_theory(precision, &[1, 100, 3000, 20_000], 400);
    }
    for precision in 15..=18 {
        hold_to_theory(precision, &[1, 1000, 30_000], 400);
    }
}

/// No bump, no zero, no jump between ranges: along a stream the estimate never leaves nine standard errors, which chance
/// does at one of so many points with a probability below 1e-14.
#[test]
fn the_estimate_follows_a_stream_without_a_bump() {
    for precision in 10..=12 {
        let mut hashes = Stream::new(11, u64::from(precision));
        let mut sketch = HyperLogLog::new(precision).unwrap();
        let allowed = 9.0 * STANDARD_ERROR / f64::from(1u32 << precision).sqrt();
        for items in 1..=10_000u32 {
            sketch.insert_hash(hashes.next_u64());
            let error = sketch.estimate().value / f64::from(items) - 1.0;
            assert!(error.abs() < allowed, "precision {precision}, {items} items: off by {error}");
        }
    }
}

/// A sparse sketch is one of 2^25 registers: for n items its standard error is n / sqrt(2^26) items (the number of pairs
/// that fall to one register is Poisson with mean n^2 / 2^26).
#[test]
fn sparse_sketches_are_nearly_exact() {
    let items = 12_000u64;
    let errors: Vec<f64> = (0..400)
        .map(|trial| {
            let mut hashes = Stream::new(25, trial);
            let mut sketch = HyperLogLogPlus::new(16).unwrap();
            (0..items).for_each(|_| sketch.insert_hash(hashes.next_u64()));
            assert!(sketch.is_sparse());
            sketch.estimate().value - items as f64
        })
        .collect();
    assert_mean("sparse", &errors, 0.0, 0.0);
    assert_rmse_at_most("sparse", &errors, items as f64 / 8192.0, 0.0);
}

#[test]
fn intersections_lie_in_their_interval() {
    for (only, common) in [(2000u64, 2000u64), (5000, 100), (500, 5000)] {
        let misses = (0..500)
            .filter(|trial| {
                let mut hashes = Stream::new(only, *trial);
                let mut next = |count: u64| (0..count).map(|_| hashes.next_u64()).collect::<Vec<_>>();
                let (first, second, both) = (next(only), next(only), next(common));
                let [a, b] = [first, second].map(|own| {
                    let mut sketch = HyperLogLog::new(12).unwrap();
                    own.iter().chain(&both).for_each(|hash| sketch.insert_hash(*hash));
                    sketch
                });
                !a.intersection(&b).unwrap().contains(common as f64)
            })
            .count();
        assert_rate_at_most("intersection", misses, 500, 0.05);
    }
}
