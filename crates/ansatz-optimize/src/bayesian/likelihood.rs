//! Hyper-parameters by how probable they make the observations.

use alloc::{vec, vec::Vec};

use ansatz_random::{Stream, standard_normal};

use super::{
    cholesky::{Cholesky, dot, start},
    kernel::{Axis, Inputs, Matern52, matern},
    lbfgs::{self, Effort},
};

/// The observations of a process whose hyper-parameters are to be found.
#[derive(Debug)]
pub(super) struct Likelihood {
    axes: Vec<Axis>,
    columns: Vec<Vec<f64>>,
    values: Vec<f64>,
}

impl Likelihood {
    pub(super) fn new(axes: &[Axis], points: &[impl AsRef<[f64]>], values: &[f64]) -> Self {
        let column = |coordinate| points.iter().filter_map(|point| point.as_ref().get(coordinate).copied()).collect();
        Self { axes: axes.to_vec(), columns: (0..axes.len()).map(column).collect(), values: values.to_vec() }
    }

    /// The logarithm of the posterior density of the logarithms of hyper-parameters, but for a constant, and its gradient.
    pub(super) fn evaluate(&self, logarithms: &[f64], slope: &mut [f64]) -> f64 {
        let kernel = Matern52::from_logarithms(logarithms);
        let mut inputs = Inputs::new(&self.axes, &kernel, &[] as &[&[f64]]);
        for ((to, column), rate) in inputs.columns.iter_mut().zip(&self.columns).zip(&inputs.rates) {
            to.extend(column.iter().map(|value| value * rate));
        }
        let size = self.values.len();
        let mut factor = Cholesky::with_capacity(size);
        let mut slopes = Vec::with_capacity(start(size));
        let mut covariances = vec![0.0; size];
        for index in 0..size {
            let before = &mut covariances[..index];
            inputs.squared_distances(|coordinate| inputs.columns[coordinate][index], before);
            for entry in before.iter_mut() {
                let (covariance, slope) = matern(*entry, kernel.variance());
                *entry = covariance;
                slopes.push(slope);
            }
            slopes.push(0.0);
            factor.push(before, kernel.total());
        }
        let mut whitened = self.values.clone();
        factor.solve_lower(&mut whitened);
        let mut weights = whitened.clone();
        factor.solve_upper(&mut weights);
        slope.fill(0.0);
        gradient(&kernel, &inputs, &factor, (&whitened, &weights), &slopes, slope);
        value(&factor, &whitened) + add_prior(logarithms, slope)
    }
}

/// The logarithm of the marginal likelihood.
pub(super) fn value(factor: &Cholesky, whitened: &[f64]) -> f64 {
    -0.5 * dot(whitened, whitened) - factor.half_log_determinant() - 0.5 * LOG_TWO_PI * whitened.len() as f64
}

/// Adds its derivatives by the logarithms of the hyper-parameters; `slopes` are those of the kernel, in the layout of a
/// triangle.
pub(super) fn gradient(
    kernel: &Matern52,
    inputs: &Inputs,
    factor: &Cholesky,
    (whitened, weights): (&[f64], &[f64]),
    slopes: &[f64],
    gradient: &mut [f64],
) {
    let size = weights.len();
    let inverse = factor.inverse();
    let trace: f64 = (0..size).map(|index| inverse[start(index) + index]).sum();
    let noisy = kernel.noise() * (dot(weights, weights) - trace);
    let dimensions = inputs.axes.len();
    // Together the covariances scale as the values do: yᵀ K⁻¹ y - n is what all of them say.
    gradient[dimensions] += 0.5 * (dot(whitened, whitened) - size as f64 - noisy);
    gradient[dimensions + 1] += 0.5 * noisy;
    let mut pulls = vec![0.0; size];
    for index in 0..size {
        let row = start(index)..start(index) + index;
        for ((pull, (inverse, slope)), weight) in
            pulls.iter_mut().zip(inverse[row.clone()].iter().zip(&slopes[row])).zip(weights)
        {
            *pull = (weights[index] * weight - inverse) * slope;
        }
        let pulls = &pulls[..index];
        let coordinates = inputs.columns.iter().zip(&inputs.axes).zip(&inputs.rates);
        for (gradient, ((column, axis), rate)) in gradient.iter_mut().zip(coordinates) {
            let (column, at) = (&column[..index], column[index]);
            *gradient += match axis {
                Axis::Ordered => weighted_squares(pulls, column, at),
                Axis::Category => rate * rate * weighted_differences(pulls, column, at),
            };
        }
    }
}

