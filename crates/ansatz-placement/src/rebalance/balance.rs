//! How even a plan must make the loads, and what that means in whole parts or bytes.

use alloc::vec::Vec;

use ansatz_core::{ParameterError, require_positive};

/// Where a plan leads to: exactly to the new layout, or to any assignment that is even enough.
///
/// # Examples
///
/// ```
/// use ansatz_placement::Balance;
///
/// // The new owners as they are, whatever that moves.
/// let exact = Balance::as_laid_out();
/// // Every node within 5% of its share, moving as little as that takes, unless it gains less than a point.
/// let even = Balance::within(0.05).with_threshold(0.01);
/// assert_ne!(exact, even);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Balance {
    goal: Goal,
    threshold: f64,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Goal {
    AsLaidOut,
    Even,
    Within(f64),
}

impl Balance {
    /// Every part goes where the new layout has it: the moves are the difference of the two.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{Balance, Layout, Plan, Rendezvous};
    ///
    /// let mut placer = Rendezvous::new(["a", "b", "c"])?;
    /// let old = Layout::of(&placer, 1000)?;
    /// placer.remove("b")?;
    /// let plan = Plan::between(&old, &Layout::of(&placer, 1000)?, &Balance::as_laid_out())?;
    /// assert!(plan.moves().all(|moved| *moved.from == "b"));
    /// # Ok::<(), ansatz_placement::RebalanceError>(())
    /// ```
    #[must_use]
    pub const fn as_laid_out() -> Self {
        Self { goal: Goal::AsLaidOut, threshold: 0.0 }
    }

    /// Every node's load lies within a fraction `tolerance` of its share, the bound rounded outwards: from
    /// floor((1 - tolerance) * share) to ceil((1 + tolerance) * share), where share = total * weight / sum of weights.
    ///
    /// Loads are counted in parts where all parts are equally large, in bytes otherwise. The new layout says who is
    /// there and with which weight, and where parts go that have the choice. A `tolerance` that is not finite and more
    /// than 0 is an error of [`Plan::between`](crate::Plan::between).
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{Balance, Fleet, Layout, Plan};
    ///
    /// let old = Layout::slots(Fleet::new(["a", "b"])?, (0..100).map(|slot| slot % 2))?;
    /// let new = Layout::slots(Fleet::new(["a", "b", "c"])?, (0..100).map(|slot| slot % 3))?;
    /// // Shares of 33.3, and at least 31 each: 31 parts move. The new layout as it is moves 66.
    /// let plan = Plan::between(&old, &new, &Balance::within(0.05))?;
    /// assert_eq!(plan.len(), 31);
    /// assert_eq!(Plan::between(&old, &new, &Balance::as_laid_out())?.len(), 66);
    /// # Ok::<(), ansatz_placement::RebalanceError>(())
    /// ```
    #[must_use]
    pub const fn within(tolerance: f64) -> Self {
        Self { goal: Goal::Within(tolerance), threshold: 0.0 }
    }

    /// As even as whole parts can be: every load is its share, rounded down or up.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{Balance, Fleet, Layout, Plan};
    ///
    /// let old = Layout::slots(Fleet::new(["a", "b"])?, [0; 10])?;
    /// let plan = Plan::between(&old, &old, &Balance::even())?;
    /// assert_eq!(plan.after()?.loads(), [5, 5]);
    /// # Ok::<(), ansatz_placement::RebalanceError>(())
    /// ```
    #[must_use]
    pub const fn even() -> Self {
        Self { goal: Goal::Even, threshold: 0.0 }
    }

    /// The same, but a plan that improves the imbalance by less than `threshold` is left empty.
    ///
    /// The imbalance is the largest deviation of a load from its share, as a fraction of the share. A node that left is
    /// emptied whatever the threshold. A `threshold` that is not finite and at least 0 is an error of
    /// [`Plan::between`](crate::Plan::between).
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{Balance, Fleet, Layout, Plan, Verdict};
    ///
    /// let old = Layout::slots(Fleet::new(["a", "b"])?, (0..100).map(|slot| usize::from(slot < 49)))?;
    /// let plan = Plan::between(&old, &old, &Balance::even().with_threshold(0.05))?;
    /// assert_eq!((plan.len(), plan.report().verdict), (0, Verdict::BelowThreshold));
    /// # Ok::<(), ansatz_placement::RebalanceError>(())
    /// ```
    #[must_use]
    pub const fn with_threshold(self, threshold: f64) -> Self {
        Self { threshold, ..self }
    }

    /// The threshold of improvement.
    pub(super) const fn threshold(&self) -> f64 {
        self.threshold
    }

    /// The tolerance; none where the new layout is the goal.
    pub(super) const fn tolerance(&self) -> Option<f64> {
        match self.goal {
            Goal::AsLaidOut => None,
            Goal::Even => Some(0.0),
            Goal::Within(tolerance) => Some(tolerance),
        }
    }

