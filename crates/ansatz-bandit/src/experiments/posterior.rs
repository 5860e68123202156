//! What is believed of one variant: of its conversion rate, or of its mean.

use alloc::vec::Vec;

use ansatz_core::{ParameterError, require_range};
use ansatz_random::normal;

use super::quadrature::RunningSum;

/// A distribution on a scale on which it is smooth, as comparing several of them needs it.
pub(super) trait Posterior {
    /// Where there is any of it: outside of this the probability is below 1e-20.
    fn range(&self) -> (f64, f64);

    /// The width over which it changes.
    fn width(&self) -> f64;

    /// The density at a place of the scale.
    fn density(&self, t: f64) -> f64;

    /// The probabilities of at most `t` and of more.
    fn tails(&self, t: f64) -> (f64, f64);

    /// The value that a place of the scale stands for, and how fast it grows there.
    fn value(t: f64) -> (f64, f64);
}

/// A conversion rate of which so many successes in so many trials are known, on the scale of ln(x / (1 - x)): there the
/// density of Beta(a, b) is a bell with exponential tails for whatever shapes.
///
/// Its tails are summed up panel by panel once, so that no answer loses digits or time as the shapes grow.
#[derive(Debug, Clone)]
pub(super) struct Rate {
    a: f64,
    b: f64,
    n: f64,
    /// The place of the mode.
    mode: f64,
    start: f64,
    width: f64,
    /// Of all panels: the first sums those before each, the second those from each on, the last up to places within.
    below: Vec<f64>,
    above: Vec<f64>,
    within: Vec<RunningSum>,
}

impl Rate {
    /// The posterior Beta(a, b); both shapes are from 0.1 to 2^54.
    pub(super) fn new(a: f64, b: f64) -> Self {
        let n = a + b;
        let width = libm::sqrt(1.0 / a + 1.0 / b).min(1.0);
        let (below, above, within) = (Vec::new(), Vec::new(), Vec::new());
        let mut rate = Self { a, b, n, mode: libm::log(a / b), start: 0.0, width, below, above, within };
        // The logarithm of the density is concave: panels end where it has fallen enough.
        let side = |direction: f64| {
            let is_left = |panels: &u32| rate.log_height(direction * f64::from(*panels) * width) > LOWEST;
            (1..MOST_PANELS).take_while(is_left).count() + 1
        };
        let (left, right) = (side(-1.0), side(1.0));
        rate.start = -(left as f64) * width;
        rate.within = (0..left + right)
            .map(|index| {
                let from = rate.start + index as f64 * width;
                RunningSum::new(from, from + width, |s| libm::exp(rate.log_height(s)))
            })
            .collect();
        let masses: Vec<f64> = rate.within.iter().map(|sum| sum.up_to(1.0)).collect();
        let mut sum = 0.0;
        rate.below.push(0.0);
        for mass in &masses {
            sum += mass;
            rate.below.push(sum);
        }
        rate.above = alloc::vec![0.0; masses.len() + 1];
        for index in (0..masses.len()).rev() {
            rate.above[index] = rate.above[index + 1] + masses[index];
        }
        rate
    }

    /// The logarithm of the density, relative to the mode's, so far from it.
    fn log_height(&self, s: f64) -> f64 {
        // By the smaller shape: that of the larger would take one large number from another.
        let (shape, share, s) =
            if self.a <= self.b { (self.a, self.a / self.n, s) } else { (self.b, self.b / self.n, -s) };
        shape * s - self.n * libm::log1p(share * libm::expm1(s))
    }

    /// The logarithm of the rate's mean.
    pub(super) fn middle(&self) -> f64 {
        libm::log(self.a / self.n)
    }

    fn total(&self) -> f64 {
        self.above[0]
    }
}

impl Posterior for Rate {
    fn range(&self) -> (f64, f64) {
        let panels = self.within.len() as f64;
        (self.mode + self.start, self.mode + self.start + panels * self.width)
    }

    fn width(&self) -> f64 {
        self.width
    }

    fn density(&self, t: f64) -> f64 {
        libm::exp(self.log_height(t - self.mode)) / self.total()
    }

    fn tails(&self, t: f64) -> (f64, f64) {
        let s = t - self.mode;
        let place = (s - self.start) / self.width;
        if place < 0.0 {
            return (0.0, 1.0);
        }
        let index = place as usize;
        if index >= self.within.len() {
            return (1.0, 0.0);
        }
        let part = self.within[index].up_to(2.0 * (place - index as f64) - 1.0).max(0.0);
        let rest = (self.above[index] - self.above[index + 1] - part).max(0.0);
        ((self.below[index] + part) / self.total(), (self.above[index + 1] + rest) / self.total())
    }

    fn value(t: f64) -> (f64, f64) {
        let x = 1.0 / (1.0 + libm::exp(-t));
        (x, x / (1.0 + libm::exp(t)))
    }
}

/// A mean that is known with a standard error, in normal approximation.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mean {
    mean: f64,
    error: f64,
}

impl Mean {
    pub(super) fn new(mean: f64, error: f64) -> Result<Self, ParameterError> {
        require_range("mean", mean, -1e100..=1e100)?;
        // Closer to the mean, its neighbours in double precision would be too far apart.
        if !(error >= (1e-12 * libm::fabs(mean)).max(1e-100) && error <= 1e100) {
            let allowed = "1e-100 to 1e100, and at least 1e-12 of the mean";
            return Err(ParameterError::new("standard error", error, allowed));
        }
        Ok(Self { mean, error })
    }
}

impl Posterior for Mean {
    fn range(&self) -> (f64, f64) {
        (self.mean - 10.0 * self.error, self.mean + 10.0 * self.error)
    }

    fn width(&self) -> f64 {
        self.error
    }

    fn density(&self, t: f64) -> f64 {
        normal::density((t - self.mean) / self.error) / self.error
    }

    fn tails(&self, t: f64) -> (f64, f64) {
        let z = (t - self.mean) / self.error;
        (normal::cdf(z), normal::cdf(-z))
    }

    fn value(t: f64) -> (f64, f64) {
        (t, 1.0)
    }
}

/// e^-50 is 2e-22: what is left out is less than rounding.
const LOWEST: f64 = -50.0;

/// A shape of 0.1 falls by e^-50 in 500 panels of width 1, and e^709 is finite.
const MOST_PANELS: u32 = 700;
