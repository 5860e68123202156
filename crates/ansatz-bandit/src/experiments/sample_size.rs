//! How many visitors an experiment needs, and what it can see with those it has.

use ansatz_core::{ParameterError, require_fraction, require_positive, require_range};
use ansatz_random::{Gamma, normal};

use super::{quadrature::panel, recursion::root};
use crate::student;

/// A test of a planned size between two groups: its level, its power, its sides and how visitors are split.
///
/// Proportions are compared by the z-test that pools the variance under the hypothesis of no difference (not under the
/// alternative), in normal approximation; means by Student's t-test with equal variances, whose power comes from the
/// noncentral t distribution. Of a two-sided test, the chance to reject in the wrong direction is not counted as power.
/// These are the conventions of R's `power.prop.test` and `power.t.test`.
///
/// # Examples
///
/// ```
/// use ansatz_bandit::experiments::TestDesign;
///
/// // R: power.prop.test(p1 = .50, p2 = .75, power = .90) gives n = 76.7.
/// let size = TestDesign::default().power(0.9).size_for_proportions(0.50, 0.75)?;
/// assert_eq!(size.visitors(), (77, 77));
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
///
/// # Accuracy
///
/// That of the normal approximation for proportions: counts are whole, and the true power is off by up to half of the
/// probability of a single difference of counts, about 0.2 / sqrt(n p (1 - p) + m q (1 - q)) for groups of n and m; by
/// less than 0.07 where each group expects 10 conversions and 10 visitors without, by less than 0.02 with 100 of each.
/// That of means is that of the t-test to about 1e-9.
///
/// J. Cohen, *Statistical power analysis for the behavioral sciences*, 2nd edition (1988); J. L. Fleiss, A. Tytun and
/// H. K. Ury, *A simple approximation for calculating sample sizes for comparing independent proportions*, Biometrics 36
/// (1980), for groups of different size.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct TestDesign {
    /// The probability of seeing a difference where there is none; 0.05 unless set.
    pub alpha: f64,
    /// The probability of seeing the difference that is asked for; 0.8 unless set.
    pub power: f64,
    /// Visitors of the variant for each one of the control; 1 unless set.
    pub allocation: f64,
    /// Whether a difference in either direction counts; true unless set.
    pub two_sided: bool,
}

/// How many visitors each group needs, not yet rounded up.
///
/// # Examples
///
/// ```
/// let size = ansatz_bandit::experiments::TestDesign::default().size_for_means(1.0, 2.0)?;
/// assert_eq!(size.visitors(), (64, 64));
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct SampleSize {
    /// Those of the control.
    pub control: f64,
    /// Those of the variant.
    pub variant: f64,
}

impl SampleSize {
    /// Whole visitors of the control and of the variant.
    ///
    /// # Examples
    ///
    /// ```
    /// let size = ansatz_bandit::experiments::TestDesign::default().size_for_proportions(0.1, 0.12)?;
    /// assert_eq!(size.visitors(), (3_841, 3_841));
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn visitors(&self) -> (u64, u64) {
        (libm::ceil(self.control) as u64, libm::ceil(self.variant) as u64)
    }
}

impl Default for TestDesign {
    fn default() -> Self {
        Self { alpha: 0.05, power: 0.8, allocation: 1.0, two_sided: true }
    }
}

impl TestDesign {
    /// The same design with another level.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_bandit::experiments::TestDesign;
    /// assert_eq!(TestDesign::default().alpha(0.01).alpha, 0.01);
    /// ```
    #[must_use]
    pub const fn alpha(self, alpha: f64) -> Self {
        Self { alpha, ..self }
    }

    /// The same design with another power.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_bandit::experiments::TestDesign;
    /// assert_eq!(TestDesign::default().power(0.9).power, 0.9);
    /// ```
    #[must_use]
    pub const fn power(self, power: f64) -> Self {
        Self { power, ..self }
    }

