//! Several runs at a time, side by side, so that the processor computes on more than one of them at once.

/// How many runs are computed at a time.
pub(super) const LANES: usize = 16;

/// One number of each of these runs.
pub(super) type Row = [f64; LANES];

/// The sum, in an order that does not depend on anything but the number of lanes.
#[inline]
pub(super) fn sum(row: &Row) -> f64 {
    let mut folded = *row;
    let mut width = LANES / 2;
    while width > 0 {
        for lane in 0..width {
            folded[lane] += folded[lane + width];
        }
        width /= 2;
    }
    folded[0]
}
