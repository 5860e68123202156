//! Tests at a few looks: how likely a walk is to be outside of its bounds at each, by recursive integration.
//!
//! P. Armitage, C. K. `McPherson` and B. C. Rowe, *Repeated significance tests on accumulating data*, Journal of the Royal
//! Statistical Society A 132 (1969). The integrals are Gauss and Legendre's, since what is integrated is smooth between
//! the bounds: the error falls faster than any power of the number of nodes.

use core::f64::consts::PI;

use alloc::vec::Vec;

use ansatz_random::normal::{cdf, density};

/// Standardised sums that have stayed within their bounds at all looks so far.
///
/// At the information I (1 at the end as planned) a sum is normal with the mean drift times I and the variance I, and
/// gains are independent; z is the sum divided by sqrt(I).
#[derive(Debug, Clone)]
pub(super) struct Walk {
    drift: f64,
    information: f64,
    /// Values of z with the probability around each.
    nodes: Vec<(f64, f64)>,
}

/// From one look to the next: z becomes `kept` z + `push` and a normal deviation of `spread`.
struct Step {
    kept: f64,
    push: f64,
    spread: f64,
}

impl Walk {
    /// Before the first look.
    pub(super) fn new(drift: f64) -> Self {
        Self { drift, information: 0.0, nodes: alloc::vec![(0.0, 1.0)] }
    }

    /// After looks at these informations with these bounds, and before one at `next`.
    pub(super) fn after(drift: f64, looks: &[(f64, f64)], next: f64) -> Self {
        let mut walk = Self::new(drift);
        for (index, &(information, bound)) in looks.iter().enumerate() {
            let next = looks.get(index + 1).map_or(next, |look| look.0);
            walk.stay(information, bound, next);
        }
        walk
    }

    /// The probability of being at -`bound` or below at the next look, and at `bound` or above, and never out before.
    pub(super) fn out(&self, information: f64, bound: f64) -> [f64; 2] {
        let step = self.step(information);
        self.nodes.iter().fold([0.0; 2], |[below, above], &(z, mass)| {
            let mean = step.kept * z + step.push;
            let tail = |distance: f64| mass * cdf(-distance / step.spread);
            [below + tail(bound + mean), above + tail(bound - mean)]
        })
    }

    /// Goes on to a look and stays within its bounds there; the nodes are those that the look after it needs.
    fn stay(&mut self, information: f64, bound: f64, next: f64) {
        let step = self.step(information);
        let centre = self.drift * libm::sqrt(information);
        let (low, high) = ((centre - REACH).max(-bound), (centre + REACH).min(bound));
        let half = (0.5 * (high - low)).max(0.0);
        let narrowest = 1.0 / (step.spread * step.spread) + information / (next - information);
        let count = FEWEST_NODES + libm::ceil(NODES_EACH * half * libm::sqrt(narrowest)) as usize;
        let at = |(x, weight): (f64, f64)| {
            let z = 0.5 * (low + high) + half * x;
            let from = |&(before, mass): &(f64, f64)| {
                let distance = (z - step.kept * before - step.push) / step.spread;
                if distance.abs() < REACH { mass * density(distance) } else { 0.0 }
            };
            let mass = self.nodes.iter().map(from).sum::<f64>();
            (z, weight * half * mass / step.spread)
        };
        self.nodes = legendre(count).into_iter().map(at).collect();
        self.information = information;
    }

    fn step(&self, information: f64) -> Step {
        let gained = information - self.information;
        let root = libm::sqrt(information);
        Step {
            kept: libm::sqrt(self.information) / root,
            push: self.drift * gained / root,
            spread: libm::sqrt(gained) / root,
        }
    }
}

/// The probability of being out of the bounds at any of the looks.
pub(super) fn out_at_any(drift: f64, looks: &[(f64, f64)]) -> f64 {
    let mut walk = Walk::new(drift);
    let mut total = 0.0;
    for (index, &(information, bound)) in looks.iter().enumerate() {
        total += walk.out(information, bound).iter().sum::<f64>();
        if let Some(next) = looks.get(index + 1) {
            walk.stay(information, bound, next.0);
        }
    }
    total
}

