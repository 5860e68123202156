//! The loops that others are measured by.

/// Where the highest is, the first of equal ones.
#[inline]
pub(crate) fn highest(values: impl Iterator<Item = f64>) -> usize {
    let mut best = (f64::NEG_INFINITY, 0);
    for (position, value) in values.enumerate() {
        if value > best.0 {
            best = (value, position);
        }
    }
    best.1
}

/// The highest number of some arrays: a scan of their memory in lanes that vectors take, and nothing else.
pub(crate) fn scan(arrays: &[Vec<f64>]) -> f64 {
    let mut lanes = [f64::NEG_INFINITY; LANES];
    for array in arrays {
        let blocks = array.chunks_exact(LANES);
        let rest = blocks.remainder();
        for block in blocks {
            for (lane, value) in lanes.iter_mut().zip(block) {
                // As the machine's own maximum: `f64::max` takes care of what is no number, too.
                *lane = if *value > *lane { *value } else { *lane };
            }
        }
        for (lane, value) in lanes.iter_mut().zip(rest) {
            *lane = if *value > *lane { *value } else { *lane };
        }
    }
    lanes.into_iter().fold(f64::NEG_INFINITY, f64::max)
}

/// As many as keep the maxima of the machine busy: four cycles for one, two at once, two numbers each.
const LANES: usize = 16;
