//! From scores to probabilities, by what became of earlier cases.

use core::fmt;

use ansatz_core::Estimate;

/// What scores of a predictor have been worth: for each range of scores how many predictions were right.
///
/// Scores from 0 to 1 fall into 32 bins of equal width in log-odds, so that those near 1 are told apart. Neighbours that are
/// in the wrong order, with the larger score more often wrong, are pooled (isotonic regression). The confidence is what is
/// left by an upper bound of the error rate; a score that has not been seen has none.
///
/// The bound holds if a case was observed or not by something that does not depend on whether it was right, beside its
/// score, and if the predictor does not change. A [`Tunnel`](crate::Tunnel) observes all cases of a bin or a share that coins
/// choose. Its error budget relies on neither.
///
/// M. Ayer, H. D. Brunk, G. M. Ewing, W. T. Reid and E. Silverman, *An empirical distribution function for sampling with
/// incomplete information*, Annals of Mathematical Statistics 26 (1955); B. Zadrozny and C. Elkan, *Transforming classifier
/// scores into accurate multiclass probability estimates*, KDD 2002.
///
/// # Examples
///
/// ```
/// use ansatz_quantum::Calibration;
///
/// let mut calibration = Calibration::new();
/// for case in 0..1_000 {
///     // "99% sure", and right nine times of ten.
///     calibration.observe(0.99, case % 10 != 0);
/// }
/// assert!((0.85..0.9).contains(&calibration.confidence(0.99)));
/// assert_eq!(calibration.confidence(0.7), 0.0);
/// ```
///
/// # Accuracy
///
/// The bound is Chernoff's: the largest rate q with `n KL(e, q) <= ln 20`, for a share e of n that was wrong; the true rate is
/// above it with a probability of at most 5% at any one moment that was fixed before. Without errors it is exact,
/// `1 - 0.05^(1/n)`. Bins that were pooled have the bound of their common counts, which is one for their mean rate, and
/// for which the 5% are no promise: which bins are pooled depends on what was seen.
///
/// # Complexity
///
/// 1.3 KiB. A confidence is looked up; an observation goes through all bins, and computes the bounds of those that changed.
#[derive(Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(from = "Counts", into = "Counts"))]
pub struct Calibration {
    counts: [Tally; BINS],
    /// Each bin's own counts with those of bins that it is pooled with.
    pooled: [Tally; BINS],
    /// The upper bound of each bin's error rate.
    bounds: [f64; BINS],
}

#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
struct Tally {
    right: u64,
    wrong: u64,
}

impl Calibration {
    /// One that has seen nothing.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_quantum::Calibration::new().confidence(0.9), 0.0);
    /// ```
    pub fn new() -> Self {
        Self { counts: [Tally::default(); BINS], pooled: [Tally::default(); BINS], bounds: [1.0; BINS] }
    }

    /// Learns whether a prediction with this score was right. A score that is not from 0 to 1 says nothing.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut calibration = ansatz_quantum::Calibration::new();
    /// calibration.observe(0.9, true);
    /// calibration.observe(f64::NAN, true);
    /// assert_eq!(calibration.error_rate(0.9).value, 0.0);
    /// ```
    pub fn observe(&mut self, score: f64, right: bool) {
        let Some(bin) = bin(score) else { return };
        let tally = &mut self.counts[bin];
        let count = if right { &mut tally.right } else { &mut tally.wrong };
        *count = count.saturating_add(1);
        self.pool();
    }

    /// The probability with which a prediction with this score is right, at least: 0 for scores that have not been seen.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut calibration = ansatz_quantum::Calibration::new();
    /// (0..59).for_each(|_| calibration.observe(0.9, true));
    /// assert!(calibration.confidence(0.9) > 0.95);
    /// ```
    pub fn confidence(&self, score: f64) -> f64 {
        bin(score).map_or(0.0, |bin| 1.0 - self.bounds[bin])
    }

    /// How often predictions with this score are wrong; the interval has an upper end alone.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut calibration = ansatz_quantum::Calibration::new();
    /// (0..100).for_each(|case| calibration.observe(0.9, case % 4 != 0));
    /// assert_eq!(format!("{:.2}", calibration.error_rate(0.9)), "0.25 (0.00 to 0.36 at 95%)");
    /// ```
    pub fn error_rate(&self, score: f64) -> Estimate {
        let (rate, bound) = bin(score).map_or((1.0, 1.0), |bin| (self.pooled[bin].rate(), self.bounds[bin]));
        Estimate::new(rate, 0.0, bound, CONFIDENCE)
    }

