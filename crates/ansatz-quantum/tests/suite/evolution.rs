//! QIEA, PBIL and the compact genetic algorithm: what they are, by loops written out; and that their runs are stored.

use std::fmt::Debug;

use ansatz_optimize::{Codec, Evaluation, Method, Run, Stop};
use ansatz_quantum::evolution::{CompactGa, Pbil, PbilConfig, Qiea, QieaConfig};
use ansatz_random::{Stream, below, unit};
use ansatz_testkit::{hostile::assert_survives_damage, statistics::assert_frequencies};

fn zeros(bits: &[bool]) -> f64 {
    bits.iter().filter(|bit| !**bit).count() as f64
}

/// Traps of four bits that lead away from the ones they want, beside weights that make ties rare.
fn rugged(bits: &[bool]) -> f64 {
    let trap = |ones: usize| if ones == 4 { 0.0 } else { 1.0 + ones as f64 };
    let traps: f64 = bits.chunks(4).map(|four| trap(four.iter().filter(|bit| **bit).count())).sum();
    traps
        + bits
            .iter()
            .enumerate()
            .filter(|(_, bit)| **bit)
            .map(|(place, _)| 0.01 * (place * place % 17) as f64)
            .sum::<f64>()
}

/// The quantum-inspired algorithm without any amplitude: independent coins that PBIL's update moves with a rate that depends
/// on the coin. `run` is stepped beside it; both must show the same bits and the same probabilities.
fn assert_coins_are_qbits(len: usize, config: QieaConfig, seed: u64, objective: fn(&[bool]) -> f64) {
    let mut run = Qiea::with_config(len, config).unwrap().start(u64::MAX, seed).unwrap();
    let mut coins = vec![vec![0.5; len]; config.population];
    let mut aims: Vec<Option<(Vec<bool>, f64)>> = vec![None; config.population];
    let mut number = 0;
    for generation in 1..=300 {
        for (coins, aim) in coins.iter_mut().zip(&mut aims) {
            let mut rng = Stream::new(seed, number);
            let bits: Vec<bool> = coins.iter().map(|&coin| unit(&mut rng) < coin).collect();
            let trial = run.ask().unwrap();
            assert_eq!((trial.number, &trial.candidate), (number, &bits));
            number += 1;
            let value = objective(&bits);
            match aim {
                Some((aim, best)) if *best < value => {
                    let differing = coins.iter_mut().zip(aim.iter()).zip(&bits).filter(|((_, aim), bit)| aim != bit);
                    for ((coin, aim), _) in differing {
                        let rate = Qiea::learning_rate(config.angle, if *aim { *coin } else { 1.0 - *coin });
                        *coin = (1.0 - rate) * *coin + rate * f64::from(*aim);
                    }
                }
                _ => *aim = Some((bits, value)),
            }
        }
        if generation % config.migration == 0 {
            let best = aims.iter().flatten().min_by(|a, b| a.1.total_cmp(&b.1)).cloned();
            aims.fill(best);
        }
        let told: Vec<_> = run.outstanding().collect();
        for trial in told {
            run.tell(trial.number, objective(&trial.candidate)).unwrap();
        }
        for (coins, qbits) in coins.iter().zip(run.method().probabilities()) {
            for (coin, qbit) in coins.iter().zip(qbits) {
                // A probability is rounded to 1e-16. Near certainty that is 1e-8 of the angle, and so much of the next
                // probability; elsewhere angles add up, and each rotation costs a few units of the last place.
                assert!((coin - qbit).abs() < 1e-7, "{coin} and {qbit}");
            }
        }
    }
}

/// A product state of Q-bits is a vector of independent coins, and a rotation is an update of PBIL.
#[test]
fn qbits_are_coins() {
    let config = QieaConfig::default();
    for seed in 0..20 {
        assert_coins_are_qbits(30, config, seed, zeros);
        assert_coins_are_qbits(32, config.angle(0.03).population(4).migration(7), seed, rugged);
        assert_coins_are_qbits(8, config.angle(1.0).population(2).migration(1), seed, rugged);
    }
}

