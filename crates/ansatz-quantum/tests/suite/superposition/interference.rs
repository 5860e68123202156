//! Paths that cancel and that reinforce; batches of events beside the periodogram; the significance of Rayleigh's test.

use core::{f64::consts::PI, time::Duration};

use ansatz_quantum::{Complex, Interference, Period, Superposition, Unitary, rayleigh_p_value};
use ansatz_random::{Stream, below, standard_normal, unit};
use ansatz_testkit::statistics::{DEVIATIONS, assert_rate_at_most};
use proptest::prelude::*;

#[test]
fn two_opposite_paths_cancel_exactly() {
    // Through two slits to a bright and to a dark place.
    let slits = [("upper", "bright", 0.5), ("lower", "bright", 0.5), ("upper", "dark", 0.5), ("lower", "dark", -0.5)];
    let amplitudes = slits.map(|(_, _, amplitude)| Complex::from(amplitude));
    let ways = Superposition::new(slits.map(|(slit, place, _)| (slit, place)), &amplitudes).unwrap();
    // Whoever sees the slit, or adds probabilities, finds half of them at each place.
    assert_eq!(ways.probability(|&(_, place)| place == "dark"), 0.5);
    assert_eq!(ways.probability(|&(_, place)| place == "bright"), 0.5);
    let screen = ways.interfere(|&(_, place)| place).unwrap();
    assert_eq!(screen.alternatives(), ["bright", "dark"]);
    assert_eq!(screen.amplitudes()[1], Complex::ZERO);
    // Where they agree there is twice what adding probabilities gives.
    assert_eq!(screen.probability(|&place| place == "bright"), 2.0 * 0.5);
}

#[test]
fn beam_splitters_with_an_arm_that_is_longer() {
    for step in 0..64 {
        let phase = 2.0 * PI * f64::from(step) / 64.0;
        let mut photon = Superposition::new([0, 1], &[Complex::from(1.0), Complex::ZERO]).unwrap();
        photon.apply(&Unitary::hadamard(), &[0, 1]).unwrap();
        photon.rotate(&[0.0, phase]).unwrap();
        photon.apply(&Unitary::hadamard(), &[0, 1]).unwrap();
        assert!((photon.probability(|&port| port == 0) - (0.5 * phase).cos().powi(2)).abs() < 1e-15);
        // A detector in an arm ends it: half at each port, whatever the phase is.
        let mut seen = [0.0; 2];
        for arm in [0, 1] {
            let mut photon =
                Superposition::new([0, 1], &[0, 1].map(|at| Complex::from(f64::from(u8::from(at == arm))))).unwrap();
            photon.rotate(&[0.0, phase]).unwrap();
            photon.apply(&Unitary::hadamard(), &[0, 1]).unwrap();
            seen[0] += 0.5 * photon.probability(|&port| port == 0);
            seen[1] += 0.5 * photon.probability(|&port| port == 1);
        }
        assert!((seen[0] - 0.5).abs() < 1e-15 && (seen[1] - 0.5).abs() < 1e-15);
    }
}

#[test]
fn equal_events_count_with_their_square() {
    for n in [1u32, 2, 3, 10, 1000] {
        let mut batch = Interference::new();
        for event in 0..n {
            batch.update("agree", Complex::from(0.5)).unwrap();
            batch.update("oppose", Complex::from(if event % 2 == 0 { 0.5 } else { -0.5 })).unwrap();
        }
        let (agree, oppose) = (batch.coherence(&"agree").unwrap(), batch.coherence(&"oppose").unwrap());
        assert_eq!(agree.incoherent_intensity(), 0.25 * f64::from(n));
        assert_eq!(agree.intensity(), 0.25 * f64::from(n) * f64::from(n));
        assert_eq!(agree.gain(), f64::from(n));
        assert_eq!(oppose.intensity(), if n % 2 == 0 { 0.0 } else { 0.25 });
        assert_eq!((agree.events(), batch.len()), (u64::from(n), 2));
    }
}

#[test]
fn what_cancels_up_to_rounding_cancels() {
    let ring = |magnitude| {
        let mut batch = Interference::new();
        for third in 0..3 {
            batch.update("ring", Complex::from_polar(magnitude, 2.0 * PI * f64::from(third) / 3.0)).unwrap();
        }
        assert!(batch.coherence(&"ring").unwrap().amplitude() != Complex::ZERO);
        batch
    };
    // Also where squares are 0.
    for magnitude in [1e100, 1.0, 1e-170] {
        assert!(ring(magnitude).into_superposition().is_err(), "{magnitude}");
    }
    let mut batch = ring(1.0);
    batch.update("other", Complex::from(1e-6)).unwrap();
    let state = batch.into_superposition().unwrap();
    assert_eq!(state.amplitudes(), [Complex::from(1.0), Complex::ZERO]);
}

