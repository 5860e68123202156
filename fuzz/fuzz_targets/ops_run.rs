//! Runs of several methods under any sequence of asking, telling, failing, wrong numbers and storing: the counts add up,
//! the best is the best of what was told, and the run that was stored between all steps is the one that was not.
#![cfg_attr(feature = "libfuzzer", no_main)]
#![allow(clippy::float_cmp, clippy::similar_names)] // What is compared is the same number.

use std::fmt::Debug;

use ansatz_optimize::{
    Budget, Codec, Dimension, Evaluation, LShade, LShadeConfig, Method, NelderMead, Nsga2, RandomSearch, RealVector,
    Run, SobolSearch, Space, TellError,
};

ansatz_fuzz::target!(|data| run(data));

/// The first three bytes are the method, the seed and the budget; each pair that follows is a step.
fn run(data: &[u8]) {
    let [method, seed, budget, steps @ ..] = data else { return };
    let (seed, steps) = (u64::from(*seed), &steps[..steps.len().min(400)]);
    let budget = Budget::evaluations(1 + u64::from(*budget)).with_target(-9.5).with_patience(150);
    let dimension = Dimension::real(-5.0, 5.0).expect("in order");
    let real = Space::new([dimension; 2]).expect("two");
    let mixed = Space::new([dimension, Dimension::integer(-5..=5).expect("some")]).expect("two");
    match method % 5 {
        0 => drive(RandomSearch::new(&mixed).start(budget, seed).expect("a budget"), steps),
        1 => drive(SobolSearch::new(&mixed).expect("few").start(budget, seed).expect("a budget"), steps),
        2 => {
            let config = LShadeConfig::default().population(8).memory(2);
            drive(
                LShade::with_config(&mixed, config).expect("8 members").start(budget, seed).expect("a budget"),
                steps,
            );
        }
        3 => drive(NelderMead::new(&real).expect("reals").start(budget, seed).expect("a budget"), steps),
        _ => {
            let search =
                Nsga2::<_, 2>::new(RealVector::new(&mixed), 5 + usize::from(method / 5 % 3)).expect("5 and more");
            drive(search.start(budget, seed).expect("a budget"), steps);
        }
    }
}

fn drive<A, const M: usize>(mut run: Run<A, M>, steps: &[u8])
where
    A: Method<M, Candidate: ToOwned<Owned = Vec<f64>>> + Codec + Clone,
    Run<A, M>: Debug,
{
    let mut stored = run.clone();
    let (mut outstanding, mut told) = (Vec::new(), Vec::<Evaluation<M>>::new());
    for step in steps.chunks_exact(2) {
        match step[0] % 4 {
            0 | 1 => {
                let trial = run.ask();
                assert_eq!(stored.ask(), trial);
                if let Some(trial) = trial {
                    assert_eq!(trial.number, (outstanding.len() + told.len()) as u64);
                    outstanding.push(trial);
                }
            }
            2 if !outstanding.is_empty() => {
                let trial = outstanding.remove(usize::from(step[1]) % outstanding.len());
                let evaluation = outcome(step[0] / 4, &trial.candidate);
                run.tell(trial.number, evaluation.clone()).expect("it is outstanding");
                stored.tell(trial.number, evaluation.clone()).expect("it is outstanding");
                told.push(evaluation);
            }
            _ => refuse(&mut run, step[1].into(), outstanding.iter().any(|trial| trial.number == u64::from(step[1]))),
        }
        stored = Run::from_bytes(&stored.to_bytes()).expect("a run writes what it cannot read");
        assert_eq!(stored.to_bytes(), run.to_bytes());
        check(&run, &told);
        assert!(run.outstanding().eq(outstanding.iter().cloned()));
    }
}

/// Numbers that have not been asked for, or have been told, change nothing.
fn refuse<A, const M: usize>(run: &mut Run<A, M>, number: u64, is_outstanding: bool)
where
    A: Method<M, Candidate: ToOwned<Owned = Vec<f64>>> + Codec,
{
    if is_outstanding {
        return;
    }
    let before = run.to_bytes();
    let asked = run.evaluations() + run.outstanding().count() as u64;
    let expected =
        if number < asked { TellError::AlreadyTold { number } } else { TellError::NotAsked { number, asked } };
    assert_eq!(run.tell(number, [0.0; M]), Err(expected));
    assert_eq!(run.to_bytes(), before);
}

fn check<A, const M: usize>(run: &Run<A, M>, told: &[Evaluation<M>])
where
    A: Method<M, Candidate: ToOwned<Owned = Vec<f64>>>,
{
    assert_eq!(run.evaluations(), told.len() as u64);
    assert_eq!(run.failures(), told.iter().filter(|evaluation| evaluation.has_failed()).count() as u64);
    let last = run.history().records().last();
    let least = told.iter().map(Evaluation::violation).fold(f64::INFINITY, f64::min);
    assert_eq!(last.map_or(f64::INFINITY, |last| last.violation), least);
    let best = told.iter().filter(|evaluation| evaluation.violation() == least);
    let value = best.map(|evaluation| evaluation.objectives()[0]).fold(f64::INFINITY, f64::min);
    assert_eq!(last.map_or(f64::INFINITY, |last| last.objectives[0]), value);
}

fn outcome<const M: usize>(kind: u8, candidate: &[f64]) -> Evaluation<M> {
    let value = candidate.iter().sum::<f64>();
    match kind % 8 {
        0 => Evaluation::failed(),
        1 => Evaluation::from([f64::NAN; M]),
        2 => Evaluation::from([value; M]).with_constraints([f64::from(kind) - 20.0, value]),
        // Ties.
        3 => Evaluation::from([0.0; M]),
        _ => Evaluation::from(std::array::from_fn(|index| if index == 0 { value } else { -value })),
    }
}
