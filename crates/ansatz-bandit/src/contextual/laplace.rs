//! The posterior of a logistic model's weights, as a normal distribution about its mode (Laplace's approximation).

use alloc::{vec, vec::Vec};

use super::{
    cholesky::{self, dot},
    contexts::Contexts,
    log_odds::{self, Expected},
    moments::Moments,
    triangle::{Triangle, padded},
    weight_prior::WeightPrior,
};

/// What is to be minimised: the negative logarithm of the posterior, as a function of the weights.
struct Loss<'a> {
    prior: &'a WeightPrior,
    /// Whole rows of the prior's precision, padded.
    precision: Vec<f64>,
    contexts: &'a Contexts,
    rest: Option<Rest>,
}

/// The contexts that are not kept one by one, as if their features were normal.
struct Rest {
    count: f64,
    mean: Vec<f64>,
    covariance: Triangle,
    /// Whole rows of it, padded.
    rows: Vec<f64>,
    /// The sum of reward times features.
    response: Vec<f64>,
}

/// The mode, by Newton's method from `start`, and the inverse Cholesky factor of the curvature there; nothing if the
/// curvature has no factor for all the rounding. Where rounding or the number of steps ends the descent, it is the weights
/// that were reached.
pub(super) fn approximate(prior: &WeightPrior, contexts: &Contexts, start: &[f64]) -> Option<(Vec<f64>, Triangle)> {
    let loss = Loss {
        prior,
        precision: prior.precision.to_symmetric_rows(),
        contexts,
        rest: (contexts.rest.count > 0).then(|| Rest::new(&contexts.rest, prior.dimension())),
    };
    let (dimension, mut weights) = (prior.dimension(), start.to_vec());
    let (mut before, mut rises, mut found) = (f64::INFINITY, 0, None);
    for _ in 0..MOST_STEPS {
        let (gradient, curvature) = loss.derivatives(&weights);
        let mut rows = factor(&curvature, dimension)?;
        cholesky::invert(&mut rows, dimension);
        let whitening = Triangle::from_rows(dimension, &rows);
        let mut white = vec![0.0; gradient.len()];
        whitening.apply(&gradient, &mut white);
        let (step, distance) = (whitening.apply_transposed(&white), dot(&white, &white));
        let share = if distance > NEAR { loss.share_of_step(&weights, &step, distance) } else { 1.0 };
        let next: Vec<f64> = weights.iter().zip(&step).map(|(weight, step)| weight - share * step).collect();
        found = Some(whitening);
        // A step so short changes the loss by half its square. Where it costs more, a chance is 1 to the last digit, its slope
        // and its curvature are 0, and the step is back to where the prior is, as if nothing had been learnt.
        if distance <= NEAR && loss.value(&next) > loss.value(&weights) + NEAR {
            break;
        }
        weights = next;
        // Where rounding ends the descent, the distance does not get less any more.
        let rises_again = distance <= NEAR && distance >= before;
        rises += usize::from(rises_again);
        if distance <= THERE || share == 0.0 || (rises_again && (distance <= ROUNDING || rises > OVERSHOTS)) {
            break;
        }
        before = distance;
    }
    found.filter(|_| weights.iter().all(|weight| weight.is_finite())).map(|whitening| (weights, whitening))
}

/// The Cholesky factor of a curvature. If rounding has taken more from a pivot than there was, it is that of a curvature
/// with as much more on the diagonal: the way down is longer, but it is there.
fn factor(curvature: &Triangle, dimension: usize) -> Option<Vec<f64>> {
    let mut rows = curvature.to_rows();
    if cholesky::factor(&mut rows, dimension).is_err() {
        rows = curvature.to_rows();
        let more = 1.0 + cholesky::rounding(dimension);
        rows.iter_mut().step_by(dimension + 1).for_each(|entry| *entry *= more);
        cholesky::factor(&mut rows, dimension).ok()?;
    }
    Some(rows)
}

