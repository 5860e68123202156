//! How many wrong answers are allowed.

use ansatz_core::{ParameterError, require_fraction, require_range};

use super::audit::{closing_count, least_audit};

/// How many of a [`Tunnel`](crate::Tunnel)'s answers may be wrong.
///
/// # Examples
///
/// ```
/// use ansatz_quantum::{ErrorBudget, Tunnel};
///
/// // Never more than a hundred, and never more than one in a thousand, each with a probability of 99.9%.
/// let hundred = Tunnel::new(ErrorBudget::Count(100), 1e-3)?;
/// let seldom = Tunnel::new(ErrorBudget::Share(1e-3), 1e-3)?;
/// # let _ = (hundred, seldom);
/// # Ok::<(), ansatz_quantum::QuantumError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum ErrorBudget {
    /// So many, from the first case to the last of a horizon, however long it is: from 1 to 1,000,000.
    ///
    /// A tunnel that may have used it up is closed until [`renew`](crate::Tunnel::renew).
    Count(u64),
    /// This share of all cases that have been decided so far, at every moment: more than 0 and less than 1.
    ///
    /// A tunnel that may have used it up waits until computed answers have made up for it. It starts so: with an audit of
    /// `a`, jumps begin after about `ln(2 / delta) / (a share)` cases.
    Share(f64),
}

impl ErrorBudget {
    pub(super) fn require_valid(self) -> Result<Self, ParameterError> {
        match self {
            Self::Count(count) => require_range("budget", count, 1..=MOST_WRONG).map(Self::Count),
            Self::Share(share) => require_fraction("budget", share).map(Self::Share),
        }
    }

    /// The audit that is chosen unless the caller has chosen.
    pub(super) fn default_audit(self, delta: f64) -> f64 {
        match self {
            Self::Count(count) => least_audit(count, delta, CAUGHT_BY_DEFAULT),
            Self::Share(_) => SHARE_AUDIT,
        }
    }

    /// At which caught error the tunnel closes; `u64::MAX` if no count closes it.
    pub(super) fn closes_at(self, delta: f64, audit: f64) -> Result<u64, ParameterError> {
        let Self::Count(count) = self else { return Ok(u64::MAX) };
        let caught = closing_count(count, delta, audit);
        if caught > 0 {
            return Ok(caught);
        }
        let least = least_audit(count, delta, 1);
        Err(ParameterError::new("audit", audit, alloc::format!("{least} or more for this budget and delta")))
    }
}

/// Beyond that a share says better what is meant.
const MOST_WRONG: u64 = 1_000_000;

/// One or two caught errors may be chance, and do not close the tunnel. With a delta of 1e-3, waiting
/// for the third needs an audit 1.6 times as large as closing at the first, and doubles what a predictor that errs now and then
/// may do.
const CAUGHT_BY_DEFAULT: u64 = 3;

/// The sum of audits and of cases before the first jump, a n + ln(2 / delta) / (a share), is least at a = 0.1 for a hundred
/// times ln(2 / delta) / share cases.
const SHARE_AUDIT: f64 = 0.1;
