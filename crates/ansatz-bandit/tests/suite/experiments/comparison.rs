//! Bayesian comparison against scipy's quadrature, against sums over whole shapes, and in closed forms.

use ansatz_bandit::experiments::{Conversions, Standing, compare_conversions, compare_means};
use ansatz_random::{Stream, below, normal};

fn assert_standings(standings: &[Standing], expected: &[(f64, f64)], within: f64) {
    assert_eq!(standings.len(), expected.len());
    for (ours, (best, loss)) in standings.iter().zip(expected) {
        assert!((ours.probability_best - best).abs() < within, "{ours:?}, expected {best}");
        assert!((ours.expected_loss - loss).abs() < within, "{ours:?}, expected a loss of {loss}");
    }
}

/// scipy.integrate.quad of beta.pdf * product of beta.cdf, and of beta.cdf * (1 - product of beta.cdf), over 59 pieces.
#[test]
fn conversions_are_compared_as_by_scipy() {
    let of = |counts: &[(u64, u64)]| -> Vec<Conversions> {
        counts.iter().map(|(successes, trials)| Conversions::new(*successes, *trials).unwrap()).collect()
    };
    let standings = compare_conversions(&of(&[(10, 100), (15, 100), (12, 100)])).unwrap();
    let expected = [
        (0.097_104_627_369_801_01, 0.059_186_216_183_493_956),
        (0.664_570_116_982_295_7, 0.010_166_608_340_356_72),
        (0.238_325_255_647_903_83, 0.039_578_373_046_239_08),
    ];
    assert_standings(&standings, &expected, 1e-11);
    let four = compare_conversions(&of(&[(5_000, 100_000), (5_200, 100_000), (5_100, 100_000), (4_900, 100_000)]));
    let expected = [
        (0.012_238_307_879_916_374, 0.002_084_416_968_540_479),
        (0.835_150_306_350_851_1, 8.445_696_774_049_533e-5),
        (0.152_287_465_072_295, 0.001_084_436_968_140_489_3),
        (0.000_323_920_696_936_976_07, 0.003_084_396_968_940_47),
    ];
    assert_standings(&four.unwrap(), &expected, 1e-11);
    // Jeffreys' prior, whose density has a pole that costs scipy digits.
    let jeffreys: Vec<Conversions> =
        of(&[(3, 20), (0, 10), (2, 10)]).into_iter().map(|c| c.with_prior(0.5, 0.5).unwrap()).collect();
    let expected = [
        (0.337_323_843_521_133_37, 0.093_451_703_171_001_06),
        (0.032_245_490_551_818_47, 0.214_663_824_383_122_3),
        (0.630_430_665_927_048_7, 0.032_845_642_564_940_48),
    ];
    assert_standings(&compare_conversions(&jeffreys).unwrap(), &expected, 1e-8);
}

#[test]
fn means_are_compared_as_by_scipy() {
    let expected = [
        (0.201_528_536_088_506_97, 0.831_020_522_770_035),
        (0.470_331_140_865_490_77, 0.531_020_522_770_035_1),
        (0.328_140_323_046_002_2, 1.331_020_522_770_035_1),
    ];
    assert_standings(&compare_means(&[(1.0, 0.5), (1.3, 0.2), (0.5, 2.0)]).unwrap(), &expected, 1e-11);
}

/// P(B > A) for whole shapes is a sum of beta functions (E. Miller, *Formulas for Bayesian A/B testing*, 2015).
fn sum(a: (u64, u64), b: (u64, u64)) -> f64 {
    let ln_beta = |a: f64, b: f64| libm::lgamma(a) + libm::lgamma(b) - libm::lgamma(a + b);
    let (a, b) = ((a.0 as f64 + 1.0, (a.1 - a.0) as f64 + 1.0), (b.0 as f64 + 1.0, (b.1 - b.0) as f64 + 1.0));
    (0..b.0 as u64)
        .map(|i| {
            let i = i as f64;
            (ln_beta(a.0 + i, a.1 + b.1) - (b.1 + i).ln() - ln_beta(1.0 + i, b.1) - ln_beta(a.0, a.1)).exp()
        })
        .sum()
}