/// Amplitudes (cos t, sin t), rotated by a matrix, against the rate; and where only an amplitude has a sign.
#[test]
fn a_rotation_is_a_rate_until_signs_differ() {
    let rotated = |[zero, one]: [f64; 2], angle: f64| {
        let (sine, cosine) = (libm::sin(angle), libm::cos(angle));
        [cosine * zero - sine * one, sine * zero + cosine * one]
    };
    for step in 0..=100 {
        let t = f64::from(step) / 100.0 * std::f64::consts::FRAC_PI_2;
        for angle in [0.001, 0.03, 0.5, 1.5] {
            let (sine, cosine) = (libm::sin(t), libm::cos(t));
            let (p, [_, one]) = (sine * sine, rotated([cosine, sine], angle));
            let moved = p + Qiea::learning_rate(angle, p) * (1.0 - p);
            // Beyond certainty a rotation would come back; here it ends there.
            let expected = if t + angle < std::f64::consts::FRAC_PI_2 { one * one } else { 1.0 };
            assert!((moved - expected).abs() < 1e-9, "{t} by {angle}: {moved}, expected {expected}");
        }
    }
    // The same coin, and another one after the same rotation: what probabilities do not say.
    let (plus, minus) = ([0.8, 0.6], [0.8, -0.6]);
    let after = [plus, minus].map(|state| rotated(state, 0.3)[1]).map(|one| one * one);
    assert!(after[0] > 0.64 && after[1] < 0.12);
}

#[test]
fn pbil_is_its_paper() {
    let (len, seed) = (20, 5);
    let config = PbilConfig::default().population(7);
    let mut run = Pbil::with_config(len, config).unwrap().start(u64::MAX, seed).unwrap();
    let mut p = vec![0.5; len];
    let mut number = 0;
    for generation in 0..200 {
        let mut best: Option<(Vec<bool>, f64)> = None;
        for sample in 0..7 {
            let mut rng = Stream::new(seed, number);
            if generation > 0 && sample == 0 {
                for p in &mut p {
                    if unit(&mut rng) < 0.02 {
                        *p = *p * (1.0 - 0.05) + below(&mut rng, 2) as f64 * 0.05;
                    }
                }
            }
            let bits: Vec<bool> = p.iter().map(|p| unit(&mut rng) < *p).collect();
            assert_eq!(run.ask().unwrap().candidate, bits);
            number += 1;
            let value = rugged(&bits);
            if best.as_ref().is_none_or(|best| value < best.1) {
                best = Some((bits, value));
            }
        }
        let told: Vec<_> = run.outstanding().collect();
        for trial in told.into_iter().rev() {
            run.tell(trial.number, rugged(&trial.candidate)).unwrap();
        }
        for (p, bit) in p.iter_mut().zip(best.unwrap().0) {
            *p = *p * (1.0 - 0.1) + if bit { 0.1 } else { 0.0 };
        }
        assert!(p.iter().zip(run.method().probabilities()).all(|(p, q)| (p - q).abs() < 1e-12));
    }
}

/// One member more or less for each bit in which two samples differ, counted in members.
#[test]
fn compact_is_its_paper() {
    for population in [2, 7, 50] {
        let mut run = CompactGa::new(20, population).unwrap().start(u64::MAX, 3).unwrap();
        let mut ones = [f64::from(population) / 2.0; 20];
        while let Some(first) = run.ask() {
            let second = run.ask().unwrap();
            let (one, other) = (rugged(&first.candidate), rugged(&second.candidate));
            run.tell(second.number, other).unwrap();
            run.tell(first.number, one).unwrap();
            let (winner, loser) = if one <= other { (first, second) } else { (second, first) };
            for (place, ones) in ones.iter_mut().enumerate() {
                let step = f64::from(winner.candidate[place]) - f64::from(loser.candidate[place]);
                *ones = (*ones + step).clamp(0.0, f64::from(population));
            }
            assert!(run.method().probabilities().eq(ones.map(|ones| ones / f64::from(population))));
        }
        assert_eq!(run.stop(), Some(Stop::Converged));
        assert!(ones.iter().all(|&ones| ones == 0.0 || ones == f64::from(population)));
    }
}

