//! A run of a genetic algorithm from any bytes: an error, or a run that is written as the same bytes and goes on.
#![cfg_attr(feature = "libfuzzer", no_main)]

use ansatz_optimize::{BitString, Codec, GeneticAlgorithm, Permutation, RealVector, Representation, Run};

ansatz_fuzz::target!(|data| run(data));

fn run(data: &[u8]) {
    decode::<RealVector>(data, |x| x.iter().sum());
    decode::<BitString>(data, |bits| bits.iter().filter(|bit| **bit).count() as f64);
    decode::<Permutation>(data, |items| items.windows(2).map(|pair| pair[0].abs_diff(pair[1]) as f64).sum());
}

fn decode<R>(data: &[u8], objective: impl Fn(&R::Genome) -> f64)
where
    R: Representation<Genome: Codec> + Codec,
{
    let Ok(mut run) = Run::<GeneticAlgorithm<R>>::from_bytes(data) else { return };
    assert_eq!(run.to_bytes(), data, "an accepted value is written differently");
    let outstanding: Vec<_> = run.outstanding().collect();
    for trial in outstanding {
        let _ = run.tell(trial.number, objective(&trial.candidate));
    }
    for _ in 0..20 {
        let Some(trial) = run.ask() else { break };
        let _ = run.tell(trial.number, objective(&trial.candidate));
    }
}