    /// Pools adjacent violators, and bounds what has changed.
    fn pool(&mut self) {
        let mut blocks = [(0, Tally::default()); BINS];
        let mut count = 0;
        for (bin, &tally) in self.counts.iter().enumerate().filter(|(_, tally)| tally.total() > 0.0) {
            let mut block = (bin, tally);
            while count > 0 && blocks[count - 1].1.rate() < block.1.rate() {
                count -= 1;
                block = (blocks[count].0, blocks[count].1.with(block.1));
            }
            blocks[count] = block;
            count += 1;
        }
        let blocks = &blocks[..count];
        for (place, &(start, tally)) in blocks.iter().enumerate() {
            let end = blocks.get(place + 1).map_or(BINS, |next| next.0);
            if self.pooled[start] != tally {
                self.bounds[start] = tally.bound();
            }
            let bound = self.bounds[start];
            for bin in (start..end).filter(|&bin| self.counts[bin].total() > 0.0) {
                (self.pooled[bin], self.bounds[bin]) = (tally, bound);
            }
        }
    }
}

impl Tally {
    fn total(self) -> f64 {
        self.right as f64 + self.wrong as f64
    }

    fn with(self, other: Self) -> Self {
        Self { right: self.right.saturating_add(other.right), wrong: self.wrong.saturating_add(other.wrong) }
    }

    /// The share that was wrong; 1 of nothing.
    fn rate(self) -> f64 {
        if self.total() > 0.0 { self.wrong as f64 / self.total() } else { 1.0 }
    }

    /// The upper bound of the error rate.
    fn bound(self) -> f64 {
        let (e, most) = (self.rate(), LN_20 / self.total());
        if self.wrong == 0 && self.right > 0 {
            return -libm::expm1(-most);
        }
        if self.right == 0 {
            return 1.0;
        }
        // Above the bound: by Pinsker's inequality, or as no q is above 1 in e ln(e / q).
        let far = 1.0 - (1.0 - e) * libm::exp((e * libm::log(e) - most) / (1.0 - e));
        let mut q = (e + libm::sqrt(0.5 * most)).min(far);
        // The divergence is convex in q: Newton's steps from above stay above.
        for _ in 0..MOST_STEPS {
            let step = (divergence(e, q) - most) * q * (1.0 - q) / (q - e);
            if step > q * PRECISION { q -= step } else { break }
        }
        q
    }
}

/// The Kullback-Leibler divergence of a coin with `q` from one with `e`, in nats, for q from e to 1, neither of which it is.
fn divergence(e: f64, q: f64) -> f64 {
    e * libm::log(e / q) + (1.0 - e) * (libm::log1p(-e) - libm::log1p(-q))
}

fn bin(score: f64) -> Option<usize> {
    if !(0.0..=1.0).contains(&score) {
        return None;
    }
    // Infinite at the ends, which saturates.
    let log_odds = libm::log(score) - libm::log1p(-score);
    Some(((log_odds * BINS_PER_UNIT + BINS as f64 / 2.0).max(0.0) as usize).min(BINS - 1))
}

impl Default for Calibration {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Calibration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all = self.counts.iter().fold(Tally::default(), |sum, tally| sum.with(*tally));
        f.debug_struct("Calibration").field("right", &all.right).field("wrong", &all.wrong).finish_non_exhaustive()
    }
}

/// What is stored.
#[cfg(feature = "serde")]
#[derive(serde::Serialize, serde::Deserialize)]
struct Counts([Tally; BINS]);

#[cfg(feature = "serde")]
impl From<Counts> for Calibration {
    fn from(counts: Counts) -> Self {
        let mut calibration = Self { counts: counts.0, ..Self::new() };
        calibration.pool();
        calibration
    }
}

#[cfg(feature = "serde")]
impl From<Calibration> for Counts {
    fn from(calibration: Calibration) -> Self {
        Self(calibration.counts)
    }
}

/// From log-odds of -8 (a score of 0.0003) to 8 (0.9997), in steps of a half: a factor of 1.6 in odds.
const BINS: usize = 32;
const BINS_PER_UNIT: f64 = 2.0;

/// The part of a bound that a last step changes.
const PRECISION: f64 = 1e-9;

/// More than it takes: of 200,000 counts up to 1e19, none took more than 17.
const MOST_STEPS: u32 = 32;

const CONFIDENCE: f64 = 0.95;

/// ln(1 / (1 - `CONFIDENCE`)).
const LN_20: f64 = 2.995_732_273_553_991;