impl Loss<'_> {
    fn value(&self, weights: &[f64]) -> f64 {
        let width = weights.len();
        let off = self.off(weights);
        let prior = self.precision.chunks_exact(width).zip(&off).map(|(row, weight)| weight * dot(row, &off));
        let kept = self.contexts.kept.iter().map(|kept| {
            let at = dot(&kept.features, weights);
            kept.count as f64 * log_odds::cost(at) - kept.rewards() * at
        });
        let rest = self.rest.as_ref().map_or(0.0, |rest| {
            let (expected, _) = rest.expected(weights);
            rest.count * expected.cost - dot(&rest.response, weights)
        });
        0.5 * prior.sum::<f64>() + kept.sum::<f64>() + rest
    }

    /// How far the weights are from where the prior expects them.
    fn off(&self, weights: &[f64]) -> Vec<f64> {
        weights.iter().zip(&self.prior.mean).map(|(weight, mean)| weight - mean).collect()
    }

    fn derivatives(&self, weights: &[f64]) -> (Vec<f64>, Triangle) {
        let width = weights.len();
        let mut curvature = self.prior.precision.clone();
        let off = self.off(weights);
        let mut gradient = padded(&self.precision.chunks_exact(width).map(|row| dot(row, &off)).collect::<Vec<f64>>());
        let mut scaled = vec![0.0; width];
        for kept in &self.contexts.kept {
            let (x, count) = (&kept.features, kept.count as f64);
            let chance = log_odds::chance(dot(x, weights));
            add_scaled(&mut gradient, count * chance - kept.rewards(), x);
            scaled.fill(0.0);
            add_scaled(&mut scaled, count * chance * (1.0 - chance), x);
            curvature.add_product(x, &scaled);
        }
        if let Some(rest) = &self.rest {
            rest.add_derivatives(weights, &mut gradient, &mut curvature);
        }
        (gradient, curvature)
    }

    /// How much of Newton's step to go: all of it, or half, a quarter, ... until the loss falls as it should
    /// (Armijo); nothing of it, if rounding lets no share of it be better.
    fn share_of_step(&self, weights: &[f64], step: &[f64], distance: f64) -> f64 {
        let (here, mut share) = (self.value(weights), 1.0);
        for _ in 0..MOST_HALVINGS {
            let there: Vec<f64> = weights.iter().zip(step).map(|(weight, step)| weight - share * step).collect();
            if self.value(&there) <= here - 1e-4 * share * distance {
                return share;
            }
            share *= 0.5;
        }
        0.0
    }
}

impl Rest {
    /// From sums whose last feature is a 1.
    fn new(sums: &Moments, dimension: usize) -> Self {
        let rows = sums.precision(None);
        let count = sums.count as f64;
        let (squares, last) = rows.split_at(dimension * (dimension + 1));
        let mean: Vec<f64> = last[..dimension].iter().map(|sum| sum / count).collect();
        let mut covariance = vec![0.0; dimension * dimension];
        for row in 0..dimension {
            for column in 0..=row {
                let square = squares[row * (dimension + 1) + column] / count;
                covariance[row * dimension + column] = square - mean[row] * mean[column];
            }
            // A feature that is always the same has no variance, whatever rounding leaves of it.
            let diagonal = &mut covariance[row * (dimension + 1)];
            *diagonal = diagonal.max(0.0);
        }
        let covariance = Triangle::from_rows(dimension, &covariance);
        let response: Vec<f64> = sums.response().take(dimension).collect();
        Self {
            count,
            mean: padded(&mean),
            rows: covariance.to_symmetric_rows(),
            covariance,
            response: padded(&response),
        }
    }

    /// What the log-odds are expected to cost, and the covariance's product with the weights.
    fn expected(&self, weights: &[f64]) -> (Expected, Vec<f64>) {
        let width = weights.len();
        let product = padded(&self.rows.chunks_exact(width).map(|row| dot(row, weights)).collect::<Vec<f64>>());
        let variance = dot(&product, weights).max(0.0);
        (Expected::of(dot(&self.mean, weights), variance), product)
    }

    fn add_derivatives(&self, weights: &[f64], gradient: &mut [f64], curvature: &mut Triangle) {
        let (expected, product) = self.expected(weights);
        let (n, mean) = (self.count, &self.mean);
        add_scaled(gradient, n * expected.slope, mean);
        add_scaled(gradient, n * expected.curve, &product);
        add_scaled(gradient, -1.0, &self.response);
        // mean (a mean + b product)' + product (b mean + c product)' + curve covariance.
        for (one, by_mean, by_product) in [
            (mean, expected.slope_by_mean, expected.curve_by_mean),
            (&product, expected.curve_by_mean, expected.curve_by_variance),
        ] {
            let mut other = vec![0.0; mean.len()];
            add_scaled(&mut other, n * by_mean, mean);
            add_scaled(&mut other, n * by_product, &product);
            curvature.add_product(one, &other);
        }
        add_scaled(&mut curvature.values, n * expected.curve, &self.covariance.values);
    }
}

fn add_scaled(to: &mut [f64], factor: f64, other: &[f64]) {
    to.iter_mut().zip(other).for_each(|(to, other)| *to += factor * other);
}

/// Newton's steps double the digits that are right, after a few that find the neighbourhood.
const MOST_STEPS: usize = 64;

/// Where all chances are 0 or 1, a step is as long as the prior lets it be, but what has to change is one in log-odds: for
/// features of 1e100, a share of 1e-200, or 2^-664.
const MOST_HALVINGS: usize = 700;

/// How often a whole step may go beyond the mode, and begin again from the other side, before rounding is what it is.
const OVERSHOTS: usize = 2;

/// Squared distances from the mode, in standard deviations of the posterior: where a whole step is sure to be better, where
/// only rounding can make the next step longer, and where the next step, the square of this, is less than any rounding.
const NEAR: f64 = 1e-3;
const ROUNDING: f64 = 1e-14;
const THERE: f64 = 1e-26;
