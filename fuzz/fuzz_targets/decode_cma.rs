//! A run of CMA-ES from any bytes: an error, or a run that is written as the same bytes and goes on.
#![cfg_attr(feature = "libfuzzer", no_main)]

use ansatz_optimize::{CmaEs, Run};

ansatz_fuzz::target!(|data| run(data));

fn run(data: &[u8]) {
    let Ok(mut run) = Run::<CmaEs>::from_bytes(data) else { return };
    assert_eq!(run.to_bytes(), data, "an accepted value is written differently");
    let trials: Vec<_> = run.outstanding().collect();
    for trial in trials {
        assert!(run.tell(trial.number, trial.candidate.iter().map(|x| x * x).sum::<f64>()).is_ok());
    }
    for _ in 0..20 {
        let Some(trial) = run.ask() else { break };
        let outcome = (trial.number % 5 != 3).then(|| trial.candidate.iter().map(|x| x * x).sum::<f64>());
        assert!(run.tell(trial.number, outcome).is_ok());
    }
}
