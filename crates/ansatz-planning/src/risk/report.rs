//! What a simulation says of tasks and events, as plain records.

use crate::Moments;

/// How much a task decides when the plan is finished.
///
/// # Examples
///
/// ```
/// use ansatz_planning::{LinkKind::FinishToStart, Network, risk::{Distribution, RiskModel}};
///
/// // One after the other: both are always critical, and the less certain one decides more.
/// let mut network = Network::new();
/// let (sure, unsure) = (network.add_task(0), network.add_task(0));
/// network.link(sure, unsure, FinishToStart, 0)?;
/// let model = RiskModel::new(&network, &[Distribution::uniform(8.0, 11.0)?, Distribution::uniform(6.0, 10.0)?])?;
/// let analysis = model.simulate(10_000, 42)?;
/// let (sure, unsure) = (analysis.task(sure)?, analysis.task(unsure)?);
/// assert_eq!((sure.criticality, unsure.criticality), (1.0, 1.0));
/// // Deviations of 3 and 4 parts make one of 5.
/// assert!((sure.cruciality - 0.6).abs() < 0.02 && (unsure.cruciality - 0.8).abs() < 0.02);
/// assert!((sure.sensitivity - 0.6).abs() < 0.02 && (unsure.sensitivity - 0.8).abs() < 0.02);
/// # Ok::<(), ansatz_planning::PlanningError>(())
/// ```
///
/// # References
///
/// T. M. Williams, "Criticality in stochastic networks", Journal of the Operational Research Society 43 (1992); M. Vanhoucke,
/// *Measuring Time*, Springer, 2010, with the study of which index is worth a manager's attention: the sensitivity index is.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct TaskRisk {
    /// The criticality index: the share of runs in which the task was critical, which is to say that the finish bears no
    /// delay of it. Of paths that are equally long all are critical, so that the indices of parallel tasks may come to more
    /// than 1; floats up to 1e-9 of the finish are taken for rounding.
    pub criticality: f64,
    /// The cruciality index: Pearson's correlation between the duration of the task and the finish; 0 where one of the two
    /// is certain. (Rank correlations need all runs at once, and are not computed.)
    pub cruciality: f64,
    /// The schedule sensitivity index: criticality times the standard deviation of the duration over that of the finish; 0
    /// where the finish is certain.
    pub sensitivity: f64,
    /// The mean and the variance of its duration, with events.
    pub duration: Moments,
    /// Its mean earliest start.
    pub start: f64,
    /// Its mean earliest finish.
    pub finish: f64,
    /// The mean of its total float.
    pub total_float: f64,
}

/// How much an event decides when the plan is finished.
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
/// let occurrences = model.simulate(1_000, 42)?.event(frost)?.occurrences;
/// assert!((200..300).contains(&occurrences));
/// # Ok::<(), ansatz_planning::PlanningError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct EventRisk {
    /// In how many runs it occurred.
    pub occurrences: u64,
    /// The mean finish of these; `None` if there was none.
    pub mean_with: Option<f64>,
    /// The mean finish of the others; `None` if there was none.
    pub mean_without: Option<f64>,
}

/// What moves the finish.
///
/// # Examples
///
/// ```
/// use ansatz_planning::{Network, risk::{Distribution, Driver, RiskModel}};
///
/// let mut network = Network::new();
/// let task = network.add_task(0);
/// let model = RiskModel::new(&network, &[Distribution::uniform(1.0, 2.0)?])?;
/// assert_eq!(model.simulate(1_000, 42)?.tornado()[0].driver, Driver::Task(task));
/// # Ok::<(), ansatz_planning::PlanningError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Driver {
    /// A task, by its number.
    Task(usize),
    /// An event, by its number.
    Event(usize),
}

/// A bar of a tornado chart: the mean finish at either end of what a driver does.
///
/// # Examples
///
/// ```
/// use ansatz_planning::{Network, risk::{Distribution, RiskModel}};
///
/// let mut network = Network::new();
/// network.add_task(0);
/// let model = RiskModel::new(&network, &[Distribution::uniform(10.0, 20.0)?])?;
/// let swing = model.simulate(10_000, 42)?.tornado()[0];
/// assert!((swing.low - 10.5).abs() < 0.1 && (swing.high - 19.5).abs() < 0.1);
/// # Ok::<(), ansatz_planning::PlanningError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Swing {
    /// The task or the event.
    pub driver: Driver,
    /// The mean finish of the runs in which the task's duration was at most its P10, or without the event.
    pub low: f64,
    /// The mean finish of the runs in which the task's duration was at least its P90, or with the event.
    pub high: f64,
}

impl Swing {
    /// How far apart both ends are.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, risk::{Distribution, RiskModel}};
    ///
    /// let mut network = Network::new();
    /// network.add_task(0);
    /// let model = RiskModel::new(&network, &[Distribution::constant(10.0)?])?;
    /// assert_eq!(model.simulate(10, 42)?.tornado()[0].size(), 0.0);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn size(&self) -> f64 {
        (self.high - self.low).abs()
    }
}

/// A bar of a histogram.
///
/// # Examples
///
/// ```
/// use ansatz_planning::{Network, risk::{Distribution, RiskModel}};
///
/// let mut network = Network::new();
/// network.add_task(0);
/// let model = RiskModel::new(&network, &[Distribution::empirical(&[2.0, 4.0])?])?;
/// let bars = model.simulate(100, 42)?.histogram(2)?;
/// assert_eq!((bars[0].from, bars[0].to, bars[1].to), (2.0, 3.0, 4.0));
/// assert!((bars[0].share + bars[1].share - 1.0).abs() < 1e-12);
/// # Ok::<(), ansatz_planning::PlanningError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Bar {
    /// Where it begins: that itself is counted by the bar before, if there is one.
    pub from: f64,
    /// Where it ends.
    pub to: f64,
    /// The share of the runs that finished there.
    pub share: f64,
}
