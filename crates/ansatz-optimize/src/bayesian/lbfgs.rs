//! The least value of a smooth function within bounds: projected L-BFGS.
//!
//! J. Nocedal, *Updating quasi-Newton matrices with limited storage*, Mathematics of Computation 35 (1980); bounds by
//! projection, as D. P. Bertsekas, *Projected Newton methods for optimization problems with simple constraints*, SIAM
//! Journal on Control and Optimization 20 (1982).

use alloc::{vec, vec::Vec};

use super::cholesky::{add_scaled, dot};

/// When the search ends: after so many evaluations, when a step gains too little, or when no slope is left.
#[derive(Debug, Clone, Copy)]
pub(super) struct Effort {
    pub(super) evaluations: usize,
    /// The least gain of a step that is worth another one.
    pub(super) gain: f64,
    /// The slope below which none is left.
    pub(super) slope: f64,
}

/// Moves `x` downhill within `low..=high` and returns the value there; never to where the value is higher.
///
/// `function` gives its value and fills in its gradient; a value that is not finite is a place not to go to.
pub(super) fn minimize(
    x: &mut [f64],
    (low, high): (&[f64], &[f64]),
    effort: Effort,
    mut function: impl FnMut(&[f64], &mut [f64]) -> f64,
) -> f64 {
    let size = x.len();
    let mut state = State { gradient: vec![0.0; size], pairs: Vec::new() };
    let mut value = function(x, &mut state.gradient);
    let mut left = effort.evaluations.saturating_sub(1);
    let (mut next, mut next_gradient) = (vec![0.0; size], vec![0.0; size]);
    while value.is_finite() && left > 0 {
        let free: Vec<bool> = (0..size).map(|index| state.is_free(index, x, low, high)).collect();
        let steepest = state.gradient.iter().zip(&free).map(|(slope, free)| if *free { slope.abs() } else { 0.0 });
        if steepest.fold(0.0, f64::max) <= effort.slope {
            break;
        }
        let direction = state.direction(&free);
        let mut step = state.first_step(&direction);
        let accepted = loop {
            if left == 0 {
                break None;
            }
            for index in 0..size {
                next[index] = (x[index] + step * direction[index]).clamp(low[index], high[index]);
            }
            let promised: f64 = (0..size).map(|index| state.gradient[index] * (next[index] - x[index])).sum();
            left -= 1;
            let found = function(&next, &mut next_gradient);
            if found <= value + SUFFICIENT * promised {
                break Some(found);
            }
            // The least value of the parabola through what is known, not too near to either end.
            let curved = -0.5 * step * promised / (found - value - promised);
            step = if curved.is_finite() { curved.clamp(0.1 * step, 0.5 * step) } else { 0.1 * step };
            if promised.abs() <= f64::EPSILON * value.abs() {
                break None;
            }
        };
        let Some(found) = accepted else {
            // A direction of old curvature may mislead; the gradient itself gets one more try.
            if state.pairs.is_empty() {
                break;
            }
            state.pairs.clear();
            continue;
        };
        state.learn(x, &next, &next_gradient);
        x.copy_from_slice(&next);
        let gain = value - found;
        value = found;
        if gain <= effort.gain {
            break;
        }
    }
    value
}

struct State {
    gradient: Vec<f64>,
    /// The last steps and what the gradient changed by, the oldest first.
    pairs: Vec<(Vec<f64>, Vec<f64>)>,
}

impl State {
    /// Whether a coordinate can go where its slope points.
    fn is_free(&self, index: usize, x: &[f64], low: &[f64], high: &[f64]) -> bool {
        if self.gradient[index] > 0.0 { x[index] > low[index] } else { x[index] < high[index] }
    }

    /// Downhill by the curvature that the last steps met, over the coordinates that are free.
    fn direction(&mut self, free: &[bool]) -> Vec<f64> {
        let restrict = |vector: &[f64]| -> Vec<f64> {
            vector.iter().zip(free).map(|(entry, free)| if *free { *entry } else { 0.0 }).collect()
        };
        let downhill: Vec<f64> = restrict(&self.gradient).iter().map(|slope| -slope).collect();
        let pairs: Vec<(Vec<f64>, Vec<f64>, f64)> = self
            .pairs
            .iter()
            .map(|(step, change)| {
                let (step, change) = (restrict(step), restrict(change));
                let curvature = dot(&step, &change);
                (step, change, curvature)
            })
            .filter(|(_, change, curvature)| *curvature > 1e-12 * dot(change, change))
            .collect();
        let mut direction = downhill.clone();
        let mut factors = Vec::with_capacity(pairs.len());
        for (step, change, curvature) in pairs.iter().rev() {
            let factor = dot(step, &direction) / curvature;
            add_scaled(&mut direction, -factor, change);
            factors.push(factor);
        }
        if let Some((_, change, curvature)) = pairs.last() {
            let scale = curvature / dot(change, change);
            direction.iter_mut().for_each(|entry| *entry *= scale);
        }
        for ((step, change, curvature), factor) in pairs.iter().zip(factors.iter().rev()) {
            let back = dot(change, &direction) / curvature;
            add_scaled(&mut direction, factor - back, step);
        }
        if dot(&direction, &downhill) > 0.0 && direction.iter().all(|entry| entry.is_finite()) {
            return direction;
        }
        self.pairs.clear();
        downhill
    }

