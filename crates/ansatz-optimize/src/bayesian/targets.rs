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
    pub(super) fn standardize(values: &[f64]) -> Self {
        let count = values.len().max(1) as f64;
        let greatest = values.iter().fold(0.0_f64, |greatest, value| greatest.max(value.abs()));
        // In units of the greatest, so that no sum overflows.
        let unit = if greatest > 0.0 { greatest } else { 1.0 };
        let scaled = values.iter().map(|value| value / unit);
        let mean = scaled.clone().sum::<f64>() / count;
        let squares = scaled.clone().map(|value| (value - mean) * (value - mean));
        let deviation = libm::sqrt(squares.sum::<f64>() / count);
        // Equal values differ by rounding alone.
        let deviation = if deviation > f64::EPSILON * count { deviation } else { 1.0 };
        Self { values: scaled.map(|value| (value - mean) / deviation).collect(), zero: -mean / deviation }
    }
}
