//! Which variant is the best, how sure is that, and what is lost if it is not?
//!
//! C. Stucchio, *Bayesian A/B testing at VWO* (2015), for expected loss as the criterion.

use alloc::vec::Vec;

use ansatz_core::{Estimate, ParameterError, require_fraction, require_range};

use super::{
    posterior::{Mean, Posterior, Rate},
    quadrature::points,
    recursion::root,
};

/// What is believed of one variant among several.
///
/// # Examples
///
/// ```
/// use ansatz_bandit::experiments::{Conversions, compare_conversions};
///
/// let standings = compare_conversions(&[Conversions::new(100, 1_000)?, Conversions::new(130, 1_000)?])?;
/// assert!(standings[1].probability_best > 0.98);
/// assert!(standings[1].expected_loss < 0.000_2);
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Standing {
    /// The probability that no other variant is better.
    pub probability_best: f64,
    /// How much better the best of the others is expected to be, 0 where it is not better: in conversions a visitor, or in
    /// the unit of the means.
    pub expected_loss: f64,
}

/// Successes among trials, with what was believed before them.
///
/// # Examples
///
/// ```
/// use ansatz_bandit::experiments::Conversions;
///
/// assert!(Conversions::new(12, 340).is_ok());
/// assert!(Conversions::new(12, 11).is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Conversions {
    successes: u64,
    trials: u64,
    prior: (f64, f64),
}

impl Conversions {
    /// So many successes in so many trials; before, every rate is as likely as any other.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] unless there are at most as many successes as trials, and of those at most 2^53.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(ansatz_bandit::experiments::Conversions::new(0, 0).is_ok());
    /// ```
    pub fn new(successes: u64, trials: u64) -> Result<Self, ParameterError> {
        require_range("trials", trials, 0..=1 << 53)?;
        require_range("successes", successes, 0..=trials)?;
        Ok(Self { successes, trials, prior: (1.0, 1.0) })
    }

    /// The same with another prior, Beta(`a`, `b`): as if so many successes and failures had been seen before.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] unless both are from 0.1 to 1e15.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_bandit::experiments::Conversions;
    /// // Jeffreys' prior.
    /// let conversions = Conversions::new(3, 20)?.with_prior(0.5, 0.5)?;
    /// # let _ = conversions;
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn with_prior(self, a: f64, b: f64) -> Result<Self, ParameterError> {
        Ok(Self { prior: (require_range("a", a, 0.1..=1e15)?, require_range("b", b, 0.1..=1e15)?), ..self })
    }

    /// How much higher the rate is than the baseline's, relative to that: the median, and the central 95% of what is
    /// believed. 0.1 is ten percent more.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_bandit::experiments::Conversions;
    /// let (control, variant) = (Conversions::new(1_000, 10_000)?, Conversions::new(1_100, 10_000)?);
    /// let lift = variant.lift_over(&control);
    /// assert!(lift.contains(0.1) && !lift.contains(0.0));
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn lift_over(&self, baseline: &Self) -> Estimate {
        lift(&self.posterior(), &baseline.posterior(), 0.95)
    }

    /// [`lift_over`](Self::lift_over) with another probability than 95%.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] unless the confidence is strictly between 0 and 1.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_bandit::experiments::Conversions;
    /// let (control, variant) = (Conversions::new(1_000, 10_000)?, Conversions::new(1_100, 10_000)?);
    /// assert!(variant.lift_over_at(&control, 0.999)?.contains(0.0));
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn lift_over_at(&self, baseline: &Self, confidence: f64) -> Result<Estimate, ParameterError> {
        require_fraction("confidence", confidence)?;
        Ok(lift(&self.posterior(), &baseline.posterior(), confidence))
    }

    fn posterior(&self) -> Rate {
        Rate::new(self.prior.0 + self.successes as f64, self.prior.1 + (self.trials - self.successes) as f64)
    }
}

