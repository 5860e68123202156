//! Tests with looks at any times, of which each spends a part of alpha.
//!
//! K. K. G. Lan and D. L. `DeMets`, *Discrete sequential boundaries for clinical trials*, Biometrika 70 (1983).

use alloc::{format, vec::Vec};
use core::{f64::consts::E, fmt};

use ansatz_core::{
    DecodeError, ParameterError,
    bytes::{Codec, Kind, Reader, Writer},
};
use ansatz_random::normal::{cdf, quantile};

use super::{
    Verdict,
    group_sequential::{judged, require_alpha, require_open, require_z, stagewise},
    recursion::{Walk, root},
    stored::{read, written},
};

/// How much of alpha is spent by when.
///
/// # Examples
///
/// ```
/// use ansatz_bandit::experiments::Spending;
///
/// assert!(Spending::OBrienFleming.spent(0.05, 0.5) < Spending::Pocock.spent(0.05, 0.5));
/// assert_eq!(Spending::Pocock.spent(0.05, 1.0), 0.05);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Spending {
    /// As O'Brien and Fleming's test, about: 4 - 4 Phi(z / sqrt(t)) for the quantile z at 1 - alpha / 4.
    OBrienFleming,
    /// As Pocock's test, about: alpha ln(1 + (e - 1) t).
    Pocock,
}

impl Spending {
    /// What is spent of `alpha` at a part `fraction` of the outcomes: all of it from 1 on.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_bandit::experiments::Spending::OBrienFleming.spent(0.05, 0.0), 0.0);
    /// ```
    pub fn spent(self, alpha: f64, fraction: f64) -> f64 {
        match self {
            _ if fraction >= 1.0 => alpha,
            Self::OBrienFleming => 4.0 * cdf(quantile(0.25 * alpha) / libm::sqrt(fraction)),
            Self::Pocock => alpha * libm::log1p((E - 1.0) * fraction),
        }
    }
}

/// Whether there is a difference, by a z statistic at looks whose times need not be planned: only how many outcomes there
/// will be in all.
///
/// When to look may depend on anything but the outcomes.
///
/// # Examples
///
/// ```
/// use ansatz_bandit::experiments::{AlphaSpending, Spending, Verdict};
///
/// let mut test = AlphaSpending::new(Spending::OBrienFleming, 0.05)?;
/// assert_eq!(test.look(0.3, 2.5)?, Verdict::Undecided); // it takes 3.93 after 30% of the outcomes
/// assert_eq!(test.look(0.8, 2.5)?, Verdict::Higher);
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
///
/// # Accuracy
///
/// Without a difference the test says that there is one with probability `alpha`, to 1e-9, if the looks reach 1; exact
/// for z statistics that are normal and gain independently, as those of means do, and in the limit for others.
///
/// # Complexity
///
/// O(looks so far) integrals of some hundred nodes for a look and for a p-value: a millisecond or so at ten looks.
#[derive(Clone, PartialEq)]
pub struct AlphaSpending {
    alpha: f64,
    spending: Spending,
    looks: Vec<Look>,
}

#[derive(Debug, Clone, PartialEq)]
struct Look {
    fraction: f64,
    bound: f64,
    z: f64,
}

impl AlphaSpending {
    /// A two-sided test at the level `alpha`.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] unless `alpha` is from 1e-9 to 0.5.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::experiments::{AlphaSpending, Spending};
    ///
    /// assert!(AlphaSpending::new(Spending::Pocock, 0.05).is_ok());
    /// ```
    pub fn new(spending: Spending, alpha: f64) -> Result<Self, ParameterError> {
        Ok(Self { alpha: require_alpha(alpha)?, spending, looks: Vec::new() })
    }

    /// Takes the z statistic (the difference in its standard errors) at a part `fraction` of the outcomes that were
    /// planned; at 1 or more it is the last look.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] unless `z` is finite and `fraction` at least 0.01 more than at the look before and at most 2, or
    /// if the test is over; nothing has changed then.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::experiments::{AlphaSpending, Spending};
    ///
    /// let mut test = AlphaSpending::new(Spending::Pocock, 0.05)?;
    /// test.look(0.5, 1.0)?;
    /// assert!(test.look(0.4, 1.0).is_err());
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn look(&mut self, fraction: f64, z: f64) -> Result<Verdict, ParameterError> {
        require_open(self.verdict(), self.looks.len())?;
        let before = self.looks.last().map_or(0.0, |look| look.fraction);
        require_later(before, fraction)?;
        let z = require_z(z)?;
        let to_spend = self.spending.spent(self.alpha, fraction) - self.spending.spent(self.alpha, before);
        let bound = self.bound(fraction, to_spend);
        self.looks.push(Look { fraction, bound, z });
        Ok(self.verdict())
    }