#[test]
fn pairs_are_those_of_the_finite_sum() {
    for seed in 0..300 {
        let mut rng = Stream::new(seed, 0);
        let mut counts = || {
            let size = [3, 50, 2_000][below(&mut rng, 3) as usize];
            let trials = below(&mut rng, size);
            (below(&mut rng, trials + 1), trials)
        };
        let (a, b) = (counts(), counts());
        let pair = [Conversions::new(a.0, a.1).unwrap(), Conversions::new(b.0, b.1).unwrap()];
        let standings = compare_conversions(&pair).unwrap();
        let expected = sum(a, b);
        assert!((standings[1].probability_best - expected).abs() < 1e-10, "{a:?} {b:?}: {standings:?} {expected}");
        assert!((standings[0].probability_best - (1.0 - expected)).abs() < 1e-10, "{a:?} {b:?}: {standings:?}");
        // E max(B - A, 0) - E max(A - B, 0) is the difference of the means.
        let mean = |c: (u64, u64)| (c.0 + 1) as f64 / (c.1 + 2) as f64;
        let difference = standings[0].expected_loss - standings[1].expected_loss;
        assert!((difference - (mean(b) - mean(a))).abs() < 1e-10, "{a:?} {b:?}: {standings:?}");
    }
}

#[test]
fn extremes_keep_their_sums() {
    let large = 1 << 53;
    let cases: [&[(u64, u64)]; 6] = [
        &[(0, 0), (large / 2, large)],
        &[(0, large), (large, large), (1, 2)],
        &[(0, 1_000_000_000), (1, 1_000_000_000)],
        &[(500_000_000, 1_000_000_000), (500_010_000, 1_000_000_000)],
        &[(3, 1_000_000), (999_990, 1_000_000), (0, 0), (999_991, 1_000_000)],
        &[(large - 5, large), (0, 3)],
    ];
    for counts in cases {
        let variants: Vec<Conversions> = counts.iter().map(|c| Conversions::new(c.0, c.1).unwrap()).collect();
        let standings = compare_conversions(&variants).unwrap();
        let sum: f64 = standings.iter().map(|s| s.probability_best).sum();
        // Beside 2^53 trials a rate's deviation is 1e-8: rounding moves the density by so much.
        let within = if counts.iter().any(|c| c.1 == large) { 1e-6 } else { 1e-9 };
        assert!((sum - 1.0).abs() < within, "{counts:?}: {standings:?}");
        assert!(standings.iter().all(|s| s.expected_loss >= 0.0 && s.expected_loss <= 1.0), "{standings:?}");
    }
    for variants in [[(0.0, 1e-100), (1e100, 1e88)], [(-1e100, 1e100), (5.0, 1e-11)], [(1e6, 2e-6), (1e6 + 1e-6, 2e-6)]]
    {
        let standings = compare_means(&variants).unwrap();
        let sum: f64 = standings.iter().map(|s| s.probability_best).sum();
        // 1e6 is rounded to 1.2e-10, 1e-4 of its deviation here.
        assert!((sum - 1.0).abs() < 1e-4, "{variants:?}: {standings:?}");
    }
}

/// What is lost between them is the difference of their means.
#[test]
fn rates_may_be_far_apart() {
    let few = Conversions::new(3, 1_000_000_000).unwrap();
    let most = Conversions::new(999_999_993, 1_000_000_000).unwrap();
    let half = Conversions::new(500_000_000, 1_000_000_000).unwrap();
    for (worse, better, apart) in [(few, most, 1.0 - 12e-9), (few, half, 0.5 - 4e-9), (half, most, 0.5 - 8e-9)] {
        let standings = compare_conversions(&[worse, better]).unwrap();
        assert_standings(&standings, &[(0.0, apart), (1.0, 0.0)], 1e-9);
    }
}

/// For two normal means: the difference is normal, and the loss its positive part.
#[test]
fn pairs_of_means_are_in_closed_form() {
    for (first, second) in [((10.0, 0.3), (10.5, 0.4)), ((0.0, 1.0), (-7.0, 0.1)), ((3.0, 1e-6), (3.0, 50.0))] {
        let standings = compare_means(&[first, second]).unwrap();
        let deviation = (first.1 * first.1 + second.1 * second.1).sqrt();
        let z = (second.0 - first.0) / deviation;
        let loss = deviation * (normal::density(z) + z * normal::cdf(z));
        assert!((standings[1].probability_best - normal::cdf(z)).abs() < 1e-10, "{standings:?}");
        assert!((standings[0].expected_loss / loss - 1.0).abs() < 1e-9, "{standings:?} {loss}");
    }
}