/// `Σ weights (column - at)²`, in a fixed order.
#[inline]
fn weighted_squares(weights: &[f64], column: &[f64], at: f64) -> f64 {
    let mut sums = [0.0; 4];
    let (weights, column) = (weights.as_chunks::<4>(), column.as_chunks::<4>());
    for (weights, column) in weights.0.iter().zip(column.0) {
        for lane in 0..4 {
            let difference = column[lane] - at;
            sums[lane] += weights[lane] * (difference * difference);
        }
    }
    let rest: f64 = weights.1.iter().zip(column.1).map(|(weight, value)| weight * ((value - at) * (value - at))).sum();
    sums.iter().sum::<f64>() + rest
}

/// The sum of the weights where the column is another category.
fn weighted_differences(weights: &[f64], column: &[f64], at: f64) -> f64 {
    weights.iter().zip(column).filter(|(_, value)| **value != at).map(|(weight, _)| weight).sum()
}

/// The logarithms of hyper-parameters of greatest posterior density that the search finds: from the usual values, from
/// `last` if there are some, and from more places at random until it is `starts` in all.
pub(super) fn fit(likelihood: &Likelihood, last: Option<&[f64]>, starts: usize, rng: &mut Stream) -> Vec<f64> {
    let dimensions = likelihood.axes.len();
    let usual = usual(dimensions);
    let (low, high) = bounds(dimensions);
    let mut best: Option<(f64, Vec<f64>)> = None;
    let effort = Effort { evaluations: EVALUATIONS, gain: 1e-3, slope: 1e-2 };
    for number in 0..starts {
        let mut place = match (number, last) {
            (0, Some(last)) => last.to_vec(),
            (0, None) | (1, Some(_)) => usual.clone(),
            _ => usual.iter().map(|value| value + standard_normal(rng)).collect(),
        };
        for ((value, low), high) in place.iter_mut().zip(&low).zip(&high) {
            *value = value.clamp(*low, *high);
        }
        let found = lbfgs::minimize(&mut place, (&low, &high), effort, |logarithms, slope| {
            let density = likelihood.evaluate(logarithms, slope);
            slope.iter_mut().for_each(|slope| *slope = -*slope);
            -density
        });
        if found.is_finite() && best.as_ref().is_none_or(|(least, _)| found < *least) {
            best = Some((found, place));
        }
    }
    best.map_or(usual, |(_, place)| place)
}

/// Adds the logarithm of the prior density, but for a constant; its value.
fn add_prior(logarithms: &[f64], slope: &mut [f64]) -> f64 {
    let dimensions = logarithms.len().saturating_sub(2);
    let mut density = 0.0;
    for (index, (logarithm, slope)) in logarithms.iter().zip(slope).enumerate() {
        let (centre, deviation) = prior(index, dimensions);
        let away = (logarithm - centre) / deviation;
        density -= 0.5 * away * away;
        *slope -= away / deviation;
    }
    density
}

/// The mean and the deviation of the normal distribution of a hyper-parameter's logarithm.
fn prior(index: usize, dimensions: usize) -> (f64, f64) {
    if index < dimensions {
        (libm::log(LENGTH_SCALE) + 0.5 * libm::log(dimensions as f64), LENGTH_SCALE_DEVIATION)
    } else if index == dimensions {
        (0.0, VARIANCE_DEVIATION)
    } else {
        (libm::log(NOISE), NOISE_DEVIATION)
    }
}

/// The centres of the prior.
pub(super) fn usual(dimensions: usize) -> Vec<f64> {
    (0..dimensions + 2).map(|index| prior(index, dimensions).0).collect()
}

