//! Durations of PERT from normal draws, by tables that all tasks share.
//!
//! On the scale of the range, a beta distribution of PERT has one parameter: where the mode is. As a function of a normal
//! score its quantile is smooth to the very ends, where as a function of a probability it is not. So there is a row for
//! each 1/512 of the mode, with the quantile and its slope at scores a quarter apart; between the scores the value is
//! that of the cubic through both ends and slopes (Hermite), and between the rows that of a straight line.

use alloc::{vec, vec::Vec};

use ansatz_random::Beta;
use ansatz_random::normal;

/// The rows that some tasks need.
#[derive(Debug, Clone)]
pub(super) struct PertTable {
    /// Where the row of each mode begins among the nodes; `u32::MAX` for those that nobody needs.
    begins: Vec<u32>,
    nodes: Vec<Node>,
}

/// A quantile, and its slope per cell.
#[derive(Debug, Clone, Copy)]
struct Node {
    value: f64,
    slope: f64,
}

/// Where the quantiles of a task stand in the table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Place {
    row: u32,
    next: u32,
    /// How much of the next row is in it.
    weight: f64,
}

impl PertTable {
    pub(super) fn new() -> Self {
        Self { begins: vec![u32::MAX; ROWS + 1], nodes: Vec::new() }
    }

    /// The place for a mode at this share of the range, with rows that are computed if they are not there yet.
    pub(super) fn place(&mut self, mode: f64) -> Place {
        let at = (mode * ROWS as f64).clamp(0.0, ROWS as f64);
        let index = at as usize;
        let weight = at - index as f64;
        let next = if weight > 0.0 { index + 1 } else { index };
        Place { row: self.require_row(index), next: self.require_row(next), weight }
    }

    /// Where the row begins.
    fn require_row(&mut self, index: usize) -> u32 {
        if self.begins[index] == u32::MAX {
            self.begins[index] = self.nodes.len() as u32;
            self.nodes.extend(row(index as f64 / ROWS as f64));
        }
        self.begins[index]
    }

    /// The duration, as a share of the range, for a normal draw.
    #[inline]
    pub(super) fn value(&self, place: Place, z: f64) -> f64 {
        let at = (z.clamp(-END, END) + END) * CELLS_PER_DEVIATION;
        let cell = (at as usize).min(CELLS - 1);
        let t = at - cell as f64;
        let value = self.cubic(place.row as usize + cell, t);
        let next = self.cubic(place.next as usize + cell, t);
        (value + place.weight * (next - value)).clamp(0.0, 1.0)
    }

    #[inline]
    fn cubic(&self, at: usize, t: f64) -> f64 {
        let (from, to) = (self.nodes[at], self.nodes[at + 1]);
        let rise = to.value - from.value;
        let bend = 3.0 * rise - 2.0 * from.slope - to.slope;
        from.value + t * (from.slope + t * (bend + t * (from.slope + to.slope - 2.0 * rise)))
    }
}

/// The nodes for a mode at this share of the range.
fn row(mode: f64) -> impl Iterator<Item = Node> {
    // From above, the distribution is that of the mirrored mode from below, where small probabilities are exact.
    let sides = [mode, 1.0 - mode].map(|mode| Beta::new(1.0 + 4.0 * mode, 5.0 - 4.0 * mode));
    (0..=CELLS).map(move |index| {
        let z = index as f64 / CELLS_PER_DEVIATION - END;
        let beta = sides[usize::from(z > 0.0)];
        let value = beta.quantile(normal::cdf(-z.abs()));
        let slope = normal::density(z) / beta.density(value) / CELLS_PER_DEVIATION;
        Node { value: if z > 0.0 { 1.0 - value } else { value }, slope }
    })
}

/// Between two rows the straight line is off by at most 1/8 of the square of their distance times the second derivative,
/// which is largest, 2.1, where the mode is at an extreme: 1.0e-6 of the range.
const ROWS: usize = 512;

/// The cubic is off by at most 1/384 of the fourth power of a cell's width times the fourth derivative, which is at
/// most 0.07: 7e-7 of the range.
const CELLS_PER_DEVIATION: f64 = 4.0;

/// Beyond lie 1e-17 of all draws on either side.
const END: f64 = 8.5;

/// Those between both ends.
const CELLS: usize = (2.0 * END * CELLS_PER_DEVIATION) as usize;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_quantiles() {
        let mut table = PertTable::new();
        for step in 0..=1_000 {
            let mode = f64::from(step) / 1_000.0;
            let place = table.place(mode);
            let (rising, falling) = (1.0 + 4.0 * mode, 5.0 - 4.0 * mode);
            let (beta, mirrored) = (Beta::new(rising, falling), Beta::new(falling, rising));
            let mut last = 0.0;
            for index in -850..850 {
                let z = f64::from(index) / 100.0 + 0.003;
                let value = table.value(place, z);
                assert!(value >= last, "mode {mode}: {value} at {z} is below {last}");
                last = value;
                // As far off as the constants say, and by that times the greatest density, 5, in probability.
                if index % 7 == 0 && step % 9 == 0 {
                    let p = normal::cdf(-z.abs());
                    let exact = if z > 0.0 { 1.0 - mirrored.quantile(p) } else { beta.quantile(p) };
                    assert!((value - exact).abs() < 1.8e-6, "mode {mode}: {value} at {z}, not {exact}");
                    assert!((beta.cdf(value) - normal::cdf(z)).abs() < 9e-6, "mode {mode}: {value} at {z}");
                }
            }
        }
    }
}
