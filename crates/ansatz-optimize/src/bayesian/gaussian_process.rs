//! Gaussian process regression: what is known of a function from some of its values.

use alloc::{vec, vec::Vec};

use ansatz_core::ParameterError;
use ansatz_random::Stream;

use super::{
    cholesky::{Cholesky, dot},
    kernel::{Axis, Inputs, Matern52, matern},
    likelihood::{self, Likelihood},
};

/// A Gaussian process with mean 0 and a [`Matern52`] kernel, conditioned on observations.
///
/// C. E. Rasmussen and C. K. I. Williams, *Gaussian Processes for Machine Learning* (2006), algorithm 2.1.
///
/// # Examples
///
/// ```
/// use ansatz_optimize::{GaussianProcess, Matern52};
///
/// let points = [[0.0], [0.5], [1.0]];
/// let process = GaussianProcess::new(&points, &[0.0, 1.0, 0.0], Matern52::new([0.3], 1.0, 1e-8)?)?;
/// let (known, unknown) = (process.predict(&[0.5]), process.predict(&[0.75]));
/// assert!((known.mean - 1.0).abs() < 1e-6 && known.variance < 1e-6);
/// assert!((0.3..0.7).contains(&unknown.mean) && unknown.variance > 0.05);
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
///
/// # Complexity
///
/// n observations of d coordinates: O(n³ + n² d) to build, O(n² + n d) for a prediction, n² / 2 + n d numbers.
///
/// # Accuracy
///
/// As scikit-learn's within rounding, which the condition number of the covariances magnifies: by n times the variance
/// divided by the noise at most. The least noise is 1e-10 of the variance.
#[derive(Debug, Clone, PartialEq)]
pub struct GaussianProcess {
    kernel: Matern52,
    inputs: Inputs,
    factor: Cholesky,
    /// `L⁻¹ y`.
    whitened: Vec<f64>,
    /// `K⁻¹ y`.
    weights: Vec<f64>,
}

/// What a Gaussian process says of a function at a point: a normal distribution.
///
/// # Examples
///
/// ```
/// use ansatz_optimize::{GaussianProcess, Matern52};
///
/// let process = GaussianProcess::new(&[[0.0]], &[2.0], Matern52::new([1.0], 1.0, 0.0)?)?;
/// let prediction = process.predict(&[0.5]);
/// // 95% of what the function may be there.
/// let (low, high) = (prediction.mean - 1.96 * prediction.variance.sqrt(), prediction.mean + 1.96 * prediction.variance.sqrt());
/// assert!(0.0 < low && low < 1.7 && 1.7 < high && high < 4.0);
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Prediction {
    /// The mean.
    pub mean: f64,
    /// The variance of the function there, without the noise of an observation; never below 0.
    pub variance: f64,
}