    /// The same design with so many visitors of the variant for each one of the control.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_bandit::experiments::TestDesign;
    /// // One tenth of the visitors see the variant.
    /// let size = TestDesign::default().allocation(1.0 / 9.0).size_for_proportions(0.1, 0.12)?;
    /// assert!(size.control > 8.9 * size.variant);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    #[must_use]
    pub const fn allocation(self, allocation: f64) -> Self {
        Self { allocation, ..self }
    }

    /// The same design in which only a difference in one direction counts.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_bandit::experiments::TestDesign;
    /// assert!(!TestDesign::default().one_sided().two_sided);
    /// ```
    #[must_use]
    pub const fn one_sided(self) -> Self {
        Self { two_sided: false, ..self }
    }

    /// The visitors with which the test tells the proportion `variant` from `control` with the design's power.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] unless both are strictly between 0 and 1 and differ, the design is possible (its level and
    /// power strictly between 0 and 1, the power no less than the level, the allocation from 0.001 to 1,000), and 2^53
    /// visitors of the control are enough.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_bandit::experiments::TestDesign;
    /// let size = TestDesign::default().size_for_proportions(0.05, 0.06)?;
    /// assert_eq!(size.visitors(), (8_158, 8_158));
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn size_for_proportions(&self, control: f64, variant: f64) -> Result<SampleSize, ParameterError> {
        self.require_possible()?;
        require_proportions(control, variant)?;
        let (null, alternative, difference) = self.deviations(control, variant);
        let apart = (self.critical() * null - normal::quantile(1.0 - self.power) * alternative) / difference;
        self.size(apart.max(0.0) * apart.max(0.0))
    }

