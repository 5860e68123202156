//! Which rewards an algorithm can learn from.

use crate::BanditError;

/// A reward from 0 to 1, both included.
pub(crate) fn require_unit(reward: f64) -> Result<(), BanditError> {
    if (0.0..=1.0).contains(&reward) {
        return Ok(());
    }
    Err(BanditError::Reward { reward, allowed: "0 to 1" })
}

/// A reward of which the square of the sum of 2^64 is finite.
pub(crate) fn require_finite(reward: f64) -> Result<(), BanditError> {
    if libm::fabs(reward) <= MOST {
        return Ok(());
    }
    Err(BanditError::Reward { reward, allowed: "finite and at most 1e100 in magnitude" })
}

const MOST: f64 = 1e100;