impl GaussianProcess {
    /// The process with this kernel, given values at some points.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] if there is not one finite value for each point, or if points have not as many finite
    /// coordinates as the kernel has length scales.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_optimize::{GaussianProcess, Matern52};
    ///
    /// let kernel = Matern52::new([1.0, 1.0], 1.0, 0.01)?;
    /// let process = GaussianProcess::new(&[[0.0, 0.0], [1.0, 0.0]], &[1.0, 2.0], kernel)?;
    /// assert_eq!(process.len(), 2);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn new(points: &[impl AsRef<[f64]>], values: &[f64], kernel: Matern52) -> Result<Self, ParameterError> {
        let dimensions = kernel.length_scales().len();
        require_observations(points, values, dimensions)?;
        Ok(Self::condition(&vec![Axis::Ordered; dimensions], points, values, kernel))
    }

    /// The process whose hyper-parameters make the values most probable, given how plausible they are beforehand.
    ///
    /// Values are taken as they are: subtract their mean, and divide by their deviation, for this to make sense.
    /// Coordinates should be of the order of 1. The search starts from several places; `seed` determines them.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] as for [`new`](Self::new), or if there is no point, or one without coordinates.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_optimize::GaussianProcess;
    ///
    /// // The second coordinate does not matter.
    /// let points: Vec<[f64; 2]> = (0..20).map(|i| [f64::from(i) / 19.0, f64::from(i * 7 % 20) / 19.0]).collect();
    /// let values: Vec<f64> = points.iter().map(|x| (6.0 * x[0]).sin()).collect();
    /// let process = GaussianProcess::fit(&points, &values, 42)?;
    /// let scales = process.kernel().length_scales();
    /// assert!(scales[1] > 3.0 * scales[0]);
    /// assert!((process.predict(&[0.52, 0.9]).mean - (6.0_f64 * 0.52).sin()).abs() < 0.05);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    ///
    /// # Complexity
    ///
    /// Some hundred evaluations of the marginal likelihood, O(n³ + n² d) each.
    pub fn fit(points: &[impl AsRef<[f64]>], values: &[f64], seed: u64) -> Result<Self, ParameterError> {
        let dimensions = points.first().map_or(0, |point| point.as_ref().len());
        if dimensions == 0 {
            return Err(ParameterError::new("points", points.len(), "at least 1, of at least 1 coordinate"));
        }
        require_observations(points, values, dimensions)?;
        let axes = vec![Axis::Ordered; dimensions];
        let likelihood = Likelihood::new(&axes, points, values);
        let logarithms = likelihood::fit(&likelihood, None, STARTS, &mut Stream::new(seed, 0));
        Ok(Self::condition(&axes, points, values, Matern52::from_logarithms(&logarithms)))
    }

    /// What is known of the function at a point.
    ///
    /// Coordinates that are missing are taken for 0; those beyond the kernel's do not count.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_optimize::{GaussianProcess, Matern52};
    ///
    /// let process = GaussianProcess::new(&[[0.0]], &[2.0], Matern52::new([1.0], 1.0, 0.0)?)?;
    /// // Far from all that is known: the mean and the variance of before.
    /// let far = process.predict(&[1e3]);
    /// assert_eq!((far.mean, far.variance), (0.0, 1.0));
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn predict(&self, at: &[f64]) -> Prediction {
        let mut scratch = Scratch::default();
        let variance = self.look(at, &mut scratch);
        Prediction { mean: dot(&scratch.covariances, &self.weights), variance }
    }

    /// The logarithm of how probable the values are under the kernel.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_optimize::{GaussianProcess, Matern52};
    ///
    /// // One value of variance 1 + 1: a normal density.
    /// let process = GaussianProcess::new(&[[0.0]], &[2.0], Matern52::new([1.0], 1.0, 1.0)?)?;
    /// let density = (-1.0_f64).exp() / (4.0 * std::f64::consts::PI).sqrt();
    /// assert!((process.log_marginal_likelihood() - density.ln()).abs() < 1e-14);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn log_marginal_likelihood(&self) -> f64 {
        likelihood::value(&self.factor, &self.whitened)
    }

    /// The derivatives of [`log_marginal_likelihood`](Self::log_marginal_likelihood) by the logarithms of the length
    /// scales, of the variance and of the noise, in this order.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_optimize::{GaussianProcess, Matern52};
    ///
    /// // A value of 2 is best explained by a variance of 4 in all.
    /// let process = GaussianProcess::new(&[[0.0]], &[2.0], Matern52::new([1.0], 3.0, 1.0)?)?;
    /// assert!(process.log_marginal_likelihood_gradient().iter().all(|slope| slope.abs() < 1e-15));
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    ///
    /// # Complexity
    ///
    /// O(n³ + n² d).
    pub fn log_marginal_likelihood_gradient(&self) -> Vec<f64> {
        let mut slopes = Vec::new();
        let mut squares = vec![0.0; self.len()];
        for index in 0..self.len() {
            let before = &mut squares[..index];
            self.inputs.squared_distances(|coordinate| self.inputs.columns[coordinate][index], before);
            slopes.extend(before.iter().map(|square| matern(*square, self.kernel.variance()).1));
            slopes.push(0.0);
        }
        let mut gradient = vec![0.0; self.kernel.length_scales().len() + 2];
        likelihood::gradient(
            &self.kernel,
            &self.inputs,
            &self.factor,
            (&self.whitened, &self.weights),
            &slopes,
            &mut gradient,
        );
        gradient
    }

    /// The kernel.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_optimize::{GaussianProcess, Matern52};
    ///
    /// let kernel = Matern52::new([1.0], 1.0, 0.0)?;
    /// assert_eq!(GaussianProcess::new(&[[0.0]], &[2.0], kernel.clone())?.kernel(), &kernel);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn kernel(&self) -> &Matern52 {
        &self.kernel
    }

    /// The number of observations.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_optimize::{GaussianProcess, Matern52};
    ///
    /// assert_eq!(GaussianProcess::new(&[[0.0], [1.0]], &[2.0, 3.0], Matern52::new([1.0], 1.0, 0.0)?)?.len(), 2);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn len(&self) -> usize {
        self.factor.len()
    }

    /// Whether there is no observation.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_optimize::{GaussianProcess, Matern52};
    ///
    /// let nothing = GaussianProcess::new(&[] as &[[f64; 1]], &[], Matern52::new([1.0], 1.0, 0.0)?)?;
    /// assert!(nothing.is_empty() && nothing.predict(&[0.5]).variance == 1.0);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The process given values at points of these kinds of coordinates, as many values as points.
    pub(super) fn condition(axes: &[Axis], points: &[impl AsRef<[f64]>], values: &[f64], kernel: Matern52) -> Self {
        let inputs = Inputs::new(axes, &kernel, &[] as &[&[f64]]);
        let factor = Cholesky::with_capacity(points.len());
        let mut process = Self { kernel, inputs, factor, whitened: values.to_vec(), weights: Vec::new() };
        let mut covariances = Vec::with_capacity(points.len());
        for point in points {
            process.push(point.as_ref(), &mut covariances);
        }
        process.factor.solve_lower(&mut process.whitened);
        process.weights.clone_from(&process.whitened);
        process.factor.solve_upper(&mut process.weights);
        process
    }

    /// Adds a point whose value is not known: the weights stay those of the values that are.
    pub(super) fn push(&mut self, point: &[f64], covariances: &mut Vec<f64>) {
        covariances.clear();
        covariances.resize(self.len(), 0.0);
        let (inputs, variance) = (&self.inputs, self.kernel.variance());
        inputs.squared_distances(|coordinate| point[coordinate] * inputs.rates[coordinate], covariances);
        for entry in covariances.iter_mut() {
            *entry = matern(*entry, variance).0;
        }
        self.factor.push(covariances, self.kernel.total());
        self.inputs.push(point);
    }

    /// A draw from the posterior, by independent standard normal numbers: `K⁻¹ y`, and the values of the points that were
    /// pushed. The numbers are what the values are once whitened.
    pub(super) fn draw(&self, normals: &[f64]) -> (Vec<f64>, Vec<f64>) {
        let mut weights = self.whitened.clone();
        weights.extend_from_slice(normals);
        let values = (self.whitened.len()..self.len()).map(|index| dot(self.factor.row(index), &weights)).collect();
        self.factor.solve_upper(&mut weights);
        (weights, values)
    }

    /// Fills in what a point is to the observations; the variance of the function there.
    pub(super) fn look(&self, at: &[f64], scratch: &mut Scratch) -> f64 {
        let (inputs, variance) = (&self.inputs, self.kernel.variance());
        let Scratch { covariances, slopes, solved } = scratch;
        covariances.resize(self.len(), 0.0);
        slopes.resize(self.len(), 0.0);
        let place = |coordinate: usize| at.get(coordinate).map_or(0.0, |value| value * inputs.rates[coordinate]);
        inputs.squared_distances(place, covariances);
        for (covariance, slope) in covariances.iter_mut().zip(slopes.iter_mut()) {
            (*covariance, *slope) = matern(*covariance, variance);
        }
        solved.clone_from(covariances);
        self.factor.solve_lower(solved);
        (variance - dot(solved, solved)).max(0.0)
    }

    /// Adds to `gradient` that of `Σ by_covariance[i] k(at, i) + by_variance * variance(at)`, by the ordered coordinates of
    /// the point that was looked at last; spends the scratch.
    pub(super) fn add_gradient(
        &self,
        at: &[f64],
        scratch: &mut Scratch,
        by_covariance: &[f64],
        by_variance: f64,
        gradient: &mut [f64],
    ) {
        let Scratch { slopes, solved, .. } = scratch;
        self.factor.solve_upper(solved);
        for ((slope, by_covariance), solved) in slopes.iter_mut().zip(by_covariance).zip(solved.iter()) {
            *slope *= by_covariance - 2.0 * by_variance * solved;
        }
        let total: f64 = slopes.iter().sum();
        let coordinates = self.inputs.columns.iter().zip(&self.inputs.axes).zip(&self.inputs.rates);
        for ((gradient, at), ((column, axis), rate)) in gradient.iter_mut().zip(at).zip(coordinates) {
            if *axis == Axis::Ordered {
                // dk / dx = -slope (x - input) / length scale².
                *gradient += rate * (dot(slopes, column) - total * at * rate);
            }
        }
    }

    /// The mean at the observations, for the weights of some values.
    pub(super) fn fitted<'a>(&'a self, values: &'a [f64], weights: &'a [f64]) -> impl Iterator<Item = f64> + 'a {
        let noise = self.kernel.noise();
        values.iter().zip(weights).map(move |(value, weight)| value - noise * weight)
    }

    pub(super) fn weights(&self) -> &[f64] {
        &self.weights
    }

    pub(super) fn inputs(&self) -> &Inputs {
        &self.inputs
    }
}