/// The standing of each variant by its conversions, in the order of the input.
///
/// # Examples
///
/// ```
/// use ansatz_bandit::experiments::{Conversions, compare_conversions};
///
/// let nothing_known = [Conversions::new(0, 0)?, Conversions::new(0, 0)?];
/// let standings = compare_conversions(&nothing_known)?;
/// assert!((standings[0].probability_best - 0.5).abs() < 1e-12);
/// assert!((standings[0].expected_loss - 1.0 / 6.0).abs() < 1e-12);
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
///
/// # Errors
///
/// [`ParameterError`] unless there are from 2 to 64 variants.
///
/// # Accuracy
///
/// One-dimensional quadrature, without chance, to about 1e-12 for up to a million trials; the rounding of a rate beside
/// its deviation grows with the square root of the trials, to 1e-10 at a billion.
///
/// # Complexity
///
/// O(variants^2), a few milliseconds for a pair.
pub fn compare_conversions(variants: &[Conversions]) -> Result<Vec<Standing>, ParameterError> {
    require_variants(variants.len())?;
    Ok(standings(&variants.iter().map(Conversions::posterior).collect::<Vec<Rate>>()))
}

/// The standing of each variant by its mean and the mean's standard error, in the order of the input; a higher mean is
/// better.
///
/// What is believed of a mean is the normal distribution that large samples lead to, whatever was believed before.
///
/// # Examples
///
/// ```
/// use ansatz_bandit::experiments::compare_means;
///
/// let standings = compare_means(&[(10.0, 0.3), (10.5, 0.4)])?;
/// // One deviation of the difference apart.
/// assert!((standings[1].probability_best - 0.841_344_746).abs() < 1e-9);
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
///
/// # Errors
///
/// [`ParameterError`] unless there are from 2 to 64 variants, means of at most 1e100 in magnitude, and standard errors
/// from 1e-100 to 1e100 and of at least 1e-12 of the mean.
///
/// # Accuracy
///
/// One-dimensional quadrature to 1e-12, where the standard error is above 1e-4 of the mean; the rounding of the mean
/// below.
///
/// # Complexity
///
/// O(variants^2).
pub fn compare_means(variants: &[(f64, f64)]) -> Result<Vec<Standing>, ParameterError> {
    require_variants(variants.len())?;
    let posteriors = variants.iter().map(|(mean, error)| Mean::new(*mean, *error)).collect::<Result<Vec<Mean>, _>>()?;
    Ok(standings(&posteriors))
}

fn require_variants(variants: usize) -> Result<usize, ParameterError> {
    require_range("variants", variants, 2..=MOST_VARIANTS)
}

/// P(i is best) is the mean of the others' distribution functions under i's density; its loss, the mean of the positive
/// part of best of the others - i, is the integral of P(i <= x < best of the others).
fn standings<P: Posterior>(posteriors: &[P]) -> Vec<Standing> {
    let mut standings = alloc::vec![Standing { probability_best: 0.0, expected_loss: 0.0 }; posteriors.len()];
    let mut tails = alloc::vec![(0.0, 0.0); posteriors.len()];
    for (from, to) in panels(posteriors) {
        for (t, weight) in points(from, to) {
            for (tail, posterior) in tails.iter_mut().zip(posteriors) {
                *tail = posterior.tails(t);
            }
            let slope = P::value(t).1;
            for (index, (standing, posterior)) in standings.iter_mut().zip(posteriors).enumerate() {
                let others = tails.iter().enumerate().filter(|(other, _)| *other != index);
                // The logarithm keeps a probability of 1 - 1e-20 apart from 1.
                let none_above: f64 = others.map(|(_, (below, above))| log_below(*below, *above)).sum();
                standing.probability_best += weight * posterior.density(t) * libm::exp(none_above);
                standing.expected_loss += weight * slope * tails[index].0 * -libm::expm1(none_above);
            }
        }
    }
    for standing in &mut standings {
        standing.probability_best = standing.probability_best.min(1.0);
    }
    standings
}

/// The logarithm of the probability of at most, from the smaller of both tails.
fn log_below(below: f64, above: f64) -> f64 {
    if above < below { libm::log1p(-above) } else { libm::log(below) }
}

