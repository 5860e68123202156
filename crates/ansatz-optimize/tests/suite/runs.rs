//! What every method must hold, as functions that its own tests call.

use std::{collections::BTreeSet, fmt::Debug};

use ansatz_core::DecodeError;
use ansatz_optimize::{Codec, Evaluation, Method, Run};
use ansatz_random::{Stream, below};

/// Objectives for a run to be told: the candidate's number decides which of them fail or are infeasible.
pub(crate) fn outcome<const M: usize>(number: u64, objectives: [f64; M]) -> Evaluation<M> {
    match number % 11 {
        3 => Evaluation::failed(),
        5 => Evaluation::from([f64::NAN; M]),
        7 => Evaluation::from(objectives).with_constraints([1.0 + objectives[0].abs()]),
        8 => Evaluation::from(objectives).with_constraints([f64::INFINITY]),
        1 | 2 | 6 => Evaluation::from(objectives),
        _ => Evaluation::from(objectives).with_constraints([-1.0]),
    }
}

/// Asks for all that the method proposes, tells it in an order of `shuffle`'s choice, and so on for so many batches; the
/// bytes after each step.
fn batches<A, const M: usize>(
    mut run: Run<A, M>,
    objectives: &impl Fn(&<A::Candidate as ToOwned>::Owned) -> [f64; M],
    steps: usize,
    shuffle: impl Fn(&mut Vec<u64>),
) -> Vec<Vec<u8>>
where
    A: Method<M, Candidate: ToOwned<Owned: Codec>> + Codec,
{
    (0..steps)
        .map(|_| {
            let trials: Vec<_> = std::iter::from_fn(|| run.ask()).take(50).collect();
            let mut numbers: Vec<u64> = trials.iter().map(|trial| trial.number).collect();
            shuffle(&mut numbers);
            for number in numbers {
                let candidate = &trials.iter().find(|trial| trial.number == number).unwrap().candidate;
                run.tell(number, outcome(number, objectives(candidate))).unwrap();
            }
            run.to_bytes()
        })
        .collect()
}

/// A run that is stored and read at every step, with trials outstanding, ends as the one that is not; failures and
/// infeasible candidates are among what it is told, and whoever asks for one at a time gets the same.
pub(crate) fn assert_resumes<A, const M: usize>(
    start: impl Fn() -> Run<A, M>,
    objectives: impl Fn(&<A::Candidate as ToOwned>::Owned) -> [f64; M],
    evaluations: u64,
) where
    A: Method<M, Candidate: ToOwned<Owned: Codec + PartialEq + Debug>> + Codec,
{
    let (mut whole, mut stored) = (start(), start());
    let mut rng = Stream::new(99, 0);
    let mut outstanding: Vec<u64> = Vec::new();
    while whole.evaluations() < evaluations && whole.stop().is_none() {
        stored = Run::from_bytes(&stored.to_bytes()).unwrap();
        assert_eq!(stored.to_bytes(), whole.to_bytes());
        // A few are outstanding at a time, and told in any order.
        if outstanding.len() < 4 {
            let (trial, again) = (whole.ask(), stored.ask());
            assert_eq!(trial, again);
            if let Some(trial) = trial {
                outstanding.push(trial.number);
                continue;
            }
        }
        assert!(!outstanding.is_empty(), "the method waits for nothing");
        let number = outstanding.swap_remove(below(&mut rng, outstanding.len() as u64) as usize);
        let trial = whole.outstanding().find(|trial| trial.number == number).unwrap();
        assert!(stored.outstanding().any(|other| other == trial));
        let evaluation = outcome(number, objectives(&trial.candidate));
        whole.tell(number, evaluation.clone()).unwrap();
        stored.tell(number, evaluation).unwrap();
    }
    assert!(whole.evaluations() > 0);
    assert_eq!(stored.to_bytes(), whole.to_bytes());
    #[cfg(feature = "serde")]
    {
        let text = serde_json::to_string(&whole).unwrap();
        assert_eq!(serde_json::from_str::<Run<A, M>>(&text).unwrap().to_bytes(), whole.to_bytes());
    }
}