/// What a point is to the observations of a process.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    /// `k`.
    pub(super) covariances: Vec<f64>,
    slopes: Vec<f64>,
    /// `L⁻¹ k`.
    solved: Vec<f64>,
}

fn require_observations(points: &[impl AsRef<[f64]>], values: &[f64], dimensions: usize) -> Result<(), ParameterError> {
    if values.len() != points.len() {
        return Err(ParameterError::new(
            "values",
            values.len(),
            alloc::format!("{}, one for each point", points.len()),
        ));
    }
    if let Some(value) = values.iter().find(|value| !value.is_finite()) {
        return Err(ParameterError::new("value", value, "finite"));
    }
    for point in points.iter().map(AsRef::as_ref) {
        if point.len() != dimensions || !point.iter().all(|value| value.is_finite()) {
            let allowed = alloc::format!("{dimensions} finite coordinates");
            return Err(ParameterError::new("point", alloc::format!("{point:?}"), allowed));
        }
    }
    Ok(())
}

/// From where the fit of a process alone starts.
const STARTS: usize = 4;

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn close(found: f64, exact: f64) {
        assert!((found - exact).abs() < 1e-13 * (1.0 + exact.abs()), "{found}, expected {exact}");
    }

    #[test]
    fn one_observation_has_its_closed_form() {
        let kernel = Matern52::new([0.5], 3.0, 0.2).unwrap();
        let process = GaussianProcess::new(&[[1.0]], &[2.0], kernel.clone()).unwrap();
        let covariance = kernel.covariance(&[1.0], &[1.4]);
        let prediction = process.predict(&[1.4]);
        close(prediction.mean, covariance * 2.0 / 3.2);
        close(prediction.variance, 3.0 - covariance * covariance / 3.2);
        let two_pi = 2.0 * core::f64::consts::PI;
        close(process.log_marginal_likelihood(), -0.5 * 4.0 / 3.2 - 0.5 * libm::log(two_pi * 3.2));
        // d / d log v of -y² / 2 (v + s) - log(v + s) / 2.
        let by_total = 0.5 * 4.0 / (3.2 * 3.2) - 0.5 / 3.2;
        let gradient = process.log_marginal_likelihood_gradient();
        assert_eq!(gradient[0], 0.0);
        close(gradient[1], 3.0 * by_total);
        close(gradient[2], 0.2 * by_total);
    }

    #[test]
    fn two_observations_have_their_closed_form() {
        let kernel = Matern52::new([0.5, 2.0], 1.5, 0.1).unwrap();
        let (points, y) = ([[0.0, 1.0], [0.4, 0.0]], [1.0, -0.5]);
        let process = GaussianProcess::new(&points, &y, kernel.clone()).unwrap();
        let (v, c) = (1.6, kernel.covariance(&points[0], &points[1]));
        let determinant = v * v - c * c;
        let inverse = |a: [f64; 2], b: [f64; 2]| {
            (v * a[0] * b[0] - c * (a[0] * b[1] + a[1] * b[0]) + v * a[1] * b[1]) / determinant
        };
        let at = [0.3, 0.3];
        let k = [kernel.covariance(&points[0], &at), kernel.covariance(&points[1], &at)];
        let prediction = process.predict(&at);
        close(prediction.mean, inverse(k, y));
        close(prediction.variance, 1.5 - inverse(k, k));
        let two_pi = 2.0 * core::f64::consts::PI;
        close(
            process.log_marginal_likelihood(),
            -0.5 * inverse(y, y) - 0.5 * libm::log(determinant) - libm::log(two_pi),
        );
    }

    #[test]
    fn the_same_point_twice_is_one_with_half_the_noise() {
        let kernel = |noise| Matern52::new([0.5], 1.0, noise).unwrap();
        let twice = GaussianProcess::new(&[[0.0], [0.0]], &[1.0, 2.0], kernel(0.1)).unwrap().predict(&[0.3]);
        let once = GaussianProcess::new(&[[0.0]], &[1.5], kernel(0.05)).unwrap().predict(&[0.3]);
        close(twice.mean, once.mean);
        close(twice.variance, once.variance);
    }

    /// Without noise, the same point with two values is a matrix that is singular.
    #[test]
    fn nothing_is_known_of_what_is_far_away() {
        let kernel = Matern52::new([0.5], 2.0, 0.1).unwrap();
        let process = GaussianProcess::new(&[[0.0], [1.0], [f64::MAX]], &[1.0, 2.0, 3.0], kernel).unwrap();
        for at in [1e9, 1e160, f64::MAX, f64::MIN] {
            assert_eq!(process.predict(&[at]), Prediction { mean: 0.0, variance: 2.0 }, "{at}");
        }
        assert!(process.log_marginal_likelihood().is_finite());
    }

    #[test]
    fn contradictions_without_noise_stay_finite() {
        let kernel = Matern52::new([0.5], 1.0, 0.0).unwrap();
        let process = GaussianProcess::new(&[[0.0], [0.0], [1.0]], &[1.0, 1.0 + 1e-7, 0.0], kernel).unwrap();
        let prediction = process.predict(&[0.5]);
        assert!(prediction.mean.is_finite() && prediction.variance >= 0.0);
        assert!(process.log_marginal_likelihood().is_finite());
    }

    #[test]
    fn what_is_drawn_has_the_posterior_that_values_would_have() {
        let axes = [Axis::Ordered];
        let kernel = Matern52::new([0.4], 1.3, 0.05).unwrap();
        let mut process = GaussianProcess::condition(&axes, &[[0.0], [0.7]], &[1.0, -1.0], kernel.clone());
        let mut buffer = Vec::new();
        process.push(&[0.3], &mut buffer);
        process.push(&[0.9], &mut buffer);
        let (weights, values) = process.draw(&[0.8, -1.7]);
        let all = [[0.0], [0.7], [0.3], [0.9]];
        let told = GaussianProcess::condition(&axes, &all, &[1.0, -1.0, values[0], values[1]], kernel);
        for (drawn, told) in weights.iter().zip(told.weights()) {
            close(*drawn, *told);
        }
        // The first draw is its mean and so many of its deviations.
        let first =
            GaussianProcess::condition(&axes, &[[0.0], [0.7]], &[1.0, -1.0], process.kernel.clone()).predict(&[0.3]);
        close(values[0], first.mean + 0.8 * libm::sqrt(first.variance + 0.05));
    }

    #[test]
    fn what_cannot_be_is_named() {
        let kernel = Matern52::new([1.0], 1.0, 0.1).unwrap();
        let error = |points: &[Vec<f64>], values: &[f64]| {
            GaussianProcess::new(points, values, kernel.clone()).unwrap_err().to_string()
        };
        assert_eq!(error(&[vec![0.0]], &[]), "`values` is 0, allowed: 1, one for each point");
        assert_eq!(error(&[vec![0.0]], &[f64::NAN]), "`value` is NaN, allowed: finite");
        assert_eq!(error(&[vec![0.0, 1.0]], &[1.0]), "`point` is [0.0, 1.0], allowed: 1 finite coordinates");
        assert_eq!(error(&[vec![f64::INFINITY]], &[1.0]), "`point` is [inf], allowed: 1 finite coordinates");
        let none: [[f64; 1]; 0] = [];
        let error = GaussianProcess::fit(&none, &[], 1).unwrap_err();
        assert_eq!(error.to_string(), "`points` is 0, allowed: at least 1, of at least 1 coordinate");
        let nothing = GaussianProcess::new(&none, &[], kernel).unwrap();
        assert!(nothing.is_empty() && nothing.predict(&[0.0]) == Prediction { mean: 0.0, variance: 1.0 });
        assert_eq!(nothing.log_marginal_likelihood(), 0.0);
    }
}
