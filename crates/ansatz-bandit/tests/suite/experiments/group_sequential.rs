//! Bounds against Jennison and Turnbull's tables, and to ten digits against a programme in Python that integrates by Simpson's
//! rule over 800 equal steps instead of Gauss and Legendre's nodes.

use ansatz_bandit::experiments::{AlphaSpending, GroupSequential, Spending, Verdict};
use ansatz_random::{Stream, normal, standard_normal};
use ansatz_testkit::statistics::assert_rate_at_most;

/// Tables 2.1 and 2.3 of the book: looks, alpha, Pocock's constant and O'Brien and Fleming's.
#[test]
fn bounds_are_those_of_the_tables() {
    for (looks, alpha, pocock, obrien_fleming) in
        [(1, 0.05, 1.960, 1.960), (2, 0.05, 2.178, 1.977), (5, 0.05, 2.413, 2.040), (10, 0.05, 2.555, 2.087)]
    {
        let pocock_test = GroupSequential::pocock(looks, alpha).unwrap();
        assert!(pocock_test.bounds().iter().all(|bound| (bound - pocock).abs() <= 5.1e-4));
        let other = GroupSequential::obrien_fleming(looks, alpha).unwrap();
        for (look, bound) in (1..).zip(other.bounds()) {
            let constant = bound * f64::sqrt(f64::from(look) / looks as f64);
            assert!((constant - obrien_fleming).abs() <= 5.1e-4, "{looks} looks: {constant}");
        }
    }
}

#[test]
fn bounds_agree_with_another_integration() {
    for (looks, alpha, pocock, obrien_fleming) in [
        (2, 0.05, 2.178_272_088_729_445, 1.977_430_959_296_413_9),
        (5, 0.05, 2.413_176_220_079_894, 2.040_073_174_819_341_3),
        (10, 0.05, 2.555_012_770_372_426_4, 2.086_502_180_738_728),
        (5, 0.01, 2.986_271_831_835_878, 2.621_170_568_705_225),
        (20, 0.1, 2.392_062_697_630_642_3, 1.842_316_210_372_494_2),
    ] {
        let last = |test: GroupSequential| test.bounds()[looks - 1];
        let found = last(GroupSequential::pocock(looks, alpha).unwrap());
        assert!((found - pocock).abs() < 1e-9, "{looks}: {found}");
        let found = last(GroupSequential::obrien_fleming(looks, alpha).unwrap());
        assert!((found - obrien_fleming).abs() < 1e-9, "{looks}: {found}");
    }
}

#[test]
fn sizes_grow_as_another_integration_says() {
    let pocock = GroupSequential::pocock(5, 0.05).unwrap();
    let obrien_fleming = GroupSequential::obrien_fleming(5, 0.05).unwrap();
    assert!((pocock.inflation(0.9).unwrap() - 1.206_474_786_308_410_2).abs() < 1e-8);
    assert!((obrien_fleming.inflation(0.9).unwrap() - 1.026_485_319_665_994_2).abs() < 1e-8);
    let ten = GroupSequential::pocock(10, 0.05).unwrap();
    assert!((ten.inflation(0.8).unwrap() - 1.300_318_021_566_600_6).abs() < 1e-8);
    // And that the power is then what it was to be.
    let single = normal::quantile(0.975) + normal::quantile(0.8);
    let drift = single * f64::sqrt(ten.inflation(0.8).unwrap());
    assert!((ten.power(drift).unwrap() - 0.8).abs() < 1e-9);
    assert!((ten.power(-drift).unwrap() - 0.8).abs() < 1e-9);
    assert!((ten.power(0.0).unwrap() - 0.05).abs() < 1e-9);
}

/// One look is what it is compared with: up to what it finds on the wrong side, 1e-6 of all at a power of 0.8.
#[test]
fn one_look_takes_no_more() {
    for power in [0.8, 0.9, 0.999] {
        let inflation = GroupSequential::pocock(1, 0.05).unwrap().inflation(power).unwrap();
        assert!((inflation - 1.0).abs() < 1e-5, "{power}: {inflation}");
    }
    let error = GroupSequential::pocock(3, 0.5).unwrap().inflation(0.5).unwrap_err().to_string();
    assert_eq!(error, "`power` is 0.5, allowed: more than alpha, 0.5");
}

/// The bounds that the authors' programme prints (to four digits), and the other integration's for odd times.
#[test]
fn spending_gives_the_bounds_of_its_times() {
    let even = [0.2, 0.4, 0.6, 0.8, 1.0];
    for (spending, fractions, expected) in [
        (
            Spending::OBrienFleming,
            &even[..],
            &[4.876_884_95, 3.357_011_922, 2.680_280_065, 2.289_816_768, 2.031_032_043][..],
        ),
        (Spending::Pocock, &even[..], &[2.437_976_688, 2.426_813_858, 2.410_193_84, 2.396_645_401, 2.385_984_572]),
        (
            Spending::OBrienFleming,
            &[0.3, 0.35, 0.8, 1.1],
            &[3.928_572_543, 3.636_823_959, 2.252_103_837, 2.050_992_081],
        ),
        (Spending::Pocock, &[0.05, 0.5, 0.51, 1.0], &[2.868_739_881, 2.207_076_897, 2.373_731_573, 2.216_367_075]),
    ] {
        let mut test = AlphaSpending::new(spending, 0.05).unwrap();
        for (fraction, expected) in fractions.iter().zip(expected) {
            test.look(*fraction, 0.0).unwrap();
            let found = test.bound_of_last_look().unwrap();
            assert!((found - expected).abs() < 2e-9, "{spending:?} at {fraction}: {found}, expected {expected}");
        }
        assert_eq!(test.verdict(), Verdict::NoDifference);
        // Nothing was found until the end, where z is 0.
        assert!((test.p_value() - 1.0).abs() < 1e-9);
    }
}

