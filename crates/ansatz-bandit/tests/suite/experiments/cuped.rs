//! CUPED: unbiased, as wide as it says, as much narrower as the correlation has it, in any order and from any bytes.

use ansatz_bandit::experiments::Cuped;
use ansatz_random::{Stream, below, standard_normal, unit};
use ansatz_testkit::{
    hostile::assert_survives_damage,
    statistics::{assert_mean, assert_rate_at_most},
};

/// Metric and covariate of a visitor: related, but not linearly, and with a spread that depends on the covariate.
fn visitor(rng: &mut Stream, group: usize) -> (f64, f64) {
    let before = unit(rng);
    let after = 3.0 * before * before + (0.2 + 0.4 * before) * standard_normal(rng) + 0.25 * group as f64;
    (after, before)
}

fn experiment(seed: u64, visitors: usize) -> Cuped {
    let mut rng = Stream::new(seed, 0);
    let mut cuped = Cuped::new(2).unwrap();
    for index in 0..visitors {
        // One third sees the variant.
        let group = usize::from(index.is_multiple_of(3));
        let (metric, covariate) = visitor(&mut rng, group);
        cuped.observe(group, metric, covariate).unwrap();
    }
    cuped
}

#[test]
fn the_adjusted_difference_is_unbiased_and_as_wide_as_it_says() {
    let (runs, mut differences, mut misses) = (2_000, Vec::new(), 0);
    for seed in 0..runs {
        let difference = experiment(seed, 300).difference(1).unwrap();
        misses += usize::from(!difference.contains(0.25));
        differences.push(difference.value);
    }
    // Theta is estimated from the same visitors: a bias of order 1 / 300 of the deviation.
    assert_mean("difference", &differences, 0.25, 0.06 / 300.0);
    // The spread depends on the covariate: the interval is that of the limit, which 300 visitors are near.
    assert_rate_at_most("misses", misses, runs as usize, 0.0504);
}

/// Theta is estimated from the same few visitors: without its variance, 0.077 of the intervals would miss.
#[test]
fn intervals_of_few_visitors_hold_what_they_say() {
    for (visitors, runs) in [(4, 4_000), (10, 8_000), (20, 8_000)] {
        let mut misses = 0;
        for seed in 0..runs {
            let mut rng = Stream::new(seed, visitors);
            let mut cuped = Cuped::new(2).unwrap();
            for index in 0..visitors as usize {
                let before = standard_normal(&mut rng);
                cuped.observe(index % 2, before + standard_normal(&mut rng), before).unwrap();
            }
            misses += usize::from(!cuped.difference(1).unwrap().contains(0.0));
        }
        assert_rate_at_most("misses", misses, runs as usize, 0.05);
    }
}

/// Equal spreads in groups of equal size: statsmodels.api.OLS(metric, [1, group, covariate]).fit().conf_int()[1].
#[test]
fn the_interval_is_that_of_the_analysis_of_covariance() {
    let metrics = [[2.3, 3.6, 7.2, 9.9], [5.8, 7.1, 10.7, 13.4]];
    let covariates = [[1.0, 2.0, 3.5, 5.0], [2.0, 3.0, 4.5, 6.0]];
    let mut cuped = Cuped::new(2).unwrap();
    for group in 0..2 {
        for (metric, covariate) in metrics[group].iter().zip(covariates[group]) {
            cuped.observe(group, *metric, covariate).unwrap();
        }
    }
    let difference = cuped.difference(1).unwrap();
    let expected = [1.532_653_061_224_491_5, 0.880_524_344_074_262_4, 2.184_781_778_374_720_8];
    for (ours, theirs) in [difference.value, difference.lower, difference.upper].into_iter().zip(expected) {
        assert!((ours - theirs).abs() < 1e-11, "{difference:?}");
    }
}

#[test]
fn the_variance_falls_by_the_squared_correlation() {
    // Cov(x, 3 x^2) = 1/4, Var x = 1/12, Var 3 x^2 = 4/5, E (0.2 + 0.4 x)^2 = 13/75: r^2 = (1/16 * 12) / (4/5 + 13/75).
    let squared = 0.75 / (0.8 + 13.0 / 75.0);
    let (reductions, thetas): (Vec<f64>, Vec<f64>) = (0..500)
        .map(|seed| {
            let cuped = experiment(seed, 2_000);
            (cuped.variance_reduction(1).unwrap(), cuped.theta())
        })
        .unzip();
    // An estimated squared correlation is biased by about (1 - r^2) / n.
    assert_mean("reduction", &reductions, squared, 1.0 / 600.0);
    assert_mean("theta", &thetas, 3.0, 3.0 / 600.0);
}

