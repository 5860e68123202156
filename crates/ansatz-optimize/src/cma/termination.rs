//! When a run of the strategy has nothing more to find.
//!
//! The criteria of N. Hansen, *The CMA evolution strategy: a tutorial*, arXiv:1604.00772, appendix B.3, with pycma's
//! limits where the tutorial gives a range.

use alloc::vec::Vec;
use core::cmp::Ordering;

use ansatz_core::DecodeError;

use super::distribution::Distribution;
use crate::Evaluation;

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
        let most = (self.best.len() as u64).max(self.flat).max(self.empty);
        let counted = most <= self.generations && self.generations < u64::MAX / 2;
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
    if longest > LARGEST_RATIO * shortest || *sigma > MOST_CREEPING * longest * limits.step {
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

ansatz_core::codec!([] Watch { generations, flat, empty, best, median, record });

/// A width that has grown so much was begun with far too small a step, or diverges (the tutorial's `TolXUp`).
const LARGEST_GROWTH: f64 = 1e4;

/// A run that is behind earlier ones by so many times what it has changed lately does not catch up: one that converges
/// at all changes by a good part of what is left in 10 + 30 d / population generations.
const HOPE: f64 = 30.0;

/// The square root of the largest condition number of the covariance matrix, 1e14.
const LARGEST_RATIO: f64 = 1e7;

/// A step size that has outgrown the longest axis by so many times its first value creeps: the matrix shrinks as fast as it
/// grows (the BIPOP paper's `TolUpSigma`).
const MOST_CREEPING: f64 = 1e20;

#[cfg(test)]
mod tests {
    use alloc::vec;

    use super::*;
    use crate::cma::{parameters::Parameters, shape::Learning};

    #[test]
    fn no_count_is_above_that_of_the_generations() {
        for [generations, flat, empty, remembered] in [[2, 3, 0, 0], [2, 0, 3, 0], [2, 0, 0, 3], [u64::MAX, 0, 0, 0]] {
            let best = vec![(0.0, 0.0); remembered as usize];
            let watch = Watch { generations, flat, empty, median: best.clone(), best, record: None };
            assert!(watch.check().is_err(), "{watch:?}");
        }
        assert!(Watch { flat: 2, empty: 2, generations: 2, ..Watch::new() }.check().is_ok());
    }

    /// Limits of a population of 10 that nothing comes near.
    fn limits() -> Limits {
        Limits { population: 10, step: 1.0, least_step: 1e-12, tolerance: 1e-11, generations: u64::MAX, rival: None }
    }

    /// A normal distribution around `mean` with these axes.
    fn distribution<const N: usize>(mean: [f64; N], sigma: f64, lengths: [f64; N]) -> Distribution {
        let mut distribution = Distribution::new(mean.to_vec(), sigma, true);
        let steps = [(1.0, lengths.as_slice())];
        distribution.shape.learn(&Learning { keep: 0.0, steps: &steps }, &Parameters::new(N, 10, true));
        distribution
    }

    /// The merits of a generation of 10, `width` apart from the best to the worst.
    fn generation(best: f64, width: f64) -> Vec<Merit> {
        (0..10).map(|rank| (0.0, best + width * f64::from(rank) / 9.0)).collect()
    }

    /// The generation in which a run ends whose generations these are; as many as there are if it does not.
    fn end(limits: &Limits, generations: u64, merits: impl Fn(u64) -> Vec<Merit>) -> u64 {
        let mut watch = Watch::new();
        let calm = distribution([1.0; 4], 1.0, [1.0; 4]);
        (0..generations).take_while(|number| !watch.observe(&merits(*number), &calm, limits)).count() as u64
    }

    #[test]
    fn the_steps_end_a_run_at_their_limits_only() {
        let is_over = |distribution: &Distribution| is_at_rest(distribution, 0, &limits());
        assert!(!is_over(&distribution([0.0; 2], 1.0, [1.0; 2])));
        // Too small, by the longest axis; at 0, so that nothing is lost in rounding.
        assert!(!is_over(&distribution([0.0; 2], 1.1e-12, [1e-3, 1.0])));
        assert!(is_over(&distribution([0.0; 2], 0.9e-12, [1e-3, 1.0])));
        let mut drifting = distribution([0.0; 2], 0.9e-12, [1.0; 2]);
        drifting.path_c = vec![0.0, -1.2];
        assert!(!is_over(&drifting));
        // Too wide.
        assert!(!is_over(&distribution([0.0; 2], 0.9e4, [1e-3, 1.0])));
        assert!(is_over(&distribution([0.0; 2], 1.1e4, [1e-3, 1.0])));
        // Too unequal.
        assert!(!is_over(&distribution([0.0; 2], 1.0, [0.9e-7, 0.8])));
        assert!(is_over(&distribution([0.0; 2], 1.0, [0.9e-7, 1.0])));
        // Creeping.
        assert!(!is_over(&distribution([0.0; 2], 0.9e10, [1e-10; 2])));
        assert!(is_over(&distribution([0.0; 2], 1.1e10, [1e-10; 2])));
    }

    #[test]
    fn steps_that_are_lost_in_rounding_end_a_run() {
        let unit = f64::EPSILON;
        // A fifth of a standard deviation is lost in 1 if it is no more than half of 1's last digit.
        for (length, is_over) in [(2.0, true), (6.0, false)] {
            let coordinate = distribution([1.0, 1.0], 1.0, [length * unit, 1e-9]);
            assert_eq!(is_at_rest(&coordinate, 1, &limits()), is_over, "{length}");
        }
        // And so is a tenth of an axis, when it is that axis's turn.
        let axis = distribution([1.0, 1.0], 1.0, [4.0 * unit, 1e-9]);
        assert!(is_at_rest(&axis, 0, &limits()) && !is_at_rest(&axis, 1, &limits()));
    }

    #[test]
    fn a_flat_generation_is_borne_once() {
        let flat = |number: u64, is_flat: bool| generation(-(number as f64), if is_flat { 0.0 } else { 1.0 });
        assert_eq!(end(&limits(), 90, |number| flat(number, number >= 40)), 41);
        assert_eq!(end(&limits(), 90, |number| flat(number, number.is_multiple_of(2))), 90);
        // Level up to three quarters, and a worse tail.
        let mut most = generation(0.0, 0.0);
        most[8].1 = 1.0;
        most[9].1 = 2.0;
        assert_eq!(end(&limits(), 90, |_| most.clone()), 1);
        most[7].1 = 0.5;
        assert!(end(&limits(), 10, |_| most.clone()) == 10);
    }

    /// 10 + 30 d / population = 22 generations.
    #[test]
    fn an_objective_that_no_longer_changes_ends_a_run() {
        let ends = |width: f64, slope: f64| end(&limits(), 60, |number| generation(-slope * number as f64, width));
        // By `tolfun` over all and within, by a tenth of it over all alone.
        assert_eq!(ends(0.9e-11, 0.4e-12), 21);
        assert_eq!(ends(1.1e-11, 0.4e-12), 60);
        assert_eq!(ends(0.9e-11, 0.6e-12), 60);
        assert_eq!(ends(1.0, 0.4e-13), 21);
        assert_eq!(ends(1.0, 0.6e-13), 60);
    }

    /// A run that is far behind an earlier one and hardly moves is given up; one that is ahead, or still moves, is not.
    #[test]
    fn a_run_that_cannot_win_is_given_up() {
        let ends = |rival: Option<Merit>, slope: f64| {
            let limits = Limits { rival, ..limits() };
            end(&limits, 60, |number| generation(100.0 - slope * number as f64, slope))
        };
        assert_eq!(ends(Some((0.0, 0.0)), 0.1), 21);
        assert_eq!(ends(Some((0.0, 0.0)), 0.2), 60);
        assert_eq!(ends(Some((0.0, 200.0)), 0.1), 60);
        assert_eq!(ends(Some((1.0, 0.0)), 0.1), 60);
        assert_eq!(ends(None, 0.1), 60);
    }

    /// The window is 120 + 30 d / population = 132 generations.
    #[test]
    fn a_stagnation_ends_a_run() {
        let noise = |number: u64| (number.wrapping_mul(6_364_136_223_846_793_005) >> 40) as f64;
        let ends = |slope: f64| {
            end(&limits(), 900, |number| generation(noise(number) - slope * number as f64, 1.0 + noise(number + 1)))
        };
        let stagnant = ends(0.0);
        assert!((131..800).contains(&stagnant), "{stagnant}");
        // The noise is below 2^24: what falls by as much in a few generations does not stagnate.
        assert_eq!(ends(libm::exp2(22.0)), 900);
        // The best alone may stagnate while all others come closer.
        let closing = |number: u64| generation(noise(number), libm::exp2(22.0) * (1_000.0 - number as f64));
        assert_eq!(end(&limits(), 900, closing), 900);
    }

    #[test]
    fn generations_and_failures_are_counted() {
        let counted = Limits { generations: 30, ..limits() };
        assert_eq!(end(&counted, 90, |number| generation(-(number as f64), 1.0)), 29);
        assert_eq!(end(&limits(), 90, |_| Vec::new()), 21);
        let now_and_then =
            |number: u64| if number.is_multiple_of(20) { generation(-(number as f64), 1.0) } else { Vec::new() };
        assert_eq!(end(&limits(), 90, now_and_then), 90);
    }

    #[test]
    fn a_violation_counts_before_the_objective() {
        assert_eq!(lesser((0.0, 5.0), (1.0, 0.0)), (0.0, 5.0));
        assert_eq!(lesser((1.0, 5.0), (1.0, 0.0)), (1.0, 0.0));
        assert_eq!(middle(&[(1.0, 0.0), (0.0, 9.0), (0.0, 3.0)]), (0.0, 9.0));
    }
}
