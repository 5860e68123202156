//! The Matern kernel of smoothness 5/2 with a length scale for each coordinate, and noise.

use alloc::vec::Vec;

use ansatz_core::ParameterError;

/// How a Gaussian process takes values at two points to vary together: by their distance, each coordinate measured by its
/// own length scale.
///
/// `k(a, b) = variance (1 + √5 r + 5 r² / 3) exp(-√5 r)` with `r² = Σ ((a - b) / length scale)²`; an observation has
/// the variance `noise` on top, of which 1e-10 of the variance is taken to be the least. Functions drawn with this kernel
/// have two derivatives.
///
/// M. L. Stein, *Interpolation of Spatial Data* (1999); C. E. Rasmussen and C. K. I. Williams, *Gaussian Processes for
/// Machine Learning* (2006), section 4.2.
///
/// # Examples
///
/// ```
/// use ansatz_optimize::Matern52;
///
/// let kernel = Matern52::new([0.5, 2.0], 1.0, 1e-6)?;
/// assert_eq!(kernel.covariance(&[0.0, 0.0], &[0.0, 0.0]), 1.0);
/// // What is one length scale away varies together as exp(-√5) (1 + √5 + 5 / 3).
/// assert!((kernel.covariance(&[0.0, 0.0], &[0.0, 2.0]) - 0.523_994).abs() < 1e-6);
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Matern52 {
    length_scales: Vec<f64>,
    variance: f64,
    noise: f64,
}

impl Matern52 {
    /// A kernel with these length scales, one for each coordinate, this variance of the function and this variance of the
    /// noise.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] if there is no length scale, if one of them or the variance is not finite and above 0, or if the
    /// noise is not finite and at least 0.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_optimize::Matern52;
    ///
    /// assert!(Matern52::new([1.0], 1.0, 0.0).is_ok());
    /// let error = Matern52::new([1.0, 0.0], 1.0, 0.0).unwrap_err();
    /// assert_eq!(error.to_string(), "`length scale` is 0, allowed: finite, above 0");
    /// ```
    pub fn new(
        length_scales: impl IntoIterator<Item = f64>,
        variance: f64,
        noise: f64,
    ) -> Result<Self, ParameterError> {
        let length_scales: Vec<f64> = length_scales.into_iter().collect();
        if length_scales.is_empty() {
            return Err(ParameterError::new("length scales", 0, "one for each coordinate"));
        }
        for (name, value) in length_scales.iter().map(|scale| ("length scale", *scale)).chain([("variance", variance)])
        {
            if !(value > 0.0 && value.is_finite()) {
                return Err(ParameterError::new(name, value, "finite, above 0"));
            }
        }
        if !(noise >= 0.0 && noise.is_finite()) {
            return Err(ParameterError::new("noise", noise, "finite, at least 0"));
        }
        Ok(Self { length_scales, variance, noise })
    }

    /// The length scales, one for each coordinate.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_optimize::Matern52::new([0.5, 2.0], 1.0, 0.0)?.length_scales(), [0.5, 2.0]);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn length_scales(&self) -> &[f64] {
        &self.length_scales
    }

    /// The variance of the function about its mean.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_optimize::Matern52::new([0.5], 3.0, 0.1)?.variance(), 3.0);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn variance(&self) -> f64 {
        self.variance
    }

    /// The variance of an observation about the function.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_optimize::Matern52::new([0.5], 3.0, 0.1)?.noise(), 0.1);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn noise(&self) -> f64 {
        self.noise
    }

    /// The covariance of the function at two points; coordinates beyond the length scales do not count.
    ///
    /// # Examples
    ///
    /// ```
    /// let kernel = ansatz_optimize::Matern52::new([0.1], 2.0, 0.0)?;
    /// assert!(kernel.covariance(&[0.0], &[10.0]) < 1e-90);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn covariance(&self, a: &[f64], b: &[f64]) -> f64 {
        let squares = a.iter().zip(b).zip(&self.length_scales).map(|((a, b), scale)| {
            let difference = (a - b) / scale;
            difference * difference
        });
        matern(squares.sum(), self.variance).0
    }

    /// The variance of an observation about its mean: at least so much above that of the function that a matrix of them has a
    /// factor.
    pub(super) fn total(&self) -> f64 {
        self.variance + self.noise.max(LEAST_NOISE * self.variance)
    }

    /// The kernel with these logarithms of length scales, variance and noise, in this order.
    pub(super) fn from_logarithms(logarithms: &[f64]) -> Self {
        let mut values = logarithms.iter().map(|logarithm| libm::exp(*logarithm));
        let length_scales = values.by_ref().take(logarithms.len().saturating_sub(2)).collect();
        Self { length_scales, variance: values.next().unwrap_or(1.0), noise: values.next().unwrap_or(0.0) }
    }
}

