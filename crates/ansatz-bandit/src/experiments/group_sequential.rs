//! Tests with a planned number of looks, equally far apart.
//!
//! S. J. Pocock, *Group sequential methods in the design and analysis of clinical trials*, Biometrika 64 (1977).
//! P. C. O'Brien and T. R. Fleming, *A multiple testing procedure for clinical trials*, Biometrics 35 (1979).
//! C. Jennison and B. W. Turnbull, *Group Sequential Methods with Applications to Clinical Trials* (2000).

use alloc::vec::Vec;
use core::fmt;

use ansatz_core::{DecodeError, ParameterError, bytes::Kind, require_range};
use ansatz_random::normal::quantile;

use super::{
    Verdict,
    recursion::{out_at_any, root},
    stored::{read, written},
};

/// Whether there is a difference, by a z statistic at a few looks that were planned: each after the same number of outcomes
/// more.
///
/// The test is two-sided. Bounds are exact for z statistics that are normal and gain independently, as those of means
/// do: in the limit for others.
///
/// # Examples
///
/// ```
/// use ansatz_bandit::experiments::{GroupSequential, Verdict};
///
/// let mut test = GroupSequential::obrien_fleming(3, 0.05)?;
/// assert_eq!(test.look(2.3)?, Verdict::Undecided); // after a third of the outcomes it takes 3.47
/// assert_eq!(test.look(2.6)?, Verdict::Higher);
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
///
/// # Accuracy
///
/// Without a difference the test says that there is one with probability `alpha`, to 1e-9.
///
/// # Complexity
///
/// Construction takes time by the square of the nodes of an integral, about 100 of them at 5 looks and 350 at 100, times
/// looks and about ten rounds: a millisecond and a second. A look takes O(1); a p-value as long as one round.
#[derive(Clone, PartialEq)]
pub struct GroupSequential {
    alpha: f64,
    bounds: Vec<f64>,
    values: Vec<f64>,
}

