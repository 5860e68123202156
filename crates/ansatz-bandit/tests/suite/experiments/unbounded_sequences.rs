use ansatz_bandit::experiments::{Asymptotic, AsymptoticDifference, ConfidenceSequence, Group};
use ansatz_random::{Stream, standard_normal, unit};
use ansatz_testkit::statistics::assert_rate_at_most;

/// The formula of the paper's Theorem 2.2, with its rho for which the width is least at 500.
#[test]
fn widths_are_the_papers_and_least_where_asked_for() {
    let mut rng = Stream::new(41, 0);
    let outcomes: Vec<f64> = (0..2_000).map(|_| standard_normal(&mut rng)).collect();
    let (mut sequence, alpha) = (Asymptotic::new(0.95, 500).unwrap(), 0.05_f64);
    let formula = |t: f64, rho: f64| {
        let x = t * rho * rho;
        f64::sqrt(2.0 * (x + 1.0) / (t * t * rho * rho) * f64::ln(f64::sqrt(x + 1.0) / alpha))
    };
    // Least by thirds; where a curve is flat its place is known to the root of rounding.
    let (mut low, mut high) = (0.001, 1.0);
    for _ in 0..100 {
        let [left, right] = [low + (high - low) / 3.0, high - (high - low) / 3.0];
        if formula(500.0, left) < formula(500.0, right) { high = right } else { low = left }
    }
    let rho = 0.5 * (low + high);
    for (index, outcome) in outcomes.iter().enumerate() {
        sequence.observe(*outcome).unwrap();
        let count = index + 1;
        let estimate = sequence.estimate();
        let mean = outcomes[..count].iter().sum::<f64>() / count as f64;
        assert!((estimate.value - mean).abs() < 1e-12);
        if count < 100 {
            assert_eq!(estimate.upper, f64::INFINITY);
        } else if count % 100 == 0 {
            let variance = outcomes[..count].iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / count as f64;
            let exact = variance.sqrt() * formula(count as f64, rho);
            assert!((estimate.upper - mean - exact).abs() < 1e-6 * exact, "{count}");
        }
    }
    assert_eq!(sequence.len(), 2_000);
}

#[test]
fn means_and_differences_are_inside_at_all_times() {
    let mut missed = [0; 2];
    for run in 0..RUNS {
        let mut rng = Stream::new(42, run);
        let mut mean = Asymptotic::new(0.9, 1_000).unwrap();
        let mut difference = AsymptoticDifference::new(0.9, 1_000).unwrap();
        let (mut of_mean, mut of_difference) = (false, false);
        for _ in 0..1_000 {
            // Exponential, skewed to the right.
            let outcome = -libm::log(1.0 - unit(&mut rng));
            mean.observe(outcome).unwrap();
            of_mean |= !mean.estimate().contains(1.0);
            let (group, outcome) = if unit(&mut rng) < 0.3 {
                (Group::Treatment, 2.0 * outcome)
            } else {
                (Group::Control, 3.0 + standard_normal(&mut rng))
            };
            difference.observe(group, outcome).unwrap();
            of_difference |= !difference.estimate().contains(-1.0);
        }
        missed[0] += usize::from(of_mean);
        missed[1] += usize::from(of_difference);
    }
    for missed in missed {
        assert_rate_at_most("asymptotic", missed, RUNS as usize, 0.1);
    }
}

/// A difference of groups is wide by the variance of each over its own number.
#[test]
fn variances_may_differ() {
    let mut difference = AsymptoticDifference::new(0.95, 1_000).unwrap();
    let mut one = Asymptotic::new(0.95, 1_000).unwrap();
    for index in 0..500 {
        let sign = f64::from(index % 2) * 2.0 - 1.0;
        difference.observe(Group::Control, 5.0).unwrap();
        difference.observe(Group::Treatment, 6.0 + 3.0 * sign).unwrap();
        one.observe(sign).unwrap();
        one.observe(sign).unwrap();
    }
    // 9 / 500 beside 1 / 1,000.
    let (difference, one) = (difference.estimate(), one.estimate());
    assert_eq!(difference.value, 1.0);
    assert!(((difference.upper - 1.0) / (one.upper - one.value) - f64::sqrt(18.0)).abs() < 1e-9);
    // 9 / 800, of groups that differ in size, beside 1 / 1,000.
    let mut uneven = AsymptoticDifference::new(0.95, 1_000).unwrap();
    for index in 0..1_000 {
        let sign = f64::from(index % 2) * 2.0 - 1.0;
        let (group, outcome) = if index < 200 { (Group::Control, 5.0) } else { (Group::Treatment, 6.0 + 3.0 * sign) };
        uneven.observe(group, outcome).unwrap();
    }
    assert!(((uneven.estimate().upper - 1.0) / (one.upper - one.value) - f64::sqrt(11.25)).abs() < 1e-9);
}

/// None of 100 visitors buys where one of 100 would: that happens in a third of all experiments, and excludes nothing.
#[test]
fn outcomes_that_are_all_equal_exclude_nothing() {
    for value in [0.0, 0.1] {
        let mut one = Asymptotic::new(0.95, 1_000).unwrap();
        let mut difference = AsymptoticDifference::new(0.95, 1_000).unwrap();
        for step in 0..3_000 {
            one.observe(value).unwrap();
            difference.observe(if step % 3 == 0 { Group::Treatment } else { Group::Control }, value).unwrap();
            let (one, difference) = (one.estimate(), difference.estimate());
            assert_eq!((one.value, one.lower, one.upper), (value, f64::NEG_INFINITY, f64::INFINITY));
            assert_eq!((difference.value, difference.upper), (0.0, f64::INFINITY));
        }
        one.observe(value + 1.0).unwrap();
        assert!(one.estimate().upper < 1.0);
    }
}

#[test]
fn what_cannot_be_is_refused() {
    let mut difference = AsymptoticDifference::new(0.95, 1_000).unwrap();
    let before = difference.clone();
    assert!(difference.observe(Group::Control, f64::NAN).is_err());
    assert_eq!(difference, before);
    assert!(Asymptotic::new(0.95, 1_000).unwrap().observe(-1e101).is_err());
    assert!(Asymptotic::new(0.95, 0).is_err() && AsymptoticDifference::new(0.0, 5).is_err());
    // The most and the least that may be asked for.
    for confidence in [1e-12, 1.0 - 1e-16] {
        let sequence = Asymptotic::new(confidence, 1).unwrap();
        assert_eq!(Asymptotic::from_bytes(&sequence.to_bytes()), Ok(sequence));
    }
}

const RUNS: u64 = 400;
