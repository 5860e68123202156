//! What scale factors and crossover rates have succeeded lately.

use alloc::{vec, vec::Vec};

use ansatz_core::DecodeError;
use ansatz_random::{Stream, below, rand_core::Rng, standard_normal};

/// A scale factor and a crossover rate.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Settings {
    pub(super) scale: f64,
    pub(super) rate: f64,
}

impl Settings {
    fn check(&self) -> Result<(), DecodeError> {
        if self.scale > 0.0 && self.scale <= 1.0 && (0.0..=1.0).contains(&self.rate) {
            return Ok(());
        }
        Err(DecodeError::field("scale and rate", self.scale, "above 0 and up to 1; 0..=1"))
    }
}

ansatz_core::codec!([] Settings { scale, rate });

/// The means of successful settings of the last generations, of which candidates take one at random each.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Memory {
    scales: Vec<f64>,
    /// `None` once only a rate of 0 succeeded: then it stays 0.
    rates: Vec<Option<f64>>,
    next: usize,
}

impl Memory {
    pub(super) fn new(size: usize) -> Self {
        Self { scales: vec![0.5; size], rates: vec![Some(0.5); size], next: 0 }
    }

    /// Settings near one of the means: the scale by a Cauchy draw, the rate by a normal one.
    pub(super) fn draw(&self, rng: &mut Stream) -> Settings {
        let entry = below(rng, self.scales.len() as u64) as usize;
        let rate = self.rates[entry].map_or(0.0, |mean| (mean + SPREAD * standard_normal(rng)).clamp(0.0, 1.0));
        // A draw that is not above 0 is made again. The mean is above 0, so that one in two will do.
        loop {
            let scale = self.scales[entry] + SPREAD * cauchy(rng);
            if scale > 0.0 {
                return Settings { scale: scale.min(1.0), rate };
            }
        }
    }

    /// Puts the means of one generation's successes, weighted by their gains, in the place of the oldest.
    pub(super) fn learn(&mut self, successes: &[(Settings, f64)]) {
        let total: f64 = successes.iter().map(|(_, gain)| gain).sum();
        // Gains are differences of finite numbers; they may still be too small or too large to be weights.
        if !(total > 0.0 && total.is_finite()) {
            return;
        }
        let lehmer = |value: fn(&Settings) -> f64| {
            let (mut squares, mut sum) = (0.0, 0.0);
            for (settings, gain) in successes {
                let value = value(settings);
                squares += gain / total * value * value;
                sum += gain / total * value;
            }
            if sum > 0.0 { squares / sum } else { 0.0 }
        };
        let (scale, rate) = (lehmer(|settings| settings.scale), lehmer(|settings| settings.rate));
        if scale > 0.0 {
            self.scales[self.next] = scale.min(1.0);
        }
        self.rates[self.next] = self.rates[self.next].filter(|_| rate > 0.0).map(|_| rate.min(1.0));
        self.next = (self.next + 1) % self.scales.len();
    }

    fn check(&self) -> Result<(), DecodeError> {
        let scales = self.scales.iter().all(|scale| *scale > 0.0 && *scale <= 1.0);
        let rates = self.rates.iter().flatten().all(|rate| (0.0..=1.0).contains(rate));
        if scales && rates && self.rates.len() == self.scales.len() && self.next < self.scales.len() {
            return Ok(());
        }
        Err(DecodeError::field("memory", self.scales.len(), "scales above 0 and up to 1, as many rates of 0..=1"))
    }
}

ansatz_core::codec!([] Memory { scales, rates, next });

/// A draw from the standard Cauchy distribution: the tangent of the direction of a point at random in a disc.
fn cauchy(rng: &mut Stream) -> f64 {
    loop {
        let draw = rng.next_u64();
        let [x, y] = [draw as u32, (draw >> 32) as u32].map(|half| f64::from(half as i32) + 0.5);
        if x * x + y * y < RADIUS * RADIUS {
            return y / x;
        }
    }
}

/// Of the disc that touches the square of all pairs of 32 bits with a sign.
const RADIUS: f64 = 2_147_483_648.0;

/// The scale of both distributions, as the paper has it.
const SPREAD: f64 = 0.1;

#[cfg(test)]
mod tests {
    use alloc::format;

    use ansatz_testkit::statistics::assert_mean;

    use super::*;

    /// The share of draws below a limit, beside the Cauchy distribution above 0 and the normal one.
    #[test]
    fn draws_have_the_distributions_of_the_paper() {
        let memory = Memory { scales: vec![0.3], rates: vec![Some(0.4)], next: 0 };
        let mut rng = Stream::new(5, 0);
        let draws: Vec<Settings> = (0..40_000).map(|_| memory.draw(&mut rng)).collect();
        let cauchy = |x: f64| 0.5 + libm::atan((x - 0.3) / 0.1) / core::f64::consts::PI;
        for limit in [0.1, 0.25, 0.3, 0.4, 0.6, 1.0] {
            let below: Vec<f64> = draws.iter().map(|draw| f64::from(u8::from(draw.scale < limit))).collect();
            let expected = (cauchy(limit) - cauchy(0.0)) / (1.0 - cauchy(0.0));
            assert_mean(&format!("scales below {limit}"), &below, expected, 0.0);
        }
        for deviations in [-2.0, -1.0, 0.0, 0.5, 1.5] {
            let limit = 0.4 + 0.1 * deviations;
            let below: Vec<f64> = draws.iter().map(|draw| f64::from(u8::from(draw.rate < limit))).collect();
            let expected = 0.5 * libm::erfc(-deviations * core::f64::consts::FRAC_1_SQRT_2);
            assert_mean(&format!("rates below {limit}"), &below, expected, 0.0);
        }
        let still = Memory { rates: vec![None], ..memory };
        assert_eq!(still.draw(&mut rng).rate, 0.0);
    }

    #[test]
    fn means_are_weighted_lehmer_means() {
        let mut memory = Memory::new(2);
        let success = |scale, rate, gain| (Settings { scale, rate }, gain);
        memory.learn(&[success(0.2, 0.0, 1.0), success(0.8, 1.0, 3.0)]);
        // Weights 1/4 and 3/4: (0.01 + 0.48) / (0.05 + 0.6) and 0.75 / 0.75.
        assert!((memory.scales[0] - 0.49 / 0.65).abs() < 1e-15 && memory.rates[0] == Some(1.0));
        memory.learn(&[success(0.5, 0.0, 1.0)]);
        memory.learn(&[]);
        memory.learn(&[success(0.5, 0.7, 1.0)]);
        memory.learn(&[success(0.5, 0.7, f64::INFINITY)]);
        memory.learn(&[success(0.5, 0.7, 1.0)]);
        // The second entry had no rate but 0, and keeps it.
        assert_eq!((memory.rates, memory.next), (vec![Some(0.7), None], 0));
    }
}