proptest! {
    #[test]
    fn a_batch_is_the_periodogram(
        events in prop::collection::vec((0u8..5, 0.0f64..10.0, 0u64..10_000_000), 1..100),
        split in 0usize..100,
        period in 1u64..100_000,
    ) {
        let clock = Period::new(Duration::from_millis(period)).unwrap();
        let (mut batch, mut rest) = (Interference::new(), Interference::new());
        for (at, &(key, magnitude, time)) in events.iter().enumerate() {
            let batch = if at < split { &mut batch } else { &mut rest };
            batch.update(key, clock.amplitude(magnitude, Duration::from_millis(time))).unwrap();
        }
        batch.merge(&rest);
        for key in 0..5 {
            let mine = || events.iter().filter(|event| event.0 == key);
            let angle = |time: u64| 2.0 * PI * (time as f64 / period as f64);
            let cosine: f64 = mine().map(|&(_, m, time)| m * angle(time).cos()).sum();
            let sine: f64 = mine().map(|&(_, m, time)| m * angle(time).sin()).sum();
            let sum: f64 = mine().map(|&(_, m, _)| m).sum();
            let Some(found) = batch.coherence(&key) else {
                prop_assert_eq!(mine().count(), 0);
                continue;
            };
            prop_assert_eq!(found.events(), mine().count() as u64);
            // The oracle's angles are up to 6e7, with as many roundings of 1e-16 of that.
            let allowed = 1e-12 + 1e-7 * sum;
            prop_assert!((found.amplitude().re - cosine).abs() <= allowed, "{:?} {} {}", found, cosine, sine);
            prop_assert!((found.amplitude().im - sine).abs() <= allowed);
            prop_assert!(found.gain() <= found.events() as f64 * (1.0 + 1e-12));
        }
    }
}

#[test]
fn coherent_keys_come_clearest_first_and_answer_for_their_number() {
    let mut batch = Interference::new();
    let mut agree = |key, events| (0..events).for_each(|_| batch.update(key, Complex::from(1.0)).unwrap());
    // exp(-12) sqrt(1 + 48 pi) = 7.6e-5, which is too much for a half of 1e-4.
    agree("twelve", 12);
    assert_eq!(batch.coherent(1e-4).unwrap().len(), 1);
    batch.update("once", Complex::from(1.0)).unwrap();
    assert!(batch.coherent(1e-4).unwrap().is_empty());
    let mut agree = |key, events| (0..events).for_each(|_| batch.update(key, Complex::from(1.0)).unwrap());
    agree("thirty", 30);
    agree("twenty", 20);
    let found = batch.coherent(1e-3).unwrap().into_iter().map(|(key, _)| *key);
    assert!(found.eq(["thirty", "twenty", "twelve"]));
}

/// After 2^55 nanoseconds and more no double knows each of them.
#[test]
fn phases_are_exact_however_late_it_is() {
    let period = Period::new(Duration::from_micros(1)).unwrap();
    for thousands in [0, 1, u64::MAX / 1_000 - 1] {
        assert_eq!(period.phase(Duration::from_nanos(1_000 * thousands + 250)), 0.5 * PI);
    }
}

#[test]
fn beats_are_found_among_noise() {
    let mut rng = Stream::new(31, 0);
    let period = Period::new(Duration::from_secs(30)).unwrap();
    let mut batch = Interference::new();
    for key in 0..2_000u64 {
        for event in 0..60 {
            // Every hundredth key keeps the beat, up to 3 s or so.
            let time = if key % 100 == 7 {
                30.0 * f64::from(event) + 11.0 + 1.5 * (standard_normal(&mut rng) + 5.0)
            } else {
                1_800.0 * unit(&mut rng)
            };
            batch.update(key, period.amplitude(1.0, Duration::from_secs_f64(time))).unwrap();
        }
    }
    let mut found: Vec<u64> = batch.coherent(1e-6).unwrap().into_iter().map(|(key, _)| *key).collect();
    found.sort_unstable();
    assert!(found.into_iter().eq((0..20).map(|at| 100 * at + 7)));
}

