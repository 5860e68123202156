//! How much of a path is done, against how much of its buffer is used up.

use ansatz_core::ParameterError;

/// How much of a path is done and how much of its buffer is used up.
///
/// # Examples
///
/// ```
/// use ansatz_planning::{Network, critical_chain::{BufferSizing, CriticalChain, FeverChart, Zone}};
/// use ansatz_planning::rcpsp::{Project, Schedule};
///
/// let mut network = Network::new();
/// network.add_task(8);
/// let project = Project::new(&network, &[1], &[[1]])?;
/// let chain = CriticalChain::new(&project, &Schedule::new(&project, [0])?)?;
/// let plan = chain.buffered(&[16], BufferSizing::CutAndPaste)?;
/// // After 5 days it still takes 6.
/// let status = plan.project_status(5, &[6])?;
/// assert_eq!((status.completion(), status.used(), status.size()), (0.25, 3, 4));
/// assert_eq!((status.consumption(), status.zone(&FeverChart::default())), (0.75, Zone::Red));
/// # Ok::<(), ansatz_planning::PlanningError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BufferStatus {
    pub(super) completion: f64,
    pub(super) used: u64,
    pub(super) size: u64,
}

impl BufferStatus {
    /// The share of the path's planned time that is done, from 0 to 1; 1 if it takes no time.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, critical_chain::{BufferSizing, CriticalChain}};
    /// use ansatz_planning::rcpsp::{Project, Schedule};
    ///
    /// let mut network = Network::new();
    /// network.add_task(8);
    /// let project = Project::new(&network, &[1], &[[1]])?;
    /// let chain = CriticalChain::new(&project, &Schedule::new(&project, [0])?)?;
    /// let status = chain.buffered(&[16], BufferSizing::CutAndPaste)?.project_status(5, &[6])?;
    /// assert_eq!(status.completion(), 0.25);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn completion(&self) -> f64 {
        self.completion
    }

    /// How much of the buffer is used up: by how much the path's end is expected to be late. It may be more than there is.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, critical_chain::{BufferSizing, CriticalChain}};
    /// use ansatz_planning::rcpsp::{Project, Schedule};
    ///
    /// let mut network = Network::new();
    /// network.add_task(8);
    /// let project = Project::new(&network, &[1], &[[1]])?;
    /// let chain = CriticalChain::new(&project, &Schedule::new(&project, [0])?)?;
    /// let status = chain.buffered(&[16], BufferSizing::CutAndPaste)?.project_status(5, &[6])?;
    /// assert_eq!(status.used(), 3);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn used(&self) -> u64 {
        self.used
    }

    /// How long the buffer is.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, critical_chain::{BufferSizing, CriticalChain}};
    /// use ansatz_planning::rcpsp::{Project, Schedule};
    ///
    /// let mut network = Network::new();
    /// network.add_task(8);
    /// let project = Project::new(&network, &[1], &[[1]])?;
    /// let chain = CriticalChain::new(&project, &Schedule::new(&project, [0])?)?;
    /// let status = chain.buffered(&[16], BufferSizing::CutAndPaste)?.project_status(5, &[6])?;
    /// assert_eq!(status.size(), 4);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The share of the buffer that is used up, above 1 if it is more than there is. Infinite for a delay without a buffer.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, critical_chain::{BufferSizing, CriticalChain}};
    /// use ansatz_planning::rcpsp::{Project, Schedule};
    ///
    /// let mut network = Network::new();
    /// network.add_task(8);
    /// let project = Project::new(&network, &[1], &[[1]])?;
    /// let chain = CriticalChain::new(&project, &Schedule::new(&project, [0])?)?;
    /// let status = chain.buffered(&[16], BufferSizing::CutAndPaste)?.project_status(5, &[6])?;
    /// assert_eq!(status.consumption(), 0.75);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn consumption(&self) -> f64 {
        if self.used == 0 { 0.0 } else { self.used as f64 / self.size as f64 }
    }

    /// The zone of a chart that it is in.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, critical_chain::{BufferSizing, CriticalChain, FeverChart, Zone}};
    /// use ansatz_planning::rcpsp::{Project, Schedule};
    ///
    /// let mut network = Network::new();
    /// network.add_task(8);
    /// let project = Project::new(&network, &[1], &[[1]])?;
    /// let chain = CriticalChain::new(&project, &Schedule::new(&project, [0])?)?;
    /// let status = chain.buffered(&[16], BufferSizing::CutAndPaste)?.project_status(5, &[6])?;
    /// assert_eq!(status.zone(&FeverChart::default()), Zone::Red);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn zone(&self, chart: &FeverChart) -> Zone {
        chart.zone(self.completion, self.consumption())
    }
}

