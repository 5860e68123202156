//! How many distinct items?

mod hyperloglog;
mod hyperloglog_plus;
mod intersection;
mod likelihood;
mod registers;
mod sparse;

pub use hyperloglog::HyperLogLog;
pub use hyperloglog_plus::HyperLogLogPlus;

use ansatz_core::{ParameterError, require_range};

/// The smallest precision whose standard error is at most `relative_error`.
fn precision_for(relative_error: f64) -> Result<u8, ParameterError> {
    let least = standard_error(MAX_PRECISION);
    if !(relative_error >= least && relative_error < 1.0) {
        // Rounded up, so that the least value that the message names is itself allowed.
        let least = libm::ceil(least * 1e5) / 1e5;
        return Err(ParameterError::new("relative_error", relative_error, alloc::format!("{least} to less than 1")));
    }
    let fits = |precision: &u8| standard_error(*precision) <= relative_error;
    Ok((MIN_PRECISION..MAX_PRECISION).find(fits).unwrap_or(MAX_PRECISION))
}

/// The relative standard error for many items.
fn standard_error(precision: u8) -> f64 {
    likelihood::STANDARD_ERROR / libm::sqrt(f64::from(1u32 << precision))
}

fn require_precision(precision: u8) -> Result<u8, ParameterError> {
    require_range("precision", precision, MIN_PRECISION..=MAX_PRECISION)
}

/// Below this the error is above 26%, and an exact set of the items is as small.
const MIN_PRECISION: u8 = 4;

/// The error is 0.2%; one register more per item is better spent on an exact set.
const MAX_PRECISION: u8 = 18;