/// What a coordinate is to a kernel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Axis {
    /// A number: near values vary together.
    Ordered,
    /// An index without an order: two different ones are one unit apart.
    Category,
}

/// The inputs of a model, by the coordinate, each in units of its length scale.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Inputs {
    pub(super) axes: Vec<Axis>,
    /// What a coordinate is multiplied by: the reciprocals of the length scales.
    pub(super) rates: Vec<f64>,
    pub(super) columns: Vec<Vec<f64>>,
}

impl Inputs {
    /// Points of these kinds of coordinates, for a kernel.
    pub(super) fn new(axes: &[Axis], kernel: &Matern52, points: &[impl AsRef<[f64]>]) -> Self {
        let rates: Vec<f64> = kernel.length_scales.iter().map(|scale| 1.0 / scale).collect();
        let column = |(coordinate, rate): (usize, &f64)| {
            points.iter().filter_map(|point| point.as_ref().get(coordinate)).map(|value| value * rate).collect()
        };
        let columns = rates.iter().enumerate().map(column).collect();
        Self { axes: axes.to_vec(), rates, columns }
    }

    /// Adds a point.
    pub(super) fn push(&mut self, point: &[f64]) {
        for ((column, value), rate) in self.columns.iter_mut().zip(point).zip(&self.rates) {
            column.push(value * rate);
        }
    }

    /// The squared distances of a point, in units of length scales, from the first inputs, as many as there is room for.
    #[inline]
    pub(super) fn squared_distances(&self, scaled: impl Fn(usize) -> f64, squares: &mut [f64]) {
        squares.fill(0.0);
        for (coordinate, ((column, axis), rate)) in self.columns.iter().zip(&self.axes).zip(&self.rates).enumerate() {
            let at = scaled(coordinate);
            match axis {
                Axis::Ordered => {
                    for (square, value) in squares.iter_mut().zip(column) {
                        let difference = at - value;
                        *square += difference * difference;
                    }
                }
                Axis::Category => {
                    let unit = rate * rate;
                    for (square, value) in squares.iter_mut().zip(column) {
                        *square += if at == *value { 0.0 } else { unit };
                    }
                }
            }
        }
    }
}

/// The covariance at a squared distance, and its slope: the negative derivative by the half of the squared distance.
#[inline]
pub(super) fn matern(square: f64, variance: f64) -> (f64, f64) {
    // Beyond this nothing is left, and infinity times nothing would be no number.
    let square = square.min(FARTHEST);
    let root = libm::sqrt(5.0 * square);
    let decay = variance * libm::exp(-root);
    let linear = decay * (1.0 + root);
    (linear + decay * (5.0 / 3.0) * square, linear * (5.0 / 3.0))
}

/// Of the variance: with 2,000 observations a factor loses about 2,000² units of rounding, 1e-9 at worst and 1e-12 in
/// practice.
const LEAST_NOISE: f64 = 1e-10;

/// A square that can be multiplied by 5, and whose root's exponential is 0.
const FARTHEST: f64 = 1e300;
