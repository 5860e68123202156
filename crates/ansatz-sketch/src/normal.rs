//! Quantiles of the normal distribution, for intervals.

/// How many standard deviations on either side of its mean hold a normal variable with this probability.
///
/// `confidence` lies in `0.0..1.0`; the result is right to about 1e-15, absolutely: 1 - `confidence` rounds.
pub(crate) fn deviations(confidence: f64) -> f64 {
    if confidence == DEFAULT_CONFIDENCE {
        return DEFAULT_DEVIATIONS;
    }
    // P(|Z| > z) = erfc(z / sqrt 2) falls in z, and is 0 in double precision from 40 on.
    let outside = 1.0 - confidence;
    let (mut low, mut high) = (0.0, 40.0);
    // 60 halvings of 40 come to 3e-17.
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        if libm::erfc(middle * core::f64::consts::FRAC_1_SQRT_2) > outside { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}

/// The confidence of every `estimate()`.
pub(crate) const DEFAULT_CONFIDENCE: f64 = 0.95;

/// The normal quantile at 0.975.
const DEFAULT_DEVIATIONS: f64 = 1.959_963_984_540_054;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deviations_agree_with_tables() {
        // From the standard table of two-sided quantiles.
        for (confidence, z) in
            [(0.5, 0.674_489_750_2), (0.9, 1.644_853_627), (0.95, 1.959_963_985), (0.99, 2.575_829_304)]
        {
            assert!((deviations(confidence) - z).abs() < 1e-9, "{confidence}: {}", deviations(confidence));
        }
        let computed = deviations(0.95 + 1e-15);
        assert!((computed - DEFAULT_DEVIATIONS).abs() < 1e-12);
    }
}
