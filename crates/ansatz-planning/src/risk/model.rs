//! What is not certain about a plan.

use alloc::{collections::BTreeMap, format, vec::Vec};
use core::fmt;

use ansatz_core::{ParameterError, require_range};

use super::{Distribution, Event, RiskAnalysis, Simulation, correlation::MOST_IN_BLOCK, topology::Topology};
use crate::{
    Network, PlanningError,
    error::{require_count, require_task},
};

/// A network whose durations are distributions, with correlations between them and events that may happen.
///
/// The network's links, lags and dates before which a task may not start count; its own durations, deadlines and groups
/// do not. What is simulated is the finish of all tasks: for the chance of a date ask
/// [`RiskAnalysis::probability_by`], and for the date of a milestone make a model of what comes before it.
///
/// # Correlations
///
/// Tasks are independent unless [`correlate`](Self::correlate) or [`correlate_group`](Self::correlate_group) says
/// otherwise. Where tasks are late together and the model does not say so, the finish looks surer than it is, since what
/// one task loses another wins back. `rho` is that of the normal scores which a Gaussian copula turns into durations. For
/// any distributions without steps Spearman's rank correlation is then 6/pi asin(rho/2), which is within 0.02 of `rho`: a
/// rank correlation r needs 2 sin(pi r / 6). Pearson's correlation of the durations depends on the distributions; it is
/// never larger than `rho` in size, and close to it where they are not skewed much.
///
/// # Examples
///
/// ```
/// use ansatz_planning::{LinkKind::FinishToStart, Network, risk::{Distribution, Event, RiskModel}};
///
/// let mut network = Network::new();
/// let (dig, pour) = (network.add_task(4), network.add_task(2));
/// network.link(dig, pour, FinishToStart, 0)?;
/// let mut model = RiskModel::new(&network, &[
///     Distribution::pert(3.0, 4.0, 8.0)?,
///     Distribution::lognormal(2.0, 0.5)?,
/// ])?;
/// model.correlate(dig, pour, 0.6)?;
/// model.add_event(Event::delay(0.1, Distribution::constant(5.0)?, &[dig])?)?;
///
/// let analysis = model.simulate(10_000, 42)?;
/// assert!(analysis.mean().contains(4.5 + 2.0 + 0.1 * 5.0));
/// # Ok::<(), ansatz_planning::PlanningError>(())
/// ```
///
/// # References
///
/// R. L. Iman and W. J. Conover, "A distribution-free approach to inducing rank correlation among input variables",
/// Communications in Statistics B 11 (1982); M. C. Cario and B. L. Nelson, *Modeling and Generating Random Vectors with
/// Arbitrary Marginal Distributions and Correlation Matrix*, Northwestern University, 1997: from normal scores.
#[derive(Clone)]
pub struct RiskModel {
    pub(super) topology: Topology,
    pub(super) durations: Vec<Distribution>,
    /// By the lower and the higher number.
    pub(super) correlations: BTreeMap<(usize, usize), f64>,
    pub(super) events: Vec<Event>,
}

impl RiskModel {
    /// The tasks of `network`, each with a distribution in place of its duration.
    ///
    /// # Errors
    ///
    /// [`PlanningError`] for another number of distributions than of tasks, a cycle, and lags that come to more than 2^58.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, risk::{Distribution, RiskModel}};
    ///
    /// let mut network = Network::new();
    /// network.add_task(0);
    /// assert!(RiskModel::new(&network, &[Distribution::uniform(1.0, 2.0)?]).is_ok());
    /// let error = RiskModel::new(&network, &[]).unwrap_err();
    /// assert_eq!(error.to_string(), "there are 0 distributions, allowed: 1, one for each task");
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    ///
    /// # Complexity
    ///
    /// O(n + m) time and memory for n tasks and m links.
    pub fn new(network: &Network, durations: &[Distribution]) -> Result<Self, PlanningError> {
        require_count("distributions", durations.len(), network.len())?;
        Ok(Self {
            topology: Topology::new(network)?,
            durations: durations.into(),
            correlations: BTreeMap::new(),
            events: Vec::new(),
        })
    }

    /// Correlates the durations of two tasks; what was said of the same two before is forgotten.
    ///
    /// # Errors
    ///
    /// [`PlanningError`] for an unknown task, for a task and itself, and for `rho` outside -1..=1. Whether all correlations
    /// fit together is seen when the model is simulated.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, risk::{Distribution, RiskModel}};
    ///
    /// let mut network = Network::new();
    /// let [a, b, c] = [1, 2, 3].map(|days| network.add_task(days));
    /// let mut model = RiskModel::new(&network, &vec![Distribution::uniform(1.0, 2.0)?; 3])?;
    /// model.correlate(a, b, 0.9)?;
    /// model.correlate(b, c, 0.9)?;
    /// // Then the first and the third cannot be without correlation.
    /// let error = model.simulate(100, 42).unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "`rho` is 0.9 for the tasks 1 and 2, allowed: -0.4359 to 0.4359 beside the other correlations of these tasks \
    ///     (0 where none is given)",
    /// );
    /// model.correlate(a, c, 0.8)?;
    /// assert!(model.simulate(100, 42).is_ok());
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn correlate(&mut self, one: usize, other: usize, rho: f64) -> Result<(), PlanningError> {
        require_task(one, self.len())?;
        require_task(other, self.len())?;
        if one == other {
            return Err(ParameterError::new("other", other, "another task than the first").into());
        }
        let rho = require_range("rho", rho, -1.0..=1.0)?;
        self.correlations.insert((one.min(other), one.max(other)), rho);
        Ok(())
    }

