//! What the work that is left will cost and how long it will take, and what that assumes.

use super::{EarnedValue, status::ratio};

/// How the work that is left will go: the performance factor PF of a forecast, which is what is there plus what is left,
/// divided by PF.
///
/// # Examples
///
/// ```
/// use ansatz_planning::earned_value::{Baseline, EarnedValue, PerformanceFactor, Progress};
///
/// // After five of ten days a quarter is done, for half of the budget.
/// let baseline = Baseline::new(&[0], &[10], &[100])?;
/// let status = EarnedValue::new(&baseline, &Progress::new(5, &[0.25], &[50])?)?;
/// let factors = [PerformanceFactor::Planned, PerformanceFactor::SoFar, PerformanceFactor::CostAndSchedule];
/// assert_eq!(factors.map(|factor| status.eac(factor)), [Some(125.0), Some(200.0), Some(350.0)]);
/// assert_eq!(factors.map(|factor| status.ieac_t(factor)), [Some(12.5), Some(20.0), Some(35.0)]);
/// # Ok::<(), ansatz_planning::PlanningError>(())
/// ```
///
/// # References
///
/// S. Vandevoorde and M. Vanhoucke, "A comparison of different project duration forecasting methods using earned value
/// metrics", International Journal of Project Management 24 (2006).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum PerformanceFactor {
    /// As planned, so what went wrong was the exception: PF = 1.
    Planned,
    /// As so far: PF = CPI for money, SPI(t) for time.
    SoFar,
    /// As so far in both, since lost time is bought back and overspent money is missing: PF = CPI x SPI for money,
    /// CPI x SPI(t) for time.
    CostAndSchedule,
}

impl PerformanceFactor {
    /// The pace of the rest, by what was reached so far and by the two indices.
    pub(super) fn pace(self, so_far: Option<f64>, schedule: Option<f64>, cost: Option<f64>) -> Option<f64> {
        match self {
            Self::Planned => Some(1.0),
            Self::SoFar => so_far,
            Self::CostAndSchedule => schedule.zip(cost).map(|(schedule, cost)| schedule * cost),
        }
    }
}

impl EarnedValue {
    /// EAC = AC + (BAC - EV) / PF, estimate at completion: for [`SoFar`](PerformanceFactor::SoFar) that is BAC / CPI. AC if
    /// nothing is left; `None` if PF is 0 or is not defined yet.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::earned_value::{Baseline, EarnedValue, PerformanceFactor, Progress};
    ///
    /// // After five of ten days a quarter is done, for half of the budget.
    /// let baseline = Baseline::new(&[0], &[10], &[100])?;
    /// let status = EarnedValue::new(&baseline, &Progress::new(5, &[0.25], &[50])?)?;
    /// assert_eq!(status.eac(PerformanceFactor::SoFar), Some(200.0));
    /// assert_eq!(status.eac(PerformanceFactor::Planned), Some(125.0));
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn eac(&self, factor: PerformanceFactor) -> Option<f64> {
        let spent = self.ac() as f64;
        forecast(spent, self.left(), factor.pace(self.cpi(), self.spi(), self.cpi()))
    }

    /// ETC = EAC - AC, estimate to complete: what is still to be spent. `None` where [`eac`](Self::eac) is.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::earned_value::{Baseline, EarnedValue, PerformanceFactor, Progress};
    ///
    /// // After five of ten days a quarter is done, for half of the budget.
    /// let baseline = Baseline::new(&[0], &[10], &[100])?;
    /// let status = EarnedValue::new(&baseline, &Progress::new(5, &[0.25], &[50])?)?;
    /// assert_eq!(status.etc(PerformanceFactor::SoFar), Some(150.0));
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn etc(&self, factor: PerformanceFactor) -> Option<f64> {
        self.eac(factor).map(|eac| eac - self.ac() as f64)
    }

