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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_have_mean_0_and_deviation_1() {
        let targets = Targets::standardize(&[1.0, 2.0, 3.0, 6.0]);
        // Their mean is 3 and their variance 14 / 4.
        let deviation = libm::sqrt(3.5);
        for (found, expected) in targets.values.iter().zip([-2.0, -1.0, 0.0, 3.0]) {
            assert!((found - expected / deviation).abs() < 1e-15);
        }
        assert!((targets.zero + 3.0 / deviation).abs() < 1e-15);
    }

    #[test]
    fn extreme_values_stay_finite() {
        for values in [[f64::MAX, -f64::MAX, 0.0], [f64::MIN_POSITIVE, 0.0, 5e-324], [7.0; 3], [0.0; 3], [1e300; 3]] {
            let targets = Targets::standardize(&values);
            assert!(targets.values.iter().all(|value| value.abs() < 2.0) && targets.zero.is_finite(), "{targets:?}");
        }
        assert_eq!(Targets::standardize(&[0.1; 3]).values, [0.0; 3]);
    }
}