    /// `Ok` if the parameters may be.
    pub(super) fn check(&self) -> Result<(), ParameterError> {
        if let Goal::Within(tolerance) = self.goal {
            require_positive("tolerance", tolerance)?;
        }
        if self.threshold >= 0.0 && self.threshold.is_finite() {
            return Ok(());
        }
        Err(ParameterError::new("threshold", self.threshold, "finite and at least 0"))
    }
}

/// Between what every node's load must lie.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Bounds {
    pub(super) low: Vec<u128>,
    pub(super) high: Vec<u128>,
}

impl Bounds {
    /// The bounds of nodes with these weights that share `total`.
    ///
    /// They are feasible for whole units whatever rounding does: a division of the total into whole quotas, each the
    /// difference of two successive sums of shares rounded down, lies within them, and they are widened to hold it where
    /// floats would not have them do so.
    pub(super) fn new(weights: &[f64], total: u128, tolerance: f64) -> Self {
        let shares = shares(weights, total);
        let (mut low, mut high) = (Vec::with_capacity(shares.len()), Vec::with_capacity(shares.len()));
        let (mut sum, mut below) = (0.0, 0);
        for (slot, share) in shares.iter().enumerate() {
            sum += share;
            // Casts of floats saturate; the last sum is the total by definition.
            let whole = (sum * (1.0 + FORGIVEN)) as u128;
            let until = if slot + 1 == shares.len() { total } else { whole.clamp(below, total) };
            let quota = until - below;
            below = until;
            low.push((libm::floor((1.0 - tolerance) * share * (1.0 + FORGIVEN)) as u128).min(quota));
            high.push((libm::ceil((1.0 + tolerance) * share * (1.0 - FORGIVEN)) as u128).max(quota));
        }
        Self { low, high }
    }

    /// Whether all loads lie within.
    pub(super) fn hold(&self, loads: &[u128]) -> bool {
        loads.iter().zip(&self.low).zip(&self.high).all(|((load, low), high)| (low..=high).contains(&load))
    }
}

/// Every node's share of `total`.
pub(super) fn shares(weights: &[f64], total: u128) -> Vec<f64> {
    // Relative to the largest, so that equal weights are exactly 1 and no sum overflows.
    let largest = weights.iter().copied().fold(0.0, f64::max);
    let sum: f64 = weights.iter().map(|weight| weight / largest).sum();
    weights.iter().map(|weight| total as f64 * (weight / largest) / sum).collect()
}

/// The largest deviation of a load from its share, as a fraction of the share.
pub(super) fn imbalance(loads: &[u128], weights: &[f64], total: u128) -> f64 {
    let deviation =
        |(load, share): (&u128, f64)| if share > 0.0 { libm::fabs(*load as f64 / share - 1.0) } else { 0.0 };
    loads.iter().zip(shares(weights, total)).map(deviation).fold(0.0, f64::max)
}

/// A bound that misses a whole number by no more than this fraction is that number: (1 + 0.1) * 10 is 11, although
/// floats may have it a little above. A product of four factors errs by at most 4 * 2^-53.
const FORGIVEN: f64 = 1.0 / (1u64 << 44) as f64;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_are_the_share_rounded_outwards() {
        let bounds = Bounds::new(&[1.0; 3], 100, 0.05);
        assert_eq!((bounds.low, bounds.high), (alloc::vec![31; 3], alloc::vec![35; 3]));
        let bounds = Bounds::new(&[0.3, 0.1], 40, 0.1);
        assert_eq!((bounds.low, bounds.high), (alloc::vec![27, 9], alloc::vec![33, 11]));
    }

    #[test]
    fn a_tolerance_of_nothing_allows_the_share_rounded_down_or_up() {
        let bounds = Bounds::new(&[1.0, 2.0, 4.0], 10, 0.0);
        assert_eq!((bounds.low, bounds.high), (alloc::vec![1, 2, 5], alloc::vec![2, 3, 6]));
    }

    /// Sums of shares that floats have a hair below a whole number are whole.
    #[test]
    fn whole_shares_leave_no_choice() {
        let bounds = Bounds::new(&[0.1, 0.3, 0.1], 5, 0.0);
        assert_eq!((bounds.low, bounds.high), (alloc::vec![1, 3, 1], alloc::vec![1, 3, 1]));
        for (a, b, c) in (1..40u32).flat_map(|a| (1..40).map(move |b| (a, b, 1 + (a + b) % 40))) {
            let weights = [a, b, c].map(|tenths| f64::from(tenths) / 10.0);
            let bounds = Bounds::new(&weights, u128::from(a + b + c) * 3, 0.0);
            let shares = [a, b, c].map(|tenths| u128::from(tenths) * 3);
            assert_eq!((&bounds.low[..], &bounds.high[..]), (&shares[..], &shares[..]));
        }
    }

    #[test]
    fn bounds_are_feasible_beyond_the_digits_of_a_float() {
        for nodes in 1..200 {
            let weights: Vec<f64> = (1..=nodes).map(|i| 0.1 * f64::from(i)).collect();
            let total = u128::from(u64::MAX) * 3 + 1;
            let bounds = Bounds::new(&weights, total, 0.0);
            assert!(bounds.low.iter().sum::<u128>() <= total && total <= bounds.high.iter().sum());
        }
    }
}