/// scipy.optimize.brentq of the integral of beta.pdf(x) * beta.cdf(r x).
#[test]
fn lifts_are_those_of_scipy() {
    let of = |successes, trials| Conversions::new(successes, trials).unwrap();
    let recorded = [
        (
            of(130, 1_000),
            of(100, 1_000),
            [0.297_948_932_491_731_27, 0.017_566_971_465_125_647, 0.661_048_584_430_755_2],
        ),
        (of(3, 5), of(1, 9), [2.441_047_313_257_090_7, -0.105_333_578_505_581_78, 22.513_423_317_343_054]),
        // Twice many a rate of the one is above 1: mpmath, by parts that end there.
        (of(5, 5), of(1, 2), [0.716_531_195_564_627, -0.181_811_176_999_972_99, 8.175_365_620_318_605]),
        (of(1, 2), of(1, 5), [0.820_424_680_511_486_2, -0.708_215_150_400_363_4, 11.488_949_463_513_184]),
    ];
    for (variant, control, [value, lower, upper]) in recorded {
        let lift = variant.lift_over(&control);
        for (ours, expected) in [(lift.value, value), (lift.lower, lower), (lift.upper, upper)] {
            assert!((ours - expected).abs() < 1e-8 * (1.0 + expected.abs()), "{lift:?}, expected {expected}");
        }
        // Back is the same interval, turned over.
        let back = control.lift_over(&variant);
        assert!(((1.0 + lift.lower) * (1.0 + back.upper) - 1.0).abs() < 1e-8, "{lift:?} {back:?}");
        assert!(((1.0 + lift.upper) * (1.0 + back.lower) - 1.0).abs() < 1e-8, "{lift:?} {back:?}");
    }
    for confidence in [1e-300, 1e-16, 1e-15, 1e-14, 1e-13, 1e-12, 1e-9, 1.0 - 1e-9, 1.0 - 1e-13, 1.0 - 1e-16] {
        // The first two had their ends swapped at 1e-14 and 1e-16.
        let swapped = [(of(1_985, 10_000), of(204_850, 1_000_000)), (of(73, 100), of(4, 5))];
        let others = [(of(130, 1_000), of(100, 1_000)), (of(3, 5), of(1, 9)), (of(0, 0), of(7, 1 << 40))];
        for (variant, control) in swapped.into_iter().chain(others) {
            let lift = variant.lift_over_at(&control, confidence).unwrap();
            assert!(lift.lower <= lift.value && lift.value <= lift.upper, "{lift:?}");
        }
    }
    let (none, all) = (of(0, 1 << 53), of(1 << 53, 1 << 53));
    assert!(none.lift_over(&all).upper < -0.999 && all.lift_over(&none).lower > 1e9);
}

#[test]
fn what_cannot_be_is_an_error() {
    assert!(Conversions::new(5, 4).is_err());
    assert!(Conversions::new(5, u64::MAX).is_err());
    let good = Conversions::new(5, 10).unwrap();
    for bad in [0.0, -1.0, f64::NAN, f64::INFINITY, 1e300] {
        assert!(good.with_prior(bad, 1.0).is_err() && good.with_prior(1.0, bad).is_err(), "{bad}");
        assert!(compare_means(&[(0.0, bad), (0.0, 1.0)]).is_err(), "{bad}");
        assert!(good.lift_over_at(&good, bad).is_err(), "{bad}");
    }
    for bad in [f64::NAN, f64::INFINITY, -1e300] {
        assert!(compare_means(&[(bad, 1.0), (0.0, 1.0)]).is_err(), "{bad}");
    }
    assert!(compare_means(&[(1.0, 1e-13), (0.0, 1.0)]).is_err());
    assert!(compare_conversions(&[good]).is_err());
    assert!(compare_conversions(&[good; 65]).is_err());
    assert!(compare_means(&[]).is_err());
}
