//! What came of a simulation.

use alloc::{format, vec::Vec};
use core::fmt;

use ansatz_core::{Estimate, ParameterError, require_fraction, require_range};
use ansatz_sketch::TDigest;

use super::{
    engine::Engine,
    interval::{proportion, ranks},
    report::{EventRisk, TaskRisk},
    tally::{End, Tally, TaskSums},
};
use crate::{Moments, PlanningError, error::require_task};

/// When the plan is finished, how sure that is, and what decides it.
///
/// # Examples
///
/// ```
/// use ansatz_planning::{LinkKind::FinishToStart, Network, risk::{Distribution, Driver, RiskModel}};
///
/// // Two gangs in parallel, and what follows when both are done.
/// let mut network = Network::new();
/// let [one, other, last] = [10, 9, 3].map(|days| network.add_task(days));
/// network.link(one, last, FinishToStart, 0)?;
/// network.link(other, last, FinishToStart, 0)?;
/// let model = RiskModel::new(&network, &[
///     Distribution::pert(8.0, 10.0, 15.0)?,
///     Distribution::pert(4.0, 9.0, 20.0)?,
///     Distribution::constant(3.0)?,
/// ])?;
/// let analysis = model.simulate(10_000, 42)?;
///
/// // The longer one has a mean of 10.5, but the plan waits for the later one.
/// assert!(analysis.mean().lower > 14.5);
/// let p80 = analysis.quantile(0.8)?;
/// assert!(analysis.probability_by(p80.value).contains(0.8));
/// // Either gang is critical in some of the runs, and the second one moves the finish more.
/// assert!((analysis.task(one)?.criticality + analysis.task(other)?.criticality - 1.0).abs() < 1e-9);
/// assert_eq!(analysis.tornado()[0].driver, Driver::Task(other));
/// # Ok::<(), ansatz_planning::PlanningError>(())
/// ```
///
/// # Accuracy
///
/// Means, deviations, indices and extremes are those of the runs, but for rounding. Quantiles and probabilities are so as
/// well while there are at most 10,000 different finishes; of more they come from a t-digest, whose error is not in the
/// intervals: at the median a quarter of the standard error of a million runs, as much as that of ten million, and more from
/// there on, so that still more runs make quantiles and probabilities no surer.
#[derive(Clone, PartialEq)]
pub struct RiskAnalysis {
    runs: u64,
    finish: Moments,
    pub(super) digest: TDigest,
    tasks: Vec<TaskRisk>,
    pub(super) events: Vec<EventRisk>,
    /// For each task, the mean finish at either end of its durations.
    pub(super) swings: Vec<Option<(f64, f64)>>,
}

impl RiskAnalysis {
    pub(super) fn new(engine: &Engine, tally: &Tally, digest: TDigest) -> Self {
        let runs = tally.runs as f64;
        let (late, variance) = moments(tally.late, tally.square, runs);
        let finish = Moments { mean: engine.finish + late, variance };
        let positions = 0..tally.tasks.len();
        let sums_of = |task| tally.tasks[engine.topology.position(task)];
        let mean_of = |end: End| (end.runs > 0.0).then(|| engine.finish + end.late / end.runs);
        let task_risk = |task: usize| {
            let middle = engine.marks[engine.topology.position(task)].middle;
            task_risk(&sums_of(task), middle, runs, late, variance)
        };
        let event_risk = |&sums: &End| EventRisk {
            occurrences: sums.runs as u64,
            mean_with: mean_of(sums),
            mean_without: mean_of(End { runs: runs - sums.runs, late: tally.late - sums.late }),
        };
        let swing = |task| {
            let [low, high] = sums_of(task).ends.map(mean_of);
            low.zip(high)
        };
        Self {
            runs: tally.runs,
            finish,
            digest,
            tasks: positions.clone().map(task_risk).collect(),
            events: tally.events.iter().map(event_risk).collect(),
            swings: positions.map(swing).collect(),
        }
    }