    /// All of a direction that knows of curvature; of a mere gradient, at most a step of length 1.
    fn first_step(&self, direction: &[f64]) -> f64 {
        let length = libm::sqrt(dot(direction, direction));
        if self.pairs.is_empty() { (1.0 / length).min(1.0) } else { 1.0 }
    }

    fn learn(&mut self, x: &[f64], next: &[f64], next_gradient: &[f64]) {
        let step: Vec<f64> = next.iter().zip(x).map(|(next, x)| next - x).collect();
        let change: Vec<f64> = next_gradient.iter().zip(&self.gradient).map(|(next, now)| next - now).collect();
        self.gradient.copy_from_slice(next_gradient);
        if dot(&step, &change) > 1e-12 * dot(&change, &change) {
            if self.pairs.len() == MEMORY {
                self.pairs.remove(0);
            }
            self.pairs.push((step, change));
        }
    }
}

/// The part of the promised gain that a step must keep (Armijo).
const SUFFICIENT: f64 = 1e-4;

/// Steps that are remembered.
const MEMORY: usize = 8;

#[cfg(test)]
mod tests {
    use super::*;

    const EFFORT: Effort = Effort { evaluations: 200, gain: 0.0, slope: 1e-9 };

    fn rosenbrock(x: &[f64], slope: &mut [f64]) -> f64 {
        let (a, b) = (1.0 - x[0], x[1] - x[0] * x[0]);
        slope.copy_from_slice(&[-2.0 * a - 400.0 * x[0] * b, 200.0 * b]);
        a * a + 100.0 * b * b
    }

    #[test]
    fn a_curved_valley_is_followed_to_its_end() {
        let mut x = [-1.2, 1.0];
        let value = minimize(&mut x, (&[-5.0; 2], &[5.0; 2]), EFFORT, rosenbrock);
        assert!(value < 1e-16 && (x[0] - 1.0).abs() < 1e-7 && (x[1] - 1.0).abs() < 1e-7, "{x:?}: {value}");
    }

    /// With x at most 1/2 the least is on that bound, where y = x².
    #[test]
    fn a_bound_holds() {
        let mut x = [-1.2, 1.0];
        let value = minimize(&mut x, (&[-5.0; 2], &[0.5, 5.0]), EFFORT, rosenbrock);
        assert_eq!(x[0], 0.5);
        assert!((x[1] - 0.25).abs() < 1e-9 && (value - 0.25).abs() < 1e-12, "{x:?}: {value}");
    }

    #[test]
    fn a_corner_is_stayed_in() {
        let mut x = [0.0, 1.0];
        let value = minimize(&mut x, (&[0.0; 2], &[1.0; 2]), EFFORT, |x, slope| {
            slope.copy_from_slice(&[1.0, -1.0]);
            x[0] - x[1]
        });
        assert_eq!((x, value), ([0.0, 1.0], -1.0));
    }

    #[test]
    fn what_is_not_finite_is_not_gone_to() {
        let mut x = [3.0];
        let value = minimize(&mut x, (&[-10.0], &[10.0]), EFFORT, |x, slope| {
            // Minus the logarithm: nothing below 0, and nothing there. The least of x - log x is at 1.
            slope[0] = 1.0 - 1.0 / x[0];
            if x[0] > 0.0 { x[0] - libm::log(x[0]) } else { f64::INFINITY }
        });
        assert!((x[0] - 1.0).abs() < 1e-6 && (value - 1.0).abs() < 1e-12, "{x:?}: {value}");
    }

    #[test]
    fn evaluations_are_counted() {
        for evaluations in 1..40 {
            let mut count = 0;
            let mut x = [-1.2, 1.0];
            minimize(&mut x, (&[-5.0; 2], &[5.0; 2]), Effort { evaluations, ..EFFORT }, |x, slope| {
                count += 1;
                rosenbrock(x, slope)
            });
            assert!(count <= evaluations);
        }
    }
}