    /// Correlates each of these tasks with each other one: a crew, a supplier, the weather.
    ///
    /// # Errors
    ///
    /// [`PlanningError`] for an unknown task, for one that is named twice, for more than 2,047 tasks, and for `rho` outside
    /// -1..=1.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, risk::{Distribution, RiskModel}};
    ///
    /// let mut network = Network::new();
    /// let tasks = [1, 2, 3].map(|days| network.add_task(days));
    /// let mut model = RiskModel::new(&network, &vec![Distribution::uniform(1.0, 2.0)?; 3])?;
    /// model.correlate_group(&tasks, 0.5)?;
    /// assert!(model.simulate(100, 42).is_ok());
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    ///
    /// # Complexity
    ///
    /// O(n^2) memory for n tasks.
    pub fn correlate_group(&mut self, tasks: &[usize], rho: f64) -> Result<(), PlanningError> {
        if tasks.len() > MOST_IN_BLOCK {
            return Err(ParameterError::new("tasks", tasks.len(), format!("at most {MOST_IN_BLOCK}")).into());
        }
        tasks.iter().try_for_each(|&task| require_task(task, self.len()).map(drop))?;
        let mut pairs = Vec::new();
        for (index, &one) in tasks.iter().enumerate() {
            for &other in &tasks[index + 1..] {
                if one == other {
                    return Err(ParameterError::new("tasks", format!("{one} twice"), "each task once").into());
                }
                pairs.push((one.min(other), one.max(other)));
            }
        }
        let rho = require_range("rho", rho, -1.0..=1.0)?;
        self.correlations.extend(pairs.into_iter().map(|pair| (pair, rho)));
        Ok(())
    }

    /// Adds an event, and returns its number: events are counted from 0.
    ///
    /// # Errors
    ///
    /// [`PlanningError::UnknownTask`].
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, risk::{Distribution, Event, RiskModel}};
    ///
    /// let mut network = Network::new();
    /// let task = network.add_task(0);
    /// let mut model = RiskModel::new(&network, &[Distribution::uniform(1.0, 2.0)?])?;
    /// let strike = Event::delay(0.02, Distribution::uniform(5.0, 20.0)?, &[task])?;
    /// assert_eq!(model.add_event(strike)?, 0);
    /// let elsewhere = Event::delay(0.02, Distribution::uniform(5.0, 20.0)?, &[7])?;
    /// assert!(model.add_event(elsewhere).is_err());
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn add_event(&mut self, event: Event) -> Result<usize, PlanningError> {
        event.tasks().iter().try_for_each(|&task| require_task(task, self.len()).map(drop))?;
        self.events.push(event);
        Ok(self.events.len() - 1)
    }

    /// The number of tasks.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, risk::RiskModel};
    ///
    /// assert_eq!(RiskModel::new(&Network::new(), &[])?.len(), 0);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn len(&self) -> usize {
        self.durations.len()
    }

    /// Whether there is no task.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, risk::RiskModel};
    ///
    /// assert!(RiskModel::new(&Network::new(), &[])?.is_empty());
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn is_empty(&self) -> bool {
        self.durations.is_empty()
    }

    /// What comes of `runs` runs; `seed` determines all that is random.
    ///
    /// For progress, and to stop when the answer is sure enough, take steps of a [`Simulation`].
    ///
    /// # Errors
    ///
    /// [`PlanningError`] for no run at all, for correlations that contradict each other, and for more than 2,047 tasks that
    /// are correlated, directly or through others (several such blocks, of k tasks each, may not be larger than one of 2,047
    /// by the sum of their k (k + 1)).
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, risk::{Distribution, RiskModel}};
    ///
    /// let mut network = Network::new();
    /// network.add_task(0);
    /// let model = RiskModel::new(&network, &[Distribution::uniform(10.0, 20.0)?])?;
    /// let analysis = model.simulate(10_000, 42)?;
    /// assert!(analysis.quantile(0.8)?.contains(18.0));
    /// assert!(analysis.probability_by(12.0).contains(0.2));
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    ///
    /// # Complexity
    ///
    /// O(n + m) time a run for n tasks and m links, k^2 more for a block of k correlated tasks (and k^3 once), and memory of
    /// O(n + m + k^2) for any number of runs.
    pub fn simulate(&self, runs: u64, seed: u64) -> Result<RiskAnalysis, PlanningError> {
        let mut simulation = Simulation::new(self, seed)?;
        simulation.step(runs);
        simulation.analysis()
    }

    /// [`simulate`](Self::simulate) on all threads of the current rayon pool, with the same result.
    ///
    /// # Errors
    ///
    /// As for [`simulate`](Self::simulate).
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, risk::{Distribution, RiskModel}};
    ///
    /// let mut network = Network::new();
    /// network.add_task(0);
    /// let model = RiskModel::new(&network, &[Distribution::uniform(10.0, 20.0)?])?;
    /// assert_eq!(model.simulate_parallel(10_000, 42)?, model.simulate(10_000, 42)?);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    #[cfg(feature = "rayon")]
    pub fn simulate_parallel(&self, runs: u64, seed: u64) -> Result<RiskAnalysis, PlanningError> {
        let mut simulation = Simulation::new(self, seed)?;
        simulation.step_parallel(runs);
        simulation.analysis()
    }
}

impl fmt::Debug for RiskModel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RiskModel")
            .field("tasks", &self.len())
            .field("correlations", &self.correlations.len())
            .field("events", &self.events.len())
            .finish_non_exhaustive()
    }
}
