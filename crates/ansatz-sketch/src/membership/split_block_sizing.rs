//! How many blocks a split-block filter needs, and what its bits tell.
//!
//! The items fall into blocks at random, so loads differ, and the crowded blocks answer wrongly most. With n items in z
//! blocks a block's load is binomial, and a block with j items holds a random pattern with probability
//! (1 - (31/32)^j)^8. The rate is the mean of that over the loads (Putze, Sanders and Singler, ACM JEA 14, 2009; Apple,
//! arXiv:2101.01719), plus j / 2^32 for an item whose lower hash half is that of one in the block. The classic
//! filter's formula, which Parquet's page quotes, promises less than the truth.

use alloc::format;

use ansatz_core::{ParameterError, require_range};

use super::{
    block::{Block, WORDS},
    occupancy::Zeros,
};

/// The fewest blocks, of the numbers that `sizes` has, that hold `capacity` items at a rate of at most `fpr`.
///
/// # Errors
///
/// [`ParameterError`] for a rate or a capacity out of range.
pub(super) fn blocks_for(capacity: u64, fpr: f64, sizes: Sizes) -> Result<usize, ParameterError> {
    require_range("fpr", fpr, MIN_FPR..=MAX_FPR)?;
    let suffices = |step: u64| false_positive_rate(capacity, sizes.blocks(step)) <= fpr;
    if capacity == 0 || !suffices(sizes.steps()) {
        return Err(refused_capacity(capacity, fpr, sizes));
    }
    Ok(sizes.blocks(first(1, sizes.steps(), suffices)) as usize)
}

/// Which numbers of blocks may be chosen.
#[derive(Debug, Clone, Copy)]
pub(super) enum Sizes {
    /// Any number up to [`MAX_BLOCKS`].
    Any,
    /// Powers of two up to [`PARQUET_MAX_BLOCKS`].
    Parquet,
}

impl Sizes {
    /// How many sizes there are.
    fn steps(self) -> u64 {
        match self {
            Self::Any => MAX_BLOCKS,
            Self::Parquet => u64::from(PARQUET_MAX_BLOCKS.ilog2()) + 1,
        }
    }

    /// The size at `step`, from 1.
    fn blocks(self, step: u64) -> u64 {
        match self {
            Self::Any => step,
            Self::Parquet => 1 << (step - 1),
        }
    }
}

/// The probability that an item not inserted is found among `items` in `blocks`.
pub(super) fn false_positive_rate(items: u64, blocks: u64) -> f64 {
    let equal_halves = items as f64 / blocks as f64 / TWO_POW_32;
    let by_expansion = mean_by_expansion(items as f64, blocks as f64);
    // The expansion's terms are up to 70 and cancel, which leaves an absolute error of about 1e-14.
    let patterns = if by_expansion > 1e-6 { by_expansion } else { mean_by_loads(items, blocks) };
    (patterns + equal_halves).min(1.0)
}

/// The number of zero bits after `items`, exactly, for a binomial load J of each block.
///
/// With q = 31/32 a word of a block with J items has 32 q^J zeros in expectation; the generating function of the loads
/// gives E[q^J], E[q^2J] and the product for two blocks.
pub(super) fn zeros(items: f64, blocks: f64) -> Zeros {
    let a = 1.0 / 32.0;
    let u = a / blocks;
    let power = |x: f64| libm::exp(items * libm::log1p(x));
    let (one, square, pair) = (power(-u), power(-(2.0 * u - a * u)), power(-2.0 * u));
    let excess = |x: f64| one * one * libm::expm1(items * libm::log1p(x / ((1.0 - u) * (1.0 - u))));
    let words = WORDS as f64;
    let within_word = 32.0 * one + 32.0 * 31.0 * pair - 1024.0 * square;
    let bits = 32.0 * words;
    let of_block = words * within_word + bits * bits * excess(a * u - u * u);
    let between_blocks = bits * bits * excess(-u * u);
    Zeros { mean: bits * blocks * one, variance: blocks * (of_block + (blocks - 1.0) * between_blocks) }
}

/// E[(1 - q^J)^8] = sum over i of (-1)^i C(8, i) E[q^iJ], for J binomial.
fn mean_by_expansion(items: f64, blocks: f64) -> f64 {
    let (mut sum, mut q_to_i) = (0.0, 1.0);
    for coefficient in SIGNED_BINOMIALS_OF_8 {
        sum += coefficient * libm::exp(items * libm::log1p((q_to_i - 1.0) / blocks));
        q_to_i *= 31.0 / 32.0;
    }
    sum
}

/// The same mean, load by load: for rates below 1e-6, where loads are below 10 on average.
fn mean_by_loads(items: u64, blocks: u64) -> f64 {
    if blocks == 1 {
        return to_the_eighth(-libm::expm1(items as f64 * libm::log1p(-1.0 / 32.0)));
    }
    let (n, odds) = (items as f64, 1.0 / (blocks - 1) as f64);
    let mut probability = libm::exp(n * libm::log1p(-1.0 / blocks as f64));
    let (mut mean, mut unset) = (0.0, 1.0);
    // The odds of a load of 128 where 10 are expected are below 1e-80.
    for load in 1..=items.min(128) {
        let j = load as f64;
        probability *= (n - j + 1.0) / j * odds;
        unset *= 31.0 / 32.0;
        mean += probability * to_the_eighth(1.0 - unset);
    }
    mean
}

