//! Models of arms under contexts that are any: of every size, dependent, with zeros of both signs; over two replicas that are
//! merged, and copies through bytes. Predictions stay numbers, what is written can be read, and where contexts are small
//! whole numbers, replicas know what a single policy does.
#![cfg_attr(feature = "libfuzzer", no_main)]

use ansatz_bandit::{Bandit, LinTs, LinUcb, LogisticThompson, ModelRule, WeightPrior};
use ansatz_random::Stream;

ansatz_fuzz::target!(|data| run(data));

/// The policy, its prior, the features, the contexts that are kept; then bytes for each operation.
fn run(data: &[u8]) {
    let Some((&[kind, prior, features, kept], operations)) = data.split_first_chunk::<4>() else { return };
    let dimension = usize::from(features % 5) + 1;
    let (ridge, tame) = ([1.0, 1e-20, 1e20, 0.01][usize::from(prior % 4)], prior.is_multiple_of(4));
    let prior = WeightPrior::ridge(dimension, ridge).expect("a prior that is allowed");
    match kind % 3 {
        0 => play(LinUcb::with_prior(2, prior, 1.0).ok(), dimension, operations, tame),
        1 => play(LinTs::with_prior(2, prior, 0.5).ok(), dimension, operations, tame),
        _ => {
            let contexts = usize::from(kept % 8) + 1;
            let arms = LogisticThompson::with_prior(2, prior).and_then(|arms| Ok(arms.with_contexts(contexts)?));
            play(arms.ok(), dimension, operations, tame);
        }
    }
}

fn play<R: ModelRule>(empty: Option<Bandit<R>>, dimension: usize, operations: &[u8], mut tame: bool) {
    let empty = empty.expect("a policy that is allowed");
    let (mut replicas, mut single) = ([empty.clone(), empty.clone()], empty.clone());
    let mut x = vec![0.0; dimension];
    for (operation, bytes) in operations.chunks_exact(dimension + 1).take(100).map(|it| (it[0], &it[1..])) {
        let small = operation & 1 == 0;
        x.iter_mut()
            .zip(bytes)
            .for_each(|(x, byte)| *x = if small { f64::from(byte % 5) - 2.0 } else { SIZES[usize::from(byte % 16)] });
        let arm = usize::from(operation >> 1 & 1);
        let reward = [0.0, 1.0, 0.5, 0.25][usize::from(operation >> 2 & 3)];
        tame &= small;
        match operation >> 4 {
            0..=9 => {
                let at = usize::from(operation >> 4) % 2;
                replicas[at].record_for(&x, arm, reward).expect("a reward that is allowed");
                single.record_for(&x, arm, reward).expect("a reward that is allowed");
            }
            10 | 11 => {
                let [one, other] = &mut replicas;
                one.merge(other).expect("a replica of the same kind");
                *other = empty.clone();
            }
            12 => {
                let choice =
                    replicas[0].select_logged_for(&x, &mut Stream::new(u64::from(operation), 0)).expect("a context");
                assert!(choice.propensity.probability() > 0.0 && choice.propensity.probability() <= 1.0);
            }
            _ => {
                let again = Bandit::from_bytes(&replicas[0].to_bytes()).expect("a policy writes what it cannot read");
                assert!(again == replicas[0], "other than what was written");
            }
        }
        let found = replicas[0].predict(arm, &x).expect("a context that fits");
        assert!(found.score.is_finite() && found.deviation.is_finite() && found.deviation >= 0.0, "{found:?}");
    }
    let [mut both, other] = replicas;
    both.merge(&other).expect("a replica of the same kind");
    Bandit::<R>::from_bytes(&both.to_bytes()).expect("a policy writes what it cannot read");
    if tame {
        // At most 100 contexts of length 5 at most, beside a ridge of 1: eigenvalues within a ratio of 2,500.
        for arm in 0..2 {
            for (both, single) in both.weights(arm).expect("an arm").iter().zip(single.weights(arm).expect("an arm")) {
                assert!((both - single).abs() < 1e-10 * single.abs().max(1.0), "{both} {single}");
            }
        }
    }
}

const SIZES: [f64; 16] =
    [1.0, -1.0, 0.0, -0.0, 1e100, -1e100, 1e-100, 1e50, -1e50, 1e9, 1.000_000_1e9, 1e16, 3e7, 1e-9, 5e-324, 0.5];
