//! What is assumed of the work that is left.

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
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
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
