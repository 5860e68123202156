//! When a plan is done whose tasks are on different calendars.

use alloc::vec::Vec;
use core::fmt;

use super::{Calendar, passes::Passes};
use crate::{
    Network, PlanningError, Span, Times,
    error::{require_count, require_task},
    network::{Graph, require_total},
};

/// The critical path method for tasks on calendars of their own: a crew with a four-day week, a machine that never stops.
///
/// Durations are working time of each task's own calendar (of a task that needs a crew and a machine, the
/// [intersection](Calendar::intersection) of theirs), and a task pauses while that is closed. It starts in working time,
/// and it finishes when its last unit of work is done; a milestone takes no work and is at any moment. Dates, those of the
/// network and those that come out, are calendar time.
///
/// A lag is working time of the calendar of the task that waits (as in Microsoft Project; Primavera P6 takes that of the
/// task that is waited for, unless it is told otherwise), and a link without one compares moments, so that a task can
/// finish in what the other one's calendar calls a weekend. For a lag that passes on weekends, as that of drying paint
/// does, put a task between the two that is always open.
///
/// Floats are working time of the task's own calendar, and a task is critical that has none. So tasks of one path can have
/// different floats: who is done on a Friday has none if a machine goes on at once, and some if a crew comes on Monday.
/// The task that finishes last is critical, those before it need not be. If a date to finish by cannot be kept, latest
/// dates can be before 0, where every moment counts as worked.
///
/// [`Cpm`](crate::Cpm) does more where there is one calendar for all, which then turns its dates into calendar time (and
/// those of the network into working time, by [`Calendar::working`]): a calendar per task takes a search for each link,
/// every change is computed anew, and there are no drags and no paths.
///
/// # Examples
///
/// ```
/// use ansatz_planning::{Calendar, CalendarCpm, LinkKind::FinishToStart, Network};
///
/// // Days from a Monday on: a crew works five of seven, a second one four, and an oven never stops.
/// let calendars = [Calendar::new(7, &[(0, 5)])?, Calendar::new(7, &[(0, 4)])?, Calendar::always()];
/// let mut network = Network::new();
/// let [mould, burn, paint] = [4, 3, 3].map(|days| network.add_task(days));
/// network.link(mould, burn, FinishToStart, 0)?;
/// network.link(burn, paint, FinishToStart, 0)?;
///
/// let cpm = CalendarCpm::new(&network, &calendars, &[0, 2, 1])?;
/// // Moulding is done on Thursday evening, burning on Sunday, and painting starts on Monday.
/// let starts = [mould, burn, paint].map(|task| cpm.times(task).map(|times| times.early_start));
/// assert_eq!(starts, [Ok(0), Ok(4), Ok(7)]);
/// assert_eq!(cpm.finish(), 10);
/// assert!(cpm.critical().eq([mould, burn, paint]));
/// # Ok::<(), ansatz_planning::PlanningError>(())
/// ```
///
/// # Complexity
///
/// O((n + m) log s) time and O(n + m) memory for n tasks, m links and s shifts and holidays of a calendar.
///
/// # References
///
/// J. Zhan, "Calendarization of time planning in MPM networks", Zeitschrift für Operations Research 36 (1992), and
/// B. Franck, K. Neumann and C. Schwindt, "Project scheduling with calendars", OR Spektrum 23 (2001).
#[derive(Clone, PartialEq, Eq)]
pub struct CalendarCpm {
    times: Vec<Times>,
    groups: Vec<Vec<usize>>,
    finish: u64,
}

impl CalendarCpm {
    /// The dates of all tasks, each on the calendar whose number stands at its place in `of_tasks`.
    ///
    /// # Errors
    ///
    /// Those of [`Cpm::new`](crate::Cpm::new); [`PlanningError::Count`] and [`PlanningError::UnknownCalendar`] for
    /// numbers of calendars that do not fit the tasks or the calendars, and [`PlanningError::Unfinished`] for a task whose
    /// calendar is closed for so long that it is not done by 2^62.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Calendar, CalendarCpm, Network};
    ///
    /// let mut network = Network::new();
    /// network.add_task(10);
    /// let calendars = [Calendar::new(7, &[(0, 5)])?];
    /// assert_eq!(CalendarCpm::new(&network, &calendars, &[0])?.finish(), 12);
    /// let error = CalendarCpm::new(&network, &calendars, &[1]).unwrap_err();
    /// assert_eq!(error.to_string(), "the calendar of task 0 is 1, allowed: below 1, the number of calendars");
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn new(network: &Network, calendars: &[Calendar], of_tasks: &[usize]) -> Result<Self, PlanningError> {
        require_total(network.durations(), network.links())?;
        require_count("calendars of tasks", of_tasks.len(), network.len())?;
        let unknown = of_tasks.iter().enumerate().find(|&(_, &calendar)| calendar >= calendars.len());
        if let Some((task, &calendar)) = unknown {
            return Err(PlanningError::UnknownCalendar { task, calendar, calendars: calendars.len() });
        }
        let graph = Graph::new(network.len(), network.links())?;
        let passes = Passes { network, graph: &graph, calendars, of_tasks };
        let early = passes.forward()?;
        let end = early.iter().map(|ends| ends.finish).max().unwrap_or(0);
        let late = passes.backward(end);
        let times = (0..network.len()).map(|task| passes.times(task, &early, &late, end)).collect();
        Ok(Self { times, groups: network.groups.clone(), finish: end as u64 })
    }