/// The means are those of bits that are equal, and so that nothing can be learnt: 1/2, by symmetry.
#[test]
fn products_sample_independent_bits() {
    let mut run = Qiea::new(2).unwrap().start(u64::MAX, 1).unwrap();
    let mut counts = [0u64; 4];
    for _ in 0..4_000 {
        let trial = run.ask().unwrap();
        counts[usize::from(trial.candidate[0]) + 2 * usize::from(trial.candidate[1])] += 1;
        run.tell(trial.number, 0.0).unwrap();
    }
    assert_frequencies("pairs of bits", &counts, &[0.25; 4]);
}

/// Failures and infeasible candidates among all others, told in any order and with some outstanding; stored at every step.
fn assert_resumes<A>(method: &A)
where
    A: Method<Candidate = Vec<bool>> + Codec + Clone + PartialEq + Debug + Send,
{
    let outcome = |number: u64, bits: &Vec<bool>| match number % 7 {
        3 => Evaluation::failed(),
        5 => Evaluation::from(zeros(bits)).with_constraints([1.0]),
        _ => Evaluation::from(rugged(bits)),
    };
    let mut whole = Run::new(method.clone(), 300, 9).unwrap();
    let mut stored = whole.clone();
    let mut rng = Stream::new(1, 0);
    while whole.stop().is_none() {
        stored = Run::from_bytes(&stored.to_bytes()).unwrap();
        assert_eq!(stored.method(), whole.method());
        let outstanding: Vec<_> = whole.outstanding().collect();
        if outstanding.len() < 4 {
            let trial = whole.ask();
            assert_eq!(trial, stored.ask());
            if trial.is_some() {
                continue;
            }
        }
        let trial = &outstanding[below(&mut rng, outstanding.len() as u64) as usize];
        for run in [&mut whole, &mut stored] {
            run.tell(trial.number, outcome(trial.number, &trial.candidate)).unwrap();
        }
    }
    assert_eq!(stored.to_bytes(), whole.to_bytes());
    #[cfg(feature = "serde")]
    {
        let text = serde_json::to_string(&whole).unwrap();
        assert_eq!(serde_json::from_str::<Run<A>>(&text).unwrap().to_bytes(), whole.to_bytes());
    }
    #[cfg(feature = "rayon")]
    {
        let mut alone = Run::new(method.clone(), 300, 9).unwrap();
        alone.drive(|bits| rugged(bits));
        for threads in [1, 3] {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            let mut many = Run::new(method.clone(), 300, 9).unwrap();
            pool.install(|| many.drive_parallel(|bits| rugged(bits)));
            assert_eq!(many.to_bytes(), alone.to_bytes());
        }
    }
}

/// Whatever ends a run (its budget, a target, patience, and for the compact algorithm convergence) ends it at the same evaluation on any number of threads.
#[cfg(feature = "rayon")]
fn assert_threads_do_not_matter<A>(method: &A) -> Vec<Stop>
where
    A: Method<Candidate = Vec<bool>> + Codec + Clone + PartialEq + Debug + Send,
{
    let pool = rayon::ThreadPoolBuilder::new().num_threads(3).build().unwrap();
    let mut ends = Vec::new();
    for seed in 0..40 {
        let objective = |bits: &Vec<bool>| match zeros(bits) as u64 % 7 {
            6 => Evaluation::failed(),
            5 => Evaluation::from(rugged(bits)).with_constraints([1.0]),
            _ => Evaluation::from(rugged(bits)),
        };
        let limit = ansatz_optimize::Budget::evaluations;
        for budget in [limit(3 + 13 * seed), limit(400).with_target(5.0), limit(400).with_patience(29), limit(10_000)] {
            let mut alone = Run::new(method.clone(), budget, seed).unwrap();
            alone.drive(objective);
            let mut many = Run::new(method.clone(), budget, seed).unwrap();
            pool.install(|| many.drive_parallel(objective));
            assert_eq!((many.stop(), many.evaluations()), (alone.stop(), alone.evaluations()));
            ends.extend(alone.stop().filter(|end| !ends.contains(end)));
            assert_eq!(many.into_minimum().unwrap(), alone.into_minimum().unwrap());
        }
    }
    ends
}