    /// The number of runs.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, risk::RiskModel};
    ///
    /// assert_eq!(RiskModel::new(&Network::new(), &[])?.simulate(10, 42)?.runs(), 10);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn runs(&self) -> u64 {
        self.runs
    }

    /// The mean finish; the interval is at 95%, from the standard error.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, risk::{Distribution, RiskModel}};
    ///
    /// let mut network = Network::new();
    /// network.add_task(0);
    /// let model = RiskModel::new(&network, &[Distribution::triangular(10.0, 11.0, 18.0)?])?;
    /// assert!(model.simulate(1_000, 42)?.mean().contains(13.0));
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    ///
    /// # Accuracy
    ///
    /// The interval is that of the central limit theorem: good from about a hundred runs on, and too short for fewer, or
    /// where some runs are far later than all others. A single run does not show how far runs are apart: its interval is
    /// infinite.
    pub fn mean(&self) -> Estimate {
        let mean = self.finish.mean;
        if self.runs == 1 {
            return Estimate::new(mean, 0.0, f64::INFINITY, CONFIDENCE);
        }
        let error = DEVIATIONS * libm::sqrt(self.finish.variance / self.runs as f64);
        Estimate::new(mean, mean - error, mean + error, CONFIDENCE)
    }

    /// The mean and the variance of the finish.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, risk::{Distribution, RiskModel}};
    ///
    /// let mut network = Network::new();
    /// network.add_task(0);
    /// let model = RiskModel::new(&network, &[Distribution::uniform(10.0, 16.0)?])?;
    /// assert!((model.simulate(10_000, 42)?.finish().variance - 3.0).abs() < 0.2);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn finish(&self) -> Moments {
        self.finish
    }

    /// The earliest finish of all runs.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, risk::{Distribution, RiskModel}};
    ///
    /// let mut network = Network::new();
    /// network.add_task(0);
    /// let model = RiskModel::new(&network, &[Distribution::empirical(&[3.0, 5.0, 4.0])?])?;
    /// assert_eq!(model.simulate(1_000, 42)?.min(), 3.0);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn min(&self) -> f64 {
        self.digest.min().unwrap_or(f64::NAN)
    }

    /// The latest finish of all runs.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, risk::{Distribution, RiskModel}};
    ///
    /// let mut network = Network::new();
    /// network.add_task(0);
    /// let model = RiskModel::new(&network, &[Distribution::empirical(&[3.0, 5.0, 4.0])?])?;
    /// assert_eq!(model.simulate(1_000, 42)?.max(), 5.0);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn max(&self) -> f64 {
        self.digest.max().unwrap_or(f64::NAN)
    }

    /// The date by which the plan is finished with probability `p` (P80 at 0.8), with an interval at 95%.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] if `p` is outside 0..=1.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, risk::{Distribution, RiskModel}};
    ///
    /// let mut network = Network::new();
    /// network.add_task(0);
    /// let model = RiskModel::new(&network, &[Distribution::uniform(10.0, 20.0)?])?;
    /// assert!(model.simulate(1_000, 42)?.quantile(0.8)?.contains(18.0));
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn quantile(&self, p: f64) -> Result<Estimate, ParameterError> {
        self.quantile_at(p, CONFIDENCE)
    }

    /// [`quantile`](Self::quantile) with another confidence.
    ///
    /// The bounds are finishes of two ranks, between which the quantile of any distribution lies at least so often (order
    /// statistics). Where there are too few runs for a bound it is 0, before which nothing is finished, or infinite.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] if `p` is outside 0..=1, or `confidence` is not between 0 and 1.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, risk::{Distribution, RiskModel}};
    ///
    /// let mut network = Network::new();
    /// network.add_task(0);
    /// let model = RiskModel::new(&network, &[Distribution::uniform(10.0, 20.0)?])?;
    /// let analysis = model.simulate(100, 42)?;
    /// assert!(analysis.quantile_at(0.8, 0.999)?.contains(18.0));
    /// // A hundred runs do not know how late the worst of a thousand is.
    /// assert_eq!(analysis.quantile(0.999)?.upper, f64::INFINITY);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    ///
    /// # Complexity
    ///
    /// O(sqrt(runs) log runs).
    pub fn quantile_at(&self, p: f64, confidence: f64) -> Result<Estimate, ParameterError> {
        let p = require_range("p", p, 0.0..=1.0)?;
        let confidence = require_fraction("confidence", confidence)?;
        let (lower, upper) = ranks(p, self.runs, confidence);
        let lower = if lower == 0 { 0.0 } else { self.of_rank(lower) };
        let upper = if upper > self.runs { f64::INFINITY } else { self.of_rank(upper) };
        Ok(Estimate::new(self.digest.quantile(p).unwrap_or(f64::NAN), lower, upper, confidence))
    }

    /// The finish of this rank, from 1.
    fn of_rank(&self, rank: u64) -> f64 {
        // The middle between this rank and the one before: rounding of the share cannot reach another.
        self.digest.quantile((rank as f64 - 0.5) / self.runs as f64).unwrap_or(f64::NAN)
    }

    /// The probability that the plan is finished by `date`, with an interval at 95%.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, risk::{Distribution, RiskModel}};
    ///
    /// let mut network = Network::new();
    /// network.add_task(0);
    /// let model = RiskModel::new(&network, &[Distribution::uniform(10.0, 20.0)?])?;
    /// let analysis = model.simulate(1_000, 42)?;
    /// assert!(analysis.probability_by(18.0).contains(0.8));
    /// assert_eq!(analysis.probability_by(9.0).value, 0.0);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn probability_by(&self, date: f64) -> Estimate {
        self.probability_of(date, CONFIDENCE)
    }

    /// [`probability_by`](Self::probability_by) with another confidence.
    ///
    /// The interval is that of C. J. Clopper and E. S. Pearson, "The use of confidence or fiducial limits illustrated in
    /// the case of the binomial", Biometrika 26 (1934): it is never too short.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] if `confidence` is not between 0 and 1.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, risk::{Distribution, RiskModel}};
    ///
    /// let mut network = Network::new();
    /// network.add_task(0);
    /// let model = RiskModel::new(&network, &[Distribution::uniform(10.0, 20.0)?])?;
    /// assert!(model.simulate(1_000, 42)?.probability_by_at(18.0, 0.999)?.contains(0.8));
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    ///
    /// # Complexity
    ///
    /// O(sqrt(runs)).
    pub fn probability_by_at(&self, date: f64, confidence: f64) -> Result<Estimate, ParameterError> {
        Ok(self.probability_of(date, require_fraction("confidence", confidence)?))
    }

    fn probability_of(&self, date: f64, confidence: f64) -> Estimate {
        let runs = self.runs as f64;
        let hits = libm::round(self.digest.cdf(date).unwrap_or(0.0) * runs);
        proportion(hits, runs, confidence)
    }

    /// How much a task decides.
    ///
    /// # Errors
    ///
    /// [`PlanningError::UnknownTask`].
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, risk::{Distribution, RiskModel}};
    ///
    /// let mut network = Network::new();
    /// let task = network.add_task(0);
    /// let model = RiskModel::new(&network, &[Distribution::uniform(10.0, 20.0)?])?;
    /// let risk = *model.simulate(1_000, 42)?.task(task)?;
    /// assert_eq!(risk.criticality, 1.0);
    /// assert!((risk.cruciality - 1.0).abs() < 1e-9);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn task(&self, task: usize) -> Result<&TaskRisk, PlanningError> {
        Ok(&self.tasks[require_task(task, self.tasks.len())?])
    }

    /// How much each task decides, by number.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, risk::{Distribution, RiskModel}};
    ///
    /// let mut network = Network::new();
    /// network.add_task(0);
    /// let model = RiskModel::new(&network, &[Distribution::uniform(10.0, 20.0)?])?;
    /// assert_eq!(model.simulate(1_000, 42)?.tasks().len(), 1);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn tasks(&self) -> &[TaskRisk] {
        &self.tasks
    }

    /// The probability that a task is critical, its criticality index with an interval at 95%.
    ///
    /// # Errors
    ///
    /// [`PlanningError::UnknownTask`].
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, risk::{Distribution, RiskModel}};
    ///
    /// // Two tasks in parallel, of which either may be the longer one.
    /// let mut network = Network::new();
    /// let (one, _) = (network.add_task(0), network.add_task(0));
    /// let model = RiskModel::new(&network, &vec![Distribution::uniform(10.0, 20.0)?; 2])?;
    /// assert!(model.simulate(1_000, 42)?.criticality(one)?.contains(0.5));
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn criticality(&self, task: usize) -> Result<Estimate, PlanningError> {
        let runs = self.runs as f64;
        Ok(proportion(libm::round(self.task(task)?.criticality * runs), runs, CONFIDENCE))
    }

    /// How much an event decides.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] for a number that no event has.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, risk::{Distribution, Event, RiskModel}};
    ///
    /// let mut network = Network::new();
    /// let task = network.add_task(0);
    /// let mut model = RiskModel::new(&network, &[Distribution::constant(10.0)?])?;
    /// let frost = model.add_event(Event::delay(0.25, Distribution::constant(4.0)?, &[task])?)?;
    /// let analysis = model.simulate(1_000, 42)?;
    /// let risk = analysis.event(frost)?;
    /// assert_eq!((risk.mean_with, risk.mean_without), (Some(14.0), Some(10.0)));
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn event(&self, event: usize) -> Result<&EventRisk, ParameterError> {
        let events = self.events.len();
        let allowed = || format!("below {events}, the number of events");
        self.events.get(event).ok_or_else(|| ParameterError::new("event", event, allowed()))
    }
}

