//! A run among strings of bits (product states, a vector of probabilities, a population in numbers) from any bytes: an error,
//! or a run that is written as the same bytes and goes on.
#![cfg_attr(feature = "libfuzzer", no_main)]

use ansatz_optimize::{Codec, Method, Run};
use ansatz_quantum::evolution::{CompactGa, Pbil, Qiea};

ansatz_fuzz::target!(|data| run(data));

fn run(data: &[u8]) {
    decode::<Qiea>(data);
    decode::<Pbil>(data);
    decode::<CompactGa>(data);
}

fn decode<A: Method<Candidate = Vec<bool>> + Codec>(data: &[u8]) {
    let Ok(mut run) = Run::<A>::from_bytes(data) else { return };
    assert_eq!(run.to_bytes(), data, "an accepted value is written differently");
    let ones = |bits: &Vec<bool>| bits.iter().filter(|bit| **bit).count() as f64;
    let outstanding: Vec<_> = run.outstanding().collect();
    for trial in outstanding {
        let _ = run.tell(trial.number, ones(&trial.candidate));
    }
    for _ in 0..20 {
        let Some(trial) = run.ask() else { break };
        let _ = run.tell(trial.number, ones(&trial.candidate));
    }
}
