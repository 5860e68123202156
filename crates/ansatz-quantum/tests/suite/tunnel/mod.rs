//! The tunnel: its budget against predictors of every kind, its calibration, its counters, what is stored of it.

mod calibration;
mod passage;
mod predictors;
#[cfg(feature = "serde")]
mod stored;
mod strategies;

use ansatz_quantum::{ErrorBudget, Tunnel, TunnelConfig};
use ansatz_testkit::statistics::FALSE_ALARM;

/// The runs of every claim about `delta`.
const RUNS: u64 = 2_000;

/// The most of `RUNS` runs that may exceed their budget if each does with a probability of `delta`: more have a probability
/// below the false alarm, by the exact tail of the binomial distribution.
fn most_over(delta: f64) -> u64 {
    let n = RUNS as f64;
    let mut term = libm::exp(n * libm::log1p(-delta));
    let mut below = term;
    let mut most = 0;
    while 1.0 - below > FALSE_ALARM {
        term *= (n - most as f64) / (most as f64 + 1.0) * delta / (1.0 - delta);
        below += term;
        most += 1;
    }
    most
}

#[test]
fn the_threshold_is_that_of_the_binomial_distribution() {
    // scipy.stats.binom.isf(1e-6, 2000, [0.05, 0.2])
    assert_eq!((most_over(0.05), most_over(0.2)), (149, 487));
}

/// Right for as long as it takes to be believed, however low the threshold.
const TRUST: u64 = 2;

/// With the lowest threshold there is, so that only the audits stand in the way.
fn tunnel(budget: ErrorBudget, delta: f64, audit: Option<f64>) -> Tunnel {
    let config = TunnelConfig::default().threshold(0.0);
    Tunnel::with_config(budget, delta, audit.map_or(config, |audit| config.audit(audit))).unwrap()
}

/// A coin that is known: it audits, or it does not.
struct Coin(bool);

impl ansatz_random::rand_core::TryRng for Coin {
    type Error = core::convert::Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
        Ok(self.try_next_u64()? as u32)
    }

    fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
        Ok(if self.0 { 0 } else { u64::MAX })
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Self::Error> {
        bytes.fill(if self.0 { 0 } else { u8::MAX });
        Ok(())
    }
}

/// The probability that more than `wrong` slip through before the k-th is caught, error by error: of the first
/// `wrong + caught` more than `wrong` slip.
fn slips(wrong: u64, caught: u64, audit: f64) -> f64 {
    // Probabilities that so many have slipped; what leaves at the end are too many.
    let mut state = vec![0.0; wrong as usize + 1];
    state[0] = 1.0;
    let mut beyond = 0.0;
    for _ in 0..wrong + caught {
        beyond += state[wrong as usize] * (1.0 - audit);
        for w in (0..state.len()).rev() {
            state[w] = state[w] * audit + if w > 0 { state[w - 1] * (1.0 - audit) } else { 0.0 };
        }
    }
    beyond
}
