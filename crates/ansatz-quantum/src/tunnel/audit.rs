//! How many errors slip through an audit that catches each with the same probability, independently of all others.
//!
//! What slips through before the k-th is caught has a negative binomial distribution, whoever decides, and by whatever
//! rule, when the next error is made: the coins of the errors are independent of everything that was there before them.

use core::f64::consts::PI;

/// The probability that more than `wrong` errors slip through before the `caught`-th is caught.
///
/// Of the first `wrong + caught` errors fewer than `caught` are caught then: a tail of the binomial distribution.
pub(super) fn slip_probability(wrong: u64, caught: u64, audit: f64) -> f64 {
    let Some(most) = caught.checked_sub(1) else { return 0.0 };
    lower_tail(wrong + caught, most, audit)
}

/// The most caught errors at which a tunnel may close, so that more than `wrong` slip through before with a probability of
/// at most `delta`; 0 if it may not even wait for the first.
pub(super) fn closing_count(wrong: u64, delta: f64, audit: f64) -> u64 {
    let holds = |caught| slip_probability(wrong, caught, audit) <= delta * MARGIN;
    // As many as that are caught on average while `wrong` slip through: one tail is a half there, and `delta` is less.
    let beyond = (wrong as f64 + 1.0) * audit / (1.0 - audit) + 2.0;
    largest(0, (beyond as u64).min(MOST_ERRORS), holds)
}

/// As many errors as slip through at most, with a probability of `1 - delta`, at all moments at which any number is caught,
/// if `caught` are now; `u64::MAX` if they are too many to tell.
///
/// A share `1 / ((c + 1)(c + 2))` of `delta` is spent on the moments at which c are caught; these shares add up to 1.
pub(super) fn slipped_at_most(caught: u64, delta: f64, audit: f64) -> u64 {
    let c = caught as f64;
    let share = delta * MARGIN / ((c + 1.0) * (c + 2.0));
    let exceeds = |wrong| slip_probability(wrong, caught + 1, audit) > share;
    if !exceeds(0) {
        return 0;
    }
    let (mut low, mut high) = (0, 1);
    while exceeds(high) {
        if high == MOST_ERRORS {
            return u64::MAX;
        }
        (low, high) = (high, 2 * high);
    }
    largest(low, high, exceeds) + 1
}

/// The least audit with which a tunnel may close at the `caught`-th error.
pub(super) fn least_audit(wrong: u64, delta: f64, caught: u64) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    // Halved until neighbours of doubles are all that is left.
    while high - low > high * f64::EPSILON {
        let middle = f64::midpoint(low, high);
        if slip_probability(wrong, caught, middle) <= delta * MARGIN {
            high = middle;
        } else {
            low = middle;
        }
    }
    high
}

/// The largest of `low..high` that `holds`, where all up to it do; `low` is taken to.
fn largest(mut low: u64, mut high: u64, holds: impl Fn(u64) -> bool) -> u64 {
    while high - low > 1 {
        let middle = u64::midpoint(low, high);
        if holds(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    low
}

/// The probability of at most `most` of `trials` with a probability of `p` each, for `most` below `trials`.
fn lower_tail(trials: u64, most: u64, p: f64) -> f64 {
    if p >= 1.0 {
        return 0.0;
    }
    let (n, k) = (trials as f64, most as f64);
    // From the top down, relative to the first: below the mean each is a smaller part of the one before.
    let (mut term, mut sum, mut left) = (1.0, 1.0, k);
    while left > 0.0 {
        let ratio = left * (1.0 - p) / ((n - left + 1.0) * p);
        if ratio > 1.0 {
            // The mean is below: the tail is about a half or more, and no caller wants to know how much.
            return 1.0;
        }
        term *= ratio;
        sum += term;
        left -= 1.0;
        if term < sum * f64::EPSILON {
            break;
        }
    }
    binomial(n, k, p) * sum
}

/// The probability of exactly `k` of `n`, k below n, to nearly all digits however many there are: logarithms of factorials
/// would cancel.
///
/// C. Loader, *Fast and accurate computation of binomial probabilities* (2000).
fn binomial(n: f64, k: f64, p: f64) -> f64 {
    if k == 0.0 {
        return libm::exp(n * libm::log1p(-p));
    }
    let other = n - k;
    let exponent = stirling_error(n)
        - stirling_error(k)
        - stirling_error(other)
        - deviance(k, n * p)
        - deviance(other, n * (1.0 - p));
    libm::exp(exponent) * libm::sqrt(n / (2.0 * PI * k * other))
}

/// What Stirling's formula leaves of the logarithm of the factorial of `n`, for n of 1 or more.
fn stirling_error(n: f64) -> f64 {
    if n < 16.0 {
        return libm::lgamma(n + 1.0) - (n + 0.5) * libm::log(n) + n - 0.5 * libm::log(2.0 * PI);
    }
    let square = n * n;
    // The next term is below 1e-15.
    (1.0 / 12.0 - (1.0 / 360.0 - (1.0 / 1260.0 - (1.0 / 1680.0 - 1.0 / 1188.0 / square) / square) / square) / square)
        / n
}

/// `x ln(x / mean) + mean - x`, by the series of its logarithm where that would cancel.
fn deviance(x: f64, mean: f64) -> f64 {
    let difference = x - mean;
    if difference.abs() >= 0.1 * (x + mean) {
        return x * libm::log(x / mean) - difference;
    }
    let v = difference / (x + mean);
    let (mut sum, mut power, mut odd) = (difference * v, 2.0 * x * v, 1.0);
    loop {
        power *= v * v;
        odd += 2.0;
        let next = sum + power / odd;
        if next == sum {
            return sum;
        }
        sum = next;
    }
}

/// More errors are not reckoned with: bounds say that they are too many. A power of two.
const MOST_ERRORS: u64 = 1 << 32;

/// What rounding may take: a sum has at most 1e6 terms that matter, within about ten deviations of 1e5, each of which is off
/// by as many roundings of 1.1e-16 as stand before it.
const MARGIN: f64 = 1.0 - 1e-6;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn probabilities_of_many_are_those_of_sixty_digits() {
        // mpmath, exp(loggamma(n + 1) - loggamma(k + 1) - loggamma(n - k + 1) + k log(p) + (n - k) log(1 - p)) at 60 digits.
        for (n, k, p, expected) in [
            (32.0, 16.0, 0.3, 0.008_598_867_862_524_414),
            (99.0, 86.0, 0.977_801_791_881_110_6, 2.851_846_922_220_526_6e-7),
            (5e9, 1_249_800_000.0, 0.25, 7.074_067_420_760_388_7e-15),
            (1_000_000_010.0, 10.0, 1e-8, 0.125_110_036_346_683_4),
            (8_589_934_592.0, 8_589_934_552.0, 1.0 - 1.0 / 268_435_456.0, 0.024_941_963_717_354_537),
        ] {
            let found = binomial(n, k, p);
            assert!((found / expected - 1.0).abs() < 1e-9, "{n} {k} {p}: {found}, expected {expected}");
        }
    }
}