/// Between which the logarithms of hyper-parameters are.
pub(super) fn bounds(dimensions: usize) -> (Vec<f64>, Vec<f64>) {
    let bounds = |index| match index {
        _ if index < dimensions => (1e-3, 1e3),
        _ if index == dimensions => (1e-2, 1e2),
        _ => (LEAST_NOISE, 1.0),
    };
    let logarithms = (0..dimensions + 2).map(bounds).map(|(low, high)| (libm::log(low), libm::log(high)));
    logarithms.unzip()
}

const LOG_TWO_PI: f64 = 1.837_877_066_409_345_5;

const EVALUATIONS: usize = 40;

const LENGTH_SCALE: f64 = 0.5;
const LENGTH_SCALE_DEVIATION: f64 = 1.0;
const VARIANCE_DEVIATION: f64 = 1.5;
const NOISE: f64 = 1e-6;
const NOISE_DEVIATION: f64 = 2.0;
const LEAST_NOISE: f64 = 1e-8;

#[cfg(test)]
mod tests {
    use super::*;

    fn observations(axes: &[Axis]) -> Likelihood {
        let mut rng = Stream::new(4, 0);
        let coordinate = |axis: &Axis, rng: &mut Stream| match axis {
            Axis::Ordered => ansatz_random::unit(rng),
            Axis::Category => ansatz_random::below(rng, 3) as f64,
        };
        let points: Vec<Vec<f64>> =
            (0..17).map(|_| axes.iter().map(|axis| coordinate(axis, &mut rng)).collect()).collect();
        let values: Vec<f64> =
            points.iter().map(|x| libm::sin(5.0 * x[0]) + x[1] + standard_normal(&mut rng)).collect();
        Likelihood::new(axes, &points, &values)
    }

    #[test]
    fn the_gradient_is_that_of_the_density() {
        let likelihood = observations(&[Axis::Ordered, Axis::Category, Axis::Ordered]);
        let at = [-0.7, 0.4, 0.1, 0.3, -2.0];
        let mut slope = [0.0; 5];
        likelihood.evaluate(&at, &mut slope);
        for index in 0..5 {
            let moved = |step: f64| {
                let mut at = at;
                at[index] += step;
                likelihood.evaluate(&at, &mut [0.0; 5])
            };
            let difference = (moved(1e-5) - moved(-1e-5)) / 2e-5;
            // Third derivatives are of the order of the values themselves, some tens: 1e-9; rounding leaves 1e-15 / 1e-5.
            assert!((slope[index] - difference).abs() < 1e-7, "{index}: {} {difference}", slope[index]);
        }
    }

    #[test]
    fn a_fit_is_at_a_summit() {
        let likelihood = observations(&[Axis::Ordered, Axis::Ordered]);
        let found = fit(&likelihood, None, 4, &mut Stream::new(1, 0));
        let mut slope = [0.0; 4];
        let density = likelihood.evaluate(&found, &mut slope);
        let (low, high) = bounds(2);
        for index in 0..4 {
            let free = found[index] > low[index] && found[index] < high[index];
            // The climb ends with a step that gains less than 1e-3, or without a slope.
            assert!(!free || slope[index].abs() < 0.2, "{found:?}: {slope:?}");
        }
        let again = fit(&likelihood, Some(&found), 1, &mut Stream::new(1, 0));
        assert!(likelihood.evaluate(&again, &mut slope) >= density);
    }

    /// Equal values, hundreds of times the same point: hyper-parameters stay in their bounds.
    #[test]
    fn degenerate_observations_have_a_fit() {
        for values in [[0.0; 30], [1e3; 30]] {
            let found = fit(&Likelihood::new(&[Axis::Ordered], &[[0.5]; 30], &values), None, 4, &mut Stream::new(1, 0));
            let (low, high) = bounds(1);
            assert!(found.iter().zip(low.iter().zip(&high)).all(|(value, (low, high))| (*low..=*high).contains(value)));
        }
    }
}