    /// The bound of the last look, for z of either sign; `None` before any. It is infinite where nothing was to be spent.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::experiments::{AlphaSpending, Spending};
    ///
    /// let mut test = AlphaSpending::new(Spending::OBrienFleming, 0.05)?;
    /// test.look(0.5, 1.0)?;
    /// assert!((test.bound_of_last_look().unwrap() - 2.9626).abs() < 5e-5);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn bound_of_last_look(&self) -> Option<f64> {
        self.looks.last().map(|look| look.bound)
    }

    /// What the test says after the looks so far.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::experiments::{AlphaSpending, Spending, Verdict};
    ///
    /// assert_eq!(AlphaSpending::new(Spending::Pocock, 0.05)?.verdict(), Verdict::Undecided);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn verdict(&self) -> Verdict {
        self.looks.last().map_or(Verdict::Undecided, Look::verdict)
    }

    /// The p-value, by the order of stages, as of [`GroupSequential`](super::GroupSequential::p_value); 1 before any look.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::experiments::{AlphaSpending, Spending};
    ///
    /// let mut test = AlphaSpending::new(Spending::OBrienFleming, 0.05)?;
    /// test.look(1.0, 1.959_964)?;
    /// assert!((test.p_value() - 0.05).abs() < 1e-7); // one look, no correction
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn p_value(&self) -> f64 {
        self.looks.last().map_or(1.0, |look| stagewise(&self.course(), look.z))
    }

    /// The test as bytes (docs/formats.md, `SPND`).
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_bandit::experiments::{AlphaSpending, Spending};
    ///
    /// let test = AlphaSpending::new(Spending::Pocock, 0.05)?;
    /// assert_eq!(AlphaSpending::from_bytes(&test.to_bytes()), Ok(test));
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
    /// assert!(ansatz_bandit::experiments::AlphaSpending::from_bytes(b"something else").is_err());
    /// ```
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, DecodeError> {
        read(KIND, bytes)
    }

    /// The bound at which so much is spent.
    fn bound(&self, fraction: f64, to_spend: f64) -> f64 {
        // No more than looks that know nothing of each other would need; none where a probability is too small to be told.
        let high = -quantile(0.5 * to_spend);
        if to_spend < LEAST_SPENT || !high.is_finite() {
            return f64::INFINITY;
        }
        let walk = Walk::after(0.0, &self.course(), fraction);
        root(0.0, high, |bound| {
            let out = walk.out(fraction, bound).iter().sum::<f64>();
            // Of a probability that falls with the square in the exponent, secants like the logarithm.
            libm::log(out.max(f64::MIN_POSITIVE) / to_spend)
        })
    }

    fn course(&self) -> Vec<(f64, f64)> {
        self.looks.iter().map(|look| (look.fraction, look.bound)).collect()
    }

    fn check(&self) -> Result<(), DecodeError> {
        require_alpha(self.alpha)?;
        let mut before = 0.0;
        for (index, look) in self.looks.iter().enumerate() {
            require_later(before, look.fraction)?;
            before = look.fraction;
            if index + 1 < self.looks.len() && look.verdict().is_final() {
                return Err(DecodeError::field("looks", self.looks.len(), "none after the test is over"));
            }
        }
        Ok(())
    }
}

impl Look {
    fn verdict(&self) -> Verdict {
        judged(self.z, self.bound, self.fraction >= 1.0)
    }

    fn check(&self) -> Result<(), DecodeError> {
        require_z(self.z)?;
        if self.bound >= 0.0 { Ok(()) } else { Err(DecodeError::field("bound", self.bound, "at least 0")) }
    }
}

fn require_later(before: f64, fraction: f64) -> Result<(), ParameterError> {
    // A step of exactly 0.01 may be a little less in floats.
    if fraction - before >= LEAST_STEP * (1.0 - 1e-9) && fraction <= MOST_FRACTION {
        return Ok(());
    }
    Err(ParameterError::new("fraction", fraction, format!("{}..={MOST_FRACTION}", before + LEAST_STEP)))
}

impl Codec for Spending {
    fn encode(&self, writer: &mut Writer) {
        writer.u8(*self as u8);
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        match reader.u8()? {
            0 => Ok(Self::OBrienFleming),
            1 => Ok(Self::Pocock),
            other => Err(DecodeError::field("spending", other, "0..=1")),
        }
    }
}

ansatz_core::codec!([] AlphaSpending { alpha, spending, looks });
ansatz_core::codec!([] Look { fraction, bound, z });

#[cfg(feature = "serde")]
ansatz_core::serde_over_bytes!([] AlphaSpending);

impl fmt::Debug for AlphaSpending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AlphaSpending")
            .field("alpha", &self.alpha)
            .field("spending", &self.spending)
            .field("taken", &self.looks.len())
            .field("verdict", &self.verdict())
            .finish_non_exhaustive()
    }
}

const KIND: Kind = Kind::new(*b"SPND");
/// The nodes of an integral grow with one over the root of the step; and so there are 100 looks at most.
const LEAST_STEP: f64 = 0.01;
/// More than twice the planned size is another plan.
const MOST_FRACTION: f64 = 2.0;
/// Below, a look can decide nothing that rounding would not.
const LEAST_SPENT: f64 = 1e-15;
