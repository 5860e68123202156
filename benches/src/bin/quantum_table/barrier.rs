//! A barrier that is tall and thin and one that is wide and shallow: how long each solver takes to come to the other side.

use ansatz_benches::{seconds, weak_strong::WeakStrong};

use crate::{
    USUAL_TIME,
    instance::{Instance, Kind},
    solver::Solver,
    tts::Goal,
};

/// The solvers, what is asked of them, and the instances.
pub(crate) type Request = (Vec<&'static Solver>, Goal, Result<Vec<Instance>, String>);

/// The instances and what is asked of the solvers; `None` if the arguments are none that it knows.
pub(crate) fn request(arguments: &[&str]) -> Option<Request> {
    let mut goal = Goal { gap: 0.0, time: USUAL_TIME, seed: 1 };
    let (mut solver, mut rest) = (None, arguments);
    loop {
        match *rest {
            ["--solver", name, ref tail @ ..] => (solver, rest) = (Some(Solver::named(name)?), tail),
            ["--seconds", text, ref tail @ ..] => (goal.time, rest) = (seconds(text)?, tail),
            ["--seed", text, ref tail @ ..] => (goal.seed, rest) = (text.parse().ok()?, tail),
            [] => return Some((Solver::all_or(solver), goal, BARRIERS.iter().map(instance).collect())),
            _ => return None,
        }
    }
}

/// Thirty-two pairs of clusters each, of which every weak one has to cross a barrier. That of four spins is 3.75 high, seven
/// and a half times the energy that is gained on the other side. That of thirty-two is 8 high if both halves turn alike,
/// twice what is gained, but only 1.72 if the half beside the strong cluster turns first.
const BARRIERS: [(&str, WeakStrong); 2] = [
    ("tall_thin", WeakStrong { pairs: 32, size: 4, inner: 1.0, field: 0.4375 }),
    ("wide_shallow", WeakStrong { pairs: 32, size: 32, inner: 0.039_062_5, field: 0.4375 }),
];

/// The model as costs of bits, with its least energy as the best known value: all are sums of 128ths, which are exact.
fn instance((name, barrier): &(&str, WeakStrong)) -> Result<Instance, String> {
    let qubo = barrier.model().map_err(|error| format!("{name}: {error}"))?.to_qubo();
    let alone = qubo.linear().iter().enumerate().map(|(bit, &cost)| (bit, bit, cost));
    // A file's matrix has each pair twice.
    let pairs = qubo.quadratic().map(|(one, other, cost)| (one, other, 0.5 * cost));
    Ok(Instance {
        name: (*name).to_owned(),
        kind: Kind::Qubo,
        variables: qubo.len(),
        entries: alone.chain(pairs).collect(),
        best_known: Some(barrier.least_energy() - qubo.offset()),
    })
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn the_best_known_value_is_that_of_all_spins_up() {
        for barrier in &BARRIERS {
            let instance = instance(barrier).unwrap();
            let model = instance.model().unwrap();
            let (up, weak) = (vec![1; model.len()], weak_down(&barrier.1));
            assert_eq!(Some(instance.value(&up)), instance.best_known);
            // Where weak clusters begin: each pays its field less, and half of a cluster's couplings with the strong one.
            let (half, pairs) = (barrier.1.size as f64 / 2.0, barrier.1.pairs as f64);
            let above = pairs * (2.0 * half - 2.0 * barrier.1.field * 2.0 * half);
            assert_eq!(instance.value(&weak) - instance.value(&up), above);
            // Half of each side of a weak cluster turned, so that its couplings cancel, and half of those with the strong one.
            let mut middle = weak.clone();
            for spin in (barrier.1.size..2 * barrier.1.size).filter(|spin| spin % 2 == 0) {
                middle[spin] = 1;
            }
            let height = barrier.1.inner * half * half;
            assert_eq!(instance.value(&middle) - instance.value(&weak), height - above / pairs / 2.0);
            // No turn of a single spin leads out of there.
            for spin in 0..weak.len() {
                let mut turned = weak.clone();
                turned[spin] *= -1;
                assert!(instance.value(&turned) > instance.value(&weak), "{} {spin}", instance.name);
            }
        }
    }

    fn weak_down(barrier: &WeakStrong) -> Vec<i8> {
        (0..2 * barrier.pairs * barrier.size).map(|spin| if spin / barrier.size % 2 == 1 { -1 } else { 1 }).collect()
    }

    #[test]
    fn options_are_those_of_the_usage() {
        let (solvers, goal, instances) = request(&["--seconds", "2", "--seed", "7", "--solver", "sqa"]).unwrap();
        assert_eq!((solvers.len(), solvers[0].name), (1, "sqa"));
        assert_eq!(goal, Goal { gap: 0.0, time: Duration::from_secs(2), seed: 7 });
        assert_eq!(instances.unwrap().len(), 2);
        assert!(request(&[]).unwrap().0.len() > 1);
        for arguments in [&["--seconds"][..], &["--seconds", "0"], &["--sweeps", "9"], &["--solver", "qa"], &["a"]] {
            assert!(request(arguments).is_none(), "{arguments:?}");
        }
    }
}
