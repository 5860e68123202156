//! States of a few alternatives, changed by any numbers: either all is refused and the state stays, or its norm is 1.
#![cfg_attr(feature = "libfuzzer", no_main)]

use ansatz_quantum::{Complex, Superposition, Unitary};
use ansatz_random::Stream;

ansatz_fuzz::target!(|data| run(data));

/// The number of alternatives, an amplitude for each; then operations, each a byte and its numbers.
fn run(data: &[u8]) {
    let mut numbers = Numbers(data);
    let len = usize::from(numbers.byte() % 9);
    let amplitudes = numbers.amplitudes(len);
    let Ok(mut state) = Superposition::new(0..len, &amplitudes) else { return };
    check(&state);
    let mut rng = Stream::new(1, 0);
    while !numbers.0.is_empty() {
        let before = state.clone();
        let operation = numbers.byte();
        let result = match operation % 8 {
            0 => state.reweight(&numbers.take(len)).map(drop),
            1 => state.rotate(&numbers.take(len)),
            2 => state.apply_diagonal(&numbers.amplitudes(len)).map(drop),
            3 => {
                state.observe_by(|x| x % usize::from(operation / 8 + 1), &mut rng);
                Ok(())
            }
            4 => Unitary::new(2, &numbers.amplitudes(4)).and_then(|unitary| state.apply_blocks(&unitary)),
            5 => Unitary::beam_splitter(numbers.number(), numbers.number()).and_then(|unitary| {
                state.apply(&unitary, &[usize::from(operation / 64), usize::from(operation / 8 % 8)])
            }),
            6 => {
                state.amplify(|x| operation >> x & 1 == 1, u64::from(operation / 8));
                Ok(())
            }
            _ => state.interfere(|x| x / 2).map(|less| check(&less)),
        };
        if result.is_err() {
            assert!(state == before, "{result:?}");
        }
        check(&state);
    }
}

fn check(state: &Superposition<usize>) {
    let norm = state.probability(|_| true);
    assert!((norm - 1.0).abs() < 1e-11, "{norm} of {:?}", state.amplitudes());
    // log2 of the 8 alternatives that there are at most.
    let entropy = state.entropy();
    assert!((0.0..=3.0 + 1e-9).contains(&entropy), "{entropy}");
}

/// Bytes as numbers of any size.
struct Numbers<'a>(&'a [u8]);

impl Numbers<'_> {
    fn byte(&mut self) -> u8 {
        let Some((&byte, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        byte
    }

    /// Two bytes: the upper half of a sign, an exponent and a few digits, of all sizes.
    fn number(&mut self) -> f64 {
        let word = u64::from(self.byte()) << 8 | u64::from(self.byte());
        f64::from_bits(word << 48)
    }

    fn take(&mut self, count: usize) -> Vec<f64> {
        (0..count).map(|_| self.number()).collect()
    }

    fn amplitudes(&mut self, count: usize) -> Vec<Complex> {
        (0..count).map(|_| Complex::new(self.number(), self.number())).collect()
    }
}
