//! Logs of any numbers, by every estimator and by replay: what is refused changes nothing, what is taken has estimates that
//! are numbers in their intervals, and a log in two parts is the whole.
#![cfg_attr(feature = "libfuzzer", no_main)]

use ansatz_bandit::{
    Propensity, Ucb1,
    evaluation::{Estimator, EvaluationError, LoggedRound, OffPolicy, Replay, ShrunkMeans},
};
use ansatz_random::Stream;

ansatz_fuzz::target!(|data| run(data));

const ARMS: usize = 3;

/// Threshold, seed and where the log is cut; then a round each nine bytes.
fn run(data: &[u8]) {
    let Some((&[threshold, seed, cut], rows)) = data.split_first_chunk::<3>() else { return };
    let Ok(mut whole) = OffPolicy::new().with_threshold(number(threshold)) else { return };
    let (mut front, mut back) = (whole.clone(), whole.clone());
    let mut model = ShrunkMeans::new(ARMS, 0.5, 2.0).expect("three arms");
    let mut rng = Stream::new(u64::from(seed), 0);
    let mut policy = Ucb1::new(ARMS).expect("three arms");
    let mut replays =
        [Replay::uniform(ARMS).expect("three arms"), Replay::with_propensities(0.125).expect("an eighth")];
    for (place, row) in rows.chunks_exact(9).enumerate() {
        let [arm, reward, propensity, error, kind, target @ ..] = row else { return };
        let round = LoggedRound {
            arm: usize::from(arm % 4),
            reward: number(*reward),
            propensity: match kind % 4 {
                0 => None,
                1 => Some(Propensity::Estimated { probability: number(*propensity), standard_error: number(*error) }),
                _ => Some(Propensity::Exact(number(*propensity))),
            },
        };
        let _ = model.observe(round.arm, round.reward);
        let means = model.without(round.arm, round.reward);
        let probabilities = probabilities(target);
        let before = whole.clone();
        let taken = step(&mut whole, &round, kind / 4, &probabilities, &means);
        if taken.is_err() {
            assert_eq!(whole, before, "{taken:?}");
        }
        let part = if place < usize::from(cut) { &mut front } else { &mut back };
        let again = step(part, &round, kind / 4, &probabilities, &means);
        assert_eq!(again.is_ok(), taken.is_ok());
        for replay in &mut replays {
            let (replay_before, policy_before) = (replay.clone(), policy.clone());
            match replay.observe(&mut policy, &(), &round, &mut rng) {
                Ok(true) => assert_eq!(policy.decisions(), policy_before.decisions() + 1),
                Ok(false) => assert_eq!(policy, policy_before),
                Err(_) => assert_eq!((&*replay, &policy), (&replay_before, &policy_before)),
            }
        }
    }
    front.merge(&back).expect("equal thresholds");
    assert_eq!((front.rounds(), front.largest_weight()), (whole.rounds(), whole.largest_weight()));
    for estimator in Estimator::ALL {
        let (one, other) = (whole.estimate(estimator), front.estimate(estimator));
        assert_eq!(one.is_ok(), other.is_ok());
        if let (Ok(one), Ok(other)) = (one, other) {
            assert!(one.value.is_finite() && one.lower <= one.value && one.value <= one.upper, "{one:?}");
            assert!(other.value.is_finite() && other.lower <= other.upper, "{other:?}");
        }
    }
    let size = whole.effective_sample_size();
    assert!(size >= 0.0 && size <= whole.rounds() as f64 * (1.0 + 1e-9), "{size}");
    for warning in whole.warnings() {
        assert!(!warning.to_string().contains("NaN"), "{warning}");
    }
    for replay in &replays {
        assert!((0.0..=1.0).contains(&replay.coverage()));
        if let Ok(estimate) = replay.estimate() {
            assert!(estimate.lower <= estimate.value && estimate.value <= estimate.upper);
        }
    }
}

fn step(
    evaluation: &mut OffPolicy,
    round: &LoggedRound,
    how: u8,
    probabilities: &[f64],
    means: &[f64],
) -> Result<(), EvaluationError> {
    match how % 4 {
        0 => evaluation.observe(round, probabilities),
        1 => evaluation.observe_chosen(round, probabilities.first().copied().unwrap_or(f64::NAN)),
        _ => evaluation.observe_with_model(round, probabilities, means),
    }
}

/// Four bytes as shares, or as they come.
fn probabilities(bytes: &[u8]) -> Vec<f64> {
    let [how, numbers @ ..] = bytes else { return Vec::new() };
    let sum: f64 = numbers.iter().map(|&byte| f64::from(byte)).sum();
    match how % 8 {
        0 => numbers.iter().map(|&byte| number(byte)).collect(),
        1 => vec![1.0],
        _ if sum > 0.0 => numbers.iter().map(|&byte| f64::from(byte) / sum).collect(),
        _ => vec![1.0 / 3.0; ARMS],
    }
}

/// Eighths, and numbers that break sums.
fn number(byte: u8) -> f64 {
    match byte {
        0..200 => f64::from(byte) / 8.0,
        200..240 => f64::from(byte) / -100.0,
        240 => f64::NAN,
        241 => f64::INFINITY,
        242 => f64::NEG_INFINITY,
        243 => 1e100,
        244 => -1e100,
        245 => 1e-30,
        246 => 5e-324,
        247 => -0.0,
        248 => 1.0 / 3.0,
        _ => small(byte),
    }
}

/// 1e-25 to 1e-1.
fn small(byte: u8) -> f64 {
    (0..=u32::from(255 - byte) * 4).fold(1.0, |power, _| power / 10.0)
}
