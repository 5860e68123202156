//! The regret of all policies in all environments.

use ansatz_bandit::{
    BanditError, Ucb1,
    simulation::{Bernoulli, RegretCurve, Simulation},
};
use ansatz_benches::positive;

/// `None` if the arguments are none that the usage knows.
pub(crate) fn run(arguments: &[&str]) -> Option<Result<(), String>> {
    let (mut runs, mut seed, mut rest) = (2_000, 1, arguments);
    loop {
        match *rest {
            ["--runs", text, ref tail @ ..] => (runs, rest) = (positive(text)?, tail),
            ["--seed", text, ref tail @ ..] => (seed, rest) = (text.parse().ok()?, tail),
            [] => break,
            _ => return None,
        }
    }
    Some(tabulate(runs, seed).map_err(|error| error.to_string()))
}

fn tabulate(runs: u64, seed: u64) -> Result<(), BanditError> {
    let simulation = Simulation::new(10_000, runs)?.with_logarithmic_points(4)?;
    let curve = simulation.regret_parallel(&Bernoulli::new(&[0.9, 0.8])?, seed, |_| Ucb1::new(2))?;
    print("two-arms", "ucb1", &curve);
    Ok(())
}

fn print(environment: &str, policy: &str, curve: &RegretCurve) {
    for point in curve.points() {
        println!("{environment} {policy} {} {:.2} {:.2}", point.round, point.mean, point.standard_error);
    }
}
