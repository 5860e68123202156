//! Sample ratio mismatch against scipy, against all outcomes one by one, and under its own hypothesis.

use ansatz_bandit::experiments::sample_ratio_mismatch;
use ansatz_random::{Stream, unit};
use ansatz_testkit::statistics::assert_rate_at_most;

#[test]
fn p_values_are_those_of_scipy() {
    // scipy.stats.chisquare(counts, expected).pvalue.
    let chi_square: [(&[u64], &[f64], f64); 3] = [
        (&[50_500, 49_000], &[1.0, 1.0], 1.981_326_333_273_509_6e-6),
        (&[821_588, 815_482], &[50.0, 50.0], 1.821_792_872_619_185_8e-6),
        (&[400, 350, 251], &[0.4, 0.35, 0.25], 0.998_502_620_694_263_2),
    ];
    // scipy.stats.binomtest(counts[0], total, ratio).pvalue, and for three groups and four the sum over
    // itertools.product of math.factorial's multinomial probabilities.
    let exact: [(&[u64], &[f64], f64); 5] = [
        (&[7, 13], &[0.6, 0.4], 0.036_990_090_267_779_406),
        (&[520, 480], &[1e300, 1e300], 0.217_448_293_204_141_5),
        (&[3, 997], &[0.01, 0.99], 0.023_905_236_502_022_795),
        (&[5, 1, 0], &[1.0, 1.0, 1.0], 0.053_497_942_386_831_254),
        (&[1, 2, 6, 3], &[1.0, 2.0, 3.0, 4.0], 0.491_615_985_663_999_9),
    ];
    for (counts, ratios, expected) in chi_square.into_iter().chain(exact) {
        let p = sample_ratio_mismatch(counts, ratios).unwrap();
        assert!((p / expected - 1.0).abs() < 1e-9, "{counts:?}: {p}, expected {expected}");
    }
}

#[test]
fn fair_assignments_are_seldom_suspected() {
    let (mut small, mut large) = (0, 0);
    for seed in 0..2_000 {
        let mut rng = Stream::new(seed, 0);
        for (visitors, suspected) in [(30, &mut small), (600, &mut large)] {
            let mut counts = [0; 3];
            for _ in 0..visitors {
                let u = unit(&mut rng);
                counts[usize::from(u > 0.2) + usize::from(u > 0.5)] += 1;
            }
            *suspected += usize::from(sample_ratio_mismatch(&counts, &[2.0, 3.0, 5.0]).unwrap() <= 0.05);
        }
    }
    assert_rate_at_most("exact", small, 2_000, 0.05);
    // The error of the chi-square approximation at 120 visitors or more in each group is below 0.005.
    assert_rate_at_most("chi-square", large, 2_000, 0.055);
}

#[test]
fn what_cannot_be_is_an_error() {
    let refused: [(&[u64], &[f64]); 6] = [
        (&[], &[]),
        (&[5], &[1.0]),
        (&[5, 6], &[1.0]),
        (&[5, 6], &[1.0, 0.0]),
        (&[5, 6], &[f64::NAN, 1.0]),
        (&[5, 6], &[f64::INFINITY, 1.0]),
    ];
    for (counts, ratios) in refused {
        assert!(sample_ratio_mismatch(counts, ratios).is_err(), "{counts:?} {ratios:?}");
    }
    assert_eq!(sample_ratio_mismatch(&[0, 0], &[1.0, 1.0]), Ok(1.0));
    assert_eq!(sample_ratio_mismatch(&[u64::MAX, 5], &[1.0, 1.0]), Ok(0.0));
    assert_eq!(sample_ratio_mismatch(&[u64::MAX, u64::MAX], &[1.0, 1.0]), Ok(1.0));
    assert_eq!(sample_ratio_mismatch(&[1, u64::MAX], &[1e-308, 1e308]), Ok(0.0));
}
