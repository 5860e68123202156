//! What a ticket remembers of its decision besides the arm.

use alloc::{sync::Arc, vec::Vec};
use core::fmt::Debug;

use ansatz_core::{
    DecodeError,
    bytes::{Codec, Reader, Writer},
};

use crate::BanditError;

/// What learning from a decision needs to know: nothing, the [`Chance`] that it had, or its [`Features`].
///
/// # Examples
///
/// ```
/// fn sequence<N: ansatz_bandit::Note>(ticket: &ansatz_bandit::Ticket<N>) -> u64 {
///     ticket.sequence()
/// }
/// # let _ = sequence::<()>;
/// ```
pub trait Note: Codec + Clone + Debug + PartialEq + sealed::Sealed {
    #[doc(hidden)]
    const CODE: u8;
}

impl Note for () {
    const CODE: u8 = 0;
}

/// The probability with which an arm was taken, more than 0 and at most 1.
///
/// # Examples
///
/// ```
/// assert_eq!(ansatz_bandit::Chance::new(0.25)?.probability(), 0.25);
/// assert!(ansatz_bandit::Chance::new(0.0).is_err());
/// # Ok::<(), ansatz_bandit::BanditError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Chance(f64);

impl Chance {
    /// The chance of this probability.
    ///
    /// # Errors
    ///
    /// [`BanditError::Propensity`] unless it is more than 0 and at most 1.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(ansatz_bandit::Chance::new(1.5).is_err());
    /// ```
    pub fn new(probability: f64) -> Result<Self, BanditError> {
        if probability > 0.0 && probability <= 1.0 {
            return Ok(Self(probability));
        }
        Err(BanditError::Propensity { propensity: probability })
    }

    /// The chance that is nearest to a probability which rounding may have taken to 0.
    pub(crate) const fn nearest(probability: f64) -> Self {
        Self(probability.clamp(f64::MIN_POSITIVE, 1.0))
    }

    /// The probability.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_bandit::Chance::new(1.0)?.probability(), 1.0);
    /// # Ok::<(), ansatz_bandit::BanditError>(())
    /// ```
    pub const fn probability(self) -> f64 {
        self.0
    }
}

impl Codec for Chance {
    fn encode(&self, writer: &mut Writer) {
        self.0.encode(writer);
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let probability = f64::decode(reader)?;
        Self::new(probability).map_err(|_| DecodeError::field("propensity", probability, "more than 0 and at most 1"))
    }
}

impl Note for Chance {
    const CODE: u8 = 1;
}

/// The context of a decision: finite numbers, shared by all copies of its ticket.
///
/// # Examples
///
/// ```
/// assert_eq!(ansatz_bandit::Features::new(&[1.0, 0.5])?.as_slice(), [1.0, 0.5]);
/// assert!(ansatz_bandit::Features::new(&[f64::NAN]).is_err());
/// # Ok::<(), ansatz_bandit::BanditError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Features(Arc<[f64]>);

impl Features {
    /// A copy of these numbers.
    ///
    /// # Errors
    ///
    /// [`BanditError::Feature`] if one is not finite, or above 1e100 in magnitude.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(ansatz_bandit::Features::new(&[0.0, f64::INFINITY]).is_err());
    /// ```
    pub fn new(features: &[f64]) -> Result<Self, BanditError> {
        require_features(features)?;
        Ok(Self(features.into()))
    }

    /// A copy of numbers that [have been checked](require_features).
    pub(crate) fn copy(checked: &[f64]) -> Self {
        Self(checked.into())
    }

    /// The numbers.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_bandit::Features::new(&[2.0])?.as_slice(), [2.0]);
    /// # Ok::<(), ansatz_bandit::BanditError>(())
    /// ```
    pub fn as_slice(&self) -> &[f64] {
        &self.0
    }
}

/// Whether all of them are numbers to reckon with.
pub(crate) fn require_features(features: &[f64]) -> Result<(), BanditError> {
    match features.iter().position(|value| !(-1e100..=1e100).contains(value)) {
        Some(index) => Err(BanditError::Feature { index, value: features[index] }),
        None => Ok(()),
    }
}

impl Codec for Features {
    fn encode(&self, writer: &mut Writer) {
        writer.count(self.0.len());
        self.0.iter().for_each(|value| value.encode(writer));
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let features = Vec::<f64>::decode(reader)?;
        require_features(&features).map_err(|_| DecodeError::field("feature", "too large or no number", "finite"))?;
        Ok(Self(features.into()))
    }
}

impl Note for Features {
    const CODE: u8 = 2;
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for () {}
    impl Sealed for super::Chance {}
    impl Sealed for super::Features {}
}
