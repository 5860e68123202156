//! Sample sizes and power against R, statsmodels and scipy, and against the exact power, outcome by outcome.

use ansatz_bandit::experiments::TestDesign;
use ansatz_random::normal;

#[test]
fn sizes_are_those_of_r_and_statsmodels() {
    let nine = TestDesign::default().power(0.9);
    // R's documentation: power.prop.test(p1 = .50, p2 = .75, power = .90) gives n = 76.7. All digits: its formula in scipy,
    // ((norm.isf(a/2) * sqrt(2*pb*(1-pb)) + norm.ppf(power) * sqrt(p1*(1-p1) + p2*(1-p2))) / (p1-p2))**2.
    let size = nine.size_for_proportions(0.50, 0.75).unwrap();
    assert!((size.control - 76.706_928_451_777_47).abs() < 1e-9, "{size:?}");
    let eight = TestDesign::default();
    assert!((eight.size_for_proportions(0.1, 0.12).unwrap().control - 3_840.847_482_436_278).abs() < 1e-7);
    assert!((eight.size_for_proportions(0.06, 0.05).unwrap().control - 8_157.731_447_849_284).abs() < 1e-7);
    // For groups of different size, by Fleiss, Tytun and Ury: pb = (p1 + r * p2) / (1 + r), 1 + 1 / r for 2, and p2*(1-p2) / r.
    let quarter = eight.allocation(0.25).size_for_proportions(0.1, 0.2).unwrap();
    assert!((quarter.control - 459.357_223_045_835_95).abs() < 1e-9, "{quarter:?}");
    let nine_to_one = eight.allocation(9.0).size_for_proportions(0.05, 0.06).unwrap();
    assert!((nine_to_one.control - 4_650.542_160_595_716).abs() < 1e-8, "{nine_to_one:?}");
    // Part of a visitor is one more, in each group: 459.36 and 114.84.
    assert_eq!(quarter.visitors(), (460, 115));
    // statsmodels.stats.power.TTestIndPower().solve_power(effect_size, power, alpha, ratio, alternative); it counts the wrong
    // tail, which is below 1e-6 here, and solves to about 1e-5.
    let recorded = [
        (nine, 1.0, 22.021_088_441_446_192),
        (eight, 0.2, 393.405_693_000_252_6),
        (eight.alpha(0.01).allocation(3.0), 0.5, 63.122_143_614_959_6),
        (eight.allocation(0.5).one_sided(), 0.5, 75.109_048_235_004_82),
    ];
    for (design, effect, expected) in recorded {
        let size = design.size_for_means(effect * 7.0, 7.0).unwrap();
        assert!((size.control / expected - 1.0).abs() < 1e-5, "{size:?} {expected}");
        assert_eq!(size.variant, size.control * design.allocation);
    }
}

#[test]
fn the_power_of_the_t_test_is_that_of_scipy() {
    // scipy.stats.nct.sf(t.isf(alpha / 2, nu), nu, effect * sqrt(n / (1 + 1 / ratio))), nu = n (1 + ratio) - 2.
    let recorded = [
        (1.0, 20.0, 0.05, 1.0, 0.868_952_801_692_127_1),
        (0.2, 300.0, 0.05, 1.0, 0.686_371_177_274_185_4),
        (0.5, 40.0, 0.01, 3.0, 0.553_309_803_615_948_1),
        (2.0, 3.0, 0.05, 1.0, 0.462_608_128_648_151),
        (0.01, 1e6, 0.05, 1.0, 0.999_999_839_856_176_6),
        (0.1, 1e5, 0.001, 0.25, 1.0),
        // Critical values beside which the normal probability is a step: 1,414, 45, 84 and 1e10 deviations of a sample.
        (30.0, 2.0, 1e-6, 1.0, 0.000_900_593_772_282_812),
        (3.0, 2.0, 0.001, 1.0, 0.009_946_002_707_537_03),
        (8.0, 4.0, 1e-9, 1.0, 0.000_145_449_036_777_954_67),
        (1.0, 2.0, 1e-20, 1.0, 0.0),
        (100.0, 2.0, 1e-4, 1.0, 0.632_138_954_180_203_8),
        (2.0, 30.0, 1e-12, 2.0, 0.707_352_311_918_225_7),
        (0.5, 50.0, 0.3, 0.1, 0.509_632_627_840_793_9),
    ];
    for (effect, visitors, alpha, ratio, expected) in recorded {
        let design = TestDesign::default().alpha(alpha).allocation(ratio);
        let power = design.power_for_means(effect, 1.0, visitors).unwrap();
        assert!((power - expected).abs() < 1e-9, "{effect} {visitors}: {power} {expected}");
    }
}