/// Panels from where the lowest begins to where the highest ends, each as narrow as the narrowest distribution there.
fn panels<P: Posterior>(posteriors: &[P]) -> Vec<(f64, f64)> {
    let mut edges: Vec<f64> = posteriors.iter().flat_map(|p| [p.range().0, p.range().1]).collect();
    edges.sort_by(f64::total_cmp);
    let mut panels = Vec::new();
    for pair in edges.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        let here = posteriors.iter().filter(|p| p.range().0 <= from && p.range().1 >= to);
        let narrowest = here.map(Posterior::width).fold(f64::INFINITY, f64::min);
        // A gap in which there is none: what is lost there grows with the value, in one piece after another.
        let steps = if narrowest == f64::INFINITY { GAP_STEPS } else { libm::ceil((to - from) / narrowest).max(1.0) };
        let width = (to - from) / steps;
        panels.extend((0..steps as u64).map(|i| (from + i as f64 * width, from + (i + 1) as f64 * width)));
    }
    panels
}

/// The quantiles of the ratio of two rates, less 1.
fn lift(rate: &Rate, baseline: &Rate, confidence: f64) -> Estimate {
    let outside = 0.5 * (1.0 - confidence);
    let at = |p: f64| libm::expm1(quantile_of_log_ratio(rate, baseline, p));
    let median = at(0.5);
    // Each is as close as 1e-13: almost nothing may seem to lie between them, and less than that.
    Estimate::new(median, at(outside).min(median), at(1.0 - outside).max(median), confidence)
}

fn quantile_of_log_ratio(rate: &Rate, baseline: &Rate, p: f64) -> f64 {
    let lacks = |log: f64| 1.0 - ratio_at_most(rate, baseline, log) / p;
    // From the middle outwards, by steps that double.
    let mut step = rate.width() + baseline.width();
    let mut near = rate.middle() - baseline.middle();
    let is_above = lacks(near) > 0.0;
    let direction = if is_above { 1.0 } else { -1.0 };
    let mut far = near;
    for _ in 0..MOST_DOUBLINGS {
        far = near + direction * step;
        if (lacks(far) > 0.0) != is_above {
            break;
        }
        (near, step) = (far, 2.0 * step);
    }
    root(near.min(far), near.max(far), lacks)
}

/// P(rate <= e^log * baseline): by the density of the narrower, in which the other's distribution function is smooth.
fn ratio_at_most(rate: &Rate, baseline: &Rate, log: f64) -> f64 {
    let by_baseline = baseline.width() < rate.width();
    let (inner, outer) = if by_baseline { (rate, baseline) } else { (baseline, rate) };
    let log = if by_baseline { log } else { -log };
    // From where on the product is above 1: a corner, at which a panel ends.
    let corner = if log > 0.0 { -log - libm::log(-libm::expm1(-log)) } else { f64::INFINITY };
    let mut probability = 0.0;
    for (from, to) in panels(core::slice::from_ref(outer)) {
        let middle = corner.clamp(from, to);
        let parts = [(from, middle), (middle, to)].into_iter().filter(|(from, to)| from < to);
        for (t, weight) in parts.flat_map(|(from, to)| points(from, to)) {
            let (below, above) = match scaled(t, log) {
                Some(t) => inner.tails(t),
                None => (1.0, 0.0),
            };
            probability += weight * outer.density(t) * if by_baseline { below } else { above };
        }
    }
    probability
}

/// The place of e^log times the rate at `t`; none above 1.
fn scaled(t: f64, log: f64) -> Option<f64> {
    // ln of the rate, then ln(x / (1 - x)) of the product.
    let product = log - libm::log1p(libm::exp(-t)).min(800.0);
    (product < 0.0).then(|| product - libm::log(-libm::expm1(product)))
}

/// The number of pairs of the narrowest and the widest stays below a second.
const MOST_VARIANTS: usize = 64;

/// Between rates that are far apart the integrand is a logistic curve's slope, over at most 1,400.
const GAP_STEPS: f64 = 1_400.0;

/// The logarithm of a rate is above -1,400 here, and a width at least 1e-8.
const MOST_DOUBLINGS: usize = 40;
