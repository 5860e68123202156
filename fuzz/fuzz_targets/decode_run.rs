//! A run of any method from any bytes: an error, or a run that is written as the same bytes and goes on.
#![cfg_attr(feature = "libfuzzer", no_main)]

use ansatz_optimize::{
    CmaEs, Codec, Evaluation, GeneticAlgorithm, LShade, Method, NelderMead, Nsga2, RandomSearch, RealVector, Run,
    SobolSearch,
};

ansatz_fuzz::target!(|data| run(data));

fn run(data: &[u8]) {
    go_on::<RandomSearch, 1>(data);
    go_on::<SobolSearch, 1>(data);
    go_on::<CmaEs, 1>(data);
    go_on::<GeneticAlgorithm<RealVector>, 1>(data);
    go_on::<LShade, 1>(data);
    go_on::<NelderMead, 1>(data);
    go_on::<Nsga2<RealVector, 2>, 2>(data);
}

fn go_on<A, const M: usize>(data: &[u8])
where
    A: Method<M, Candidate: ToOwned<Owned = Vec<f64>>> + Codec,
{
    let Ok(mut run) = Run::<A, M>::from_bytes(data) else { return };
    assert_eq!(run.to_bytes(), data);
    let told = run.evaluations();
    let mut trials: Vec<_> = run.outstanding().collect();
    let mut count = 0;
    while let Some(trial) = trials.pop().or_else(|| run.ask()) {
        if count == 100 {
            break;
        }
        let value = trial.candidate.iter().sum::<f64>();
        let evaluation = match trial.number % 5 {
            0 => Evaluation::failed(),
            1 => Evaluation::from([value; M]).with_constraints([value]),
            _ => Evaluation::from([value; M]),
        };
        run.tell(trial.number, evaluation).expect("it is outstanding");
        count += 1;
    }
    assert_eq!(run.evaluations(), told + count);
    let again = Run::<A, M>::from_bytes(&run.to_bytes()).expect("a run writes what it cannot read");
    assert_eq!(again.to_bytes(), run.to_bytes());
}
