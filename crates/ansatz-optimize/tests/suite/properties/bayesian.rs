//! Bayesian search resumes, does not care for the order of tells or who evaluates, and finds what there is.

use std::cell::Cell;

use ansatz_optimize::{Acquisition, BayesianConfig, BayesianSearch, Budget, Dimension, Evaluation, Run, Space};

use crate::{
    functions::sphere,
    runs::{assert_order_does_not_matter, assert_resumes},
};

fn mixed() -> Space {
    let dimensions = [
        Dimension::real(-5.0, 5.0),
        Dimension::logarithmic(1e-3, 10.0),
        Dimension::integer(-3..=9),
        Dimension::category(3),
    ];
    Space::new(dimensions.map(Result::unwrap)).unwrap()
}

fn start(config: BayesianConfig) -> Run<BayesianSearch> {
    BayesianSearch::with_config(&mixed(), config.initial(5)).unwrap().start(24, 7).unwrap()
}

#[test]
fn a_stored_run_goes_on_to_the_bit() {
    let config = BayesianConfig::default().observations(12).fantasies(2);
    assert_resumes(|| start(config), |x| [sphere(x)], 24);
    assert_resumes(|| start(config.batch(3)), |x| [sphere(x)], 24);
    let bound = Acquisition::LowerConfidenceBound { deviations: 1.0 };
    assert_order_does_not_matter(|| start(config.batch(4).acquisition(bound)), |x| [sphere(x)]);
}

/// A batch is the same whether its candidates are told one by one or all at once.
#[test]
fn a_batch_does_not_depend_on_who_evaluates() {
    let objective = |x: &[f64]| sphere(x);
    let mut one_by_one = start(BayesianConfig::default().batch(4));
    one_by_one.drive(|x| objective(x));
    let mut together = start(BayesianConfig::default().batch(4));
    loop {
        let trials: Vec<_> = std::iter::from_fn(|| together.ask()).collect();
        if trials.is_empty() {
            break;
        }
        for trial in trials.iter().rev() {
            together.tell(trial.number, objective(&trial.candidate)).unwrap();
        }
    }
    assert_eq!(one_by_one.best(), together.best());
    assert_eq!(one_by_one.method(), together.method());
}

/// Candidates of a batch keep apart: what is outstanding is not proposed again.
#[test]
fn candidates_of_a_batch_differ() {
    let space = Space::real([(-1.0, 2.0)]).unwrap();
    let search = BayesianSearch::with_config(&space, BayesianConfig::default().initial(6).batch(5)).unwrap();
    let mut run = search.start(11, 3).unwrap();
    let objective = |x: f64| libm::sin(5.0 * x) + 0.1 * x;
    for _ in 0..6 {
        let trial = run.ask().unwrap();
        run.tell(trial.number, objective(trial.candidate[0])).unwrap();
    }
    let mut batch: Vec<f64> = std::iter::from_fn(|| run.ask()).map(|trial| trial.candidate[0]).collect();
    assert_eq!(batch.len(), 5);
    batch.sort_by(f64::total_cmp);
    assert!(batch.windows(2).all(|pair| pair[1] - pair[0] > 1e-3), "{batch:?}");
}

#[test]
fn known_minima_are_found() {
    let space = Space::real([(-5.0, 10.0), (0.0, 15.0)]).unwrap();
    let branin = |x: &[f64]| {
        let pi = std::f64::consts::PI;
        let valley = x[1] - 5.1 / (4.0 * pi * pi) * x[0] * x[0] + 5.0 / pi * x[0] - 6.0;
        valley * valley + 10.0 * (1.0 - 1.0 / (8.0 * pi)) * libm::cos(x[0]) + 10.0
    };
    let found = BayesianSearch::new(&space).unwrap().minimize(50, 1, branin).unwrap();
    assert!(found.value < 0.397_887 + 1e-3, "{found:?}");
    let objective = |x: &[f64]| {
        let rate = libm::log10(x[1]) + 1.0;
        x[0] * x[0] + rate * rate + (x[2] - 4.0) * (x[2] - 4.0) / 10.0 + x[3]
    };
    let found = BayesianSearch::new(&mixed()).unwrap().minimize(60, 1, objective).unwrap();
    assert!(found.value < 1e-2 && found.candidate[2..] == [4.0, 0.0], "{found:?}");
}

/// The least sphere on x + y >= 1 is 1/2; the first candidates are all infeasible.
#[test]
fn constraints_hold_at_the_minimum() {
    let space = Space::real([(-5.0, 1.0); 2]).unwrap();
    let objective = |x: &[f64]| Evaluation::from(sphere(x)).with_constraints([1.0 - x[0] - x[1]]);
    let found = BayesianSearch::new(&space).unwrap().minimize(50, 2, objective).unwrap();
    assert!(found.is_feasible() && found.value < 0.5 + 1e-2, "{found:?}");
}