/// The probability that the pooled z-test rejects in the right direction, summed over all outcomes.
fn exact_power(first: f64, second: f64, n: u32, m: u32) -> f64 {
    let binomial = |n: u32, p: f64| -> Vec<f64> {
        let mut masses = vec![1.0];
        for _ in 0..n {
            let mut next = vec![0.0; masses.len() + 1];
            for (hits, mass) in masses.iter().enumerate() {
                next[hits] += mass * (1.0 - p);
                next[hits + 1] += mass * p;
            }
            masses = next;
        }
        masses
    };
    let (firsts, seconds) = (binomial(n, first), binomial(m, second));
    let (n, m) = (f64::from(n), f64::from(m));
    let mut power = 0.0;
    for (x, p) in firsts.iter().enumerate() {
        for (y, q) in seconds.iter().enumerate() {
            let pooled = (x + y) as f64 / (n + m);
            let error = (pooled * (1.0 - pooled) * (1.0 / n + 1.0 / m)).sqrt();
            if y as f64 / m - x as f64 / n > -normal::quantile(0.025) * error {
                power += p * q;
            }
        }
    }
    power
}

#[test]
fn the_power_for_proportions_is_close_to_the_exact_one() {
    for (first, second, n, m) in [
        (0.50, 0.75, 77, 77),
        (0.10, 0.20, 200, 200),
        (0.10, 0.16, 500, 500),
        (0.3, 0.5, 60, 120),
        (0.3, 0.4, 300, 150),
        (0.287_4, 0.689_2, 36, 36),
        (0.388_9, 0.580_5, 26, 26),
        (0.5, 0.8, 50, 50),
        (0.5, 0.6, 200, 200),
        (0.3, 0.4, 400, 400),
        (0.5, 0.6, 220, 440),
    ] {
        let design = TestDesign::default().allocation(f64::from(m) / f64::from(n));
        let power = design.power_for_proportions(first, second, f64::from(n)).unwrap();
        let exact = exact_power(first, second, n, m);
        // The bounds that the page states; half of 1 / sqrt(2 pi spread) is 0.2, and a third of that is for skewness.
        let spread = f64::from(n) * first * (1.0 - first) + f64::from(m) * second * (1.0 - second);
        let fewest = [(n, first), (m, second)].map(|(n, p)| f64::from(n) * p.min(1.0 - p));
        let bound = if fewest[0].min(fewest[1]) >= 100.0 { 0.02 } else { 0.07 };
        assert!((power - exact).abs() < bound, "{first} {second} {n}: {power}, exact {exact}");
        assert!((power - exact).abs() < 0.27 / spread.sqrt(), "{first} {second} {n}: {power}, exact {exact}");
    }
}

/// Of so many visitors that everything is normal: for a quarter of them in the variant, and for one in a thousand.
#[test]
fn many_visitors_are_normal() {
    for (visitors, allocation) in [(1e9, 0.25), (1e12, 0.001), (9e15, 1.0), (9e15, 1000.0)] {
        let design = TestDesign::default().allocation(allocation);
        let deviation = (visitors / (1.0 + 1.0 / allocation)).sqrt();
        for shift in [0.5, 1.5, 2.5, 4.0] {
            let power = design.power_for_means(shift / deviation, 1.0, visitors).unwrap();
            let limit = normal::cdf(shift + normal::quantile(0.025));
            assert!((power - limit).abs() < 2e-9, "{visitors} {allocation} {shift}: {power}, normal {limit}");
        }
    }
}