    /// VAC = BAC - EAC, variance at completion: below 0 if the budget will not do. `None` where [`eac`](Self::eac) is.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::earned_value::{Baseline, EarnedValue, PerformanceFactor, Progress};
    ///
    /// // After five of ten days a quarter is done, for half of the budget.
    /// let baseline = Baseline::new(&[0], &[10], &[100])?;
    /// let status = EarnedValue::new(&baseline, &Progress::new(5, &[0.25], &[50])?)?;
    /// assert_eq!(status.vac(PerformanceFactor::SoFar), Some(-100.0));
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn vac(&self, factor: PerformanceFactor) -> Option<f64> {
        self.eac(factor).map(|eac| self.bac() as f64 - eac)
    }

    /// TCPI = (BAC - EV) / (goal - AC), to-complete performance index: what a unit of money must earn from now on if all is to
    /// cost `goal`, which is BAC or an EAC. `None` if that much has been spent already.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::earned_value::{Baseline, EarnedValue, PerformanceFactor, Progress};
    ///
    /// // After five of ten days a quarter is done, for half of the budget.
    /// let baseline = Baseline::new(&[0], &[10], &[100])?;
    /// let status = EarnedValue::new(&baseline, &Progress::new(5, &[0.25], &[50])?)?;
    /// assert_eq!(status.tcpi(100.0), Some(1.5));
    /// assert_eq!(status.eac(PerformanceFactor::SoFar).and_then(|eac| status.tcpi(eac)), Some(0.5));
    /// assert_eq!(status.tcpi(50.0), None);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn tcpi(&self, goal: f64) -> Option<f64> {
        ratio(self.left(), goal - self.ac() as f64)
    }

    /// IEAC(t) = AT + (PD - ES) / PF, independent estimate at completion in time: how long it will take in all, from the start
    /// of the baseline. For [`SoFar`](PerformanceFactor::SoFar) that is PD / SPI(t). AT if nothing is left; `None` if PF is 0 or
    /// is not defined yet.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::earned_value::{Baseline, EarnedValue, PerformanceFactor, Progress};
    ///
    /// // After five of ten days a quarter is done, for half of the budget.
    /// let baseline = Baseline::new(&[0], &[10], &[100])?;
    /// let status = EarnedValue::new(&baseline, &Progress::new(5, &[0.25], &[50])?)?;
    /// assert_eq!(status.ieac_t(PerformanceFactor::SoFar), Some(20.0));
    /// assert_eq!(status.ieac_t(PerformanceFactor::Planned), Some(12.5));
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn ieac_t(&self, factor: PerformanceFactor) -> Option<f64> {
        let left = self.pd() as f64 - self.es();
        forecast(self.at() as f64, left, factor.pace(self.spi_t(), self.spi_t(), self.cpi()))
    }

    /// The date after [`ieac_t`](Self::ieac_t): when all is done.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::earned_value::{Baseline, EarnedValue, PerformanceFactor, Progress};
    ///
    /// // After five of ten days a quarter is done, for half of the budget.
    /// let baseline = Baseline::new(&[0], &[10], &[100])?;
    /// let status = EarnedValue::new(&baseline, &Progress::new(5, &[0.25], &[50])?)?;
    /// assert_eq!(status.finish(PerformanceFactor::SoFar), Some(20.0));
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn finish(&self, factor: PerformanceFactor) -> Option<f64> {
        self.ieac_t(factor).map(|duration| self.start() as f64 + duration)
    }

    /// The budget of what is not done.
    fn left(&self) -> f64 {
        self.bac() as f64 - self.ev()
    }
}

/// What is there and what is left, at the pace of `factor`; if nothing is left, no pace is needed.
fn forecast(spent: f64, left: f64, factor: Option<f64>) -> Option<f64> {
    if left == 0.0 {
        return Some(spent);
    }
    factor.filter(|&factor| factor > 0.0).map(|factor| spent + left / factor)
}
