use ansatz_bandit::experiments::{Group, MixtureSprt, Verdict};
use ansatz_random::{Stream, standard_normal, unit};
use ansatz_testkit::statistics::assert_rate_at_most;

fn fed(mut test: MixtureSprt, control: &[f64], treatment: &[f64]) -> MixtureSprt {
    for outcome in control {
        test.observe(Group::Control, *outcome).unwrap();
    }
    for outcome in treatment {
        test.observe(Group::Treatment, *outcome).unwrap();
    }
    test
}

/// SciPy 1.17: the logarithm of quad(nct.pdf(t, nu, d sqrt(n)) norm.pdf(d, 0, effect)) / t.pdf(t, nu), for the t statistic
/// of these outcomes, nu = 6, n = 15 / 8.
#[test]
fn the_evidence_is_the_bayes_factor_of_the_t_statistic() {
    for (effect, exact) in [(0.5, 0.287_306_490_132_552_94), (2.0, 0.459_166_761_019_202)] {
        let test = MixtureSprt::new(0.05, effect).unwrap();
        let test = fed(test, &[1.0, 2.5, 0.5, 3.0, 1.5], &[2.0, 4.5, 3.5]);
        assert!((test.p_value() - f64::exp(-exact)).abs() < 1e-12, "{effect}: {}", test.p_value());
    }
}

/// With known deviations the evidence is that of one normal variable: by hand for a difference of 2 with variance 1 + 4 / 2.
#[test]
fn the_evidence_of_known_deviations_is_that_of_a_normal_variable() {
    let test = MixtureSprt::new(0.05, 1.0).unwrap().with_deviations(1.0, 2.0).unwrap();
    let test = fed(test, &[1.0], &[10.0, -4.0]);
    // Evidence only grows against the first difference of 9: variance 1 + 4, mixture 2.5.
    let density = |z: f64, variance: f64| f64::exp(-0.5 * z * z / variance) / f64::sqrt(variance);
    let exact = density(9.0, 5.0) / density(9.0, 7.5);
    assert!((test.p_value() / exact - 1.0).abs() < 1e-12);
    assert_eq!(test.estimate().value, 2.0);
    // A group of two, that grows apart from the other: 5 with the variance 1 + 4 / 2.
    let test = MixtureSprt::new(0.05, 1.0).unwrap().with_deviations(1.0, 2.0).unwrap();
    let test = fed(test, &[1.0], &[2.0, 10.0]);
    let exact = density(5.0, 3.0) / density(5.0, 5.5);
    assert!((test.p_value() / exact - 1.0).abs() < 1e-12);
}

/// A value is outside of the interval as soon as a test of that value, with outcomes shifted by it, would find it.
#[test]
fn the_interval_holds_what_a_test_of_it_would_not_find() {
    let mut rng = Stream::new(5, 0);
    let outcomes: Vec<f64> = (0..60).map(|_| standard_normal(&mut rng)).collect();
    let (control, treatment) = outcomes.split_at(25);
    for known in [false, true] {
        let new = || {
            let test = MixtureSprt::new(0.05, 0.7).unwrap();
            if known { test.with_deviations(1.2, 0.9).unwrap() } else { test }
        };
        let estimate = fed(new(), control, treatment).estimate();
        for (value, is_found) in [
            (estimate.lower - 1e-6, true),
            (estimate.lower + 1e-6, false),
            (estimate.upper - 1e-6, false),
            (estimate.upper + 1e-6, true),
        ] {
            let shifted: Vec<f64> = treatment.iter().map(|outcome| outcome - value).collect();
            let last = shifted.len() - 1;
            let mut test = fed(new(), control, &shifted[..last]);
            let before = test.p_value();
            test.observe(Group::Treatment, shifted[last]).unwrap();
            // Found now, or at a moment before at which it was outside too.
            assert!(test.p_value() <= before);
            if is_found {
                assert!(test.p_value() <= 0.05, "{known} {value}: {}", test.p_value());
            } else if before > 0.05 {
                assert!(test.p_value() > 0.05, "{known} {value}: {}", test.p_value());
            }
        }
    }
}

/// Looked at after each of 1,000 outcomes, at an uneven and random allocation.
fn false_alarms(known: bool, seed: u64, outcome: impl Fn(&mut Stream) -> f64) -> (usize, usize) {
    let (mut alarms, mut misses) = (0, 0);
    for run in 0..RUNS {
        let mut rng = Stream::new(seed, run);
        let mut test = MixtureSprt::new(0.1, 0.3).unwrap();
        if known {
            test = test.with_deviations(1.0, 1.0).unwrap();
        }
        let mut is_missed = false;
        for _ in 0..1_000 {
            let group = if unit(&mut rng) < 0.3 { Group::Treatment } else { Group::Control };
            test.observe(group, outcome(&mut rng)).unwrap();
            is_missed |= !test.estimate().contains(0.0);
        }
        alarms += usize::from(test.verdict() != Verdict::Undecided);
        misses += usize::from(is_missed);
        assert_eq!(test.verdict().is_final(), test.p_value() <= 0.1);
    }
    (alarms, misses)
}