/// numpy: theta = sum of the groups' (x - mx) @ (y - my) / sum of (x - mx) @ (x - mx); var(..., ddof=1) / n for each,
/// times 5 / 4 for one of five degrees of freedom, and theta's own variance times the square of the covariates' difference.
#[test]
fn a_small_case_is_that_of_numpy() {
    let control = [(3.1, 1.0), (5.2, 2.0), (6.8, 3.5), (9.9, 5.0)];
    let variant = [(4.0, 1.5), (7.5, 3.0), (8.0, 3.0)];
    let mut cuped = Cuped::new(3).unwrap();
    for (group, visitors) in [(0, &control[..]), (2, &variant[..])] {
        for (metric, covariate) in visitors {
            cuped.observe(group, *metric, *covariate).unwrap();
        }
    }
    let difference = cuped.difference(2).unwrap();
    assert!((cuped.theta() - THETA).abs() < 1e-12, "{}", cuped.theta());
    assert!((difference.value - VALUE).abs() < 1e-12, "{difference:?}");
    assert!(((difference.upper - difference.value) / QUANTILE - ERROR).abs() < 1e-12, "{difference:?}");
    assert!((cuped.variance_reduction(2).unwrap() - REDUCTION).abs() < 1e-12);
    assert!((cuped.unadjusted_difference(2).unwrap().value - 0.25).abs() < 1e-12);
    assert!(cuped.difference(1).is_err());
}

const THETA: f64 = 1.747_368_421_052_631_7;
const VALUE: f64 = 0.905_263_157_894_736_5;
const ERROR: f64 = 0.514_428_252_133_179_1;
/// scipy.stats.t.isf(0.025, 4/5 of Welch's degrees of freedom).
const QUANTILE: f64 = 3.587_847_167_541_537_5;
const REDUCTION: f64 = 0.942_896_307_507_782;

#[test]
fn replicas_and_any_order_are_the_single_stream() {
    let mut rng = Stream::new(7, 0);
    let seen: Vec<(usize, f64, f64)> = (0..500)
        .map(|_| {
            let group = below(&mut rng, 3) as usize;
            let (metric, covariate) = visitor(&mut rng, group);
            (group, 1e3 + metric, covariate - 50.0)
        })
        .collect();
    let mut single = Cuped::new(3).unwrap();
    let mut replicas = vec![single.clone(); 4];
    for (group, metric, covariate) in &seen {
        single.observe(*group, *metric, *covariate).unwrap();
    }
    for (group, metric, covariate) in seen.iter().rev() {
        replicas[below(&mut rng, 4) as usize].observe(*group, *metric, *covariate).unwrap();
    }
    let mut merged = Cuped::new(3).unwrap();
    for replica in &replicas {
        merged.merge(replica).unwrap();
    }
    for group in 1..3 {
        assert_eq!(merged.visitors(group), single.visitors(group));
        let (ours, theirs) = (merged.difference(group).unwrap(), single.difference(group).unwrap());
        // The means are rounded at 1e3; all that follows is small beside them.
        assert!((ours.value - theirs.value).abs() < 1e-12 * 1e3, "{ours:?} {theirs:?}");
        assert!((ours.upper - theirs.upper).abs() < 1e-12 * 1e3, "{ours:?} {theirs:?}");
    }
    assert!(merged.merge(&Cuped::new(2).unwrap()).is_err());
}

#[test]
fn bytes_come_back_and_damage_is_survived() {
    let cuped = experiment(3, 50);
    assert_eq!(Cuped::from_bytes(&cuped.to_bytes()), Ok(cuped.clone()));
    // Found by fuzzing: the squares of the covariate vanish, the products with the metric do not.
    let mut tiny = Cuped::new(2).unwrap();
    for index in 0..18 {
        tiny.observe(0, f64::from(index % 7) / 100.0, f64::from(index % 5) * 1e-315).unwrap();
    }
    assert_eq!(Cuped::from_bytes(&tiny.to_bytes()), Ok(tiny));
    assert_survives_damage(&cuped.to_bytes(), |bytes| match Cuped::from_bytes(bytes) {
        Ok(mut read) => {
            let other = read.clone();
            read.merge(&other).unwrap();
            read.observe(1, 1e100, -1e100).unwrap();
            let _ = (read.difference(1), read.variance_reduction(1), read.theta(), format!("{read:?}"));
            true
        }
        Err(_) => false,
    });
    #[cfg(feature = "serde")]
    {
        let text = serde_json::to_string(&cuped).unwrap();
        assert_eq!(serde_json::from_str::<Cuped>(&text).unwrap(), cuped);
    }
}

#[test]
fn what_cannot_be_is_an_error_and_changes_nothing() {
    let mut cuped = experiment(1, 10);
    let before = cuped.clone();
    for bad in [f64::NAN, f64::INFINITY, 1e300, -1e300] {
        assert!(cuped.observe(0, bad, 1.0).is_err() && cuped.observe(0, 1.0, bad).is_err(), "{bad}");
        assert!(cuped.difference_at(1, bad).is_err(), "{bad}");
    }
    assert!(cuped.observe(2, 1.0, 1.0).is_err());
    assert!(cuped.difference(0).is_err() && cuped.difference(2).is_err() && cuped.difference(usize::MAX).is_err());
    assert_eq!(cuped, before);
    assert!(Cuped::new(0).is_err() && Cuped::new(usize::MAX).is_err());
    // A covariate that does not vary explains nothing.
    let mut constant = Cuped::new(2).unwrap();
    for index in 0..20 {
        constant.observe(index % 2, index as f64, 4.0).unwrap();
    }
    assert_eq!(constant.theta(), 0.0);
    assert_eq!(constant.difference(1), constant.unadjusted_difference(1));
    assert_eq!(constant.variance_reduction(1), Ok(0.0));
}
