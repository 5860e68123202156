//! The figures of earned value at a date.

use super::{
    Baseline, Progress,
    money::{part, to_units},
};
use crate::{PlanningError, error::require_count};

/// How far the work is, what it has cost and what that says about the rest, by the field's own abbreviations.
///
/// A task earns the share of its budget that is complete, so a task without a budget is not seen until all are complete.
/// Times are counted from the start of the baseline.
///
/// What a ratio with nothing below the line would be is `None`: CPI while nothing is spent, SPI while nothing is planned,
/// SPI(t) until there is time behind, and a forecast from the past while the past says nothing.
///
/// # Examples
///
/// ```
/// use ansatz_planning::earned_value::{Baseline, EarnedValue, Progress};
///
/// let baseline = Baseline::new(&[0, 4], &[4, 6], &[400, 600])?;
/// // On day 6, the first task is done and the second has just begun.
/// let status = EarnedValue::new(&baseline, &Progress::new(6, &[1.0, 0.0], &[500, 0])?)?;
/// assert_eq!((status.pv(), status.ev(), status.ac()), (600.0, 400.0, 500));
/// assert_eq!((status.sv(), status.cv()), (-200.0, -100.0));
/// assert_eq!((status.cpi(), status.es(), status.sv_t()), (Some(0.8), 4.0, -2.0));
/// # Ok::<(), ansatz_planning::PlanningError>(())
/// ```
///
/// # Accuracy
///
/// EV rounds each task's product of budget and share once, and the sum once.
///
/// # References
///
/// W. H. Lipke, "Schedule is different", The Measurable News, 2003, for ES and all with a (t).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EarnedValue {
    start: u64,
    at: u64,
    pd: u64,
    bac: u64,
    ac: u64,
    pv: f64,
    ev: f64,
    es: f64,
    p_factor: Option<f64>,
}

impl EarnedValue {
    /// The figures of `progress` against `baseline`.
    ///
    /// # Errors
    ///
    /// [`PlanningError`] if they are of different numbers of tasks.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::earned_value::{Baseline, EarnedValue, Progress};
    ///
    /// let baseline = Baseline::new(&[0, 4], &[4, 6], &[400, 600])?;
    /// assert!(EarnedValue::new(&baseline, &Progress::new(6, &[1.0, 0.0], &[500, 0])?).is_ok());
    /// let error = EarnedValue::new(&baseline, &Progress::new(6, &[1.0], &[500])?).unwrap_err();
    /// assert_eq!(error.to_string(), "there are 1 shares of progress, allowed: 2, one for each task");
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    ///
    /// # Complexity
    ///
    /// O(n) for n tasks.
    pub fn new(baseline: &Baseline, progress: &Progress) -> Result<Self, PlanningError> {
        require_count("shares of progress", progress.complete().len(), baseline.len())?;
        let at = progress.now().saturating_sub(baseline.start());
        let tasks = || baseline.budgets().iter().zip(progress.complete());
        let earned = tasks().map(|(&budget, &share)| part(budget, share)).sum();
        let es = earned_schedule(baseline, progress, earned, at);
        let ev = to_units(earned);
        let in_order = tasks().enumerate().map(|(task, (&budget, &share))| {
            // What is done of a task, as far as that was to be done by now's work.
            part(budget, share.min(baseline.share(task, es)))
        });
        let p_factor = (earned > 0).then(|| to_units(in_order.sum()) / ev);
        Ok(Self {
            start: baseline.start(),
            at,
            pd: baseline.planned_duration(),
            bac: baseline.budget_at_completion(),
            ac: progress.actual_cost(),
            pv: baseline.planned_value(progress.now()),
            ev,
            es,
            p_factor,
        })
    }