/// What is to be done about a buffer.
///
/// # Examples
///
/// ```
/// use ansatz_planning::critical_chain::{FeverChart, Zone};
///
/// assert_eq!(FeverChart::default().zone(0.5, 0.4), Zone::Yellow);
/// assert!(Zone::Green < Zone::Red);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Zone {
    /// Nothing.
    Green,
    /// Find out what could be done.
    Yellow,
    /// Do it.
    Red,
}

/// A fever chart: two straight lines that part the zones, from where nothing of a path is done to where all is.
///
/// # Examples
///
/// ```
/// use ansatz_planning::critical_chain::{FeverChart, Zone};
///
/// // In thirds of the buffer, as Goldratt has it; or with lines that rise with what is done.
/// let (thirds, rising) = (FeverChart::default(), FeverChart::new([0.1, 0.7], [0.3, 0.9])?);
/// assert_eq!([&thirds, &rising].map(|chart| chart.zone(0.0, 0.2)), [Zone::Green, Zone::Yellow]);
/// assert_eq!([&thirds, &rising].map(|chart| chart.zone(1.0, 0.7)), [Zone::Red, Zone::Green]);
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FeverChart {
    yellow: [f64; 2],
    red: [f64; 2],
}

impl FeverChart {
    /// A chart whose yellow and red zones begin above these shares of the buffer, at the start and at the end of a path.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] for shares below 0 or not finite, and if yellow begins above red.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::critical_chain::FeverChart;
    ///
    /// let error = FeverChart::new([0.1, 0.95], [0.3, 0.9]).unwrap_err();
    /// assert_eq!(error.to_string(), "`yellow` is 0.95, allowed: 0 to 0.9, where red begins");
    /// ```
    pub fn new(yellow: [f64; 2], red: [f64; 2]) -> Result<Self, ParameterError> {
        for (yellow, red) in yellow.into_iter().zip(red) {
            if !(0.0..f64::INFINITY).contains(&red) {
                return Err(ParameterError::new("red", red, "0 or more, and finite"));
            }
            if !(0.0..=red).contains(&yellow) {
                let allowed = alloc::format!("0 to {red}, where red begins");
                return Err(ParameterError::new("yellow", yellow, allowed));
            }
        }
        Ok(Self { yellow, red })
    }

    /// The zone at a share of the path that is done and a share of the buffer that is used up.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::critical_chain::{FeverChart, Zone};
    ///
    /// let chart = FeverChart::new([0.0, 0.5], [0.25, 1.0])?;
    /// assert_eq!([0.25, 0.5, 0.75].map(|used| chart.zone(0.5, used)), [Zone::Green, Zone::Yellow, Zone::Red]);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn zone(&self, completion: f64, consumption: f64) -> Zone {
        let is_above = |[start, end]: [f64; 2]| consumption > start * (1.0 - completion) + end * completion;
        if is_above(self.red) {
            Zone::Red
        } else if is_above(self.yellow) {
            Zone::Yellow
        } else {
            Zone::Green
        }
    }
}

impl Default for FeverChart {
    /// Thirds of the buffer, however much is done.
    fn default() -> Self {
        let [yellow, red] = [1.0, 2.0].map(|part| [part / 3.0; 2]);
        Self { yellow, red }
    }
}
