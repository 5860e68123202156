//! How large times may be so that no sum of them overflows.

use crate::{Link, PlanningError};

/// What all durations and lags may come to, and the latest date.
///
/// A path is as long as the durations and lags on it and the date that it begins at: 2^59 at most. A float is the difference
/// of two such numbers: 2^60. PERT counts in sixths, and 6 x 2^60 is below 2^63.
pub(crate) const LIMIT: u64 = 1 << 58;

/// The sum of all durations and of the sizes of all lags, if it is within the limit.
pub(crate) fn require_total(durations: &[u64], links: &[Link]) -> Result<u64, PlanningError> {
    let mut total = 0;
    for (task, &duration) in durations.iter().enumerate() {
        total = require_duration(total, task, duration)?;
    }
    for &Link { from, to, lag, .. } in links {
        let sum = u128::from(total) + u128::from(lag.unsigned_abs());
        total = within(sum).ok_or(PlanningError::Lag { from, to, lag, total: sum, limit: LIMIT })?;
    }
    Ok(total)
}

/// `total` with one more duration.
pub(crate) fn require_duration(total: u64, task: usize, duration: u64) -> Result<u64, PlanningError> {
    let sum = u128::from(total) + u128::from(duration);
    within(sum).ok_or(PlanningError::Duration { task, duration, total: sum, limit: LIMIT })
}

fn within(sum: u128) -> Option<u64> {
    u64::try_from(sum).ok().filter(|&sum| sum <= LIMIT)
}