#[test]
fn size_power_and_what_is_detectable_are_inverse() {
    let designs = [
        TestDesign::default(),
        TestDesign::default().alpha(0.001).power(0.95).allocation(0.1),
        TestDesign::default().power(0.5).allocation(20.0).one_sided(),
    ];
    for design in designs {
        for (control, variant) in [(0.001, 0.002), (0.05, 0.06), (0.4, 0.9)] {
            let n = design.size_for_proportions(control, variant).unwrap().control;
            if n < 2.0 {
                continue;
            }
            let power = design.power_for_proportions(control, variant, n).unwrap();
            assert!((power - design.power).abs() < 1e-9, "{design:?} {control}: {power}");
            let least = design.detectable_proportion(control, n).unwrap();
            assert!((least - variant).abs() < 1e-9, "{design:?} {control}: {least} {variant}");
        }
        for effect in [0.001, 0.1, 1.3] {
            let n = design.size_for_means(effect, 1.0).unwrap().control;
            if n < 2.0 {
                continue;
            }
            let power = design.power_for_means(effect, 1.0, n).unwrap();
            assert!((power - design.power).abs() < 1e-7, "{design:?} {effect}: {power} {n}");
            let least = design.detectable_difference(2.0, n).unwrap();
            assert!((least / effect / 2.0 - 1.0).abs() < 1e-7, "{design:?} {effect}: {least}");
        }
    }
}

#[test]
fn what_is_detectable_is_found_where_power_is_a_step() {
    for (design, visitors) in [(0.5, 1e4), (0.8, 1e9), (0.8, 1e14), (0.999_999, 1e14), (0.8, 9e15)]
        .map(|(power, visitors)| (TestDesign::default().power(power), visitors))
    {
        for control in [1e-3, 0.5, 0.99] {
            let least = design.detectable_proportion(control, visitors).unwrap();
            let power = design.power_for_proportions(control, least, visitors).unwrap();
            // A proportion is found to 1e-13 of itself: 7e-5 of the deviation for 0.99 and 9e15 visitors.
            assert!((power - design.power).abs() < 7e-5, "{design:?} {visitors} {control}: {least} {power}");
        }
        let least = design.detectable_difference(1.0, visitors).unwrap();
        let power = design.power_for_means(least, 1.0, visitors).unwrap();
        assert!((power - design.power).abs() < 1e-9, "{design:?} {visitors}: {least} {power}");
    }
}

#[test]
fn what_cannot_be_is_an_error() {
    let good = TestDesign::default();
    for bad in [0.0, 1.0, -1.0, f64::NAN, 1e300, 1e-300, f64::INFINITY] {
        assert!(good.alpha(bad).size_for_means(1.0, 1.0).is_err(), "{bad}");
        assert!(good.power(bad).size_for_means(1.0, 1.0).is_err(), "{bad}");
        if bad != 1.0 {
            assert!(good.allocation(bad).size_for_proportions(0.1, 0.2).is_err(), "{bad}");
        }
    }
    assert!(good.power(0.04).size_for_means(1.0, 1.0).is_err());
    for (one, other) in [(0.1, 0.1), (0.0, 0.1), (0.1, 1.0), (f64::NAN, 0.1), (0.1, f64::INFINITY)] {
        assert!(good.size_for_proportions(one, other).is_err(), "{one} {other}");
    }
    for (difference, deviation) in [(0.0, 1.0), (1.0, 0.0), (f64::NAN, 1.0), (1.0, f64::INFINITY), (1e-300, 1.0)] {
        assert!(good.size_for_means(difference, deviation).is_err(), "{difference} {deviation}");
    }
    for visitors in [0.0, 1.9, -5.0, f64::NAN, 1e300, f64::INFINITY] {
        assert!(good.power_for_means(1.0, 1.0, visitors).is_err(), "{visitors}");
        assert!(good.power_for_proportions(0.1, 0.2, visitors).is_err(), "{visitors}");
        assert!(good.detectable_difference(1.0, visitors).is_err(), "{visitors}");
        assert!(good.detectable_proportion(0.1, visitors).is_err(), "{visitors}");
    }
    // Too many would be needed, and too few are there.
    assert!(good.size_for_proportions(0.5, 0.5 + 1e-10).is_err());
    assert!(good.size_for_means(1e-8, 1.0).is_err());
    assert!(good.detectable_proportion(0.999, 3.0).is_err());
    // Two visitors of the variant: with 0.8 conversions they are told from 0.5 more often than with 1.
    let few = good.power(0.08).allocation(0.001);
    let power = |variant| few.power_for_proportions(0.5, variant, 2_000.0).unwrap();
    assert!(power(0.8) > power(1.0 - 1e-9));
    assert!(few.detectable_proportion(0.5, 2_000.0).unwrap_err().to_string().contains("power"));
    assert!(good.allocation(0.001).power_for_means(1.0, 1.0, 3.0).is_err());
}
