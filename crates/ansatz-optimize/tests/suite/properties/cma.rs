//! CMA-ES resumes, sees the order of its candidates alone, keeps to bounds and constraints, and finds known minima.

use ansatz_optimize::{Budget, CmaEs, CmaEsConfig, Covariance, Dimension, Evaluation, Restarts, Run, Space, Stop};

use crate::{
    functions::{rastrigin, rosenbrock, sphere},
    runs::{assert_order_does_not_matter, assert_resumes},
};

fn cube(dimension: usize) -> Space {
    Space::real(vec![(-5.0, 5.0); dimension]).unwrap()
}

fn start(covariance: Covariance, evaluations: u64) -> Run<CmaEs> {
    let space = Space::new([
        Dimension::real(-5.0, 5.0).unwrap(),
        Dimension::logarithmic(1e-3, 1e3).unwrap(),
        Dimension::real(0.0, 1.0).unwrap(),
    ]);
    let config = CmaEsConfig::default().covariance(covariance).tolerance(1e-2);
    CmaEs::with_config(&space.unwrap(), config).unwrap().start(evaluations, 7).unwrap()
}

/// The tolerance is loose, so that restarts of both kinds are among what is stored.
#[test]
fn a_stored_run_goes_on_to_the_bit() {
    for covariance in [Covariance::Full, Covariance::Diagonal] {
        assert_resumes(|| start(covariance, 1_500), |x| [sphere(x)], 1_500);
        assert_order_does_not_matter(|| start(covariance, 1_500), |x| [sphere(x)]);
    }
    // In 20 dimensions the axes are from one generation before the last.
    let many = || CmaEs::new(&cube(20)).unwrap().start(150, 7).unwrap();
    assert_resumes(many, |x| [rosenbrock(x)], 150);
    let around = || CmaEs::around(&[1.0, 2.0], 0.5).unwrap().start(300, 7).unwrap();
    assert_resumes(around, |x| [rosenbrock(x)], 300);
}

#[test]
fn known_minima_are_found() {
    let once = |space: &Space| CmaEs::with_config(space, CmaEsConfig::default().restarts(Restarts::None)).unwrap();
    for (dimension, evaluations) in [(1, 1_000), (2, 1_000), (10, 4_000), (40, 15_000)] {
        let found = once(&cube(dimension)).minimize(Budget::from(evaluations).with_target(1e-10), 1, sphere).unwrap();
        assert_eq!(found.stop, Stop::Target, "{dimension}");
    }
    let found = CmaEs::new(&cube(10)).unwrap().minimize(Budget::from(40_000).with_target(1e-8), 1, rosenbrock).unwrap();
    assert_eq!(found.stop, Stop::Target);
    let budget = Budget::from(100_000).with_target(1e-8);
    for restarts in [Restarts::Ipop, Restarts::Bipop] {
        let search = CmaEs::with_config(&cube(5), CmaEsConfig::default().restarts(restarts)).unwrap();
        assert_eq!(search.minimize(budget, 1, rastrigin).unwrap().stop, Stop::Target);
    }
}

/// An optimum in a corner of the space, where half and more of the draws are turned back.
#[test]
fn a_corner_is_found() {
    for dimension in [1, 2, 10] {
        let budget = Budget::from(20_000).with_target(1e-8);
        let slope = |x: &[f64]| x.iter().map(|x| 5.0 - x).sum::<f64>();
        let found = CmaEs::new(&cube(dimension)).unwrap().minimize(budget, 1, slope).unwrap();
        assert_eq!(found.stop, Stop::Target, "{dimension}");
    }
}

#[test]
fn candidates_are_within_the_bounds() {
    let space = Space::new([Dimension::real(-1.0, 3.0).unwrap(), Dimension::logarithmic(1e-9, 1e9).unwrap()]).unwrap();
    let config = CmaEsConfig::default().step(1.0);
    let mut run = CmaEs::with_config(&space, config).unwrap().start(2_000, 5).unwrap();
    run.drive(|x| {
        assert!(space.contains(x), "{x:?}");
        x[0] - x[1]
    });
}

/// Any increasing function of the objective gives the same candidates, to the bit: short of convergence, where
/// differences of the objective begin to count.
#[test]
fn the_order_of_candidates_is_all_that_counts() {
    let trace = |objective: &dyn Fn(f64) -> f64| {
        let mut bytes = Vec::new();
        let mut run = CmaEs::new(&cube(6)).unwrap().start(1_200, 3).unwrap();
        run.drive(|x| {
            bytes.extend(x.iter().flat_map(|x| x.to_bits().to_le_bytes()));
            objective(rosenbrock(x))
        });
        bytes
    };
    let plain = trace(&|value| value);
    assert_eq!(trace(&|value| -1.0 / (1.0 + value)), plain);
    assert_eq!(trace(&|value| libm::log(value)), plain);
    assert_ne!(trace(&|value| (value - 10.0).abs()), plain);
}