#[test]
fn false_alarms_are_at_most_as_many_as_stated() {
    let mut rng = Stream::new(32, 0);
    for events in [1, 2, 3, 5, 30] {
        for spread in [0.0, 3.0] {
            let trials = 20_000;
            let mut alarms = [0; 3];
            for _ in 0..trials {
                let mut batch = Interference::new();
                for _ in 0..events {
                    let magnitude = (spread * standard_normal(&mut rng)).exp();
                    batch.update((), Complex::from_polar(magnitude, 2.0 * PI * unit(&mut rng))).unwrap();
                }
                let p = batch.coherence(&()).unwrap().p_value();
                for (alarms, level) in alarms.iter_mut().zip([0.5, 0.1, 0.01]) {
                    *alarms += usize::from(p <= level);
                }
            }
            for (alarms, level) in alarms.into_iter().zip([0.5, 0.1, 0.01]) {
                assert_rate_at_most("false alarms", alarms, trials, level);
            }
        }
    }
}

#[test]
fn a_walk_ends_within_its_first_step_once_in_n_plus_one() {
    // Kluyver's theorem: n steps of length 1 end within 1 of where they began with probability 1 / (n + 1).
    let above = |n| match n {
        2 => 1e-15,
        3 => 4e-4,
        4 => 6e-6,
        5 => 2e-7,
        6 => 4e-9,
        7 => 1e-10,
        _ => 3e-11,
    };
    for n in (2..=200).chain([1_000, 4_096, 4_097, 1_000_000]) {
        let excess = rayleigh_p_value(n, 1.0).unwrap() - n as f64 / (n as f64 + 1.0);
        assert!((-1e-15..=above(n)).contains(&excess), "{n}: {excess}");
    }
}

#[test]
fn two_and_three_directions() {
    for step in 0..=100 {
        let angle = 0.5 * PI * f64::from(step) / 100.0;
        let p = rayleigh_p_value(2, (2.0 * angle.cos()).min(2.0)).unwrap();
        assert!((p - 2.0 * angle / PI).abs() < 1e-7, "{angle}");
    }
    assert_eq!(rayleigh_p_value(1, 1.0).unwrap(), 1.0);
    assert_eq!(rayleigh_p_value(1_000_000, 0.0).unwrap(), 1.0);
    // No chance at all, up to what is stated.
    assert!(rayleigh_p_value(3, 3.0).unwrap() < 4e-4);
    assert!(rayleigh_p_value(100, 100.0).unwrap() < 1e-40);
}

#[test]
fn the_significance_is_that_of_simulated_walks() {
    let mut rng = Stream::new(33, 0);
    for (n, trials) in [(3u64, 200_000usize), (4, 200_000), (9, 100_000), (40, 40_000), (5_000, 2_000)] {
        let lengths: Vec<f64> = (0..trials)
            .map(|_| {
                let (mut x, mut y) = (0.0, 0.0);
                for _ in 0..n {
                    let (sine, cosine) = (2.0 * PI * unit(&mut rng)).sin_cos();
                    x += cosine;
                    y += sine;
                }
                f64::hypot(x, y)
            })
            .collect();
        for z in [0.1, 0.5, 1.0, 1.5, 2.0] {
            let r = (z * n as f64).sqrt();
            let p = rayleigh_p_value(n, r).unwrap();
            let hits = lengths.iter().filter(|&&length| length >= r).count() as f64 / trials as f64;
            let allowed = 4e-4 + DEVIATIONS * (p * (1.0 - p) / trials as f64).sqrt();
            assert!((hits - p).abs() <= allowed, "{n}, {z}: {hits} of {p}");
        }
    }
}

#[test]
fn significance_falls_and_the_bound_is_above_it() {
    for n in [3u64, 5, 8, 20, 300, 4_096, 4_097, 100_000] {
        let mut last = 1.0;
        for step in 1..200 {
            let r = (f64::from(step) * 0.2 * n as f64).sqrt();
            if r > n as f64 {
                break;
            }
            let p = rayleigh_p_value(n, r).unwrap();
            let z = r * r / n as f64;
            assert!(p > 0.0 && p <= last + 4e-4, "{n} {z}: {p} after {last}");
            assert!(p <= (-z).exp() * (1.0 + 4.0 * PI * z).sqrt() * (1.0 + 1e-12));
            last = p;
        }
    }
}

#[test]
fn observed_keys_come_by_intensity() {
    let mut batch = Interference::new();
    let mut rng = Stream::new(34, 0);
    for _ in 0..3_000 {
        batch.update(below(&mut rng, 3), Complex::from(1.0)).unwrap();
    }
    let squares: Vec<f64> = batch.iter().map(|(_, key)| (key.events() as f64).powi(2)).collect();
    let sum: f64 = squares.iter().sum();
    let state = batch.into_superposition().unwrap();
    for (amplitude, square) in state.amplitudes().iter().zip(squares) {
        assert!((amplitude.norm_sqr() - square / sum).abs() < 1e-15);
    }
}
