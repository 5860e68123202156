//! The engine counts, stops, remembers and resumes.

use ansatz_optimize::{Budget, Evaluation, LShade, RandomSearch, Run, Space, Stop, TellError};
use proptest::{collection::vec, prelude::*};

use crate::runs::{assert_order_does_not_matter, assert_resumes};

fn start(budget: impl Into<Budget>) -> Run<RandomSearch> {
    RandomSearch::new(&Space::real([(-1.0, 1.0), (0.0, 3.0)]).unwrap()).start(budget, 7).unwrap()
}

#[allow(clippy::ptr_arg)] // The owned candidate, as trials have it.
fn sphere(x: &Vec<f64>) -> [f64; 1] {
    [x.iter().map(|x| x * x).sum()]
}

#[test]
fn a_stored_run_goes_on_to_the_bit() {
    assert_resumes(|| start(100), sphere, 100);
    assert_order_does_not_matter(|| start(1_000), sphere);
}

/// Its generation waits for three candidates, and with them it would wait for ever.
#[test]
fn a_stored_run_evaluates_what_is_outstanding_first() {
    let objective = |x: &[f64]| x[0] * x[0] + x[1];
    let space = Space::real([(-1.0, 1.0), (0.0, 3.0)]).unwrap();
    let mut whole = LShade::new(&space).unwrap().start(200, 7).unwrap();
    whole.drive(objective);
    let mut run = LShade::new(&space).unwrap().start(200, 7).unwrap();
    let trials: Vec<_> = std::iter::from_fn(|| run.ask()).take(5).collect();
    for number in [3, 1] {
        run.tell(number, objective(&trials[number as usize].candidate)).unwrap();
    }
    let mut seen = Vec::new();
    let mut resumed = Run::<LShade>::from_bytes(&run.to_bytes()).unwrap();
    resumed.drive(|x| {
        seen.push(x.to_vec());
        objective(x)
    });
    let first: Vec<_> = [0, 2, 4].map(|number: usize| trials[number].candidate.clone()).into();
    assert_eq!((seen.len(), &seen[..3]), (198, &first[..]));
    assert_eq!((resumed.best(), resumed.stop()), (whole.best(), Some(Stop::Evaluations)));
    #[cfg(feature = "rayon")]
    {
        run.drive_parallel(objective);
        assert_eq!(run.to_bytes(), resumed.to_bytes());
    }
}

/// With candidates outstanding, which come first, in steps that end within them, at them and after them.
#[test]
fn a_run_in_steps_is_the_run_as_a_whole() {
    let sphere = |x: &[f64]| x[0] * x[0] + x[1];
    let mut whole = start(40);
    whole.drive(sphere);
    for n in [1, 2, 3, 7, 40] {
        let mut run = start(40);
        let asked: Vec<_> = (0..3).map(|_| run.ask().unwrap().candidate).collect();
        let mut seen = Vec::new();
        while run.step(n, |x| {
            seen.push(x.to_vec());
            sphere(x)
        }) {
            assert_eq!(run.evaluations() % n, 0);
        }
        assert_eq!((run.evaluations(), &seen[..3], seen.len()), (40, &asked[..], 40));
        assert_eq!(run.to_bytes(), whole.to_bytes());
        assert!(!run.step(n, |_| -> f64 { panic!("the run is over") }));
    }
    let mut run = start(Budget::evaluations(40).with_patience(5));
    assert!(!run.step(40, |_| 1.0));
    assert_eq!((run.evaluations(), run.stop()), (6, Some(Stop::Patience)));
    assert!(start(40).step(0, |_| 1.0));
}

