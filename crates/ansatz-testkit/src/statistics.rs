//! Assertions about random quantities: thresholds come from theory and a stated false-alarm rate, never from trying.

/// The probability that a correct implementation fails one assertion of this module, for fixed seeds drawn once.
pub const FALSE_ALARM: f64 = 1e-6;

/// Standard normal deviations that a two-sided assertion allows: the quantile at `1 - FALSE_ALARM / 2`.
///
/// P(|Z| > 4.8916) = 1e-6.
pub const DEVIATIONS: f64 = 4.891_638_475_699_412;

/// The fewest trials for which the assertions here may be used; the normal limit is poor below it.
pub const MIN_TRIALS: usize = 400;

/// Asserts that the mean of `samples` is `expected` up to chance.
///
/// By the central limit theorem the mean of n independent samples deviates from its expectation by more than
/// [`DEVIATIONS`] standard errors with probability [`FALSE_ALARM`]. `slack` is added to what is allowed: the part of the
/// deviation that theory itself permits (a documented bias), 0 where the quantity is unbiased.
///
/// # Panics
///
/// If it is not, or if there are fewer than [`MIN_TRIALS`] samples.
pub fn assert_mean(what: &str, samples: &[f64], expected: f64, slack: f64) {
    let (mean, deviation) = mean_and_deviation(samples);
    let allowed = slack + DEVIATIONS * deviation / libm::sqrt(samples.len() as f64);
    assert!(
        libm::fabs(mean - expected) <= allowed,
        "{what}: the mean of {} samples is {mean}, expected {expected} within {allowed}",
        samples.len()
    );
}

/// Asserts that an event of probability at most `probability` in each of `trials` independent trials happened
/// `hits` times, up to chance.
///
/// P(Binomial(n, p) >= hits) is bounded by Chernoff: exp(-n KL(hits/n || p)) for hits/n > p, which must not be below
/// [`FALSE_ALARM`].
///
/// # Panics
///
/// If it happened too often, or if there are fewer than [`MIN_TRIALS`] trials.
pub fn assert_rate_at_most(what: &str, hits: usize, trials: usize, probability: f64) {
    assert!(trials >= MIN_TRIALS, "{what}: {trials} trials, at least {MIN_TRIALS} needed");
    let rate = hits as f64 / trials as f64;
    if rate <= probability {
        return;
    }
    let tail = libm::exp(-(trials as f64) * bernoulli_divergence(rate, probability));
    assert!(
        tail >= FALSE_ALARM,
        "{what}: {hits} of {trials}, expected a rate of at most {probability}; the odds of that are below {tail:e}"
    );
}

/// Asserts that `counts` of outcomes follow `probabilities`, up to chance, by the chi-square statistic.
///
/// A chi-square variable with k degrees of freedom exceeds k + 2 sqrt(k x) + 2 x with probability at most exp(-x)
/// (B. Laurent and P. Massart, *Adaptive estimation of a quadratic functional by model selection*, Annals of Statistics 28,
/// 2000); here exp(-x) is [`FALSE_ALARM`].
///
/// # Panics
///
/// If they do not, if there are fewer than [`MIN_TRIALS`], or if an outcome is expected less than five times, where the
/// statistic is no chi-square variable; an outcome that is impossible must not occur at all.
pub fn assert_frequencies(what: &str, counts: &[u64], probabilities: &[f64]) {
    assert_eq!(counts.len(), probabilities.len(), "{what}: a probability for each outcome");
    let trials = counts.iter().sum::<u64>();
    assert!(trials >= MIN_TRIALS as u64, "{what}: {trials} trials, at least {MIN_TRIALS} needed");
    let (mut statistic, mut outcomes) = (0.0, 0.0);
    for (&count, probability) in counts.iter().zip(probabilities) {
        let expected = probability * trials as f64;
        if expected == 0.0 {
            assert_eq!(count, 0, "{what}: an impossible outcome");
            continue;
        }
        assert!(expected >= 5.0, "{what}: an outcome is expected {expected} times, at least 5 needed");
        statistic += (count as f64 - expected) * (count as f64 - expected) / expected;
        outcomes += 1.0;
    }
    let (freedom, x) = (outcomes - 1.0, -libm::log(FALSE_ALARM));
    let allowed = freedom + 2.0 * libm::sqrt(freedom * x) + 2.0 * x;
    assert!(
        statistic <= allowed,
        "{what}: chi-square is {statistic} with {freedom} degrees of freedom, at most {allowed}"
    );
}

/// Asserts that the root of the mean of squares of `errors` is at most `expected`, up to chance.
///
/// The mean of squares has standard error s/sqrt(n), where s is the standard deviation of the squares in the sample;
/// it is compared with `expected` squared, `relative_slack` wider where theory gives `expected` only to that accuracy.
///
/// # Panics
///
/// If it is larger, or if there are fewer than [`MIN_TRIALS`] errors.
pub fn assert_rmse_at_most(what: &str, errors: &[f64], expected: f64, relative_slack: f64) {
    let squares: Vec<f64> = errors.iter().map(|error| error * error).collect();
    let (mean, deviation) = mean_and_deviation(&squares);
    let allowance = DEVIATIONS * deviation / libm::sqrt(squares.len() as f64);
    let limit = expected * (1.0 + relative_slack);
    assert!(
        mean <= limit * limit + allowance,
        "{what}: the error of {} samples is {} (rms), expected at most {expected}",
        squares.len(),
        libm::sqrt(mean)
    );
}

/// The mean of `samples` and the standard deviation of one of them.
///
/// # Panics
///
/// If there are fewer than [`MIN_TRIALS`] samples.
#[must_use]
pub fn mean_and_deviation(samples: &[f64]) -> (f64, f64) {
    assert!(samples.len() >= MIN_TRIALS, "{} samples, at least {MIN_TRIALS} needed", samples.len());
    let n = samples.len() as f64;
    let mean = samples.iter().sum::<f64>() / n;
    let variance = samples.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (n - 1.0);
    (mean, libm::sqrt(variance))
}

/// The Kullback-Leibler divergence of Bernoulli(`q`) from Bernoulli(`p`), in nats.
fn bernoulli_divergence(q: f64, p: f64) -> f64 {
    let term = |a: f64, b: f64| if a == 0.0 { 0.0 } else { a * libm::log(a / b) };
    term(q, p) + term(1.0 - q, 1.0 - p)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[should_panic(expected = "the mean of 1000 samples")]
    fn a_biased_mean_is_noticed() {
        let samples: Vec<f64> = (0..1000).map(|i| f64::from(i % 2)).collect();
        assert_mean("coin", &samples, 0.6, 0.0);
    }

    #[test]
    fn a_fair_mean_passes() {
        let samples: Vec<f64> = (0..1000).map(|i| f64::from(i % 2)).collect();
        assert_mean("coin", &samples, 0.5, 0.0);
    }

    #[test]
    #[should_panic(expected = "100 of 1000")]
    fn a_rate_above_its_bound_is_noticed() {
        assert_rate_at_most("misses", 100, 1000, 0.05);
    }

    #[test]
    fn a_rate_a_little_above_its_bound_is_chance() {
        assert_rate_at_most("misses", 60, 1000, 0.05);
    }

    #[test]
    #[should_panic(expected = "(rms)")]
    fn a_large_error_is_noticed() {
        let errors: Vec<f64> = (0..1000).map(|i| if i % 2 == 0 { 1.2 } else { -1.1 }).collect();
        assert_rmse_at_most("error", &errors, 1.0, 0.0);
    }
}