#[cfg(feature = "rayon")]
#[test]
fn minima_are_the_same_on_all_threads() {
    let compact = assert_threads_do_not_matter(&CompactGa::new(16, 20).unwrap());
    assert!(compact.contains(&Stop::Converged));
    for ends in [
        compact,
        assert_threads_do_not_matter(&Qiea::new(16).unwrap()),
        assert_threads_do_not_matter(&Pbil::with_config(16, PbilConfig::default().population(9)).unwrap()),
    ] {
        println!("{ends:?}");
        assert!([Stop::Evaluations, Stop::Target, Stop::Patience].iter().all(|end| ends.contains(end)), "{ends:?}");
    }
}

#[test]
fn runs_are_stored_and_resumed() {
    for len in [1, 9] {
        assert_resumes(&Qiea::new(len).unwrap());
        assert_resumes(&Qiea::with_config(len, QieaConfig::default().population(1).migration(1)).unwrap());
        assert_resumes(&Pbil::with_config(len, PbilConfig::default().population(6)).unwrap());
        assert_resumes(&CompactGa::new(len, 30).unwrap());
    }
}

/// Any bytes give an error or a run that goes on.
fn decode<A: Method<Candidate = Vec<bool>> + Codec>(bytes: &[u8]) -> bool {
    let Ok(mut run) = Run::<A>::from_bytes(bytes) else { return false };
    assert_eq!(run.to_bytes(), bytes, "an accepted run is written differently");
    let trials: Vec<_> = run.outstanding().collect();
    for trial in trials {
        run.tell(trial.number, zeros(&trial.candidate)).unwrap();
    }
    for _ in 0..12 {
        let Some(trial) = run.ask() else { break };
        run.tell(trial.number, zeros(&trial.candidate)).unwrap();
    }
    true
}

fn survives<A: Method<Candidate = Vec<bool>> + Codec>(method: A) {
    let mut run = Run::new(method, 60, 3).unwrap();
    for _ in 0..9 {
        let trial = run.ask().unwrap();
        run.tell(trial.number, rugged(&trial.candidate)).unwrap();
    }
    run.ask();
    assert_survives_damage(&run.to_bytes(), decode::<A>);
}

#[test]
fn damaged_runs_are_refused_or_go_on() {
    survives(Qiea::with_config(5, QieaConfig::default().population(3)).unwrap());
    survives(Pbil::with_config(5, PbilConfig::default().population(4)).unwrap());
    survives(CompactGa::new(5, 10).unwrap());
}

/// What is wrong in a run's own numbers, one by one.
#[test]
fn decoding_refuses_what_does_not_fit() {
    let mut run = Qiea::with_config(2, QieaConfig::default().population(1)).unwrap().start(9, 1).unwrap();
    run.drive(|bits| zeros(bits));
    let golden = run.to_bytes();
    let names = ["angle", "population", "migration", "len", "states", "brood", "generations"];
    let mut refused: Vec<String> = Vec::new();
    for at in 0..golden.len() - 7 {
        for word in [0, 1, 2, 1 << 40, u64::MAX, (-0.0f64).to_bits(), 2.0f64.to_bits(), f64::NAN.to_bits()] {
            let mut damaged = golden.clone();
            damaged[at..at + 8].copy_from_slice(&word.to_le_bytes());
            if let Err(error) = Run::<Qiea>::from_bytes(&damaged) {
                refused.push(error.to_string());
            }
        }
    }
    for name in names {
        assert!(refused.iter().any(|error| error.contains(&format!("`{name}`"))), "nothing is refused for {name}");
    }
}

