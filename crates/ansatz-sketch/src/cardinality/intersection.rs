//! How many items two sketches have in common, from the sizes of both and of their union.

use ansatz_core::Estimate;

/// |A| + |B| - |A or B|, within what the three intervals allow together.
///
/// Each interval fails with probability (1 - confidence) / 3 by the caller's choice, so that all three hold with
/// probability `confidence` at least, however they depend on each other.
pub(super) fn intersection(ours: Estimate, theirs: Estimate, union: Estimate, confidence: f64) -> Estimate {
    let smaller = ours.value.min(theirs.value);
    let value = (ours.value + theirs.value - union.value).clamp(0.0, smaller);
    let lower = (ours.lower + theirs.lower - union.upper).clamp(0.0, value);
    let upper = (ours.upper + theirs.upper - union.lower).min(ours.upper).min(theirs.upper).max(value);
    Estimate::new(value, lower, upper, confidence)
}

/// The confidence of each of the three intervals.
pub(super) fn confidence_of_each(confidence: f64) -> f64 {
    1.0 - (1.0 - confidence) / 3.0
}
