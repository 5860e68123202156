//! When a run of the strategy has nothing more to find.
//!
//! The criteria of N. Hansen, *The CMA evolution strategy: a tutorial*, arXiv:1604.00772, appendix B.3, with pycma's
//! limits where the tutorial gives a range.

use alloc::vec::Vec;
use core::cmp::Ordering;

use ansatz_core::DecodeError;

use super::distribution::Distribution;
use crate::{Evaluation, engine::codec::codec};

/// What a candidate is worth: its violation, and its objective if there is none.
pub(super) type Merit = (f64, f64);

/// The course of one run of the strategy.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Watch {
    pub(super) generations: u64,
    /// Generations in a row in which most of the best candidates were equal.
    flat: u64,
    /// Generations in a row in which every candidate failed.
    empty: u64,
    /// The best and the median of each of the latest generations.
    best: Vec<Merit>,
    median: Vec<Merit>,
    /// The best of the run.
    pub(super) record: Option<Merit>,
}

/// Limits of one run.
pub(super) struct Limits {
    pub(super) population: usize,
    /// The first step size.
    pub(super) step: f64,
    /// Steps below this are of no use.
    pub(super) least_step: f64,
    /// Differences of the objective below this are of no use.
    pub(super) tolerance: f64,
    pub(super) generations: u64,
    /// The best of all earlier runs.
    pub(super) rival: Option<Merit>,
}

impl Watch {
    pub(super) fn new() -> Self {
        Self { generations: 0, flat: 0, empty: 0, best: Vec::new(), median: Vec::new(), record: None }
    }

    /// Takes in a generation, best first, without those that failed; whether the run is at its end.
    pub(super) fn observe(&mut self, ranked: &[Merit], distribution: &Distribution, limits: &Limits) -> bool {
        self.generations += 1;
        let n = distribution.mean.len();
        let short = 10 + (30 * n).div_ceil(limits.population);
        let (Some(best), Some(worst)) = (ranked.first(), ranked.last()) else {
            self.empty += 1;
            return self.empty >= short as u64;
        };
        self.empty = 0;
        self.record = Some(self.record.map_or(*best, |record| lesser(record, *best)));
        let flat_until = ranked.get(limits.population * 3 / 4).unwrap_or(worst);
        self.flat = if order(best, flat_until) == Ordering::Equal { self.flat + 1 } else { 0 };
        self.remember(*best, ranked[ranked.len() / 2], n, limits.population);
        self.generations >= limits.generations
            || self.flat >= 2
            || self.is_level(best, worst, short, limits)
            || self.has_stagnated(n, limits.population)
            || is_at_rest(distribution, self.generations, limits)
    }

    fn remember(&mut self, best: Merit, median: Merit, n: usize, population: usize) {
        self.best.push(best);
        self.median.push(median);
        let window = self.window(n, population);
        if self.best.len() >= 2 * window {
            // Rarely, so that it costs little.
            let old = self.best.len() - window;
            self.best.drain(..old);
            self.median.drain(..old);
        }
    }

    /// How many generations a stagnation is seen in: a fifth of all.
    fn window(&self, n: usize, population: usize) -> usize {
        (120 + (30 * n).div_ceil(population)).max((self.generations / 5).min(20_000) as usize)
    }

    /// Whether the objective no longer changes, neither from generation to generation nor within one: by what matters,
    /// or by what it would take to become better than earlier runs.
    fn is_level(&self, best: &Merit, worst: &Merit, short: usize, limits: &Limits) -> bool {
        if self.best.len() < short {
            return false;
        }
        let recent = &self.best[self.best.len() - short..];
        let (mut low, mut high) = (*best, *best);
        for merit in recent {
            low = (low.0.min(merit.0), low.1.min(merit.1));
            high = (high.0.max(merit.0), high.1.max(merit.1));
        }
        // What is left of a large value is its last digits.
        let level = |low: f64, high: f64, limit: f64| high - low <= limit.max(4.0 * f64::EPSILON * high.abs());
        let lasting = |limit: f64| level(low.0, high.0, limit) && level(low.1, high.1, limit);
        let within =
            |limit: f64| level(best.0, worst.0, limit) && level(best.1.min(worst.1), best.1.max(worst.1), limit);
        let tolerance = limits.tolerance;
        if lasting(0.1 * tolerance) || (lasting(tolerance) && within(tolerance)) {
            return true;
        }
        let lag = limits.rival.filter(|rival| rival.0 == low.0).map_or(0.0, |rival| low.1 - rival.1);
        lag > 0.0 && lasting(lag / HOPE) && within(lag / HOPE)
    }