#[test]
fn settings_are_checked() {
    let config = QieaConfig::default();
    let refused = |config| Qiea::with_config(9, config).unwrap_err().to_string();
    assert_eq!(refused(config.population(0)), "`population` is 0, allowed: 1..=1000000");
    assert_eq!(refused(config.migration(0)), "`migration` is 0, allowed: 1..=18446744073709551615");
    for angle in [0.0, -0.1, 1.6, f64::NAN] {
        assert!(refused(config.angle(angle)).ends_with("allowed: above 0, at most a right angle"));
    }
    let config = PbilConfig::default();
    let refused = |config| Pbil::with_config(9, config).unwrap_err().to_string();
    assert_eq!(refused(config.population(0)), "`population` is 0, allowed: 1..=1000000");
    for wrong in [-0.1, 1.1, f64::NAN] {
        assert!(refused(config.rate(wrong)).starts_with("`rate` is "));
        assert!(refused(config.mutation(wrong, 0.5)).starts_with("`mutation` is "));
        assert!(refused(config.mutation(0.5, wrong)).starts_with("`shift` is "));
    }
    for len in [0, (1 << 20) + 1] {
        assert!(Qiea::new(len).is_err() && Pbil::new(len).is_err() && CompactGa::new(len, 9).is_err());
    }
    for population in [0, 1, u32::MAX] {
        assert!(CompactGa::new(9, population).is_err());
    }
    for wrong in [f64::NEG_INFINITY, -1.0, 2.0, f64::INFINITY] {
        assert!(
            (0.0..=1.0).contains(&Qiea::learning_rate(wrong, 0.5))
                && (0.0..=1.0).contains(&Qiea::learning_rate(0.5, wrong))
        );
    }
}

/// Where everything fails nothing is learnt, and nothing breaks.
#[test]
fn failures_teach_nothing() {
    let mut qiea = Qiea::new(9).unwrap().start(500, 1).unwrap();
    qiea.drive(|_| f64::NAN);
    assert!(qiea.method().probabilities().flatten().all(|&p| p == 0.5));
    let still = PbilConfig::default().mutation(0.0, 0.0);
    let mut pbil = Pbil::with_config(9, still).unwrap().start(500, 1).unwrap();
    pbil.drive(|_| None::<f64>);
    assert!(pbil.method().probabilities().iter().all(|&p| p == 0.5));
    let mut compact = CompactGa::new(9, 10).unwrap().start(500, 1).unwrap();
    compact.drive(|_| f64::INFINITY);
    assert!(compact.method().probabilities().all(|p| p == 0.5));
    // But what does not fail is better than what does.
    let mut compact = CompactGa::new(9, 10).unwrap().start(5_000, 1).unwrap();
    compact.drive(|bits| (!bits[4]).then_some(1.0));
    assert_eq!(compact.method().probabilities().nth(4), Some(0.0));
}

/// Shares are those of a population, and states have aims once there is something to aim at.
#[test]
fn decoding_refuses_shares_and_aims_that_do_not_fit() {
    let mut run = CompactGa::new(3, 1_000).unwrap().start(9, 1).unwrap();
    run.step(2, |bits| zeros(bits));
    let bytes = run.to_bytes();
    let is_share = |word: &[u8]| [998u32, 1_000, 1_002].map(u32::to_le_bytes).iter().any(|share| share == word);
    let last = bytes.windows(4).rposition(is_share).unwrap();
    let with = |share: u32| {
        let mut bytes = bytes.clone();
        bytes[last..last + 4].copy_from_slice(&share.to_le_bytes());
        Run::<CompactGa>::from_bytes(&bytes).map_err(|error| error.to_string())
    };
    assert!(with(0).is_ok() && with(2_000).is_ok());
    assert!(with(2_001).unwrap_err().contains("`shares`"));
}
