//! L-SHADE resumes, does not care for the order of tells, and shrinks as its schedule says.

use ansatz_optimize::{Dimension, Evaluation, LShade, LShadeConfig, Run, Space};

use crate::{
    functions::{rastrigin, rosenbrock, sphere},
    runs::{assert_order_does_not_matter, assert_resumes},
};

fn start() -> Run<LShade> {
    let space = Space::new([Dimension::real(-5.0, 5.0).unwrap(), Dimension::integer(-3..=9).unwrap()]).unwrap();
    LShade::with_config(&space, LShadeConfig::default().population(12)).unwrap().start(150, 7).unwrap()
}

#[test]
fn a_stored_run_goes_on_to_the_bit() {
    assert_resumes(start, |x| [sphere(x)], 150);
    assert_order_does_not_matter(start, |x| [sphere(x)]);
}

#[test]
fn known_minima_are_found() {
    let search = LShade::new(&Space::real([(-5.0, 10.0); 10]).unwrap()).unwrap();
    assert!(search.clone().minimize(30_000, 1, sphere).unwrap().value < 1e-12);
    assert!(search.minimize(100_000, 1, rosenbrock).unwrap().value < 1e-8);
    let whole = Space::new(vec![Dimension::integer(-50..=50).unwrap(); 5]).unwrap();
    let found = LShade::new(&whole).unwrap().minimize(10_000, 1, sphere).unwrap();
    assert_eq!((found.value, found.candidate), (0.0, vec![0.0; 5]));
}

/// The least sphere on x + y >= 1 is 1/2.
#[test]
fn constraints_hold_at_the_minimum() {
    let search = LShade::new(&Space::real([(-5.0, 5.0); 2]).unwrap()).unwrap();
    let objective = |x: &[f64]| Evaluation::from(sphere(x)).with_constraints([1.0 - x[0] - x[1]]);
    let found = search.minimize(5_000, 1, objective).unwrap();
    assert!(found.is_feasible() && (found.value - 0.5).abs() < 1e-6, "{found:?}");
}

#[test]
fn the_population_shrinks_linearly_to_its_end() {
    let space = Space::real([(-1.0, 1.0); 2]).unwrap();
    let search = LShade::with_config(&space, LShadeConfig::default().population(100)).unwrap();
    let mut run = search.start(10_000, 3).unwrap();
    let mut sizes = Vec::new();
    while let Some(trial) = run.ask() {
        run.tell(trial.number, sphere(&trial.candidate)).unwrap();
        sizes.push((run.evaluations(), run.method().population()));
    }
    for (evaluations, size) in sizes {
        // The size was set when the generation began, so at most a hundred evaluations ago: one member.
        let expected = 100.0 - 96.0 * evaluations as f64 / 10_000.0;
        assert!((size as f64 - expected).abs() <= 1.5, "{size} after {evaluations}, expected {expected}");
    }
}

/// Nobody who was dropped comes back: the population waits until the longer schedule has come to its size.
#[test]
fn a_longer_budget_is_a_longer_schedule() {
    let space = Space::real([(-1.0, 1.0); 2]).unwrap();
    let search = LShade::with_config(&space, LShadeConfig::default().population(100)).unwrap();
    let mut run = search.start(2_500, 3).unwrap();
    while run.evaluations() < 1_250 {
        let trial = run.ask().unwrap();
        run.tell(trial.number, sphere(&trial.candidate)).unwrap();
    }
    run.extend(10_000).unwrap();
    while let Some(trial) = run.ask() {
        run.tell(trial.number, sphere(&trial.candidate)).unwrap();
        // Half of the first schedule left 52; a generation of 58 before the extension went by 2.2 members more, rounded.
        let expected = (100.0 - 96.0 * run.evaluations() as f64 / 10_000.0).min(52.0);
        assert!((run.method().population() as f64 - expected).abs() <= 3.0, "{expected}");
    }
    assert!(run.evaluations() == 10_000 && run.method().population() <= 5);
}

#[test]
fn a_population_of_failures_goes_on() {
    let found = start().method().clone().minimize(150, 1, |_| None::<f64>).unwrap();
    assert_eq!((found.evaluations, found.failures, found.value), (150, 150, f64::INFINITY));
}

#[test]
fn the_start_is_the_first_member() {
    let space = Space::new([Dimension::real(-4.0, 4.0).unwrap(), Dimension::integer(0..=9).unwrap()]).unwrap();
    let search = |config: LShadeConfig| LShade::with_config(&space, config.population(6)).unwrap();
    let mut plain = search(LShadeConfig::default()).start(60, 7).unwrap();
    let started = || search(LShadeConfig::default().start([1.5, 3.0])).start(60, 7).unwrap();
    let mut run = started();
    assert_eq!(run.ask().map(|trial| trial.candidate), Some(vec![1.5, 3.0]));
    plain.ask();
    // Nobody else's draws depend on it.
    for _ in 1..6 {
        assert_eq!(run.ask(), plain.ask());
    }
    assert_resumes(started, |x| [x[0] * x[0] + x[1]], 60);
    let error = LShade::with_config(&space, LShadeConfig::default().start([0.0, 0.5])).unwrap_err();
    assert_eq!(error.to_string(), "`start` is [0.0, 0.5], allowed: a candidate of the space");
}

#[test]
fn impossible_settings_are_named() {
    let space = Space::real([(0.0, 1.0)]).unwrap();
    let config = LShadeConfig::default;
    for (config, name) in [
        (config().population(3), "population"),
        (config().final_population(3), "final_population"),
        (config().population(10).final_population(11), "final_population"),
        (config().memory(0), "memory"),
        (config().best_share(0.0), "best_share"),
        (config().best_share(f64::NAN), "best_share"),
        (config().archive_rate(-1.0), "archive_rate"),
    ] {
        assert_eq!(LShade::with_config(&space, config).unwrap_err().name(), name);
    }
    let kinds = Space::new([Dimension::real(0.0, 1.0).unwrap(), Dimension::category(2).unwrap()]).unwrap();
    let message = "`space` is categories at coordinate 1, allowed: reals and integers for differential evolution";
    assert_eq!(LShade::new(&kinds).unwrap_err().to_string(), message);
}

/// Most of Rastrigin's ten million valleys are left behind: the paper's method reaches the deepest at this budget.
#[test]
fn the_deepest_of_many_valleys_is_found() {
    let search = LShade::new(&Space::real([(-5.0, 5.0); 10]).unwrap()).unwrap();
    assert!(search.minimize(100_000, 1, rastrigin).unwrap().value < 1e-8);
}