proptest! {
    /// Whatever is asked and told in whatever order: counts add up, the best is the best, and nothing is told twice.
    #[test]
    fn the_books_are_kept(steps in vec((any::<bool>(), 0..40u64, -2..5i32), 1..200)) {
        let mut run = start(25);
        let mut told: Vec<(u64, f64)> = Vec::new();
        let mut asked = 0;
        for (ask, number, value) in steps {
            if ask {
                let expected = (asked < 25).then_some(asked);
                prop_assert_eq!(run.ask().map(|trial| trial.number), expected);
                asked += u64::from(expected.is_some());
                continue;
            }
            // The values -2 and -1 stand for failures of two kinds.
            let value = [f64::NAN, f64::INFINITY].get((value + 2) as usize).copied().unwrap_or(f64::from(value));
            let result = run.tell(number, value);
            if number >= asked {
                prop_assert_eq!(result, Err(TellError::NotAsked { number, asked }));
            } else if told.iter().any(|(other, _)| *other == number) {
                prop_assert_eq!(result, Err(TellError::AlreadyTold { number }));
            } else {
                prop_assert_eq!(result, Ok(()));
                told.push((number, value));
            }
            let outstanding: Vec<u64> = run.outstanding().map(|trial| trial.number).collect();
            let expected: Vec<u64> = (0..asked).filter(|number| told.iter().all(|(other, _)| other != number)).collect();
            prop_assert_eq!(outstanding, expected);
        }
        let finite = |(_, value): &&(u64, f64)| value.is_finite();
        prop_assert_eq!(run.evaluations(), told.len() as u64);
        prop_assert_eq!(run.failures(), (told.len() - told.iter().filter(finite).count()) as u64);
        let least = told.iter().filter(finite).map(|(_, value)| *value).fold(f64::INFINITY, f64::min);
        prop_assert_eq!(run.best().map(|(_, evaluation)| evaluation.value()), (!told.is_empty()).then_some(least));
        prop_assert_eq!(run.stop(), (told.len() == 25).then_some(Stop::Evaluations));
        prop_assert_eq!(Run::<RandomSearch>::from_bytes(&run.to_bytes()).unwrap().to_bytes(), run.to_bytes());
    }
}

#[test]
fn a_run_ends_where_its_budget_says() {
    let target = start(Budget::evaluations(1_000).with_target(0.5));
    let mut run = target.clone();
    run.drive(|x| x[0].abs());
    assert!(run.stop() == Some(Stop::Target) && run.best().unwrap().1.value() <= 0.5 && run.evaluations() < 1_000);
    assert_eq!(run.ask(), None);
    // An infeasible candidate does not reach it.
    let mut run = target;
    run.drive(|_| Evaluation::from(0.0).with_constraints([1e-9]));
    assert_eq!((run.stop(), run.evaluations()), (Some(Stop::Evaluations), 1_000));
}

#[test]
fn what_is_told_after_the_end_still_counts() {
    let mut run = start(Budget::evaluations(10).with_target(1.0));
    let trials = [run.ask().unwrap(), run.ask().unwrap()];
    run.tell(trials[1].number, 0.5).unwrap();
    assert_eq!((run.ask(), run.stop()), (None, Some(Stop::Target)));
    run.tell(trials[0].number, 0.25).unwrap();
    assert_eq!(run.best().unwrap(), (&trials[0].candidate, &Evaluation::from(0.25)));
}

#[test]
fn the_history_is_a_staircase_of_bounded_length() {
    let mut run = start(20_000);
    let mut value = 1e6;
    run.drive(|_| {
        value -= 1.0;
        value
    });
    let records = run.history().records();
    assert!(records.len() <= 4_096);
    assert_eq!((records[0].evaluations, records[0].objectives), (1, [1e6 - 1.0]));
    assert_eq!(records.last().map(|last| (last.evaluations, last.objectives)), Some((20_000, [1e6 - 20_000.0])));
    assert!(records.is_sorted_by(|a, b| a.evaluations < b.evaluations && a.objectives[0] > b.objectives[0]));
}

/// Every second record goes, but for the first and the one before the next.
#[test]
fn thinning_keeps_the_ends() {
    let mut run = start(4_097);
    let mut value = 0.0;
    run.drive(|_| {
        value -= 1.0;
        value
    });
    let records: Vec<u64> = run.history().records().iter().map(|record| record.evaluations).collect();
    assert_eq!((&records[..3], &records[records.len() - 4..]), (&[1, 3, 5][..], &[4_093, 4_095, 4_096, 4_097][..]));
}

