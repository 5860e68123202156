//! The arm with the highest index, in one pass that compilers turn into vector instructions.

use alloc::vec::Vec;
use core::array;

/// A polynomial for each arm, with `N` coefficients from the constant on: the arm's index as a function of time.
///
/// Coefficients lie side by side for as many arms as fit into vector registers.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Polynomials<const N: usize> {
    arms: usize,
    blocks: Vec<Block<N>>,
    /// The highest value in each group of blocks at the last search.
    tops: Vec<f64>,
}

/// For each power the coefficients of some arms; aligned, so that instructions may take them from memory as they are.
#[derive(Debug, Clone, Copy, PartialEq)]
#[repr(align(64))]
struct Block<const N: usize>([[f64; LANES]; N]);

impl<const N: usize> Polynomials<N> {
    /// So many arms that are [out of the question](Self::exclude).
    pub(crate) fn new(arms: usize) -> Self {
        let absent = Block(excluded().map(|coefficient| [coefficient; LANES]));
        let blocks = alloc::vec![absent; arms.div_ceil(LANES)];
        Self { arms, tops: alloc::vec![f64::NEG_INFINITY; blocks.len().div_ceil(GROUP)], blocks }
    }

    /// The arm at `position` has this polynomial now.
    #[inline]
    pub(crate) fn set(&mut self, position: usize, coefficients: [f64; N]) {
        let (block, lane) = (position / LANES, position % LANES);
        for (column, coefficient) in self.blocks[block].0.iter_mut().zip(coefficients) {
            column[lane] = coefficient;
        }
    }

    /// The arm at `position` is not the highest, whatever the time.
    pub(crate) fn exclude(&mut self, position: usize) {
        self.set(position, excluded());
    }

    /// The polynomial of the arm at `position`.
    pub(crate) fn get(&self, position: usize) -> [f64; N] {
        self.blocks[position / LANES].0.map(|column| column[position % LANES])
    }

    /// The value of the arm at `position`.
    pub(crate) fn value(&self, position: usize, time: f64) -> f64 {
        values(&self.blocks[position / LANES], time)[position % LANES]
    }

    /// The lowest position with the highest value; 0 if all arms are out of the question.
    pub(crate) fn highest(&mut self, time: f64) -> usize {
        let mut best = (f64::NEG_INFINITY, 0);
        for (group, (blocks, top)) in self.blocks.chunks(GROUP).zip(&mut self.tops).enumerate() {
            *top = highest_of(blocks, time);
            if *top > best.0 {
                best = (*top, group);
            }
        }
        // Which arm of the group it was: the values are the same to the bit, as they are made in the same way.
        self.next_at_least(best.0, time, best.1 * GROUP * LANES).unwrap_or(0)
    }

    /// The first position at or after `from` whose value is `level` or more, as far as coefficients have only gone down
    /// since the last search for the [highest](Self::highest), which was at the same time.
    pub(crate) fn next_at_least(&self, level: f64, time: f64, from: usize) -> Option<usize> {
        let mut block = from / LANES;
        let mut lanes = from % LANES..LANES;
        while block < self.blocks.len() {
            if block.is_multiple_of(GROUP) && self.tops[block / GROUP] < level {
                block += GROUP;
            } else {
                let values = values(&self.blocks[block], time);
                if let Some(lane) = lanes.clone().find(|lane| values[*lane] >= level) {
                    // Behind the last arm there may be lanes that no arm has.
                    return Some(block * LANES + lane).filter(|position| *position < self.arms);
                }
                block += 1;
            }
            lanes = 0..LANES;
        }
        None
    }
}

/// The position of the highest value; the first of equal ones.
#[inline]
pub(crate) fn first_highest(values: impl Iterator<Item = f64>) -> usize {
    let mut best = (f64::NEG_INFINITY, 0);
    for (position, value) in values.enumerate() {
        if value > best.0 {
            best = (value, position);
        }
    }
    best.1
}

#[inline]
fn highest_of<const N: usize>(blocks: &[Block<N>], time: f64) -> f64 {
    let mut tops = [f64::NEG_INFINITY; LANES];
    for block in blocks {
        for (top, value) in tops.iter_mut().zip(values(block, time)) {
            // A comparison and not `f64::max`, which minds NaN and becomes three instructions; this way round the register
            // of the top stays where it is.
            *top = if *top > value { *top } else { value };
        }
    }
    tops.into_iter().fold(f64::NEG_INFINITY, |a, b| if b > a { b } else { a })
}

#[inline]
fn values<const N: usize>(Block(block): &Block<N>, time: f64) -> [f64; LANES] {
    let mut values = block[N - 1];
    for column in block[..N - 1].iter().rev() {
        for (value, coefficient) in values.iter_mut().zip(column) {
            *value = *value * time + coefficient;
        }
    }
    values
}

/// The polynomial of an arm that is out of the question.
fn excluded<const N: usize>() -> [f64; N] {
    array::from_fn(|power| if power == 0 { f64::NEG_INFINITY } else { 0.0 })
}

/// Four registers of two numbers, the least that every x86-64 has, or two of four: enough to hide what a maximum waits for
/// the one before it.
const LANES: usize = 8;

/// 256 arms: so few that it costs little to look for the highest among them once more, so many that the end of a group
/// does not count.
const GROUP: usize = 32;

#[cfg(test)]
mod tests {
    use super::*;
    use ansatz_random::{Stream, below};

    #[test]
    fn the_highest_is_that_of_a_plain_loop_and_the_first_of_equals() {
        let mut rng = Stream::new(1, 0);
        for arms in [1, 2, 7, 8, 9, 255, 256, 257, 1_000] {
            let mut polynomials = Polynomials::<2>::new(arms);
            let mut lines = alloc::vec![(f64::NEG_INFINITY, 0.0); arms];
            for _ in 0..50 {
                let position = below(&mut rng, arms as u64) as usize;
                // Few different numbers, so that there are ties.
                lines[position] = (below(&mut rng, 4) as f64, below(&mut rng, 3) as f64);
                polynomials.set(position, [lines[position].0, lines[position].1]);
                let time = below(&mut rng, 3) as f64;
                let value = |line: &(f64, f64)| line.0 + line.1 * time;
                let highest = lines.iter().map(value).fold(f64::NEG_INFINITY, f64::max);
                assert_eq!(Some(polynomials.highest(time)), lines.iter().position(|line| value(line) == highest));
                let level = if below(&mut rng, 9) == 0 { f64::NEG_INFINITY } else { below(&mut rng, 5) as f64 };
                let (level, from) = (level, below(&mut rng, arms as u64) as usize);
                let next = (from..arms).find(|position| value(&lines[*position]) >= level);
                assert_eq!(polynomials.next_at_least(level, time, from), next, "{arms} {level} {from}");
            }
        }
    }
}