    /// The power with which so many visitors of the control (and of the variant, by the allocation) tell the two
    /// proportions apart.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] as for [`size_for_proportions`](Self::size_for_proportions), or unless there are from 2 to
    /// 2^53 visitors.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_bandit::experiments::TestDesign;
    /// // R: power.prop.test(n = 50, p1 = .50, p2 = .75) gives power = 0.740.
    /// let power = TestDesign::default().power_for_proportions(0.50, 0.75, 50.0)?;
    /// assert!((power - 0.740).abs() < 5e-4);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn power_for_proportions(&self, control: f64, variant: f64, visitors: f64) -> Result<f64, ParameterError> {
        self.require_possible()?;
        require_visitors(visitors)?;
        require_proportions(control, variant)?;
        Ok(self.normal_power(control, variant, visitors))
    }

    /// The smallest proportion above `control` that so many visitors of the control tell from it with the design's
    /// power.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] as for [`power_for_proportions`](Self::power_for_proportions), if the power is below 1/2 (with
    /// less, a larger proportion may be harder to tell), or if not even 1 - 1e-9 can be told from it.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_bandit::experiments::TestDesign;
    /// let least = TestDesign::default().detectable_proportion(0.05, 8_158.0)?;
    /// assert!((least - 0.06).abs() < 1e-5);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn detectable_proportion(&self, control: f64, visitors: f64) -> Result<f64, ParameterError> {
        require_range("control", control, f64::MIN_POSITIVE..=MOST_PROPORTION)?;
        self.require_possible()?;
        require_range("power", self.power, 0.5..=MOST_POWER)?;
        require_visitors(visitors)?;
        let lacks = |variant| self.power - self.normal_power(control, variant, visitors);
        let most = 1.0 - 1e-12;
        if lacks(most) > 0.0 {
            return Err(ParameterError::new("visitors", visitors, "enough to tell some proportion from the control's"));
        }
        Ok(root(control, most, lacks))
    }

    /// The visitors with which the test sees a `difference` of means, where the single values of both groups have this
    /// standard `deviation`.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] unless the difference is finite and not 0, the deviation finite and above 0, the design
    /// possible, and 2^53 visitors of the control are enough.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_bandit::experiments::TestDesign;
    /// // R: power.t.test(power = .90, delta = 1) gives n = 22.02110.
    /// let size = TestDesign::default().power(0.9).size_for_means(1.0, 1.0)?;
    /// assert!((size.control - 22.021_10).abs() < 1e-5);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn size_for_means(&self, difference: f64, deviation: f64) -> Result<SampleSize, ParameterError> {
        self.require_possible()?;
        let effect = effect(difference, deviation)?;
        // In normal approximation first, which is never more than what the t-test needs.
        let z = self.critical() - normal::quantile(1.0 - self.power);
        let apart = z / effect;
        let about = self.size((1.0 + 1.0 / self.allocation) * apart * apart)?.control;
        let (mut low, mut high) = (self.least_visitors(), (2.0 * about).max(2.0 * self.least_visitors()));
        let lacks = |visitors| self.power - self.noncentral_power(effect, visitors);
        while lacks(high) > 0.0 && high < MOST_VISITORS {
            (low, high) = (high, 2.0 * high);
        }
        self.size(root(low, high, lacks))
    }

    /// The power with which so many visitors of the control see a `difference` of means.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] as for [`size_for_means`](Self::size_for_means), or unless there are from 2 to 2^53 visitors,
    /// and 4 in both groups.
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_bandit::experiments::TestDesign;
    /// // R: power.t.test(n = 20, delta = 1, sd = 1) gives power = 0.8689528.
    /// let power = TestDesign::default().power_for_means(1.0, 1.0, 20.0)?;
    /// assert!((power - 0.868_952_8).abs() < 1e-7);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn power_for_means(&self, difference: f64, deviation: f64, visitors: f64) -> Result<f64, ParameterError> {
        self.require_possible()?;
        self.require_freedom(visitors)?;
        Ok(self.noncentral_power(effect(difference, deviation)?, visitors))
    }

    /// The smallest difference of means that so many visitors of the control see with the design's power.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] as for [`power_for_means`](Self::power_for_means).
    ///
    /// # Examples
    ///
    /// ```
    /// # use ansatz_bandit::experiments::TestDesign;
    /// // By scipy's noncentral t distribution: 1.051993.
    /// let least = TestDesign::default().power(0.9).detectable_difference(1.0, 20.0)?;
    /// assert!((least - 1.051_993).abs() < 1e-6);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn detectable_difference(&self, deviation: f64, visitors: f64) -> Result<f64, ParameterError> {
        self.require_possible()?;
        self.require_freedom(visitors)?;
        require_positive("deviation", deviation)?;
        let (mut low, mut high) = (0.0, 1.0);
        let lacks = |effect| self.power - self.noncentral_power(effect, visitors);
        while lacks(high) > 0.0 && high < MOST_EFFECT {
            (low, high) = (high, 2.0 * high);
        }
        Ok(root(low, high, lacks) * deviation)
    }

    fn require_possible(&self) -> Result<(), ParameterError> {
        require_range("alpha", self.alpha, 1e-100..=0.5)?;
        require_fraction("power", self.power)?;
        require_range("power", self.power, self.alpha..=MOST_POWER)?;
        require_range("allocation", self.allocation, 1e-3..=1e3)?;
        Ok(())
    }

    /// The level on the side where the difference is.
    fn side(&self) -> f64 {
        if self.two_sided { 0.5 * self.alpha } else { self.alpha }
    }

    fn critical(&self) -> f64 {
        -normal::quantile(self.side())
    }

    fn normal_power(&self, control: f64, variant: f64, visitors: f64) -> f64 {
        let (null, alternative, difference) = self.deviations(control, variant);
        normal::cdf((libm::sqrt(visitors) * difference - self.critical() * null) / alternative)
    }

    /// The deviations of the difference for one visitor of the control: under no difference, and under this one, which
    /// is the third.
    fn deviations(&self, control: f64, variant: f64) -> (f64, f64, f64) {
        let r = self.allocation;
        let pooled = (control + r * variant) / (1.0 + r);
        let null = pooled * (1.0 - pooled) * (1.0 + 1.0 / r);
        let alternative = control * (1.0 - control) + variant * (1.0 - variant) / r;
        (libm::sqrt(null), libm::sqrt(alternative), libm::fabs(variant - control))
    }

    fn size(&self, control: f64) -> Result<SampleSize, ParameterError> {
        require_range("visitors that are needed", control, 0.0..=MOST_VISITORS)?;
        Ok(SampleSize { control, variant: control * self.allocation })
    }

    /// Two degrees of freedom are left there.
    fn least_visitors(&self) -> f64 {
        4.0 / (1.0 + self.allocation)
    }

    fn require_freedom(&self, visitors: f64) -> Result<(), ParameterError> {
        require_visitors(visitors)?;
        require_range("visitors of both groups", visitors * (1.0 + self.allocation), 4.0..=f64::MAX)?;
        Ok(())
    }

    /// The probability that a noncentral t variable is above the critical value: the mean of a normal probability over
    /// the deviation of the sample, whose square is a gamma variable.
    fn noncentral_power(&self, effect: f64, visitors: f64) -> f64 {
        let freedom = visitors * (1.0 + self.allocation) - 2.0;
        let shift = effect * libm::sqrt(visitors / (1.0 + 1.0 / self.allocation));
        let critical = student::above(self.side(), freedom);
        if freedom > KNOWN_FROM {
            return normal::cdf(shift - critical);
        }
        let square = Gamma::new(0.5 * freedom, 0.5 * freedom);
        let width = (1.0 / libm::sqrt(2.0 * freedom)).min(0.25);
        // Nothing is left outside of 12 deviations; where the normal probability is 1 the gamma distribution says it all.
        let (least, most) = ((1.0 - 12.0 * width).max(0.0), 1.0 + 12.0 * width + 8.0 / freedom);
        let from = ((shift - REACH) / critical).max(least).min(most);
        let to = ((shift + REACH) / critical).max(from).min(most);
        // At most 32 of them: either deviation is the narrower one.
        let panels = libm::ceil((to - from) / width.min(1.0 / critical));
        let step = (to - from) / panels.max(1.0);
        let density = |s: f64| 2.0 * s * square.density(s * s) * normal::cdf(shift - critical * s);
        let falling = |index| panel(from + f64::from(index) * step, from + f64::from(index + 1) * step, density);
        let power = square.cdf(from * from) + (0..panels as u32).map(falling).sum::<f64>();
        power.min(1.0)
    }
}

