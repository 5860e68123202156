//! What a number of runs says about a probability, and about a quantile: exact intervals.

use ansatz_core::Estimate;

use super::beta::Beta;

/// The probability of what happened in `hits` of `runs`, with the interval of Clopper and Pearson.
pub(super) fn proportion(hits: f64, runs: f64, confidence: f64) -> Estimate {
    let outside = 0.5 * (1.0 - confidence);
    let lower = if hits > 0.0 { Beta::new(hits, runs - hits + 1.0).quantile(outside) } else { 0.0 };
    let upper = if hits < runs { Beta::new(hits + 1.0, runs - hits).quantile(1.0 - outside) } else { 1.0 };
    Estimate::new(hits / runs, lower, upper, confidence)
}

/// Between which ranks, counted from 1, the quantile at `p` lies; 0 and `runs` + 1 where no value is a bound.
///
/// The value of rank r is above the quantile only if fewer than r of all values are at most that, and their number is
/// binomial, whatever the distribution.
pub(super) fn ranks(p: f64, runs: u64, confidence: f64) -> (u64, u64) {
    let outside = 0.5 * (1.0 - confidence);
    let lower = first(runs, |rank| below(rank, p, runs) > outside);
    let upper = first(runs, |rank| below(rank, p, runs) >= 1.0 - outside);
    (lower.saturating_sub(1), upper)
}

/// The first of the ranks 0 to `runs` of which `is_past` holds, which then holds of all others; else `runs` + 1.
fn first(runs: u64, is_past: impl Fn(u64) -> bool) -> u64 {
    let (mut low, mut high) = (0, runs + 1);
    while low < high {
        let middle = low + (high - low) / 2;
        if is_past(middle) { high = middle } else { low = middle + 1 }
    }
    low
}

/// The probability that fewer than `rank` of `runs` values are below their quantile at `p`.
fn below(rank: u64, p: f64, runs: u64) -> f64 {
    match rank {
        0 => 0.0,
        _ if rank > runs => 1.0,
        _ => Beta::new((runs - rank + 1) as f64, rank as f64).cdf(1.0 - p),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_are_those_of_the_tables() {
        // Clopper and Pearson, 10 of 100 at 95%: 4.90% to 17.62%.
        let estimate = proportion(10.0, 100.0, 0.95);
        assert!((estimate.lower - 0.0490).abs() < 5e-5 && (estimate.upper - 0.1762).abs() < 5e-5, "{estimate:?}");
        // None of 100: the rule of three, exactly 1 - 0.025^(1/100).
        let none = proportion(0.0, 100.0, 0.95);
        assert!((none.upper - 0.0362).abs() < 5e-5 && none.lower == 0.0, "{none:?}");
        assert_eq!(proportion(100.0, 100.0, 0.95).upper, 1.0);
    }

    #[test]
    fn ranks_hold_the_median_as_often_as_they_should() {
        // The interval for a median of 10 values at 95% is the second to the ninth (David and Nagaraja, table 7.1).
        assert_eq!(ranks(0.5, 10, 0.95), (2, 9));
        // Of 5 values not even the extremes are 95% sure.
        assert_eq!(ranks(0.5, 5, 0.95), (0, 6));
        for (p, runs) in [(0.1, 50), (0.8, 1_000), (0.99, 200), (0.5, 100_000)] {
            let (lower, upper) = ranks(p, runs, 0.95);
            // P(lower <= number of values below < upper), by the binomial recurrence.
            let mut term = libm::pow(1.0 - p, runs as f64);
            if term > 0.0 {
                let mut inside = 0.0;
                for count in 0..=runs {
                    if count >= lower && count < upper {
                        inside += term;
                    }
                    term *= (runs - count) as f64 / (count + 1) as f64 * p / (1.0 - p);
                }
                assert!((0.95..0.999).contains(&inside), "{p} {runs}: {inside}");
            }
            assert!(lower < upper && upper <= runs + 1);
        }
    }
}
