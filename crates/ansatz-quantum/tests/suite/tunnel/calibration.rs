//! Confidences beside the truth.

use ansatz_quantum::Calibration;
use ansatz_random::{Stream, unit};
use ansatz_testkit::statistics::assert_rate_at_most;

use super::RUNS;

/// The confidence is above the truth in at most 5% of samples, whatever the truth.
#[test]
fn confidences_are_lower_bounds() {
    for (truth, cases) in [(0.5, 40), (0.9, 40), (0.9, 300), (0.99, 200), (0.99, 600)] {
        let above = (0..RUNS).filter(|&seed| {
            let mut rng = Stream::new(seed, 7);
            let mut calibration = Calibration::new();
            for _ in 0..cases {
                // Half of the cases are observed, which coins decide.
                let right = unit(&mut rng) < truth;
                if unit(&mut rng) < 0.5 {
                    calibration.observe(0.8, right);
                }
            }
            calibration.confidence(0.8) > truth
        });
        assert_rate_at_most("confidences above the truth", above.count(), RUNS as usize, 0.05);
    }
}

/// Scores that say too much are put in their place, and those in the wrong order are pooled.
#[test]
fn scores_are_calibrated() {
    let mut calibration = Calibration::new();
    let mut rng = Stream::new(3, 0);
    let truth = |score: f64| 0.6 + 0.3 * score;
    for _ in 0..100_000 {
        let score = unit(&mut rng);
        calibration.observe(score, unit(&mut rng) < truth(score));
    }
    // These bins are at most an eighth wide, over which the truth changes by 0.0375, and have seen 4,000 cases and more: 5
    // standard deviations are 0.04, and the bound is sqrt(2 ln 20 / 4 / 4000) = 0.02 above the rate.
    for score in [0.1, 0.3, 0.5, 0.7, 0.9] {
        let rate = calibration.error_rate(score);
        assert!((rate.value - (1.0 - truth(score))).abs() < 0.08, "{score}: {rate:.3}");
        assert!((0.0..0.03).contains(&(rate.upper - rate.value)), "{score}: {rate:.3}");
    }
    let mut calibration = Calibration::new();
    for case in 0..100 {
        calibration.observe(0.2, case % 10 > 0);
        calibration.observe(0.6, case % 2 > 0);
        calibration.observe(0.9, true);
    }
    assert_eq!([0.2, 0.6, 0.9].map(|score| calibration.error_rate(score).value), [0.3, 0.3, 0.0]);
    assert_eq!(calibration.confidence(0.2), calibration.confidence(0.6));
    // Bins are half a unit of log-odds wide, and the last ones have all beyond 7.5.
    let score = |log_odds: f64| 1.0 / (1.0 + libm::exp(-log_odds));
    for (seen, same, other) in
        [(0.1, 0.4, 0.6), (0.1, 0.4, -0.1), (7.6, 30.0, 7.4), (-7.6, -30.0, -7.4), (7.4, 7.1, 6.9)]
    {
        let mut calibration = Calibration::new();
        calibration.observe(score(seen), true);
        let confidences = [seen, same, other].map(|log_odds| calibration.confidence(score(log_odds)) > 0.0);
        assert_eq!(confidences, [true, true, false], "{seen}");
    }
    // Nothing is known in between, and of what is no score.
    assert_eq!([0.4, f64::NAN, -0.1, 1.1, f64::INFINITY].map(|score| calibration.confidence(score)), [0.0; 5]);
    for score in [0.0, 1.0, 5e-324, 1.0 - f64::EPSILON] {
        calibration.observe(score, true);
        assert!(calibration.confidence(score) > 0.0, "{score}");
    }
}