/// Where a function that falls from a positive value at `low` to one below zero at `high` is zero: by secants, and by
/// halves where those do not get on (M. Dowell and P. Jarratt, *A modified regula falsi method*, BIT 11, 1971: the
/// Illinois method).
pub(super) fn root(mut low: f64, mut high: f64, value: impl Fn(f64) -> f64) -> f64 {
    let (mut at_low, mut at_high) = (value(low), value(high));
    if at_low <= 0.0 || at_high >= 0.0 {
        return if at_low <= 0.0 { low } else { high };
    }
    let mut moved_low = None;
    for round in 0..MOST_ROUNDS {
        let secant = low + (high - low) * at_low / (at_low - at_high);
        let inside = secant > low && secant < high && round % 4 < 3;
        let next = if inside { secant } else { 0.5 * (low + high) };
        if high - low <= CLOSE * high.abs() || next <= low || next >= high {
            break;
        }
        let at_next = value(next);
        // An end that stays twice running counts for half.
        let stays = if moved_low == Some(at_next > 0.0) { 0.5 } else { 1.0 };
        if at_next > 0.0 {
            (low, at_low) = (next, at_next);
            at_high *= stays;
        } else {
            (high, at_high) = (next, at_next);
            at_low *= stays;
        }
        moved_low = Some(at_next > 0.0);
        if at_next.abs() <= CLOSE {
            return next;
        }
    }
    0.5 * (low + high)
}

/// The nodes and weights of Gauss and Legendre on -1 to 1: Newton's steps from Tricomi's approximation.
fn legendre(count: usize) -> Vec<(f64, f64)> {
    let n = count as f64;
    let node = |index: usize| {
        let mut x = libm::cos(PI * (index as f64 + 0.75) / (n + 0.5));
        let mut slope = 1.0;
        // Three steps come from 1e-4 to less than rounding.
        for _ in 0..4 {
            let (mut before, mut value) = (1.0, x);
            for degree in 2..=count {
                let k = degree as f64;
                (before, value) = (value, ((2.0 * k - 1.0) * x * value - (k - 1.0) * before) / k);
            }
            slope = n * (x * value - before) / (x * x - 1.0);
            x -= value / slope;
        }
        (x, 2.0 / ((1.0 - x * x) * slope * slope))
    };
    (0..count).map(node).collect()
}

/// Deviations beyond which a normal variable is with a probability below 1e-16.
const REACH: f64 = 8.3;
/// A normal density with the deviation 1 / L on -1 to 1 has Chebyshev coefficients that fall as exp(-k^2 / (2 L^2)) for
/// the degree k; those up to 6.8 L reach 1e-10, and n nodes are exact up to the degree 2 n - 1.
const NODES_EACH: f64 = 4.0;
const FEWEST_NODES: usize = 24;
const MOST_ROUNDS: usize = 100;
/// Relative to a bound, or to a probability: a hundredth of the integrals' error.
const CLOSE: f64 = 1e-13;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nodes_integrate_polynomials() {
        for count in [1, 2, 5, 24, 333] {
            let nodes = legendre(count);
            for degree in [0, count - count % 2, 2 * count - 2].into_iter().filter(|degree| *degree < 2 * count) {
                let sum: f64 = nodes.iter().map(|(x, weight)| weight * libm::pow(*x, degree as f64)).sum();
                let exact = 2.0 / (degree as f64 + 1.0);
                assert!((sum - exact).abs() < 1e-12, "{count} nodes, degree {degree}: {sum}, exact {exact}");
            }
        }
    }

    #[test]
    fn roots_are_found_where_secants_are_slow() {
        for exponent in [1.0, 3.0, 9.0] {
            let found = root(0.0, 40.0, |x| libm::exp(-libm::pow(x, exponent)) - 0.5);
            assert!((libm::pow(found, exponent) - core::f64::consts::LN_2).abs() < 1e-10, "{exponent}: {found}");
        }
    }

    #[test]
    fn one_look_is_the_normal_distribution() {
        let [below, above] = Walk::new(1.5).out(0.25, 2.0);
        assert!((below - cdf(-2.75)).abs() < 1e-16 && (above - cdf(-1.25)).abs() < 1e-16);
    }
}
