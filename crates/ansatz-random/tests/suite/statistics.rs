//! Substreams look independent, where a careless seeding shows first: across neighbouring indices and seeds.

use ansatz_random::{Stream, rand_core::Rng};
use ansatz_testkit::statistics::assert_mean;

const TRIALS: u64 = 4_000;

/// Each bit of the first number is 1 in half of the substreams.
#[test]
fn first_numbers_of_neighbouring_substreams_have_fair_bits() {
    let by_index = |i| Stream::new(7, i).next_u64();
    let by_seed = |i| Stream::new(i, 7).next_u64();
    for (what, draw) in [("index", &by_index as &dyn Fn(u64) -> u64), ("seed", &by_seed)] {
        let numbers: Vec<u64> = (0..TRIALS).map(draw).collect();
        for bit in 0..64 {
            let samples: Vec<f64> = numbers.iter().map(|number| (number >> bit & 1) as f64).collect();
            assert_mean(&format!("bit {bit} by {what}"), &samples, 0.5, 0.0);
        }
    }
}

/// The first numbers of neighbours differ in 32 of 64 bits on average: Binomial(64, 1/2).
#[test]
fn neighbouring_substreams_differ_in_half_of_their_bits() {
    let by_index = |i| (Stream::new(7, i), Stream::new(7, i + 1));
    let by_seed = |i| (Stream::new(i, 7), Stream::new(i + 1, 7));
    for (what, pair) in [("index", &by_index as &dyn Fn(u64) -> (Stream, Stream)), ("seed", &by_seed)] {
        // Every second one, so that no stream is in two pairs and the samples are independent.
        let samples: Vec<f64> = (0..TRIALS)
            .map(|i| {
                let (mut one, mut other) = pair(2 * i);
                f64::from((one.next_u64() ^ other.next_u64()).count_ones())
            })
            .collect();
        assert_mean(&format!("bits that differ by {what}"), &samples, 32.0, 0.0);
    }
}

/// Var(Binomial(64, 1/2)) = 16: a seeding that moves blocks of bits together has the right mean and too large a spread.
#[test]
fn neighbouring_substreams_differ_bit_by_bit() {
    let squares: Vec<f64> = (0..TRIALS)
        .map(|i| {
            let differing = (Stream::new(7, 2 * i).next_u64() ^ Stream::new(7, 2 * i + 1).next_u64()).count_ones();
            (f64::from(differing) - 32.0) * (f64::from(differing) - 32.0)
        })
        .collect();
    assert_mean("squared deviation from 32", &squares, 16.0, 0.0);
}