#[test]
fn false_alarms_are_at_most_alpha() {
    for known in [false, true] {
        let (alarms, misses) = false_alarms(known, 11, |rng| 5.0 + standard_normal(rng));
        assert_rate_at_most("alarms", alarms, RUNS as usize, 0.1);
        // The interval excludes the truth exactly where the test would have found something.
        assert_eq!(alarms, misses);
        assert!(alarms > 0, "a test that never says anything");
    }
    let (alarms, _) = false_alarms(false, 12, |rng| f64::from(u8::from(unit(rng) < 0.2)));
    assert_rate_at_most("alarms of yes and no", alarms, RUNS as usize, 0.1);
}

#[test]
fn differences_are_found_in_their_direction() {
    for (effect, verdict) in [(0.4, Verdict::Higher), (-0.4, Verdict::Lower)] {
        let mut rng = Stream::new(3, 0);
        let mut test = MixtureSprt::new(0.05, 0.3).unwrap();
        for _ in 0..2_000 {
            test.observe(Group::Control, standard_normal(&mut rng)).unwrap();
            test.observe(Group::Treatment, effect + standard_normal(&mut rng)).unwrap();
        }
        assert_eq!(test.verdict(), verdict);
        assert!(test.estimate().contains(effect) && !test.estimate().contains(0.0));
    }
}

#[test]
fn outcomes_without_spread_and_large_ones_are_no_trouble() {
    let mut equal = MixtureSprt::new(0.05, 1.0).unwrap();
    let mut apart = equal.clone();
    for _ in 0..1_000 {
        for group in [Group::Control, Group::Treatment] {
            equal.observe(group, 7.0).unwrap();
            apart.observe(group, if group == Group::Control { 1e100 } else { -1e100 }).unwrap();
        }
    }
    assert_eq!((equal.p_value(), equal.verdict()), (1.0, Verdict::Undecided));
    assert_eq!(apart.verdict(), Verdict::Lower);
    for test in [equal, apart] {
        let estimate = test.estimate();
        assert!(!estimate.lower.is_nan() && !estimate.upper.is_nan());
    }
}

/// Tenths, whose sums are rounded: the means of groups of different sizes are equal all the same, at any moment, and equal
/// outcomes of each group are no more than that.
#[test]
fn equal_outcomes_are_no_difference() {
    for (value, share) in [(0.1, 0.5), (0.1, 0.1), (7.7, 0.5), (1e9 + 0.1, 0.1)] {
        let mut rng = Stream::new(13, 0);
        let mut test = MixtureSprt::new(0.05, 0.1).unwrap();
        for _ in 0..3_000 {
            let group = if unit(&mut rng) < share { Group::Treatment } else { Group::Control };
            test.observe(group, value).unwrap();
        }
        assert_eq!((test.p_value(), test.estimate().value), (1.0, 0.0), "{value}");
    }
}

/// A test of a difference does not see where the outcomes are: to rounding of the outcomes themselves, 1e9 eps = 1e-7.
#[test]
fn a_large_mean_changes_nothing() {
    let mut rng = Stream::new(14, 0);
    let [mut about_zero, mut far] = [0; 2].map(|_| MixtureSprt::new(0.05, 0.3).unwrap());
    for _ in 0..2_000 {
        let group = if unit(&mut rng) < 0.3 { Group::Treatment } else { Group::Control };
        let outcome = standard_normal(&mut rng);
        about_zero.observe(group, outcome).unwrap();
        far.observe(group, 1e9 + outcome).unwrap();
        let [near, far] = [&about_zero, &far].map(MixtureSprt::estimate);
        assert!((near.value - far.value).abs() < 1e-6, "{near:?} {far:?}");
        assert!(near.lower == far.lower || (near.lower / far.lower - 1.0).abs() < 1e-4, "{near:?} {far:?}");
    }
    assert!((about_zero.p_value() / far.p_value() - 1.0).abs() < 1e-4);
}

#[test]
fn what_cannot_be_is_refused() {
    let mut test = MixtureSprt::new(0.05, 0.1).unwrap();
    test.observe(Group::Control, 1.0).unwrap();
    let before = test.clone();
    for outcome in [f64::NAN, f64::INFINITY, 2e100] {
        let error = test.observe(Group::Control, outcome).unwrap_err().to_string();
        assert_eq!(error, format!("`outcome` is {outcome}, allowed: finite and at most 1e100 in magnitude"));
    }
    assert_eq!(test, before);
    let error = test.with_deviations(1.0, 1.0).unwrap_err().to_string();
    assert_eq!(error, "`outcomes` is 1, allowed: none before the deviations are known");
    assert!(MixtureSprt::new(f64::NAN, 0.1).is_err() && MixtureSprt::new(0.05, 0.0).is_err());
    assert!(MixtureSprt::new(0.05, 0.1).unwrap().with_deviations(0.0, 1.0).is_err());
}

const RUNS: u64 = 400;