    /// PV, planned value: what was to be spent by now.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::earned_value::{Baseline, EarnedValue, Progress};
    ///
    /// // After five of ten days a quarter is done, for half of the budget.
    /// let baseline = Baseline::new(&[0], &[10], &[100])?;
    /// let status = EarnedValue::new(&baseline, &Progress::new(5, &[0.25], &[50])?)?;
    /// assert_eq!(status.pv(), 50.0);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn pv(&self) -> f64 {
        self.pv
    }

    /// EV, earned value: the budget of what is done.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::earned_value::{Baseline, EarnedValue, Progress};
    ///
    /// // After five of ten days a quarter is done, for half of the budget.
    /// let baseline = Baseline::new(&[0], &[10], &[100])?;
    /// let status = EarnedValue::new(&baseline, &Progress::new(5, &[0.25], &[50])?)?;
    /// assert_eq!(status.ev(), 25.0);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn ev(&self) -> f64 {
        self.ev
    }

    /// AC, actual cost: what has been spent.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::earned_value::{Baseline, EarnedValue, Progress};
    ///
    /// // After five of ten days a quarter is done, for half of the budget.
    /// let baseline = Baseline::new(&[0], &[10], &[100])?;
    /// let status = EarnedValue::new(&baseline, &Progress::new(5, &[0.25], &[50])?)?;
    /// assert_eq!(status.ac(), 50);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn ac(&self) -> u64 {
        self.ac
    }

    /// BAC, budget at completion.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::earned_value::{Baseline, EarnedValue, Progress};
    ///
    /// // After five of ten days a quarter is done, for half of the budget.
    /// let baseline = Baseline::new(&[0], &[10], &[100])?;
    /// let status = EarnedValue::new(&baseline, &Progress::new(5, &[0.25], &[50])?)?;
    /// assert_eq!(status.bac(), 100);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn bac(&self) -> u64 {
        self.bac
    }

    /// SV = EV - PV, schedule variance: below 0 if less is done than planned. In money, and 0 at the end of every project,
    /// however late: see [`sv_t`](Self::sv_t).
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::earned_value::{Baseline, EarnedValue, Progress};
    ///
    /// // After five of ten days a quarter is done, for half of the budget.
    /// let baseline = Baseline::new(&[0], &[10], &[100])?;
    /// let status = EarnedValue::new(&baseline, &Progress::new(5, &[0.25], &[50])?)?;
    /// assert_eq!(status.sv(), -25.0);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn sv(&self) -> f64 {
        self.ev - self.pv
    }

    /// CV = EV - AC, cost variance: below 0 if what is done has cost more than planned.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::earned_value::{Baseline, EarnedValue, Progress};
    ///
    /// // After five of ten days a quarter is done, for half of the budget.
    /// let baseline = Baseline::new(&[0], &[10], &[100])?;
    /// let status = EarnedValue::new(&baseline, &Progress::new(5, &[0.25], &[50])?)?;
    /// assert_eq!(status.cv(), -25.0);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn cv(&self) -> f64 {
        self.ev - self.ac as f64
    }

    /// SPI = EV / PV, schedule performance index: 1 at the end of every project, however late, see [`spi_t`](Self::spi_t).
    /// `None` if PV is 0.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::earned_value::{Baseline, EarnedValue, Progress};
    ///
    /// // After five of ten days a quarter is done, for half of the budget.
    /// let baseline = Baseline::new(&[0], &[10], &[100])?;
    /// let status = EarnedValue::new(&baseline, &Progress::new(5, &[0.25], &[50])?)?;
    /// assert_eq!(status.spi(), Some(0.5));
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn spi(&self) -> Option<f64> {
        ratio(self.ev, self.pv)
    }

    /// CPI = EV / AC, cost performance index: what a unit of money has earned. `None` if AC is 0.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::earned_value::{Baseline, EarnedValue, Progress};
    ///
    /// // After five of ten days a quarter is done, for half of the budget.
    /// let baseline = Baseline::new(&[0], &[10], &[100])?;
    /// let status = EarnedValue::new(&baseline, &Progress::new(5, &[0.25], &[50])?)?;
    /// assert_eq!(status.cpi(), Some(0.5));
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn cpi(&self) -> Option<f64> {
        ratio(self.ev, self.ac as f64)
    }

    /// AT, actual time: from the start of the baseline until now, and 0 before it.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::earned_value::{Baseline, EarnedValue, Progress};
    ///
    /// // After five of ten days a quarter is done, for half of the budget.
    /// let baseline = Baseline::new(&[0], &[10], &[100])?;
    /// let status = EarnedValue::new(&baseline, &Progress::new(5, &[0.25], &[50])?)?;
    /// assert_eq!(status.at(), 5);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn at(&self) -> u64 {
        self.at
    }

    /// PD, planned duration.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::earned_value::{Baseline, EarnedValue, Progress};
    ///
    /// // After five of ten days a quarter is done, for half of the budget.
    /// let baseline = Baseline::new(&[0], &[10], &[100])?;
    /// let status = EarnedValue::new(&baseline, &Progress::new(5, &[0.25], &[50])?)?;
    /// assert_eq!(status.pd(), 10);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn pd(&self) -> u64 {
        self.pd
    }

    /// ES, earned schedule: when EV was to be earned, on the curve of [`Baseline::planned_value`].
    ///
    /// While nothing is spent, that curve is level and there are many such times: ES is the one that is closest to now, so that
    /// work on plan is on time. Once all tasks are complete ES is PD, whatever tasks without a budget are at the end.
    ///
    /// Lipke takes the curve at the ends of periods with lines between them, and the last of many such times. On a baseline
    /// whose dates are such ends, both are the same outside level stretches.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::earned_value::{Baseline, EarnedValue, Progress};
    ///
    /// // After five of ten days a quarter is done, for half of the budget.
    /// let baseline = Baseline::new(&[0], &[10], &[100])?;
    /// let status = EarnedValue::new(&baseline, &Progress::new(5, &[0.25], &[50])?)?;
    /// assert_eq!(status.es(), 2.5);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn es(&self) -> f64 {
        self.es
    }

    /// SV(t) = ES - AT, schedule variance in time: below 0 if the work is late by so much.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::earned_value::{Baseline, EarnedValue, Progress};
    ///
    /// // After five of ten days a quarter is done, for half of the budget.
    /// let baseline = Baseline::new(&[0], &[10], &[100])?;
    /// let status = EarnedValue::new(&baseline, &Progress::new(5, &[0.25], &[50])?)?;
    /// assert_eq!(status.sv_t(), -2.5);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn sv_t(&self) -> f64 {
        self.es - self.at as f64
    }

    /// SPI(t) = ES / AT, schedule performance index in time: PD / AT at the end. `None` if AT is 0.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::earned_value::{Baseline, EarnedValue, Progress};
    ///
    /// // After five of ten days a quarter is done, for half of the budget.
    /// let baseline = Baseline::new(&[0], &[10], &[100])?;
    /// let status = EarnedValue::new(&baseline, &Progress::new(5, &[0.25], &[50])?)?;
    /// assert_eq!(status.spi_t(), Some(0.5));
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn spi_t(&self) -> Option<f64> {
        ratio(self.es, self.at as f64)
    }

    /// Lipke's p-factor, schedule adherence: the share of EV that was earned on what was to be done by ES, and not on what
    /// was to come later. 1 if work is done in the planned order; 1 too at the end. `None` if EV is 0.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::earned_value::{Baseline, EarnedValue, Progress};
    ///
    /// // One after the other, but half of the second was done with a quarter of the first.
    /// let baseline = Baseline::new(&[0, 4], &[4, 4], &[100, 100])?;
    /// let status = EarnedValue::new(&baseline, &Progress::new(4, &[0.25, 0.5], &[50, 50])?)?;
    /// assert_eq!((status.es(), status.p_factor()), (3.0, Some(25.0 / 75.0)));
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    ///
    /// # References
    ///
    /// W. H. Lipke, "Connecting earned value to the schedule", The Measurable News, winter 2004.
    pub fn p_factor(&self) -> Option<f64> {
        self.p_factor
    }

    /// The start of the baseline.
    pub(super) fn start(&self) -> u64 {
        self.start
    }
}

/// When, from the start, so much was to be earned as is earned.
fn earned_schedule(baseline: &Baseline, progress: &Progress, earned: u128, at: u64) -> f64 {
    if progress.is_complete() {
        return baseline.planned_duration() as f64;
    }
    let (first, last) = baseline.times(earned);
    (at as f64).max(first).min(last)
}

/// `None` where there is nothing below the line.
pub(super) fn ratio(above: f64, below: f64) -> Option<f64> {
    (below > 0.0).then(|| above / below)
}
