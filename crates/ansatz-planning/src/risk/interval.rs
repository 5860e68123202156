//! What a number of runs says about a probability, and about a quantile: exact intervals.

use ansatz_core::Estimate;

use ansatz_random::Beta;

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

    /// By the quantiles of scipy.stats.beta.
    #[test]
    fn intervals_are_those_of_the_beta_distribution() {
        for (hits, runs, confidence, lower, upper) in [
            (1.0, 1.0, 0.95, 0.025, 1.0),
            (0.0, 1.0, 0.95, 0.0, 0.975),
            (1.0, 20.0, 0.95, 0.001_265_089_497_95, 0.248_732_762_772),
            (7.0, 9.0, 0.99, 0.307_393_649_231, 0.987_876_410_919),
            (500.0, 1e3, 0.999, 0.447_629_419_859, 0.552_370_580_141),
            (2e5, 1e6, 0.95, 0.199_216_384_096, 0.200_785_353_955),
        ] {
            let found = proportion(hits, runs, confidence);
            // A million runs lose 1e-16 times ln(1e6!), 1.3e7.
            assert!((found.lower - lower).abs() < 2e-9 && (found.upper - upper).abs() < 2e-9, "{found:?}");
        }
    }

    #[test]
    fn ranks_hold_the_median_as_often_as_they_should() {
        // The interval for a median of 10 values at 95% is the second to the ninth (David and Nagaraja, table 7.1).
        assert_eq!(ranks(0.5, 10, 0.95), (2, 9));
        // Of 5 values not even the extremes are 95% sure.
        assert_eq!(ranks(0.5, 5, 0.95), (0, 6));
        // The last rank with P(B < rank) <= outside and the first with P(B < rank) >= 1 - outside, B by scipy.stats.binom.
        for (p, runs, confidence, exact) in [
            (0.1, 50, 0.95, (1, 10)),
            (0.8, 1_000, 0.95, (775, 825)),
            (0.8, 1_000, 0.999, (757, 842)),
            (0.99, 200, 0.95, (195, 201)),
            (0.01, 30, 0.9, (0, 2)),
            (0.9, 20, 0.95, (15, 21)),
            (0.5, 100_000, 0.95, (49_690, 50_311)),
            (0.25, 1_000_000, 0.95, (249_152, 250_850)),
        ] {
            assert_eq!(ranks(p, runs, confidence), exact, "{p} of {runs} at {confidence}");
        }
        // Nothing is below the least value of a distribution, and all is at most the greatest.
        assert_eq!((ranks(0.0, 10, 0.95), ranks(1.0, 10, 0.95)), ((0, 1), (10, 11)));
    }
}