fn to_the_eighth(x: f64) -> f64 {
    let square = x * x;
    square * square * square * square
}

fn refused_capacity(capacity: u64, fpr: f64, sizes: Sizes) -> ParameterError {
    let largest = sizes.blocks(sizes.steps());
    let beyond = first(1, u64::MAX >> 1, |items| false_positive_rate(items, largest) > fpr);
    ParameterError::new("capacity", capacity, format!("1..={} at a false positive rate of {fpr}", beyond - 1))
}

/// The first number in `low..=high` for which `holds`, which then holds for all that follow; `high` if none.
pub(super) fn first(mut low: u64, mut high: u64, holds: impl Fn(u64) -> bool) -> u64 {
    while low < high {
        let middle = low + (high - low) / 2;
        if holds(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    low
}

/// Most blocks of a filter: 8 GiB, or what the platform's pointers reach. The upper half of the hash then still chooses
/// among 16 times as many values as there are blocks, so that no block is favoured by more than 1/16.
pub(super) const MAX_BLOCKS: u64 = {
    let addressable = isize::MAX as u64 / Block::BYTES as u64;
    if addressable < 1 << 28 { addressable } else { 1 << 28 }
};

/// Parquet's writers and readers stop at 128 MiB (parquet-java's `UPPER_BOUND_BYTES`, Arrow's
/// `kMaximumBloomFilterBytes`).
const PARQUET_MAX_BLOCKS: u64 = (128 << 20) / Block::BYTES as u64;

/// Below this the 32 bits that choose an item's pattern are what limits the rate, not the filter's size.
const MIN_FPR: f64 = 1e-8;

/// Above this a filter answers nothing.
const MAX_FPR: f64 = 0.999;

const TWO_POW_32: f64 = 4_294_967_296.0;

const SIGNED_BINOMIALS_OF_8: [f64; 9] = [1.0, -8.0, 28.0, -56.0, 70.0, -56.0, 28.0, -8.0, 1.0];

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    #[test]
    fn the_two_ways_to_the_mean_agree() {
        for (items, blocks) in [(100, 10), (1000, 170), (5_000_000, 1_000_000), (3, 1)] {
            let (a, b) = (mean_by_expansion(items as f64, blocks as f64), mean_by_loads(items, blocks));
            assert!(libm::fabs(a - b) < 1e-12, "{items} in {blocks}: {a} and {b}");
        }
    }

    #[test]
    fn a_single_block_is_a_split_filter() {
        assert_eq!(false_positive_rate(1, 1), 1.0 / 1_099_511_627_776.0 + 1.0 / TWO_POW_32);
    }

    #[test]
    fn the_classic_formula_promises_too_much() {
        // 1.2 MB for 10^6 items at 1% (Parquet's page): 9.68 bits an item, which really give 1.46%.
        let rate = false_positive_rate(1_000_000, 9_681_526 / 256);
        assert!((0.0145..0.0147).contains(&rate), "{rate}");
        let blocks = blocks_for(1_000_000, 0.01, Sizes::Any).unwrap();
        assert!((10.4..10.7).contains(&(blocks as f64 * 256.0 / 1e6)), "{blocks}");
    }

    #[test]
    fn the_size_is_the_smallest_that_holds() {
        for (capacity, fpr) in [(1, 1e-8), (1, 0.5), (1000, 0.01), (77_777, 1e-5), (10_000_000, 0.2), (10, 0.999)] {
            let blocks = blocks_for(capacity, fpr, Sizes::Any).unwrap() as u64;
            assert!(false_positive_rate(capacity, blocks) <= fpr);
            assert!(blocks == 1 || false_positive_rate(capacity, blocks - 1) > fpr, "{capacity} at {fpr}");
        }
    }

    #[test]
    fn nonsense_is_refused_with_its_range() {
        let error = |capacity, fpr| blocks_for(capacity, fpr, Sizes::Any).unwrap_err().to_string();
        assert_eq!(error(1, 0.0), "`fpr` is 0, allowed: 0.00000001..=0.999");
        assert!(error(1, f64::NAN).starts_with("`fpr` is NaN"));
        assert!(error(1, 1.0).starts_with("`fpr` is 1,"));
        assert!(error(0, 0.01).starts_with("`capacity` is 0, allowed: 1..="));
        assert!(error(u64::MAX, 0.01).starts_with("`capacity` is 18446744073709551615, allowed: 1..=6"));
    }

    #[test]
    fn the_capacity_named_in_the_error_is_the_largest() {
        let error = blocks_for(u64::MAX, 0.01, Sizes::Parquet).unwrap_err();
        let most: u64 = error.allowed().split(['=', ' ']).nth(1).unwrap().parse().unwrap();
        assert_eq!(blocks_for(most, 0.01, Sizes::Parquet), Ok(1 << 22));
        assert!(blocks_for(most + 1, 0.01, Sizes::Parquet).is_err());
    }

    #[test]
    fn one_item_leaves_248_zeros_for_certain() {
        for blocks in [1.0, 2.0, 1000.0] {
            let Zeros { mean, variance } = zeros(1.0, blocks);
            assert!(libm::fabs(mean - (256.0 * blocks - 8.0)) < 1e-6, "{mean}");
            assert!(libm::fabs(variance) < 1e-6, "{variance}");
        }
    }
}
