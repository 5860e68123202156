//! One coordinate of a candidate: a real number, an integer or a category.

use core::ops::RangeInclusive;

use ansatz_core::{
    DecodeError, ParameterError,
    bytes::{Reader, Writer},
};

use crate::Codec;

/// What one coordinate may be.
///
/// A coordinate is an `f64` whatever it means: an integer is a whole number, a category its index from 0. Methods search
/// in the *unit* of a dimension, 0 to 1 from its low end to its high one, so that scales and logarithms are settled here.
///
/// # Examples
///
/// ```
/// use ansatz_optimize::Dimension;
///
/// let rate = Dimension::logarithmic(1e-4, 1.0)?;
/// assert!((rate.from_unit(0.5) - 1e-2).abs() < 1e-15);
/// let layers = Dimension::integer(1..=4)?;
/// assert_eq!([0.0, 0.3, 0.99].map(|unit| layers.from_unit(unit)), [1.0, 2.0, 4.0]);
/// let kind = Dimension::category(3)?;
/// assert_eq!(kind.from_unit(0.5), 1.0);
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dimension {
    low: f64,
    high: f64,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Real,
    Logarithmic,
    Integer,
    Category,
}

impl Dimension {
    /// A real number from `low` to `high`.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] unless both are finite, `low` below `high`, and their difference finite too.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_optimize::Dimension;
    ///
    /// assert!(Dimension::real(-5.0, 5.0).is_ok());
    /// let error = Dimension::real(5.0, -5.0).unwrap_err();
    /// assert_eq!(error.to_string(), "`bounds` is 5..-5, allowed: finite, low below high");
    /// ```
    pub fn real(low: f64, high: f64) -> Result<Self, ParameterError> {
        if low < high && (high - low).is_finite() && low.is_finite() {
            return Ok(Self { low, high, kind: Kind::Real });
        }
        let allowed = if low < high && low.is_finite() && high.is_finite() {
            "of a finite difference"
        } else {
            "finite, low below high"
        };
        Err(ParameterError::new("bounds", format_args!("{low}..{high}"), allowed))
    }

    /// A real number from `low` to `high`, both above 0, whose order of magnitude is what is searched for.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] unless both are finite and above 0, `low` below `high`, and their ratio finite too.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_optimize::Dimension;
    ///
    /// assert!(Dimension::logarithmic(1e-5, 1e-1).is_ok());
    /// assert!(Dimension::logarithmic(0.0, 1.0).is_err());
    /// ```
    pub fn logarithmic(low: f64, high: f64) -> Result<Self, ParameterError> {
        let is_ordered = 0.0 < low && low < high && high.is_finite();
        if is_ordered && (high / low).is_finite() {
            return Ok(Self { low, high, kind: Kind::Logarithmic });
        }
        let allowed = if is_ordered { "of a finite ratio" } else { "finite, above 0, low below high" };
        Err(ParameterError::new("bounds", format_args!("{low}..{high}"), allowed))
    }

    /// An integer in a range that holds at least one and at most 2^53.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] if the range is empty or goes beyond -2^53..=2^53, where floats no longer tell integers apart.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_optimize::Dimension;
    ///
    /// assert!(Dimension::integer(1..=64).is_ok());
    /// assert!(Dimension::integer(2..=1).is_err());
    /// ```
    pub fn integer(range: RangeInclusive<i64>) -> Result<Self, ParameterError> {
        let (low, high) = range.into_inner();
        if low <= high && -EXACT <= low && high <= EXACT {
            return Ok(Self { low: low as f64, high: high as f64, kind: Kind::Integer });
        }
        Err(ParameterError::new("integers", format_args!("{low}..={high}"), "not empty, within -2^53..=2^53"))
    }

    /// One of `count` alternatives without an order, by its index from 0.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] if there is none.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_optimize::Dimension;
    ///
    /// assert!(Dimension::category(3).is_ok());
    /// assert_eq!(Dimension::category(0).unwrap_err().to_string(), "`categories` is 0, allowed: 1 or more");
    /// ```
    pub fn category(count: u32) -> Result<Self, ParameterError> {
        if count > 0 {
            return Ok(Self { low: 0.0, high: f64::from(count - 1), kind: Kind::Category });
        }
        Err(ParameterError::new("categories", count, "1 or more"))
    }