impl GroupSequential {
    /// Pocock's test: the same bound at each look. It stops early where there is much to see, and takes more outcomes where
    /// there is nothing.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] unless there are 1 to 100 looks, and `alpha` is from 1e-9 to 0.5.
    ///
    /// # Examples
    ///
    /// ```
    /// let test = ansatz_bandit::experiments::GroupSequential::pocock(5, 0.05)?;
    /// assert!((test.bounds()[0] - 2.413).abs() < 5e-4);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn pocock(looks: usize, alpha: f64) -> Result<Self, ParameterError> {
        Self::planned(looks, alpha, |_| 1.0)
    }

    /// O'Brien and Fleming's test: bounds that fall as one over the root of the outcomes. It hardly stops early, and takes
    /// hardly more outcomes than a test without looks.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] unless there are 1 to 100 looks, and `alpha` is from 1e-9 to 0.5.
    ///
    /// # Examples
    ///
    /// ```
    /// let test = ansatz_bandit::experiments::GroupSequential::obrien_fleming(5, 0.05)?;
    /// assert!((test.bounds()[4] - 2.040).abs() < 5e-4);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn obrien_fleming(looks: usize, alpha: f64) -> Result<Self, ParameterError> {
        Self::planned(looks, alpha, |information| 1.0 / libm::sqrt(information))
    }

    fn planned(looks: usize, alpha: f64, shape: impl Fn(f64) -> f64) -> Result<Self, ParameterError> {
        let (looks, alpha) = (require_looks(looks)?, require_alpha(alpha)?);
        let bounds = |constant: f64| -> Vec<(f64, f64)> {
            informations(looks).map(|information| (information, constant * shape(information))).collect()
        };
        // At least that of a single look, and at most what looks that exclude each other would need.
        let (low, high) = (-quantile(0.5 * alpha), -quantile(0.5 * alpha / looks as f64));
        let constant = root(low, high, |constant| out_at_any(0.0, &bounds(constant)) / alpha - 1.0);
        Ok(Self { alpha, bounds: bounds(constant).into_iter().map(|look| look.1).collect(), values: Vec::new() })
    }

    /// Takes the z statistic of the next look: the difference, treatment less control, in its standard errors.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] unless `z` is finite, or if the test is over; nothing has changed then.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::experiments::{GroupSequential, Verdict};
    ///
    /// let mut test = GroupSequential::pocock(2, 0.05)?;
    /// assert_eq!(test.look(-2.5)?, Verdict::Lower);
    /// assert!(test.look(0.0).is_err());
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn look(&mut self, z: f64) -> Result<Verdict, ParameterError> {
        require_open(self.verdict(), self.values.len())?;
        self.values.push(require_z(z)?);
        Ok(self.verdict())
    }

    /// What the test says after the looks so far.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::experiments::{GroupSequential, Verdict};
    ///
    /// let mut test = GroupSequential::pocock(1, 0.05)?;
    /// test.look(1.5)?;
    /// assert_eq!(test.verdict(), Verdict::NoDifference);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn verdict(&self) -> Verdict {
        let looks = self.values.len();
        let Some(z) = self.values.last() else { return Verdict::Undecided };
        judged(*z, self.bounds[looks - 1], looks == self.bounds.len())
    }

    /// The bound of each look, for z of either sign.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_bandit::experiments::GroupSequential::pocock(5, 0.05)?.bounds().len(), 5);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn bounds(&self) -> &[f64] {
        &self.bounds
    }

    /// The p-value, by the order of stages: how likely a result is, without a difference, that was out of its bounds at an
    /// earlier look, or is as far from 0 at the last one that was taken. 1 before any.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut test = ansatz_bandit::experiments::GroupSequential::pocock(2, 0.05)?;
    /// test.look(1.0)?;
    /// test.look(3.0)?;
    /// assert!(test.p_value() > 0.0294 && test.p_value() < 0.05); // more than the first look may spend
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn p_value(&self) -> f64 {
        self.values.last().map_or(1.0, |z| stagewise(&self.course()[..self.values.len()], *z))
    }

    /// The probability of finding a difference for which `drift` is the expectation of z at the last look.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] unless `drift` is at most 100 in magnitude.
    ///
    /// # Examples
    ///
    /// ```
    /// let test = ansatz_bandit::experiments::GroupSequential::pocock(5, 0.05)?;
    /// assert!((test.power(0.0)? - 0.05).abs() < 1e-9);
    /// assert!(test.power(4.0)? > 0.9);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn power(&self, drift: f64) -> Result<f64, ParameterError> {
        require_range("drift", drift, -MOST_DRIFT..=MOST_DRIFT)?;
        Ok(out_at_any(drift, &self.course()))
    }

    /// By which factor the outcomes of all looks together are more than those of a test with one look that has the same
    /// power: what the planned size is to be multiplied with.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] unless `power` is from 0.5 to 1 - 1e-9, and more than alpha.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::experiments::GroupSequential;
    ///
    /// assert!((GroupSequential::pocock(5, 0.05)?.inflation(0.9)? - 1.2065).abs() < 5e-4);
    /// assert!((GroupSequential::obrien_fleming(5, 0.05)?.inflation(0.9)? - 1.026).abs() < 5e-4);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn inflation(&self, power: f64) -> Result<f64, ParameterError> {
        require_range("power", power, 0.5..=1.0 - LEAST_ALPHA)?;
        if power <= self.alpha {
            return Err(ParameterError::new("power", power, alloc::format!("more than alpha, {}", self.alpha)));
        }
        let looks = self.course();
        let beyond = -quantile(1.0 - power);
        // As sizes are planned: without what a test finds on the wrong side.
        let single = beyond - quantile(0.5 * self.alpha);
        // The last look alone would find it.
        let high = self.bounds.last().copied().unwrap_or_default() + beyond;
        let drift = root(0.0, high, |drift| 1.0 - out_at_any(drift, &looks) / power);
        Ok(drift * drift / (single * single))
    }

    /// The test as bytes (docs/formats.md, `GSEQ`).
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::experiments::GroupSequential;
    ///
    /// let test = GroupSequential::pocock(5, 0.05)?;
    /// assert_eq!(GroupSequential::from_bytes(&test.to_bytes()), Ok(test));
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn to_bytes(&self) -> Vec<u8> {
        written(KIND, self)
    }

    /// The test that was written as these bytes.
    ///
    /// # Errors
    ///
    /// [`DecodeError`] for anything that [`to_bytes`](Self::to_bytes) does not write.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(ansatz_bandit::experiments::GroupSequential::from_bytes(b"something else").is_err());
    /// ```
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, DecodeError> {
        read(KIND, bytes)
    }

    /// The informations and the bounds of all looks.
    fn course(&self) -> Vec<(f64, f64)> {
        informations(self.bounds.len()).zip(self.bounds.iter().copied()).collect()
    }

    fn check(&self) -> Result<(), DecodeError> {
        require_alpha(self.alpha)?;
        require_looks(self.bounds.len())?;
        if self.bounds.iter().any(|bound| !(*bound > 0.0 && *bound <= MOST_BOUND)) {
            return Err(DecodeError::field("bounds", "out of range", "more than 0 and at most 100"));
        }
        let (taken, planned) = (self.values.len(), self.bounds.len());
        if taken > planned {
            return Err(DecodeError::field("looks", taken, planned));
        }
        for (index, (z, bound)) in self.values.iter().zip(&self.bounds).enumerate() {
            require_z(*z)?;
            if index + 1 < taken && judged(*z, *bound, false).is_final() {
                return Err(DecodeError::field("looks", taken, "none after the test is over"));
            }
        }
        Ok(())
    }
}