/// What sums over some runs say of a task; `late` and `variance` are those of the finish.
fn task_risk(sums: &TaskSums, middle: f64, runs: f64, late: f64, variance: f64) -> TaskRisk {
    let (longer, spread) = moments(sums.duration, sums.square, runs);
    let covariance = (sums.product - runs * longer * late) / (runs - 1.0);
    let deviations = libm::sqrt(spread) * libm::sqrt(variance);
    let duration = Moments { mean: middle + longer, variance: spread };
    let start = sums.start / runs;
    let criticality = sums.critical / runs;
    TaskRisk {
        criticality,
        cruciality: if deviations > 0.0 { (covariance / deviations).clamp(-1.0, 1.0) } else { 0.0 },
        sensitivity: if variance > 0.0 { criticality * libm::sqrt(spread / variance) } else { 0.0 },
        duration,
        start,
        finish: start + duration.mean,
        total_float: sums.float / runs,
    }
}

/// The mean and the variance of values, from their sum and that of their squares.
fn moments(sum: f64, square: f64, runs: f64) -> (f64, f64) {
    let mean = sum / runs;
    let squares = (square - runs * mean * mean).max(0.0);
    (mean, if squares > 0.0 { squares / (runs - 1.0) } else { 0.0 })
}

impl fmt::Debug for RiskAnalysis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RiskAnalysis")
            .field("runs", &self.runs)
            .field("finish", &self.finish)
            .field("tasks", &self.tasks.len())
            .field("events", &self.events.len())
            .finish_non_exhaustive()
    }
}

/// Of every interval, unless the caller asks for another.
const CONFIDENCE: f64 = 0.95;

/// The normal quantile at 0.975.
const DEVIATIONS: f64 = 1.959_963_984_540_054;
