//! How long until a solver has found it with 99%: from how many reads did.

use ansatz_core::{Estimate, ParameterError, require_positive, require_range};

/// The time until the goal has been reached at least once with a probability of 99%, from reads of which some reached it.
///
/// `read_time` is what one read costs, in any unit (seconds of CPU, sweeps, flips); the answer is in the same. With the
/// probability p that one read reaches the goal, it is `read_time` x ln 0.01 / ln(1 - p), and at least one read's time.
/// The interval is exact at 95%: that of Clopper and Pearson for p, through the same formula, which falls as p rises.
/// Without a success the value and the upper end are infinite and the lower end says how long it takes at least; if all
/// reads succeeded, the value is one read's time.
///
/// Figures of two solvers can be compared only if the length of a read was chosen to be best for each: too long a read
/// wastes time after its success, too short a one hardly has any.
///
/// # Errors
///
/// [`ParameterError`] for no reads, more than 2^32 of them, more successes than reads, or a time that is not finite and
/// above 0.
///
/// # Examples
///
/// ```
/// use ansatz_quantum::solvers::time_to_solution;
///
/// // Half of 100 reads of 2 seconds found the ground state.
/// let seconds = time_to_solution(50, 100, 2.0)?;
/// assert_eq!(format!("{seconds:.1}"), "13.3 (10.0 to 18.1 at 95%)");
/// let never = time_to_solution(0, 100, 2.0)?;
/// assert!(never.lower > 200.0 && never.upper.is_infinite());
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
///
/// # Complexity
///
/// O(sqrt(reads)) time.
///
/// # Accuracy
///
/// The ends are those of the exact interval to about 1e-15 times ln(reads!), relative to p / (1 - p).
///
/// # References
///
/// T. F. Rønnow et al., "Defining and detecting quantum speedup", Science 345, 2014. C. J. Clopper and E. S. Pearson,
/// "The use of confidence or fiducial limits illustrated in the case of the binomial", Biometrika 26, 1934.
pub fn time_to_solution(successes: u64, reads: u64, read_time: f64) -> Result<Estimate, ParameterError> {
    require_range("reads", reads, 1..=MOST_READS)?;
    require_range("successes", successes, 0..=reads)?;
    let read_time = require_positive("read_time", read_time)?;
    let failures = reads - successes;
    let outside = 0.5 * (1.0 - CONFIDENCE);
    let time = |ln_failure: f64| read_time * (LN_MISSED / ln_failure).max(1.0);
    // A failure's probability rather than a success's: of small numbers the logarithm keeps its digits.
    let shortest = time(libm::log(least_probability(failures, reads, outside)));
    let longest = time(libm::log1p(-least_probability(successes, reads, outside)));
    // Infinite without a success; the ratio is 0 without a failure.
    let value = time(libm::log1p(-(successes as f64 / reads as f64)));
    Ok(Estimate::new(value, shortest, longest, CONFIDENCE))
}

/// The probability at which `hits` or more of `runs` happen with a chance of `tail`: Clopper and Pearson's lower end.
fn least_probability(hits: u64, runs: u64, tail: f64) -> f64 {
    if hits == 0 {
        return 0.0;
    }
    if hits == runs {
        return libm::exp(libm::log(tail) / runs as f64);
    }
    // Halved until no number is between the two.
    let (mut low, mut high) = (0.0, hits as f64 / runs as f64);
    loop {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            return low;
        }
        if chance_of_more(hits, runs, middle) > tail { high = middle } else { low = middle }
    }
}

/// The chance of `hits` or more of `runs`, fewer than all, for a probability `p` of at most their share.
fn chance_of_more(hits: u64, runs: u64, p: f64) -> f64 {
    let (k, n) = (hits as f64, runs as f64);
    let ln_ways = libm::lgamma(n + 1.0) - libm::lgamma(k + 1.0) - libm::lgamma(n - k + 1.0);
    let first = libm::exp(ln_ways + k * libm::log(p) + (n - k) * libm::log1p(-p));
    let odds = p / (1.0 - p);
    // The terms fall from here on, by ever smaller ratios.
    let (mut sum, mut term, mut count) = (0.0, 1.0, k);
    while term > f64::EPSILON * sum {
        sum += term;
        term *= odds * (n - count) / (count + 1.0);
        count += 1.0;
    }
    first * sum
}

const CONFIDENCE: f64 = 0.95;

/// ln 0.01: how often the goal may be missed.
const LN_MISSED: f64 = -4.605_170_185_988_091;

/// A sum then has some 10^5 terms, and there are some 100 sums: with 2^53 reads they would take minutes.
const MOST_READS: u64 = 1 << 32;
