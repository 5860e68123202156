//! Which outcomes an experiment can learn from, which effects it can look for, and what outcomes amount to.

use ansatz_core::{DecodeError, ParameterError, require_range};

use crate::{evidence::Evidence, reward::require_finite};

/// The outcomes of a group, counted from the first of them: those that are all equal have no spread and their own mean, to
/// the bit, and a mean that is large beside the spread takes no digits from it.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Outcomes {
    first: f64,
    beyond: Evidence,
}

impl Outcomes {
    pub(super) fn learn(&mut self, outcome: f64) -> Result<(), ParameterError> {
        let outcome = require_moderate(outcome)?;
        if self.count() == 0.0 {
            self.first = outcome;
        }
        self.beyond.add(1.0, outcome - self.first);
        Ok(())
    }

    pub(super) fn count(&self) -> f64 {
        self.beyond.weight
    }

    /// 0 before any.
    pub(super) fn mean(&self) -> f64 {
        if self.count() > 0.0 { self.first + self.beyond.mean() } else { 0.0 }
    }

    /// The sum of the squared distances from the mean.
    pub(super) fn spread(&self) -> f64 {
        self.beyond.spread
    }

    /// Of those that were seen.
    pub(super) fn variance(&self) -> f64 {
        self.beyond.variance()
    }

    /// The treatment's mean less the control's; 0 before there are outcomes in both.
    pub(super) fn difference([control, treatment]: &[Self; 2]) -> f64 {
        if control.count() > 0.0 && treatment.count() > 0.0 {
            (treatment.first - control.first) + (treatment.beyond.mean() - control.beyond.mean())
        } else {
            0.0
        }
    }

    fn check(&self) -> Result<(), DecodeError> {
        require_moderate(self.first)?;
        Ok(())
    }
}

ansatz_core::codec!([] Outcomes { first, beyond });

/// An outcome of which the square of the sum of 2^64 is finite.
fn require_moderate(outcome: f64) -> Result<f64, ParameterError> {
    match require_finite(outcome) {
        Ok(()) => Ok(outcome),
        Err(_) => Err(ParameterError::new("outcome", outcome, "finite and at most 1e100 in magnitude")),
    }
}

/// An effect in deviations: beyond these it is found at once or never, and their squares leave room for the numbers of
/// outcomes.
pub(super) fn require_effect(effect: f64) -> Result<f64, ParameterError> {
    require_range("effect", effect, 1e-6..=1e3)
}