/// Scaled by a power of two or moved by a sum that is exact, everything is the same to the bit.
#[test]
fn scale_does_not_count() {
    let values = |scale: f64| {
        let mut values = Vec::new();
        let mut run = CmaEs::around(&[3.0 * scale, -2.0 * scale, scale], 0.5 * scale).unwrap().start(2_000, 9).unwrap();
        run.drive(|x| {
            let value = rosenbrock(&x.iter().map(|x| x / scale).collect::<Vec<_>>());
            values.push(value);
            value
        });
        values
    };
    let plain = values(1.0);
    assert_eq!(values(1024.0), plain);
    assert_eq!(values(libm::exp2(-30.0)), plain);
}

/// The least sphere on x + y >= 1 is 1/2.
#[test]
fn constraints_hold_at_the_minimum() {
    let objective = |x: &[f64]| Evaluation::from(sphere(x)).with_constraints([1.0 - x[0] - x[1]]);
    let found = CmaEs::new(&cube(2)).unwrap().minimize(5_000, 1, objective).unwrap();
    assert!(found.is_feasible() && (found.value - 0.5).abs() < 1e-6, "{found:?}");
}

/// Half of the space fails, up to the minimum itself.
#[test]
fn failures_are_left_behind() {
    let objective = |x: &[f64]| (x[0] >= 0.0).then(|| sphere(x));
    let found = CmaEs::new(&cube(3)).unwrap().minimize(Budget::from(10_000).with_target(1e-8), 1, objective).unwrap();
    assert!(found.stop == Stop::Target && found.failures > 0, "{found:?}");
}

#[test]
fn failures_alone_change_nothing_and_end_a_run() {
    let search = CmaEs::new(&cube(3)).unwrap();
    let found = search.clone().minimize(2_000, 1, |_| None::<f64>).unwrap();
    assert_eq!((found.evaluations, found.failures, found.value), (2_000, 2_000, f64::INFINITY));
    // 10 + 30 d / population generations of 7.
    let once = CmaEs::with_config(&cube(3), CmaEsConfig::default().restarts(Restarts::None)).unwrap();
    let found = once.minimize(2_000, 1, |_| f64::NAN).unwrap();
    assert_eq!((found.evaluations, found.stop), (7 * (10 + 13), Stop::Converged));
}

#[test]
fn a_flat_objective_ends_a_run() {
    let once = CmaEs::with_config(&cube(3), CmaEsConfig::default().restarts(Restarts::None)).unwrap();
    let found = once.minimize(2_000, 1, |_| 1.0).unwrap();
    assert_eq!((found.evaluations, found.stop), (2 * 7, Stop::Converged));
}

#[test]
fn a_run_that_cannot_go_on_ends() {
    // Without a minimum: the first steps are far too small, and grow until that is seen.
    let once = CmaEsConfig::default().restarts(Restarts::None);
    let found =
        CmaEs::around_with_config(&[0.0; 3], 1e-3, once.clone()).unwrap().minimize(50_000, 1, |x| x[0]).unwrap();
    assert!(found.stop == Stop::Converged && found.value < -1.0, "{found:?}");
    // In noise nothing becomes better: a stagnation.
    let mut noise = 0_u64;
    let found = CmaEs::with_config(&cube(3), once).unwrap().minimize(50_000, 1, |_| {
        noise = noise.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (noise >> 33) as f64
    });
    assert_eq!(found.unwrap().stop, Stop::Converged);
}

#[test]
fn large_dimensions_take_the_diagonal() {
    let ellipsoid = |x: &[f64]| x.iter().enumerate().map(|(i, x)| x * x * (1.0 + i as f64)).sum::<f64>();
    let found = CmaEs::new(&cube(300)).unwrap().minimize(Budget::from(60_000).with_target(1e-6), 1, ellipsoid).unwrap();
    assert_eq!(found.stop, Stop::Target);
}

#[test]
fn impossible_settings_are_named() {
    let config = CmaEsConfig::default;
    for (config, name) in [
        (config().population(3), "population"),
        (config().population(65_537), "population"),
        (config().step(0.0), "step"),
        (config().step(1.5), "step"),
        (config().step(f64::NAN), "step"),
        (config().tolerance(-1.0), "tolerance"),
        (config().start([9.0, 0.0]), "start"),
        (config().start([0.0]), "start"),
    ] {
        assert_eq!(CmaEs::with_config(&cube(2), config).unwrap_err().name(), name);
    }
    let full = config().covariance(Covariance::Full);
    assert_eq!(CmaEs::with_config(&cube(4_097), full).unwrap_err().name(), "dimensions");
    for (start, step, name) in [
        (vec![], 1.0, "dimensions"),
        (vec![f64::NAN], 1.0, "start"),
        (vec![0.0], 0.0, "step"),
        (vec![0.0], f64::INFINITY, "step"),
    ] {
        assert_eq!(CmaEs::around(&start, step).unwrap_err().name(), name);
    }
    let integers = Space::new([Dimension::real(0.0, 1.0).unwrap(), Dimension::integer(0..=3).unwrap()]).unwrap();
    let message = CmaEs::new(&integers).unwrap_err().to_string();
    assert!(message.starts_with("`space` is") && message.contains("CMA-ES"), "{message}");
}