    /// Whether neither the best nor the median candidates have become better for long.
    fn has_stagnated(&self, n: usize, population: usize) -> bool {
        let window = self.window(n, population);
        // Medians are not cheap; a stagnation lasts.
        if self.best.len() < window || !self.generations.is_multiple_of((window / 20).max(1) as u64) {
            return false;
        }
        let stagnates = |merits: &[Merit]| {
            let merits = &merits[merits.len() - window..];
            let part = window * 3 / 10;
            order(&middle(&merits[window - part..]), &middle(&merits[..part])) != Ordering::Less
        };
        stagnates(&self.best) && stagnates(&self.median)
    }

    fn check(&self) -> Result<(), DecodeError> {
        let finite = |merits: &[Merit]| merits.iter().all(|merit| merit.0.is_finite() && merit.1.is_finite());
        let counted = self.best.len() as u64 <= self.generations && self.generations < u64::MAX / 2;
        if counted && self.best.len() == self.median.len() && finite(&self.best) && finite(&self.median) {
            return Ok(());
        }
        Err(DecodeError::field("generations", self.generations, "as many as are remembered, finite values"))
    }
}

/// What an evaluation that has not failed is worth.
pub(super) fn merit(evaluation: &Evaluation) -> Merit {
    (evaluation.violation(), if evaluation.is_feasible() { evaluation.value() } else { 0.0 })
}

/// Whether steps have become too small, too large or too unequal to go on.
fn is_at_rest(distribution: &Distribution, generations: u64, limits: &Limits) -> bool {
    let Distribution { mean, sigma, shape, path_c, .. } = distribution;
    let width = distribution.width();
    let drift = path_c.iter().fold(0.0_f64, |most, entry| most.max(sigma * entry.abs()));
    if width.max(drift) < limits.least_step || width > LARGEST_GROWTH * limits.step {
        return true;
    }
    let (mut shortest, mut longest) = (f64::INFINITY, 0.0_f64);
    for length in shape.lengths() {
        shortest = shortest.min(*length);
        longest = longest.max(*length);
    }
    if longest > LARGEST_RATIO * shortest {
        return true;
    }
    let coordinate = |k: usize| mean[k] == mean[k] + 0.2 * sigma * libm::sqrt(shape.variance(k));
    if (0..mean.len()).any(coordinate) {
        return true;
    }
    let axis = (generations % mean.len() as u64) as usize;
    shape.vanishes_along(axis, 0.1 * sigma, mean)
}

/// The median of merits, of which there is one at least.
fn middle(merits: &[Merit]) -> Merit {
    let mut merits = merits.to_vec();
    let middle = merits.len() / 2;
    *merits.select_nth_unstable_by(middle, order).1
}

/// The better of two.
pub(super) fn lesser(a: Merit, b: Merit) -> Merit {
    if order(&a, &b) == Ordering::Greater { b } else { a }
}

fn order(a: &Merit, b: &Merit) -> Ordering {
    a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1))
}

codec!([] Watch { generations, flat, empty, best, median, record });

/// A width that has grown so much was begun with far too small a step, or diverges.
const LARGEST_GROWTH: f64 = 1e4;

/// A run that is behind earlier ones by so many times what it has changed lately does not catch up: one that converges
/// at all changes by a good part of what is left in 10 + 30 d / population generations.
const HOPE: f64 = 30.0;

/// The square root of the largest condition number of the covariance matrix, 1e14.
const LARGEST_RATIO: f64 = 1e7;
