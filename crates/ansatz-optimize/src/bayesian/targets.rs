//! Values as a process with mean 0 and variance 1 expects them.

use alloc::vec::Vec;

/// Values by their distance from their mean, in units of their deviation.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Targets {
    pub(super) values: Vec<f64>,
    /// What 0 has become.
    pub(super) zero: f64,
}

impl Targets {
    /// Of finite values, however great.
    pub(super) fn standardize(values: impl Iterator<Item = f64> + Clone) -> Self {
        let count = values.clone().count().max(1) as f64;
        let greatest = values.clone().fold(0.0_f64, |greatest, value| greatest.max(value.abs()));
        // In units of the greatest, so that no square overflows.
        let unit = if greatest > 0.0 { greatest } else { 1.0 };
        let mean = values.clone().map(|value| value / unit).sum::<f64>() / count;
        let squares = values.clone().map(|value| (value / unit - mean) * (value / unit - mean));
        let deviation = libm::sqrt(squares.sum::<f64>() / count);
        // Equal values differ by rounding alone.
        let deviation = if deviation > 1e-14 { deviation } else { 1.0 };
        let values = values.map(|value| (value / unit - mean) / deviation).collect();
        Self { values, zero: -mean / deviation }
    }

    /// Values of an objective.
    pub(super) fn objective(values: impl Iterator<Item = f64> + Clone) -> Self {
        Self::standardize(values)
    }
}