/// Looks as close as may be, and one that can decide nothing.
#[test]
fn close_looks_and_early_ones_are_no_trouble() {
    let mut test = AlphaSpending::new(Spending::OBrienFleming, 0.05).unwrap();
    test.look(0.01, 30.0).unwrap();
    assert_eq!((test.bound_of_last_look(), test.verdict()), (Some(f64::INFINITY), Verdict::Undecided));
    for look in 0..30 {
        test.look(0.7 + 0.01 * f64::from(look), 0.0).unwrap();
    }
    test.look(1.0, 0.0).unwrap();
    // What is spent by all bounds together is alpha: the last bound is what a value there has as p-value.
    let bound = test.bound_of_last_look().unwrap();
    let bytes = test.to_bytes();
    let mut at_bound = bytes[..bytes.len() - 8].to_vec();
    at_bound.extend(bound.to_le_bytes());
    let at_bound = AlphaSpending::from_bytes(&at_bound).unwrap();
    assert_eq!(at_bound.verdict(), Verdict::Higher);
    assert!((at_bound.p_value() - 0.05).abs() < 1e-9, "{}", at_bound.p_value());
}

/// By the other integration: z of 1, 1 and 2.1 at three of Pocock's looks.
#[test]
fn p_values_follow_the_order_of_stages() {
    let mut test = GroupSequential::pocock(3, 0.05).unwrap();
    assert_eq!(test.p_value(), 1.0);
    test.look(1.0).unwrap();
    assert!((test.p_value() - 2.0 * normal::cdf(-1.0)).abs() < 1e-12);
    test.look(1.0).unwrap();
    assert_eq!(test.look(2.1), Ok(Verdict::NoDifference));
    assert!((test.p_value() - 0.060_326_213_135_466_815).abs() < 1e-9, "{}", test.p_value());
}

/// 2,000 walks of five looks: as often out as the power says, and as alpha says without a drift.
#[test]
fn walks_are_out_as_often_as_integrals_say() {
    for (drift, new) in [
        (0.0, GroupSequential::pocock as fn(usize, f64) -> _),
        (2.0, GroupSequential::pocock),
        (2.5, GroupSequential::obrien_fleming),
    ] {
        let test = new(5, 0.05).unwrap();
        let power = test.power(drift).unwrap();
        let found = |run| {
            let mut rng = Stream::new(51, run);
            let (mut test, mut sum) = (test.clone(), 0.0);
            for look in 1..=5 {
                sum += drift / 5.0 + standard_normal(&mut rng) / f64::sqrt(5.0);
                if test.look(sum / f64::sqrt(f64::from(look) / 5.0)).unwrap().is_final() {
                    break;
                }
            }
            assert!(test.verdict().is_final());
            test.verdict() != Verdict::NoDifference
        };
        let hits = (0..2_000).filter(|run| found(*run)).count();
        assert_rate_at_most("out", hits, 2_000, power);
        assert_rate_at_most("inside", 2_000 - hits, 2_000, 1.0 - power);
    }
}

#[test]
fn a_test_that_is_over_takes_no_look() {
    let mut test = GroupSequential::obrien_fleming(2, 0.05).unwrap();
    assert_eq!(test.look(-3.0), Ok(Verdict::Lower));
    let before = test.clone();
    assert_eq!(test.look(1.0).unwrap_err().to_string(), "`look` is 2, allowed: none after the test is over");
    assert_eq!(test, before);
    let mut test = AlphaSpending::new(Spending::Pocock, 0.05).unwrap();
    for (fraction, z, expected) in [
        (0.5, f64::NAN, "`z` is NaN, allowed: finite"),
        (0.0, 1.0, "`fraction` is 0, allowed: 0.01..=2"),
        (2.5, 1.0, "`fraction` is 2.5, allowed: 0.01..=2"),
        (f64::NAN, 1.0, "`fraction` is NaN, allowed: 0.01..=2"),
    ] {
        assert_eq!(test.look(fraction, z).unwrap_err().to_string(), expected);
    }
}

#[test]
fn parameters_are_checked() {
    assert!(GroupSequential::pocock(0, 0.05).is_err() && GroupSequential::pocock(101, 0.05).is_err());
    assert!(GroupSequential::obrien_fleming(5, 0.6).is_err() && AlphaSpending::new(Spending::Pocock, 0.0).is_err());
    let test = GroupSequential::pocock(2, 0.05).unwrap();
    assert!(test.power(f64::NAN).is_err() && test.inflation(0.4).is_err() && test.inflation(1.0).is_err());
    assert!(test.power(100.0).is_ok_and(|power| (power - 1.0).abs() < 1e-12));
}