/// Everything left of the middle fails, and the slope leads there: few go on to fail, and no place fails twice.
#[test]
fn failures_are_avoided() {
    let space = Space::real([(0.0, 1.0); 2]).unwrap();
    let mut failed: Vec<Vec<f64>> = Vec::new();
    let found = BayesianSearch::new(&space)
        .unwrap()
        .minimize(60, 5, |x| {
            if x[0] < 0.5 {
                failed.push(x.to_vec());
                return None;
            }
            Some(x[0] + (x[1] - 0.3) * (x[1] - 0.3))
        })
        .unwrap();
    assert_eq!(found.failures, failed.len() as u64);
    assert!(found.value < 0.55, "{found:?}");
    failed.sort_by(|a, b| a.partial_cmp(b).unwrap());
    assert!(failed.windows(2).all(|pair| pair[0] != pair[1]));
}

/// A space of six candidates, of which the best always fails: the others are tried.
#[test]
fn a_failing_alternative_is_left() {
    let space = Space::new([Dimension::integer(0..=2).unwrap(), Dimension::category(2).unwrap()]).unwrap();
    let config = BayesianConfig::default().initial(4);
    let counts = [const { Cell::new(0) }; 6];
    let found = BayesianSearch::with_config(&space, config)
        .unwrap()
        .minimize(30, 1, |x| {
            let at = (2.0 * x[0] + x[1]) as usize;
            counts[at].set(counts[at].get() + 1);
            (at > 0).then_some(at as f64)
        })
        .unwrap();
    assert_eq!(found.value, 1.0);
    // At most those of the design.
    assert!(counts[0].get() <= 4, "{counts:?}");
}

#[test]
fn whatever_is_told_it_goes_on() {
    let space = Space::real([(0.0, 1.0); 2]).unwrap();
    let search = || BayesianSearch::with_config(&space, BayesianConfig::default().initial(3)).unwrap();
    let found = search().minimize(20, 1, |_| None::<f64>).unwrap();
    assert_eq!((found.evaluations, found.failures, found.value), (20, 20, f64::INFINITY));
    for value in [0.0, -3.5, f64::MAX, f64::MIN_POSITIVE] {
        assert_eq!(search().minimize(12, 1, |_| value).unwrap().value, value);
    }
    let number = Cell::new(0u32);
    let wild = |_: &[f64]| {
        number.set(number.get() + 1);
        [f64::MAX, -f64::MAX, 0.0, f64::NAN, 1e-300][number.get() as usize % 5]
    };
    assert_eq!(search().minimize(20, 1, wild).unwrap().failures, 4);
    // Constraints that come and go.
    let number = Cell::new(0usize);
    let constraints = |x: &[f64]| {
        number.set(number.get() + 1);
        Evaluation::from(x[0]).with_constraints(vec![-1.0; number.get() % 3])
    };
    assert_eq!(search().minimize(20, 1, constraints).unwrap().evaluations, 20);
}

/// One candidate is all there is.
#[test]
fn the_smallest_space_has_its_minimum() {
    let space = Space::new([Dimension::integer(7..=7).unwrap(), Dimension::category(1).unwrap()]).unwrap();
    let found = BayesianSearch::new(&space).unwrap().minimize(10, 1, |x| x[0] + x[1]).unwrap();
    assert_eq!((found.candidate, found.value), (vec![7.0, 0.0], 7.0));
}

/// What is stored of a run, and so what its model holds, does not grow for ever.
#[test]
fn memory_stays_flat() {
    let space = Space::real([(0.0, 1.0); 2]).unwrap();
    let config = BayesianConfig::default().initial(5).observations(15);
    let mut run = BayesianSearch::with_config(&space, config).unwrap().start(Budget::evaluations(60), 1).unwrap();
    let mut sizes = Vec::new();
    while let Some(trial) = run.ask() {
        // The first is the best, so that the history has one record.
        run.tell(trial.number, if trial.number == 0 { -1.0 } else { sphere(&trial.candidate) }).unwrap();
        sizes.push(run.to_bytes().len());
    }
    assert!(sizes[20..].iter().all(|size| *size == sizes[20]), "{sizes:?}");
}

#[test]
fn impossible_settings_are_named() {
    let space = Space::real([(0.0, 1.0)]).unwrap();
    let config = BayesianConfig::default;
    let bound = |deviations| config().acquisition(Acquisition::LowerConfidenceBound { deviations });
    for (config, name) in [
        (config().initial(1_025), "initial"),
        (config().batch(0), "batch"),
        (config().batch(257), "batch"),
        (config().observations(9), "observations"),
        (config().observations(2_001), "observations"),
        (config().fantasies(0), "fantasies"),
        (config().fantasies(257), "fantasies"),
        (bound(-0.1), "deviations"),
        (bound(f64::NAN), "deviations"),
    ] {
        assert_eq!(BayesianSearch::with_config(&space, config).unwrap_err().name(), name);
    }
    assert!(BayesianSearch::new(&Space::real([(0.0, 1.0); 129]).unwrap()).is_err());
}
