//! Amounts in 2^-64 of a unit, so that parts of them can be added without loss.

use ansatz_core::ParameterError;

/// The sum of `amounts`, if it is within the limit; the parameter's name is for the error.
pub(super) fn total(name: &'static str, amounts: &[u64]) -> Result<u64, ParameterError> {
    let mut total = 0_u64;
    for (task, &amount) in amounts.iter().enumerate() {
        let sum = u128::from(total) + u128::from(amount);
        total = u64::try_from(sum).ok().filter(|&sum| sum <= LIMIT).ok_or_else(|| {
            ParameterError::new(name, format_args!("{sum} with {amount} of task {task}"), "at most 2^53 together")
        })?;
    }
    Ok(total)
}

/// That share of an amount, which is at most 1 and so never comes to more than all of it.
pub(super) fn part(amount: u64, share: f64) -> u128 {
    // Both are at most 2^53 and 2^64: 2^117 at most, and nothing is rounded but the product of amount and share.
    (amount as f64 * share * UNIT as f64) as u128
}

/// In whole units and a fraction, rounded once.
pub(super) fn to_units(parts: u128) -> f64 {
    parts as f64 / UNIT as f64
}

/// The parts of a unit. Sums of amounts are 53 + 64 bits long, and fit into 128.
pub(super) const UNIT: u128 = 1 << 64;

/// Up to here every whole number is an `f64`.
const LIMIT: u64 = 1 << 53;