    /// The number of alternatives of a category.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_optimize::Dimension;
    ///
    /// assert_eq!(Dimension::category(3)?.categories(), Some(3));
    /// assert_eq!(Dimension::real(0.0, 1.0)?.categories(), None);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn categories(&self) -> Option<u32> {
        (self.kind == Kind::Category).then(|| self.high as u32 + 1)
    }

    /// Whether every number between the ends is allowed.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_optimize::Dimension;
    ///
    /// assert!(Dimension::real(0.0, 1.0)?.is_continuous());
    /// assert!(!Dimension::integer(0..=1)?.is_continuous());
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn is_continuous(&self) -> bool {
        matches!(self.kind, Kind::Real | Kind::Logarithmic)
    }

    /// Whether its values are as far apart as their places are.
    #[inline]
    pub(crate) fn is_linear(&self) -> bool {
        self.kind == Kind::Real
    }

    /// The least and the greatest value.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_optimize::Dimension::integer(2..=9)?.bounds(), (2.0, 9.0));
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn bounds(&self) -> (f64, f64) {
        (self.low, self.high)
    }

    /// Whether a value is one of the dimension's.
    ///
    /// # Examples
    ///
    /// ```
    /// let layers = ansatz_optimize::Dimension::integer(1..=4)?;
    /// assert_eq!([1.0, 1.5, 5.0, f64::NAN].map(|value| layers.contains(value)), [true, false, false, false]);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn contains(&self, value: f64) -> bool {
        self.low <= value && value <= self.high && (self.is_continuous() || libm::trunc(value) == value)
    }

    /// The value at a place between the low end, 0, and the high one, 1; a place outside is taken for the nearer end.
    ///
    /// Each integer and each category has an equal part of the way.
    ///
    /// # Examples
    ///
    /// ```
    /// let x = ansatz_optimize::Dimension::real(-5.0, 5.0)?;
    /// assert_eq!([0.0, 0.5, 1.0, 7.0].map(|unit| x.from_unit(unit)), [-5.0, 0.0, 5.0, 5.0]);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    #[inline]
    #[allow(clippy::wrong_self_convention)] // The inverse of `to_unit`, of this dimension's values.
    pub fn from_unit(&self, unit: f64) -> f64 {
        if self.kind == Kind::Real {
            return linear(self.low, self.high, unit);
        }
        self.spread(if unit > 0.0 { unit.min(1.0) } else { 0.0 })
    }

    /// [`from_unit`](Self::from_unit) of what is no real, within 0..=1; out of line, so that the way of reals is inlined.
    #[inline(never)]
    fn spread(&self, unit: f64) -> f64 {
        let Self { low, high, kind } = *self;
        match kind {
            Kind::Logarithmic if unit < 1.0 => (low * libm::exp(unit * libm::log(high / low))).clamp(low, high),
            Kind::Real | Kind::Logarithmic => high,
            Kind::Integer | Kind::Category => low + libm::floor(unit * (high - low + 1.0)).min(high - low),
        }
    }

    /// Where a value lies between the low end, 0, and the high one, 1: the middle of its part for integers and
    /// categories.
    ///
    /// # Examples
    ///
    /// ```
    /// let kind = ansatz_optimize::Dimension::category(2)?;
    /// assert_eq!([0.0, 1.0].map(|index| kind.to_unit(index)), [0.25, 0.75]);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    #[inline]
    pub fn to_unit(&self, value: f64) -> f64 {
        let Self { low, high, kind } = *self;
        match kind {
            Kind::Real => (value - low) / (high - low),
            Kind::Logarithmic => libm::log(value / low) / libm::log(high / low),
            Kind::Integer | Kind::Category => (value - low + 0.5) / (high - low + 1.0),
        }
    }
}

impl Codec for Dimension {
    fn encode(&self, writer: &mut Writer) {
        let Self { low, high, kind } = *self;
        match kind {
            Kind::Real => {
                writer.u8(0);
                (low, high).encode(writer);
            }
            Kind::Logarithmic => {
                writer.u8(1);
                (low, high).encode(writer);
            }
            Kind::Integer => {
                writer.u8(2);
                (low as i64 as u64, high as i64 as u64).encode(writer);
            }
            Kind::Category => {
                writer.u8(3);
                writer.u32(high as u32 + 1);
            }
        }
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let dimension = match reader.u8()? {
            0 => Self::real(reader.f64()?, reader.f64()?),
            1 => Self::logarithmic(reader.f64()?, reader.f64()?),
            2 => Self::integer(reader.u64()? as i64..=reader.u64()? as i64),
            3 => Self::category(reader.u32()?),
            other => return Err(DecodeError::field("dimension", other, "0..=3")),
        };
        Ok(dimension?)
    }
}

/// The number at a place from `low`, 0, to `high`, 1.
#[inline]
pub(super) fn linear(low: f64, high: f64, unit: f64) -> f64 {
    // Rounding would miss the end.
    let value = if unit >= 1.0 { high } else { low + unit * (high - low) };
    // A maximum and a minimum, and a NaN is the low end.
    let value = if value > low { value } else { low };
    if value < high { value } else { high }
}

/// The greatest integer that stands, with all below it, in an `f64`.
const EXACT: i64 = 1 << 53;
