//! What may happen once and touches several tasks.

use alloc::vec::Vec;

use ansatz_core::{ParameterError, require_range};

use super::Distribution;

/// A discrete risk: it happens or not, and if it does, its impact is felt by all of its tasks at once.
///
/// One draw decides whether it happens and another how bad it is; both hold for all of its tasks, which is why a risk
/// register is not the same as wider durations. Where several events touch one task, their factors multiply the drawn
/// duration, and then their delays are added, whatever the order in which they were named.
///
/// # Examples
///
/// ```
/// use ansatz_planning::risk::{Distribution, Event};
///
/// // In one of five winters frost keeps both gangs waiting for as many days.
/// let frost = Event::delay(0.2, Distribution::triangular(2.0, 5.0, 14.0)?, &[0, 3])?;
/// // As likely as not, the new crew takes 10% to 40% more time for everything.
/// let crew = Event::factor(0.5, Distribution::uniform(1.1, 1.4)?, &[1, 2])?;
/// assert_eq!((frost.probability(), crew.tasks()), (0.2, &[1, 2][..]));
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
///
/// # References
///
/// D. Hulett, *Integrated Cost-Schedule Risk Analysis*, Gower, 2011: risk drivers, which multiply.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    probability: f64,
    pub(super) impact: Distribution,
    pub(super) multiplies: bool,
    /// In ascending order, each once.
    tasks: Vec<usize>,
}

impl Event {
    /// An event that makes each of `tasks` take longer by one and the same amount.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] for a probability outside 0..=1, and for no task at all.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::risk::{Distribution, Event};
    ///
    /// let week = Distribution::constant(7.0)?;
    /// assert!(Event::delay(0.1, week.clone(), &[4]).is_ok());
    /// let error = Event::delay(1.2, week, &[4]).unwrap_err();
    /// assert_eq!(error.to_string(), "`probability` is 1.2, allowed: 0..=1");
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn delay(probability: f64, impact: Distribution, tasks: &[usize]) -> Result<Self, ParameterError> {
        Self::new(probability, impact, tasks, false)
    }

    /// An event that multiplies the duration of each of `tasks` by one and the same factor; one below 1 is an opportunity.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] for a probability outside 0..=1, and for no task at all.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::risk::{Distribution, Event};
    ///
    /// assert!(Event::factor(0.3, Distribution::uniform(0.8, 0.9)?, &[0, 1]).is_ok());
    /// assert!(Event::factor(0.3, Distribution::uniform(0.8, 0.9)?, &[]).is_err());
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn factor(probability: f64, impact: Distribution, tasks: &[usize]) -> Result<Self, ParameterError> {
        Self::new(probability, impact, tasks, true)
    }

    fn new(probability: f64, impact: Distribution, tasks: &[usize], multiplies: bool) -> Result<Self, ParameterError> {
        let probability = require_range("probability", probability, 0.0..=1.0)?;
        if tasks.is_empty() {
            return Err(ParameterError::new("tasks", "empty", "at least one task"));
        }
        let mut tasks = Vec::from(tasks);
        tasks.sort_unstable();
        tasks.dedup();
        Ok(Self { probability, impact, multiplies, tasks })
    }

    /// How likely it is.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::risk::{Distribution, Event};
    ///
    /// assert_eq!(Event::delay(0.1, Distribution::constant(7.0)?, &[4])?.probability(), 0.1);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn probability(&self) -> f64 {
        self.probability
    }

    /// How bad it is: a delay or a factor.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::risk::{Distribution, Event};
    ///
    /// assert_eq!(Event::delay(0.1, Distribution::constant(7.0)?, &[4])?.impact().mean(), 7.0);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn impact(&self) -> &Distribution {
        &self.impact
    }

    /// The tasks that it touches, in ascending order.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::risk::{Distribution, Event};
    ///
    /// assert_eq!(Event::delay(0.1, Distribution::constant(7.0)?, &[4, 2, 4])?.tasks(), [2, 4]);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn tasks(&self) -> &[usize] {
        &self.tasks
    }
}
