//! The set of candidates: a dimension for each coordinate.

use alloc::vec::Vec;

use ansatz_core::{
    DecodeError, ParameterError,
    bytes::{Reader, Writer},
};

use super::dimension::linear;
use crate::{Codec, Dimension};

/// The candidates of a search: one [`Dimension`] for each coordinate.
///
/// # Examples
///
/// ```
/// use ansatz_optimize::{Dimension, Space};
///
/// // Twenty real numbers from -5 to 5.
/// let plane = Space::real([(-5.0, 5.0); 20])?;
/// assert_eq!(plane.len(), 20);
///
/// // A learning rate by its order of magnitude, a number of layers, one of three kinds.
/// let model = Space::new([Dimension::logarithmic(1e-5, 0.1)?, Dimension::integer(1..=8)?, Dimension::category(3)?])?;
/// assert!(model.contains(&[1e-3, 4.0, 2.0]));
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
///
/// # Complexity
///
/// O(d) for whatever is asked of d dimensions, which take 24 bytes each.
#[derive(Debug, Clone, PartialEq)]
pub struct Space {
    dimensions: Vec<Dimension>,
    /// The least and the greatest values, if all dimensions are linear.
    ends: Option<(Vec<f64>, Vec<f64>)>,
}

impl Space {
    /// The candidates with these coordinates.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] if there is no dimension or more than 65,536.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_optimize::{Dimension, Space};
    ///
    /// assert_eq!(Space::new([Dimension::integer(0..=9)?])?.len(), 1);
    /// assert!(Space::new([]).is_err());
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn new(dimensions: impl IntoIterator<Item = Dimension>) -> Result<Self, ParameterError> {
        let dimensions: Vec<Dimension> = dimensions.into_iter().take(MOST_DIMENSIONS + 1).collect();
        if (1..=MOST_DIMENSIONS).contains(&dimensions.len()) {
            let is_linear = dimensions.iter().all(Dimension::is_linear);
            let ends = is_linear.then(|| dimensions.iter().map(Dimension::bounds).unzip());
            return Ok(Self { dimensions, ends });
        }
        Err(ParameterError::new("dimensions", dimensions.len(), "1..=65536"))
    }

    /// Real coordinates between these bounds, each a low and a high end.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] if there are none or too many, or if bounds are not finite or not in order.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_optimize::Space;
    ///
    /// assert!(Space::real([(0.0, 1.0), (-10.0, 10.0)]).is_ok());
    /// assert!(Space::real([(0.0, 0.0)]).is_err());
    /// ```
    pub fn real(bounds: impl IntoIterator<Item = (f64, f64)>) -> Result<Self, ParameterError> {
        let bounds = bounds.into_iter().take(MOST_DIMENSIONS + 1);
        Self::new(bounds.map(|(low, high)| Dimension::real(low, high)).collect::<Result<Vec<_>, _>>()?)
    }

    /// The number of coordinates.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_optimize::Space::real([(0.0, 1.0); 3])?.len(), 3);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    #[allow(clippy::len_without_is_empty)] // None is empty.
    pub fn len(&self) -> usize {
        self.dimensions.len()
    }

    /// The coordinates' dimensions.
    ///
    /// # Examples
    ///
    /// ```
    /// let space = ansatz_optimize::Space::real([(0.0, 1.0), (-2.0, 2.0)])?;
    /// assert_eq!(space.dimensions()[1].bounds(), (-2.0, 2.0));
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn dimensions(&self) -> &[Dimension] {
        &self.dimensions
    }

    /// Whether these are the coordinates of a candidate.
    ///
    /// # Examples
    ///
    /// ```
    /// let space = ansatz_optimize::Space::real([(0.0, 1.0), (-2.0, 2.0)])?;
    /// assert!(space.contains(&[0.5, -2.0]) && !space.contains(&[0.5, 3.0]) && !space.contains(&[0.5]));
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn contains(&self, candidate: &[f64]) -> bool {
        candidate.len() == self.len()
            && self.dimensions.iter().zip(candidate).all(|(dimension, value)| dimension.contains(*value))
    }

    /// The candidate at these places between the low ends, 0, and the high ones, 1: see [`Dimension::from_unit`].
    ///
    /// The shorter of the two slices says how many coordinates are written.
    ///
    /// # Examples
    ///
    /// ```
    /// let space = ansatz_optimize::Space::real([(0.0, 1.0), (-2.0, 2.0)])?;
    /// let mut candidate = [0.0; 2];
    /// space.write_from_unit(&[0.5, 0.25], &mut candidate);
    /// assert_eq!(candidate, [0.5, -1.0]);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    #[inline]
    pub fn write_from_unit(&self, units: &[f64], candidate: &mut [f64]) {
        for ((value, unit), dimension) in candidate.iter_mut().zip(units).zip(&self.dimensions) {
            *value = dimension.from_unit(*unit);
        }
    }

    /// Puts the candidate at these places behind others.
    #[inline]
    pub(crate) fn extend_from_unit(&self, units: &[f64], candidates: &mut Vec<f64>) {
        if let Some((lows, highs)) = &self.ends {
            let ends = lows.iter().zip(highs);
            candidates.extend(ends.zip(units).map(|((low, high), unit)| linear(*low, *high, *unit)));
        } else {
            let places = self.dimensions.iter().zip(units);
            candidates.extend(places.map(|(dimension, unit)| dimension.from_unit(*unit)));
        }
    }

    /// Where a candidate's coordinates lie between the low ends, 0, and the high ones, 1: see [`Dimension::to_unit`].
    ///
    /// # Examples
    ///
    /// ```
    /// let space = ansatz_optimize::Space::real([(0.0, 1.0), (-2.0, 2.0)])?;
    /// assert_eq!(space.to_unit(&[0.5, -1.0]), [0.5, 0.25]);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn to_unit(&self, candidate: &[f64]) -> Vec<f64> {
        self.dimensions.iter().zip(candidate).map(|(dimension, value)| dimension.to_unit(*value)).collect()
    }

    /// `Ok` if every coordinate is one that `method` can do.
    pub(crate) fn require(
        &self,
        method: &'static str,
        allowed: &'static str,
        can_do: impl Fn(&Dimension) -> bool,
    ) -> Result<(), ParameterError> {
        match self.dimensions.iter().position(|dimension| !can_do(dimension)) {
            None => Ok(()),
            Some(index) => {
                let kind = if self.dimensions[index].categories().is_some() { "categories" } else { "integers" };
                let value = format_args!("{kind} at coordinate {index}");
                Err(ParameterError::new("space", value, alloc::format!("{allowed} for {method}")))
            }
        }
    }

    /// `Ok` if all coordinates are real numbers.
    pub(crate) fn require_continuous(&self, method: &'static str) -> Result<(), ParameterError> {
        self.require(method, "real and logarithmic coordinates", Dimension::is_continuous)
    }
}

impl Codec for Space {
    fn encode(&self, writer: &mut Writer) {
        self.dimensions.encode(writer);
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(Self::new(Vec::decode(reader)?)?)
    }
}

/// Enough for any method here; a limit keeps stored spaces small.
const MOST_DIMENSIONS: usize = 65_536;