fn require_proportions(control: f64, variant: f64) -> Result<(), ParameterError> {
    require_fraction("control", control)?;
    require_fraction("variant", variant)?;
    if control == variant {
        return Err(ParameterError::new("variant", variant, "another proportion than the control's"));
    }
    Ok(())
}

fn effect(difference: f64, deviation: f64) -> Result<f64, ParameterError> {
    require_positive("deviation", deviation)?;
    let effect = libm::fabs(difference) / deviation;
    require_range("difference in deviations", effect, 1.0 / MOST_EFFECT..=MOST_EFFECT)
}

fn require_visitors(visitors: f64) -> Result<f64, ParameterError> {
    require_range("visitors", visitors, 2.0..=MOST_VISITORS)
}

/// Up to here counts are exact.
const MOST_VISITORS: f64 = 9_007_199_254_740_992.0;

/// Beyond, the power is 1 with a handful of visitors; its inverse needs more than 2^53 of them.
const MOST_EFFECT: f64 = 1e9;

const MOST_POWER: f64 = 1.0 - 1e-12;

const MOST_PROPORTION: f64 = 1.0 - 1e-9;

/// Deviations beyond which a normal variable is with a probability below 1e-18.
const REACH: f64 = 9.0;

/// The deviation is as good as known: that of its own, 7e-7, moves a probability by at most 1e-10, and places of its density
/// begin to be rounded.
const KNOWN_FROM: f64 = 1e12;
