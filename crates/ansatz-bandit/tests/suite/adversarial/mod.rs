//! EXP3 and EXP3-IX.

mod regret;
mod state;

use ansatz_bandit::{Bandit, Chance, Rule};
use ansatz_random::Stream;

/// The probability of each arm, by number, as the tickets of many draws from the same state say it.
fn distribution<R: Rule<Context = (), Note = Chance>>(arms: &Bandit<R>) -> Vec<f64> {
    let mut probabilities = vec![f64::NAN; arms.arms().max().unwrap() + 1];
    let mut rng = Stream::new(77, 0);
    for _ in 0..200_000 {
        let choice = arms.clone().select_logged(&mut rng);
        probabilities[choice.arm] = choice.propensity.probability();
        if arms.arms().all(|arm| !probabilities[arm].is_nan()) {
            return probabilities;
        }
    }
    panic!("an arm that is never drawn: {probabilities:?}");
}

fn assert_close(found: &[f64], expected: &[f64]) {
    assert_eq!(found.len(), expected.len());
    for (found, expected) in found.iter().zip(expected) {
        assert!((found - expected).abs() <= 1e-12 * expected.abs(), "{found} is not {expected}");
    }
}
