//! A run of Bayesian search from any bytes: an error, or a run that is written as the same bytes and goes on.
#![cfg_attr(feature = "libfuzzer", no_main)]

use ansatz_optimize::{BayesianSearch, Run};

ansatz_fuzz::target!(|data| run(data));

fn run(data: &[u8]) {
    let Ok(mut run) = Run::<BayesianSearch>::from_bytes(data) else { return };
    assert_eq!(run.to_bytes(), data, "an accepted run is written differently");
    let outstanding: Vec<_> = run.outstanding().collect();
    for trial in outstanding {
        run.tell(trial.number, trial.candidate[0]).expect("it is outstanding");
    }
    for value in [Some(1.0), None, Some(-1.0)] {
        let Some(trial) = run.ask() else { return };
        run.tell(trial.number, value).expect("it has been asked for");
    }
}
