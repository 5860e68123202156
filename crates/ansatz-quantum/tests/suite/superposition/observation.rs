//! Frequencies by Born's rule, and what an observation leaves.

use ansatz_quantum::{Complex, Superposition};
use ansatz_random::Stream;
use ansatz_testkit::statistics::assert_frequencies;

use super::{drawn, norm};

const TRIALS: usize = 100_000;

#[test]
fn samples_have_the_squares_as_frequencies() {
    let weights = [1.0, 2.0, 0.0, 4.0, 8.0, 0.5, 0.0, 16.0];
    let mut state = Superposition::from_weights(0..8, &weights).unwrap();
    state.rotate_by(|&x| 1.7 * f64::from(x)).unwrap();
    let mut counts = [0u64; 8];
    let mut rng = Stream::new(21, 0);
    for _ in 0..TRIALS {
        counts[*state.sample(&mut rng) as usize] += 1;
    }
    assert_frequencies("samples", &counts, &weights.map(|weight| weight / 31.5));
}

#[test]
fn samples_of_many_blocks() {
    let state = Superposition::from_weights(0..5_000usize, &(0..5_000).map(f64::from).collect::<Vec<_>>()).unwrap();
    let mut counts = [0u64; 9];
    let mut rng = Stream::new(22, 0);
    for _ in 0..20_000 {
        counts[state.sample(&mut rng) * 9 / 5_000] += 1;
    }
    let mut probabilities = [0.0; 9];
    for x in 0..5_000 {
        probabilities[x * 9 / 5_000] += x as f64 / (2_500.0 * 4_999.0);
    }
    assert_frequencies("many blocks", &counts, &probabilities);
}

#[test]
fn an_observation_is_certain_afterwards() {
    let before = drawn(7, &mut Stream::new(23, 0));
    let probabilities: Vec<f64> = before.amplitudes().iter().map(|amplitude| amplitude.norm_sqr()).collect();
    let mut counts = [0u64; 7];
    let mut rng = Stream::new(23, 1);
    for _ in 0..TRIALS {
        let mut state = before.clone();
        let seen = *state.observe(&mut rng);
        counts[seen] += 1;
        assert_eq!(state.probability(|&x| x == seen), 1.0);
        assert_eq!(*state.sample(&mut rng), seen);
    }
    assert_frequencies("observations", &counts, &probabilities);
}

#[test]
fn a_class_is_seen_and_the_rest_keeps_its_phases() {
    let before = drawn(10, &mut Stream::new(24, 0));
    let mut probabilities = [0.0; 3];
    for (x, amplitude) in before.amplitudes().iter().enumerate() {
        probabilities[x % 3] += amplitude.norm_sqr();
    }
    let mut counts = [0u64; 3];
    let mut rng = Stream::new(24, 1);
    for _ in 0..TRIALS {
        let mut state = before.clone();
        let seen = state.observe_by(|x| x % 3, &mut rng);
        counts[seen] += 1;
        assert!((norm(&state) - 1.0).abs() < 1e-14);
        let factor = 1.0 / probabilities[seen].sqrt();
        for (x, (&now, &then)) in state.amplitudes().iter().zip(before.amplitudes()).enumerate() {
            let expected = if x % 3 == seen { then * factor } else { Complex::ZERO };
            assert!((now - expected).norm() < 1e-14);
        }
        assert_eq!(state.observe_by(|x| x % 3, &mut rng), seen);
    }
    assert_frequencies("classes", &counts, &probabilities);
}

/// A generator that only ever returns this number. The largest draws what rounding could lead astray, 0 what is all but
/// impossible.
struct Always(u64);

impl ansatz_random::rand_core::TryRng for Always {
    type Error = core::convert::Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
        Ok((self.0 >> 32) as u32)
    }

    fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
        Ok(self.0)
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Self::Error> {
        bytes.fill((self.0 >> 56) as u8);
        Ok(())
    }
}

#[test]
fn the_impossible_is_not_seen_at_the_end() {
    for len in [1, 3, 1_000, 1_024, 3_000] {
        let weights: Vec<f64> = (0..2 * len).map(|x| if x < len { 1.0 } else { 0.0 }).collect();
        let state = Superposition::from_weights(0..2 * len, &weights).unwrap();
        assert_eq!(*state.sample(&mut Always(u64::MAX)), len - 1);
        // Nor at the beginning.
        let weights: Vec<f64> = weights.into_iter().rev().collect();
        let state = Superposition::from_weights(0..2 * len, &weights).unwrap();
        assert_eq!(*state.sample(&mut Always(0)), len);
    }
    // Each of four has its quarter, of which the next one's beginning is no part.
    let state = Superposition::uniform(0..4).unwrap();
    for quarter in 0..4 {
        assert_eq!(*state.sample(&mut Always(quarter << 62)), quarter);
        assert_eq!(*state.sample(&mut Always(quarter << 62 | ((1 << 62) - 1))), quarter);
    }
}

#[test]
fn a_class_that_is_all_but_impossible_is_certain_once_it_is_seen() {
    for rare in [2.5e-162, 1e-158, 1e-141, 1e-139] {
        let amplitudes = [Complex::new(0.0, rare), Complex::from(rare), Complex::from(1.0)];
        let mut state = Superposition::new([0, 1, 2], &amplitudes).unwrap();
        assert!(state.observe_by(|&x| x < 2, &mut Always(0)));
        assert!((norm(&state) - 1.0).abs() < 1e-14, "{rare}: {:?}", state.amplitudes());
        assert!((state.amplitudes()[0] - Complex::new(0.0, 0.5f64.sqrt())).norm() < 1e-14);
    }
}

#[test]
fn seeded_observations_are_pinned() {
    let state = Superposition::from_weights(0..100, &[1.0; 100]).unwrap();
    let mut rng = Stream::new(25, 0);
    let seen: Vec<i32> = (0..5).map(|_| *state.sample(&mut rng)).collect();
    let expected: Vec<i32> = {
        let mut rng = Stream::new(25, 0);
        (0..5).map(|_| (100.0 * ansatz_random::unit(&mut rng)) as i32).collect()
    };
    assert_eq!(seen, expected);
}