    /// When all is done; 0 without a task.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{CalendarCpm, Network};
    ///
    /// assert_eq!(CalendarCpm::new(&Network::new(), &[], &[])?.finish(), 0);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn finish(&self) -> u64 {
        self.finish
    }

    /// The number of tasks.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{CalendarCpm, Network};
    ///
    /// assert_eq!(CalendarCpm::new(&Network::new(), &[], &[])?.len(), 0);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn len(&self) -> usize {
        self.times.len()
    }

    /// Whether there is no task.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{CalendarCpm, Network};
    ///
    /// assert!(CalendarCpm::new(&Network::new(), &[], &[])?.is_empty());
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn is_empty(&self) -> bool {
        self.times.is_empty()
    }

    /// The dates of a task in calendar time, and its floats in working time of its calendar.
    ///
    /// # Errors
    ///
    /// [`PlanningError::UnknownTask`].
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Calendar, CalendarCpm, Network};
    ///
    /// // In days: two of a crew beside twelve of a machine.
    /// let mut network = Network::new();
    /// let (crew, machine) = (network.add_task(2), network.add_task(12));
    /// let calendars = [Calendar::new(7, &[(0, 5)])?, Calendar::always()];
    /// let times = CalendarCpm::new(&network, &calendars, &[0, 1])?.times(crew)?;
    /// // At the latest on the Thursday and the Friday of the second week, with eight working days before.
    /// assert_eq!((times.late_start, times.late_finish, times.total_float), (10, 12, 8));
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn times(&self, task: usize) -> Result<Times, PlanningError> {
        require_task(task, self.len()).map(|task| self.times[task])
    }

    /// From the first start to the last finish of a group's tasks, with the least of their floats.
    ///
    /// # Errors
    ///
    /// [`PlanningError::UnknownGroup`].
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Calendar, CalendarCpm, Network};
    ///
    /// let mut network = Network::new();
    /// let tasks = [6, 8].map(|days| network.add_task(days));
    /// let group = network.add_group(&tasks)?;
    /// let calendars = [Calendar::new(7, &[(0, 5)])?, Calendar::always()];
    /// let span = CalendarCpm::new(&network, &calendars, &[0, 1])?.span(group)?;
    /// assert_eq!((span.early_start, span.early_finish, span.total_float), (0, 8, 0));
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    ///
    /// # Complexity
    ///
    /// A step for each of its tasks.
    pub fn span(&self, group: usize) -> Result<Span, PlanningError> {
        Span::of_group(&self.groups, group, |task| self.times[task])
    }

    /// The tasks without float, in ascending order: those that delay the finish or break a date if they are late.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Calendar, CalendarCpm, LinkKind::FinishToStart, Network};
    ///
    /// // A day of a machine, then a day of a crew that works on Wednesdays.
    /// let mut network = Network::new();
    /// let (machine, crew) = (network.add_task(1), network.add_task(1));
    /// network.link(machine, crew, FinishToStart, 0)?;
    /// let calendars = [Calendar::always(), Calendar::new(7, &[(2, 3)])?];
    /// let cpm = CalendarCpm::new(&network, &calendars, &[0, 1])?;
    /// // The machine has a day to spare, the crew has none.
    /// assert_eq!(cpm.times(machine)?.total_float, 1);
    /// assert!(cpm.critical().eq([crew]));
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn critical(&self) -> impl Iterator<Item = usize> + '_ {
        self.times.iter().enumerate().filter(|(_, times)| times.is_critical()).map(|(task, _)| task)
    }
}

impl fmt::Debug for CalendarCpm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CalendarCpm")
            .field("tasks", &self.len())
            .field("groups", &self.groups.len())
            .field("finish", &self.finish)
            .finish_non_exhaustive()
    }
}
