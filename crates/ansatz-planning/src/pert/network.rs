//! The finish of a network of uncertain tasks, as PERT sees it.

use alloc::vec::Vec;
use core::fmt;

use super::{Moments, ThreePoint, variance::most_uncertain_path};
use crate::{Cpm, Network, PlanningError, error::require_count, network::require_total};

/// The program evaluation and review technique: the critical path of the mean durations, and its mean and variance as
/// those of the finish.
///
/// **The answer is too good.** PERT looks at one path, and the plan is done when the last of all paths is. The expected
/// finish is later than the mean of the longest path wherever another path can overtake it (merge bias), and the
/// probability of being done by a date is that of one path, an upper bound for all of them as far as the path's
/// distribution is normal. With three equal paths it says 69% where 32% is true. It is right where one path is far longer
/// than all others; elsewhere it is a bound that takes no time to compute. Tasks are taken to be independent, too: delays
/// with a common cause make the variance larger than the sum that PERT takes.
///
/// Of several critical paths it takes one with the largest variance. Links of all kinds and dates to start on count as in
/// [`Cpm`], dates to finish by do not. A duration that a path steps over from start to start does not count, for the
/// variance either.
///
/// # Examples
///
/// ```
/// use ansatz_planning::{LinkKind::FinishToStart, Network, Pert, ThreePoint};
///
/// let mut network = Network::new();
/// let estimates = [ThreePoint::new(6, 9, 18)?, ThreePoint::new(3, 9, 9)?, ThreePoint::new(5, 10, 15)?];
/// let tasks = estimates.map(|estimate| network.add_task(estimate.most_likely()));
/// network.link(tasks[0], tasks[1], FinishToStart, 0)?;
///
/// let pert = Pert::new(&network, &estimates)?;
/// assert_eq!(pert.critical_path(), [tasks[0], tasks[1]]);
/// assert_eq!((pert.finish().mean, pert.finish().variance), (18.0, 5.0));
/// assert!((pert.probability_by(20) - 0.8145).abs() < 5e-5);
/// # Ok::<(), ansatz_planning::PlanningError>(())
/// ```
///
/// # Complexity
///
/// O(n + m) time and memory for n tasks and m links.
///
/// # Accuracy
///
/// The mean of the path is exact for the estimates' means. The mean of the finish is at least that, see above.
///
/// # References
///
/// D. G. Malcolm, J. H. Roseboom, C. E. Clark and W. Fazar, "Application of a technique for research and development
/// program evaluation", Operations Research 7 (1959). Its errors: K. R. MacCrimmon and C. A. Ryavec, "An analytical study
/// of the PERT assumptions", Operations Research 12 (1964).
#[derive(Clone, PartialEq)]
pub struct Pert {
    path: Vec<usize>,
    finish: Moments,
}

impl Pert {
    /// The finish of `network` with an estimate for each task, in place of its durations.
    ///
    /// # Errors
    ///
    /// [`PlanningError`] for another number of estimates than of tasks, a cycle, and pessimistic durations and lags that
    /// come to more than 2^58.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, Pert, ThreePoint};
    ///
    /// let mut network = Network::new();
    /// network.add_task(0);
    /// assert_eq!(Pert::new(&network, &[ThreePoint::certain(7)])?.finish().mean, 7.0);
    /// let error = Pert::new(&network, &[]).unwrap_err();
    /// assert_eq!(error.to_string(), "there are 0 estimates, allowed: 1, one for each task");
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn new(network: &Network, estimates: &[ThreePoint]) -> Result<Self, PlanningError> {
        require_count("estimates", estimates.len(), network.len())?;
        let longest: Vec<_> = estimates.iter().map(ThreePoint::pessimistic).collect();
        let total = require_total(&longest, network.links())?;
        // In sixths all means are whole numbers, so that ties between paths are ties.
        let means = estimates.iter().map(ThreePoint::mean).collect();
        let cpm = Cpm::within(&network.in_sixths(means), 6 * total)?;
        let (path, variance) = most_uncertain_path(&cpm, estimates);
        let finish = Moments { mean: cpm.finish() as f64 / 6.0, variance: variance as f64 / 36.0 };
        Ok(Self { path, finish })
    }

    /// The tasks of the path that the answer is about.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, Pert, ThreePoint};
    ///
    /// let mut network = Network::new();
    /// let estimates = [ThreePoint::certain(5), ThreePoint::new(4, 5, 6)?];
    /// let tasks = estimates.map(|estimate| network.add_task(estimate.most_likely()));
    /// // Both are as long; the second is less certain.
    /// assert_eq!(Pert::new(&network, &estimates)?.critical_path(), [tasks[1]]);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn critical_path(&self) -> &[usize] {
        &self.path
    }

    /// The mean and the variance of that path, for want of those of the finish.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, Pert, ThreePoint};
    ///
    /// let mut network = Network::new();
    /// network.add_task(5);
    /// assert_eq!(Pert::new(&network, &[ThreePoint::new(4, 5, 12)?])?.finish().mean, 6.0);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn finish(&self) -> Moments {
        self.finish
    }

    /// The probability that the path is done by `date`, by a normal distribution: too high for the plan.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, Pert, ThreePoint};
    ///
    /// let mut network = Network::new();
    /// network.add_task(5);
    /// assert_eq!(Pert::new(&network, &[ThreePoint::new(4, 5, 12)?])?.probability_by(6), 0.5);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn probability_by(&self, date: u64) -> f64 {
        self.finish.probability_by(date as f64)
    }
}

impl fmt::Debug for Pert {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pert").field("path", &self.path.len()).field("finish", &self.finish).finish()
    }
}
