//! The draws: each has its distribution, and its values are interface.

use std::collections::BTreeMap;

use ansatz_random::{Stream, below, rand_core::Rng, shuffle, standard_normal, unit};
use ansatz_testkit::statistics::assert_mean;

const DRAWS: usize = 400_000;

/// Kolmogorov's statistic of so many draws stays below sqrt(ln(2 / alpha) / 2n) with probability 1 - alpha, by the
/// inequality of Dvoretzky, Kiefer, Wolfowitz and Massart; alpha is 1e-6.
fn assert_follows(what: &str, mut draws: Vec<f64>, distribution: impl Fn(f64) -> f64) {
    draws.sort_by(f64::total_cmp);
    let n = draws.len() as f64;
    let furthest = (0..).zip(&draws).map(|(rank, draw)| {
        let expected = distribution(*draw);
        (expected - f64::from(rank) / n).abs().max((f64::from(rank + 1) / n - expected).abs())
    });
    let furthest = furthest.fold(0.0, f64::max);
    let allowed = (libm::log(2e6) / (2.0 * n)).sqrt();
    assert!(furthest <= allowed, "{what}: {furthest}, allowed {allowed}");
}

#[test]
fn normal_draws_follow_the_normal_distribution() {
    let mut rng = Stream::new(3, 0);
    let draws: Vec<f64> = (0..DRAWS).map(|_| standard_normal(&mut rng)).collect();
    // Moments 1 to 4, whose means are 0, 1, 0 and 3: the tails weigh more there.
    for (power, expected) in [(1, 0.0), (2, 1.0), (3, 0.0), (4, 3.0)] {
        let powers: Vec<f64> = draws.iter().map(|draw| (0..power).fold(1.0, |product, _| product * draw)).collect();
        assert_mean(&format!("moment {power}"), &powers, expected, 0.0);
    }
    // P(|Z| > 3), where the quick bounds no longer decide.
    let beyond: Vec<f64> = draws.iter().map(|draw| f64::from(u8::from(draw.abs() > 3.0))).collect();
    assert_mean("beyond three deviations", &beyond, 2.699_796_063e-3, 0.0);
    assert_follows("normal", draws, |x| 0.5 * libm::erfc(-x * core::f64::consts::FRAC_1_SQRT_2));
}

#[test]
fn unit_draws_are_uniform() {
    let mut rng = Stream::new(3, 1);
    let draws: Vec<f64> = (0..DRAWS).map(|_| unit(&mut rng)).collect();
    assert!(draws.iter().all(|draw| (0.0..1.0).contains(draw)));
    assert_follows("unit", draws, |x| x);
}

/// Gives the same word again and again, then others.
struct Words(Vec<u64>);

impl ansatz_random::rand_core::TryRng for Words {
    type Error = core::convert::Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
        Ok(self.try_next_u64()? as u32)
    }

    fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
        Ok(self.0.pop().unwrap())
    }

    fn try_fill_bytes(&mut self, _: &mut [u8]) -> Result<(), Self::Error> {
        unimplemented!("nothing here draws bytes")
    }
}

#[test]
fn the_ends_of_the_words_are_the_ends_of_the_ranges() {
    assert_eq!(unit(&mut Words(vec![0])), 0.0);
    assert_eq!(unit(&mut Words(vec![u64::MAX])), 1.0 - f64::EPSILON / 2.0);
    assert_eq!((below(&mut Words(vec![u64::MAX]), 6), below(&mut Words(vec![u64::MAX]), 1)), (5, 0));
    assert_eq!(below(&mut Words(vec![1]), 0), 0);
    // 2^64 mod 6 is 4: the products below 4 are refused, here that of 0, and the next word decides.
    assert_eq!(below(&mut Words(vec![u64::MAX, 0]), 6), 5);
}

/// Three eighths of 2^64 is not a divisor of it: without the second draw, multiples of 3 would come twice as often.
#[test]
fn large_bounds_have_no_favourites() {
    let bound = 3 << 61;
    let mut rng = Stream::new(3, 2);
    let thirds: Vec<f64> = (0..DRAWS).map(|_| f64::from(u8::from(below(&mut rng, bound) % 3 == 0))).collect();
    assert_mean("multiples of 3", &thirds, 1.0 / 3.0, 0.0);
}

#[test]
fn every_order_of_four_is_as_likely() {
    let mut rng = Stream::new(3, 3);
    let mut counts = BTreeMap::<[u8; 4], usize>::new();
    for _ in 0..DRAWS {
        let mut items = [0, 1, 2, 3];
        shuffle(&mut rng, &mut items);
        *counts.entry(items).or_default() += 1;
    }
    let expected = DRAWS as f64 / 24.0;
    let squares = counts.values().map(|count| (*count as f64 - expected) * (*count as f64 - expected) / expected);
    // Chi-square with 23 degrees of freedom exceeds 70.55 with probability 1e-6 (by SciPy's `chi2.isf`).
    assert!(counts.len() == 24 && squares.sum::<f64>() < 70.55, "{counts:?}");
}

/// From an independent program in Python.
#[test]
fn draws_are_what_they_always_were() {
    let mut rng = Stream::new(2013, 1);
    assert_eq!(
        [(); 3].map(|()| unit(&mut rng)),
        [0.064_781_393_615_879_98, 0.696_142_141_705_453_1, 0.783_734_282_592_817_1]
    );
    assert_eq!([(); 3].map(|()| below(&mut rng, 1_000)), [865, 244, 697]);
    assert_eq!(
        [(); 3].map(|()| standard_normal(&mut rng)),
        [0.236_026_727_889_180_5, -0.933_830_605_330_697_4, 1.529_072_930_229_334]
    );
    let mut items = [0, 1, 2, 3, 4, 5, 6, 7];
    shuffle(&mut rng, &mut items);
    assert_eq!(items, [2, 5, 3, 1, 0, 6, 7, 4]);
    assert_eq!(rng.next_u64(), 7_254_771_825_087_910_112);
}