/// The order in which a batch is told changes nothing but what counts evaluations: methods that learn by the generation.
pub(crate) fn assert_order_does_not_matter<A, const M: usize>(
    start: impl Fn() -> Run<A, M>,
    objectives: impl Fn(&<A::Candidate as ToOwned>::Owned) -> [f64; M],
) where
    A: Method<M, Candidate: ToOwned<Owned: Codec>> + Codec,
{
    let method = |run: &Run<A, M>| {
        let mut writer = ansatz_core::bytes::Writer::new(ansatz_core::bytes::Kind::new(*b"TEST"), 1, 0);
        run.method().encode(&mut writer);
        writer.into_bytes()
    };
    let last = |shuffle: &dyn Fn(&mut Vec<u64>)| {
        let bytes = batches(start(), &objectives, 12, shuffle).pop().unwrap();
        method(&Run::<A, M>::from_bytes(&bytes).unwrap())
    };
    let in_order = last(&|_| {});
    assert_eq!(last(&|numbers| numbers.reverse()), in_order);
    assert_eq!(last(&|numbers| ansatz_random::shuffle(&mut Stream::new(5, 0), numbers)), in_order);
}

/// The bytes decode into a run that can be asked and told, or into an error; whether they were accepted.
pub(crate) fn decode<A, const M: usize>(
    bytes: &[u8],
    objectives: impl Fn(&<A::Candidate as ToOwned>::Owned) -> [f64; M],
) -> bool
where
    A: Method<M, Candidate: ToOwned<Owned: Codec>> + Codec,
{
    let Ok(mut run) = Run::<A, M>::from_bytes(bytes) else { return false };
    assert_eq!(run.to_bytes(), bytes, "an accepted run is written differently");
    go_on(&mut run, |number, candidate| outcome(number, objectives(candidate)));
    true
}

/// Tells what is outstanding, and twenty more.
fn go_on<A, const M: usize>(
    run: &mut Run<A, M>,
    evaluate: impl Fn(u64, &<A::Candidate as ToOwned>::Owned) -> Evaluation<M>,
) where
    A: Method<M>,
{
    let trials: Vec<_> = run.outstanding().collect();
    for trial in trials {
        run.tell(trial.number, evaluate(trial.number, &trial.candidate)).unwrap();
    }
    for _ in 0..20 {
        let Some(trial) = run.ask() else { break };
        run.tell(trial.number, evaluate(trial.number, &trial.candidate)).unwrap();
    }
}

/// The names that a run is refused by when a word or a byte of it is another one; one that is not refused goes on, whether
/// it is told successes or failures.
pub(crate) fn refusals<A, const M: usize>(bytes: &[u8]) -> BTreeSet<&'static str>
where
    A: Method<M, Candidate: ToOwned<Owned: Codec>> + Codec,
{
    refusals_of(bytes, |bytes| {
        for evaluation in [Evaluation::from([1.0; M]), Evaluation::failed()] {
            match Run::<A, M>::from_bytes(bytes) {
                Ok(mut run) => go_on(&mut run, |_, _| evaluation.clone()),
                Err(error) => return Some(error),
            }
        }
        None
    })
}

/// The same of anything that is read.
pub(crate) fn refusals_of(bytes: &[u8], read: impl Fn(&[u8]) -> Option<DecodeError>) -> BTreeSet<&'static str> {
    let words = [0, 1, 2, 3, 1 << 40, u64::MAX, (-1.0f64).to_bits(), 1.5f64.to_bits(), f64::NAN.to_bits()];
    let mut names = BTreeSet::new();
    let mut note = |damaged: &[u8]| {
        if let Some(DecodeError::Field { name, .. }) = read(damaged) {
            names.insert(name);
        }
    };
    for at in 0..bytes.len() {
        for word in words {
            let mut damaged = bytes.to_vec();
            let end = bytes.len().min(at + 8);
            damaged[at..end].copy_from_slice(&word.to_le_bytes()[..end - at]);
            note(&damaged);
        }
        let mut damaged = bytes.to_vec();
        damaged[at] = 0xFF;
        note(&damaged);
    }
    names
}

/// Asserts that every check by these names refuses something.
pub(crate) fn assert_refuses(names: &BTreeSet<&'static str>, expected: &[&'static str]) {
    for name in expected {
        assert!(names.contains(name), "nothing is refused for {name}: {names:?}");
    }
}