/// A part of the outcomes that were planned, at each look.
fn informations(looks: usize) -> impl Iterator<Item = f64> {
    (1..=looks).map(move |look| look as f64 / looks as f64)
}

/// What a look at `z` says.
pub(super) fn judged(z: f64, bound: f64, is_last: bool) -> Verdict {
    match () {
        () if z.abs() >= bound => Verdict::of(z),
        () if is_last => Verdict::NoDifference,
        () => Verdict::Undecided,
    }
}

/// The p-value of `z` at the last of these looks.
pub(super) fn stagewise(looks: &[(f64, f64)], z: f64) -> f64 {
    let mut as_far = looks.to_vec();
    if let Some(last) = as_far.last_mut() {
        last.1 = z.abs();
    }
    out_at_any(0.0, &as_far).min(1.0)
}

pub(super) fn require_open(verdict: Verdict, looks: usize) -> Result<(), ParameterError> {
    if verdict.is_final() {
        return Err(ParameterError::new("look", looks + 1, "none after the test is over"));
    }
    Ok(())
}

pub(super) fn require_z(z: f64) -> Result<f64, ParameterError> {
    if z.is_finite() { Ok(z) } else { Err(ParameterError::new("z", z, "finite")) }
}

pub(super) fn require_alpha(alpha: f64) -> Result<f64, ParameterError> {
    require_range("alpha", alpha, LEAST_ALPHA..=0.5)
}

fn require_looks(looks: usize) -> Result<usize, ParameterError> {
    require_range("looks", looks, 1..=MOST_LOOKS)
}

ansatz_core::codec!([] GroupSequential { alpha, bounds, values });

#[cfg(feature = "serde")]
ansatz_core::serde_over_bytes!([] GroupSequential);

impl fmt::Debug for GroupSequential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GroupSequential")
            .field("alpha", &self.alpha)
            .field("planned", &self.bounds.len())
            .field("taken", &self.values.len())
            .field("verdict", &self.verdict())
            .finish_non_exhaustive()
    }
}

const KIND: Kind = Kind::new(*b"GSEQ");
/// Beyond, a watched test is what one wants.
const MOST_LOOKS: usize = 100;
/// What integrals can tell from 0.
const LEAST_ALPHA: f64 = 1e-9;
/// Found at the first look.
const MOST_DRIFT: f64 = 100.0;
/// That of the first of 100 looks with the least alpha is 63.
const MOST_BOUND: f64 = 100.0;
