//! The (epsilon, delta) bound of Count-Min, over the hasher's seeds.

use ansatz_hash::{SeededHasher, Xxh3};
use ansatz_random::{Stream, rand_core::Rng};
use ansatz_sketch::{ConservativeCountMin, CountMin};
use ansatz_testkit::statistics::{assert_mean, assert_rate_at_most};
use rand_distr::{Distribution, Zipf};

const WIDTH: usize = 64;

/// The most keys of equal weight c that each exceed epsilon N = (e / 64) k c: where Markov's inequality is nearly tight.
const HEAVY: u64 = 23;

/// With k keys of equal weight, each just above epsilon N, a query of another key errs exactly if in every row one of
/// them meets it: with probability (1 - (1 - 1/w)^k)^d for independent rows. That is to be found, and not only the
/// bound e^-d, since rows that err together would raise it.
#[test]
fn rows_err_as_if_they_were_independent() {
    for (depth, trials) in [(1, 2000), (2, 10_000), (3, 20_000), (4, 40_000), (5, 80_000)] {
        let misses = assert_independent(WIDTH, depth, HEAVY, trials);
        assert_rate_at_most("the bound", misses, trials as usize, libm::exp(-(depth as f64)));
    }
}

/// One heavy key, which meets another in all rows with probability w^-d: the two hashes of `h1 + i h2` make that about
/// w^-2 at any depth, and fail here.
#[test]
fn keys_that_meet_in_some_rows_do_not_meet_in_all() {
    for (width, depth, trials) in [(4, 3, 20_000), (4, 4, 40_000), (5, 4, 80_000), (16, 3, 200_000)] {
        assert_independent(width, depth, 1, trials);
    }
}

/// Full depth, in so narrow a table that all rows often meet.
#[test]
fn all_rows_are_independent_at_full_depth() {
    assert_independent(8, 32, 32, 20_000);
}

/// Asserts the rate of misses, and returns their number.
fn assert_independent(width: usize, depth: usize, heavy: u64, trials: u64) -> usize {
    let misses: Vec<f64> = (0..trials).map(|seed| f64::from(u8::from(misses_in(seed, depth, width, heavy)))).collect();
    let in_a_row = 1.0 - libm::pow(1.0 - 1.0 / width as f64, heavy as f64);
    let what = format!("misses in {depth} rows of {width}");
    assert_mean(&what, &misses, libm::pow(in_a_row, depth as f64), 0.0);
    misses.iter().sum::<f64>() as usize
}

/// Whether a key that never came is estimated above 0.
fn misses_in(seed: u64, depth: usize, width: usize, heavy: u64) -> bool {
    let mut sketch = CountMin::with_hasher(width, depth, Xxh3::with_seed(seed)).unwrap();
    sketch.extend((0..heavy).map(|key| (key, 1)));
    sketch.estimate(&heavy).value > 0.0
}

/// The keys of 16 streams of 4,000 each, with the count of each key.
fn streams(skewed: bool) -> Vec<Vec<(u64, u64)>> {
    let zipf = Zipf::new(500.0, 1.1).unwrap();
    let stream = |index| {
        let mut random = Stream::new(7, index);
        let mut counts = vec![0; 501];
        for _ in 0..4000 {
            let key = if skewed { zipf.sample(&mut random) as usize } else { (random.next_u64() % 500) as usize };
            counts[key] += 1;
        }
        (0..).zip(counts).collect()
    };
    (0..16).map(stream).collect()
}

/// How often the intervals of `trials` sketches miss the count of one key each, plainly and conservatively.
fn misses_on(skewed: bool, trials: u64, width: usize, depth: usize, confidence: Option<f64>) -> [usize; 2] {
    let (mut misses, streams) = ([0; 2], streams(skewed));
    for trial in 0..trials {
        let mut plain = CountMin::with_hasher(width, depth, Xxh3::with_seed(trial)).unwrap();
        let mut conservative = ConservativeCountMin::with_hasher(width, depth, Xxh3::with_seed(trial)).unwrap();
        let counts = &streams[trial as usize % 16];
        plain.extend(counts.iter().copied());
        conservative.extend(counts.iter().copied());
        let (key, truth) = counts[(trial * 31 % 501) as usize];
        let estimates = confidence.map_or_else(
            || [plain.estimate(&key), conservative.estimate(&key)],
            |c| [plain.estimate_at(&key, c).unwrap(), conservative.estimate_at(&key, c).unwrap()],
        );
        for (misses, estimate) in misses.iter_mut().zip(estimates) {
            *misses += usize::from(!estimate.contains(truth as f64));
        }
    }
    misses
}

#[test]
fn intervals_hold_on_skewed_and_uniform_data() {
    for skewed in [true, false] {
        for (width, depth) in [(30, 1), (30, 2), (50, 3), (272, 3)] {
            let name = format!("skewed: {skewed}, {depth} rows of {width}");
            for misses in misses_on(skewed, 2000, width, depth, None) {
                assert_rate_at_most(&name, misses, 2000, libm::exp(-(depth as f64)));
            }
        }
    }
}

#[test]
fn intervals_hold_at_any_confidence() {
    for confidence in [0.2, 0.5, 0.8, 0.95] {
        for misses in misses_on(true, 1000, 50, 2, Some(confidence)) {
            assert_rate_at_most("misses", misses, 1000, 1.0 - confidence);
        }
    }
}

#[test]
fn intervals_hold_after_decay_and_merges() {
    let streams = [streams(true), streams(false)].concat();
    let misses = (0..1000).filter(|&trial| {
        let mut parts: Vec<CountMin> =
            (0..4).map(|_| CountMin::with_hasher(40, 2, Xxh3::with_seed(trial)).unwrap()).collect();
        let (key, mut truth) = (trial % 500, 0);
        for (part, sketch) in parts.iter_mut().enumerate() {
            let mut decayed = 0;
            for round in 0..3 {
                let counts = &streams[part * 3 + round * 8];
                sketch.extend(counts.iter().copied());
                sketch.halve();
                decayed += counts[key as usize].1;
                decayed /= 2;
            }
            truth += decayed;
        }
        let mut merged = parts.pop().unwrap();
        for part in &parts {
            merged.merge(part).unwrap();
        }
        !merged.estimate(&key).contains(truth as f64)
    });
    assert_rate_at_most("misses", misses.count(), 1000, libm::exp(-2.0));
}

#[test]
fn inner_products_are_within_their_bound() {
    let (skewed_streams, uniform_streams) = (streams(true), streams(false));
    for (skewed, depth) in [(true, 1), (true, 2), (false, 1), (false, 2)] {
        let misses = (0..1000).filter(|&trial| {
            let a = &(if skewed { &skewed_streams } else { &uniform_streams })[trial as usize % 8];
            let b = &skewed_streams[8 + trial as usize % 7];
            let sketches = [a, b].map(|counts| {
                let mut sketch = CountMin::with_hasher(40, depth, Xxh3::with_seed(trial)).unwrap();
                sketch.extend(counts.iter().copied());
                sketch
            });
            let truth: u64 = a.iter().zip(b).map(|(a, b)| a.1 * b.1).sum();
            let product = sketches[0].inner_product(&sketches[1]).unwrap();
            assert!(product.value >= truth as f64);
            !product.contains(truth as f64)
        });
        assert_rate_at_most("misses", misses.count(), 1000, libm::exp(-(depth as f64)));
    }
}
