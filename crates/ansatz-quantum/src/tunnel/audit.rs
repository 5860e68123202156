//! How many errors slip through an audit that catches each with the same probability, independently of all others.
//!
//! What slips through before the k-th is caught has a negative binomial distribution, whoever decides, and by whatever
//! rule, when the next error is made: the coins of the errors are independent of everything that was there before them.

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
    let choices = libm::lgamma(n + 1.0) - libm::lgamma(k + 1.0) - libm::lgamma(n - k + 1.0);
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
    libm::exp(choices + k * libm::log(p) + (n - k) * libm::log1p(-p)) * sum
}

/// More errors are not reckoned with: bounds say that they are too many. A power of two.
const MOST_ERRORS: u64 = 1 << 32;

/// What rounding may take: the logarithms of factorials that cancel are below 2^33 ln 2^33 = 2e11, half a unit in their last
/// place is 1.6e-5, and there are three.
const MARGIN: f64 = 1.0 - 1e-4;
