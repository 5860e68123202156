//! Were the visitors split as they should have been?
//!
//! A. Fabijan et al., *Diagnosing sample ratio mismatch in online controlled experiments*, KDD (2019).

use alloc::vec::Vec;

use ansatz_core::{ParameterError, require_positive, require_range};
use ansatz_random::Gamma;

/// The p-value of the hypothesis that visitors were assigned to the groups in these ratios: a small one, less than
/// 0.001 say, means that something is wrong with the assignment or the log, and that the experiment says nothing.
///
/// The ratios need not add up to 1. A test of Pearson's chi-square; where the outcomes are few enough to go through all
/// of them (up to 49,999 visitors in two groups, 256 in three) it is the exact multinomial test instead: the
/// probability of all the outcomes that are as unlikely as this one or more so.
///
/// # Examples
///
/// ```
/// use ansatz_bandit::experiments::sample_ratio_mismatch;
///
/// // 50.2% instead of 50% of 1.6 million.
/// assert!(sample_ratio_mismatch(&[803_200, 796_800], &[1.0, 1.0])? < 1e-6);
/// assert!(sample_ratio_mismatch(&[800_500, 799_500], &[1.0, 1.0])? > 0.4);
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
///
/// # Errors
///
/// [`ParameterError`] unless there are from 2 to 65,536 groups with a finite ratio above 0 each.
///
/// # Accuracy
///
/// The exact test's p-value is exact to about 1e-10, and at most alpha with probability at most alpha. That of
/// chi-square is asymptotic; it is good where each group is expected 5 visitors or more (W. G. Cochran, *Some methods
/// for strengthening the common chi-square tests*, Biometrics 10, 1954).
///
/// # Complexity
///
/// O(groups); at most 100,000 steps for the exact test.
pub fn sample_ratio_mismatch(counts: &[u64], ratios: &[f64]) -> Result<f64, ParameterError> {
    let groups = require_range("groups", counts.len(), 2..=MOST_GROUPS)?;
    require_range("ratios", ratios.len(), groups..=groups)?;
    for ratio in ratios {
        require_positive("ratio", *ratio)?;
    }
    // Two steps, so that neither large ratios add up to infinity nor small ones vanish.
    let most = ratios.iter().fold(0.0, |most: f64, ratio| most.max(*ratio));
    let sum: f64 = ratios.iter().map(|ratio| ratio / most).sum();
    let shares: Vec<f64> = ratios.iter().map(|ratio| (ratio / most / sum).max(f64::MIN_POSITIVE)).collect();
    Ok(match few_outcomes(counts) {
        Some(total) => exact(counts, total, &shares),
        None => chi_square(counts, &shares),
    })
}

fn chi_square(counts: &[u64], shares: &[f64]) -> f64 {
    let total: f64 = counts.iter().map(|count| *count as f64).sum();
    let statistic: f64 = counts
        .iter()
        .zip(shares)
        .map(|(count, share)| {
            let apart = *count as f64 - share * total;
            apart / (share * total) * apart
        })
        .sum();
    Gamma::new(0.5 * (counts.len() - 1) as f64, 0.5).survival(statistic)
}

/// The number of visitors, if the numbers of all their outcomes are at most [`MOST_STEPS`].
fn few_outcomes(counts: &[u64]) -> Option<usize> {
    let mut total = 0_u64;
    for count in counts {
        total = total.checked_add(*count).filter(|total| *total <= MOST_STEPS)?;
    }
    // The ways to put so many into the groups: the product of (total + i) / i for i below the number of groups, whole
    // at each step.
    let mut outcomes = 1_u64;
    for i in 1..counts.len() as u64 {
        outcomes = outcomes * (total + i) / i;
        if outcomes * counts.len() as u64 > MOST_STEPS {
            return None;
        }
    }
    Some(total as usize)
}

fn exact(counts: &[u64], total: usize, shares: &[f64]) -> f64 {
    let factorials: Vec<f64> = (0..=total).map(|n| libm::lgamma(n as f64 + 1.0)).collect();
    let logs: Vec<f64> = shares.iter().map(|share| libm::log(*share)).collect();
    let likelihood = |outcome: &[usize]| -> f64 {
        let parts = outcome.iter().zip(&logs).map(|(count, log)| *count as f64 * log - factorials[*count]);
        factorials[total] + parts.sum::<f64>()
    };
    let seen: Vec<usize> = counts.iter().map(|count| *count as usize).collect();
    // Outcomes of equal probability may differ by rounding.
    let as_unlikely = likelihood(&seen) + 1e-9;
    let mut outcome = alloc::vec![0; counts.len()];
    outcome[0] = total;
    let mut p = 0.0;
    loop {
        let log = likelihood(&outcome);
        if log <= as_unlikely {
            p += libm::exp(log);
        }
        if !advance(&mut outcome) {
            return p.min(1.0);
        }
    }
}

/// The next of the ways to split a number (A. Nijenhuis and H. Wilf, *Combinatorial algorithms*, 1978); whether there is
/// one.
fn advance(outcome: &mut [usize]) -> bool {
    let Some(first) = outcome.iter().position(|count| *count > 0) else { return false };
    if first + 1 == outcome.len() {
        return false;
    }
    let moved = outcome[first];
    outcome[first] = 0;
    outcome[0] = moved - 1;
    outcome[first + 1] += 1;
    true
}

const MOST_GROUPS: usize = 1 << 16;

/// About a millisecond.
const MOST_STEPS: u64 = 100_000;