#[test]
fn feasibility_comes_before_the_objective() {
    let mut run = start(4);
    let mut outcomes = [
        Evaluation::failed(),
        Evaluation::from(0.0).with_constraints([0.0, 2.0]),
        Evaluation::from(9.0).with_constraints([-1.0, 0.0]),
        Evaluation::from(1.0).with_constraints([1e-300, 0.0]),
    ]
    .into_iter();
    run.drive(|_| outcomes.next().unwrap());
    assert_eq!(run.best().unwrap().1.value(), 9.0);
    let steps: Vec<_> = run.history().records().iter().map(|record| (record.evaluations, record.violation)).collect();
    assert_eq!(steps, [(2, 2.0), (3, 0.0)]);
}

#[test]
fn a_run_that_is_given_more_is_the_one_that_had_it_from_the_start() {
    let objective = |x: &[f64]| x[0] * x[0] + x[1];
    let mut whole = start(40);
    whole.drive(objective);
    let mut run = start(15);
    run.drive(objective);
    let mut run = Run::<RandomSearch>::from_bytes(&run.to_bytes()).unwrap();
    assert_eq!((run.stop(), run.ask()), (Some(Stop::Evaluations), None));
    run.extend(40).unwrap();
    assert_eq!((run.stop(), run.seed(), run.budget()), (None, 7, &Budget::evaluations(40)));
    run.drive(objective);
    assert_eq!(run.to_bytes(), whole.to_bytes());
}

#[test]
fn patience_and_target_can_be_extended_too() {
    let mut run = start(Budget::evaluations(100).with_patience(5));
    run.drive(|_| 1.0);
    assert_eq!((run.stop(), run.evaluations()), (Some(Stop::Patience), 6));
    run.extend(Budget::evaluations(100).with_target(0.5)).unwrap();
    run.drive(|_| 0.5);
    assert_eq!((run.stop(), run.evaluations()), (Some(Stop::Target), 7));
    run.extend(Budget::evaluations(100).with_target(0.25)).unwrap();
    assert!(run.stop().is_none() && run.ask().is_some());
}

#[test]
fn no_budget_is_less_than_what_was_asked_for() {
    let mut run = start(10);
    let trials: Vec<_> = std::iter::from_fn(|| run.ask()).take(4).collect();
    run.tell(trials[2].number, 1.0).unwrap();
    let before = run.to_bytes();
    let error = run.extend(3).unwrap_err().to_string();
    assert_eq!(error, "`evaluations` is 3, allowed: 4 or more, asked for already");
    assert!(run.extend(0).is_err() && run.extend(Budget::evaluations(9).with_patience(0)).is_err());
    assert_eq!(run.to_bytes(), before);
    run.extend(4).unwrap();
    assert_eq!((run.ask(), run.outstanding().count()), (None, 3));
}

#[test]
fn budgets_of_nothing_are_refused() {
    let search = RandomSearch::new(&Space::real([(0.0, 1.0)]).unwrap());
    for (budget, message) in [
        (Budget::evaluations(0), "`evaluations` is 0, allowed: 1 or more"),
        (Budget::evaluations(1).with_patience(0), "`patience` is 0, allowed: 1 or more"),
        (Budget::evaluations(1).with_target(f64::NAN), "`target` is NaN, allowed: a number"),
    ] {
        assert_eq!(search.clone().start(budget, 1).unwrap_err().to_string(), message);
        assert_eq!(search.clone().minimize(budget, 1, |x| x[0]).unwrap_err().to_string(), message);
    }
}

#[cfg(feature = "rayon")]
#[test]
fn threads_change_nothing() {
    for budget in [Budget::evaluations(3_000), Budget::evaluations(3_000).with_target(0.05), 3_000.into()] {
        let search = RandomSearch::new(&Space::real([(-1.0, 1.0), (0.0, 3.0)]).unwrap());
        let alone = search.clone().minimize(budget, 7, |x| x[0].abs() + x[1]).unwrap();
        for threads in [1, 2, 5] {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            let many = pool.install(|| search.clone().minimize_parallel(budget, 7, |x| x[0].abs() + x[1])).unwrap();
            assert_eq!(many, alone);
        }
    }
}

#[test]
fn a_candidate_has_a_stream_for_its_evaluation() {
    let mut run = start(3);
    let noisy = run.evaluation_stream(1);
    run.drive(|x| x[0]);
    assert_eq!(run.evaluation_stream(1), noisy);
    assert_ne!(run.evaluation_stream(0), noisy);
}
