//! When work is done, of all the time that passes.

mod clock;
mod cpm;
#[cfg(feature = "serde")]
mod form;
mod intersection;
mod passes;

use alloc::{format, vec::Vec};
use core::fmt;

use ansatz_core::ParameterError;

pub use cpm::CalendarCpm;

/// Working hours that repeat, but for holidays: from working time to calendar time and back.
///
/// A plan counts working time, in which nothing is ever closed; a calendar says when that is. Both are whole numbers of
/// one unit from the same moment, at which a period (a week, say) begins. Everything else, such as months, time zones and
/// which day the first one is, stays with the library for dates that you use. Where each task has a calendar of its own,
/// see [`CalendarCpm`].
///
/// # Examples
///
/// ```
/// use ansatz_planning::Calendar;
///
/// // Hours from a Monday at midnight; Monday to Friday from 9 to 17, and the first Wednesday is a holiday.
/// let week: Vec<_> = (0..5).map(|day| (24 * day + 9, 24 * day + 17)).collect();
/// let calendar = Calendar::new(7 * 24, &week)?.with_holidays(&[(48, 72)])?;
///
/// // Twenty hours of work end on Thursday at 13, and what comes next starts right then.
/// assert_eq!((calendar.finish(20), calendar.start(20)), (3 * 24 + 13, 3 * 24 + 13));
/// // Sixteen end on Tuesday at 17, and what comes next starts on Thursday at 9.
/// assert_eq!((calendar.finish(16), calendar.start(16)), (24 + 17, 3 * 24 + 9));
/// // Up to Thursday at 12 there are nineteen.
/// assert_eq!(calendar.working(3 * 24 + 12), 19);
/// # Ok::<(), ansatz_planning::PlanningError>(())
/// ```
///
/// # Complexity
///
/// O(log n) for each question, with n shifts and holidays.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "form::Form", into = "form::Form"))]
pub struct Calendar {
    period: u64,
    /// The start of each shift, and the working time of the period before it.
    shifts: Vec<(u64, u64)>,
    /// The working time of a period.
    work: u64,
    /// Apart and in order.
    holidays: Vec<Holiday>,
}

/// Calendar time without work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Holiday {
    start: u64,
    end: u64,
    /// The working time before it.
    before: u64,
    /// What would have been worked in this one and those before it.
    lost: u64,
}

impl Calendar {
    /// A calendar whose every `period` has the same shifts, each from its first moment to the one after its last.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] without a shift, and for shifts that are empty, overlap, are not in order or exceed the period.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::Calendar;
    ///
    /// // In days: five of seven.
    /// assert_eq!(Calendar::new(7, &[(0, 5)])?.finish(10), 12);
    /// let error = Calendar::new(7, &[(0, 5), (4, 7)]).unwrap_err();
    /// assert_eq!(error.to_string(), "`shifts` is 4..7, allowed: not empty, from 5 on and up to 7");
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn new(period: u64, shifts: &[(u64, u64)]) -> Result<Self, ParameterError> {
        if shifts.is_empty() {
            return Err(ParameterError::new("shifts", "empty", "at least one shift"));
        }
        let (mut end, mut work) = (0, 0);
        let mut starts = Vec::with_capacity(shifts.len());
        for &(from, to) in shifts {
            if from < end || to <= from || to > period {
                let allowed = format!("not empty, from {end} on and up to {period}");
                return Err(ParameterError::new("shifts", format!("{from}..{to}"), allowed));
            }
            starts.push((from, work));
            work += to - from;
            end = to;
        }
        Ok(Self { period, shifts: starts, work, holidays: Vec::new() })
    }

    /// The calendar that never closes.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_planning::Calendar::always().finish(5), 5);
    /// ```
    pub fn always() -> Self {
        Self { period: 1, shifts: [(0, 0)].into(), work: 1, holidays: Vec::new() }
    }

    /// The same with these holidays instead of those it had: calendar times, each from its first moment to the one after its
    /// last, in any order. Holidays only close: one Saturday of work is a shift on all Saturdays, and the others holidays.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] for one that ends before it starts.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::Calendar;
    ///
    /// let calendar = Calendar::new(7, &[(0, 5)])?.with_holidays(&[(7, 9)])?;
    /// assert_eq!(calendar.finish(6), 10);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn with_holidays(mut self, holidays: &[(u64, u64)]) -> Result<Self, ParameterError> {
        if let Some((from, to)) = holidays.iter().find(|(from, to)| to < from) {
            return Err(ParameterError::new(
                "holidays",
                format!("{from}..{to}"),
                "an end that is not before the start",
            ));
        }
        let mut sorted = Vec::from(holidays);
        sorted.sort_unstable();
        self.holidays.clear();
        let (mut end, mut lost) = (0, 0);
        for (from, to) in sorted {
            let start = from.max(end);
            if to <= start {
                continue;
            }
            let before = self.scheduled(start);
            self.holidays.push(Holiday { start, end: to, before: before - lost, lost: 0 });
            lost += self.scheduled(to) - before;
            end = to;
            if let Some(holiday) = self.holidays.last_mut() {
                holiday.lost = lost;
            }
        }
        Ok(self)
    }

    /// The working time before a moment of the calendar.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::Calendar;
    ///
    /// let calendar = Calendar::new(7, &[(0, 5)])?;
    /// assert_eq!([4, 5, 6, 7, 8].map(|day| calendar.working(day)), [4, 5, 5, 5, 6]);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn working(&self, moment: u64) -> u64 {
        let begun = self.holidays.partition_point(|holiday| holiday.start <= moment);
        match begun.checked_sub(1).and_then(|last| self.holidays.get(last)) {
            Some(holiday) if moment < holiday.end => holiday.before,
            Some(holiday) => self.scheduled(moment) - holiday.lost,
            None => self.scheduled(moment),
        }
    }

    /// The first moment by which so much working time has passed; `u64::MAX` if there is none before it.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::Calendar;
    ///
    /// let calendar = Calendar::new(7, &[(0, 5)])?;
    /// assert_eq!([0, 4, 5, 6].map(|days| calendar.finish(days)), [0, 4, 5, 8]);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn finish(&self, working: u64) -> u64 {
        self.moment(u128::from(working))
    }

    /// The moment when work goes on after so much working time; `u64::MAX` if there is none before it.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::Calendar;
    ///
    /// let calendar = Calendar::new(7, &[(0, 5)])?;
    /// assert_eq!([0, 4, 5, 6].map(|days| calendar.start(days)), [0, 4, 7, 8]);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn start(&self, working: u64) -> u64 {
        // The next unit of work ends a unit after it starts.
        match self.moment(u128::from(working) + 1) {
            u64::MAX => u64::MAX,
            end => end - 1,
        }
    }

    /// The first moment by which `working` has passed.
    fn moment(&self, working: u128) -> u64 {
        let Some(last) = working.checked_sub(1) else {
            return 0;
        };
        // Whoever has more to do than can be done before a holiday waits for its end.
        let begun = self.holidays.partition_point(|holiday| u128::from(holiday.before) <= last);
        let lost = begun.checked_sub(1).and_then(|index| self.holidays.get(index)).map_or(0, |holiday| holiday.lost);
        let last = last + u128::from(lost);
        let (periods, rest) = (last / u128::from(self.work), (last % u128::from(self.work)) as u64);
        let shift = self.shifts.partition_point(|&(_, before)| before <= rest);
        let (start, before) = self.shifts[shift - 1];
        let moment =
            periods.saturating_mul(u128::from(self.period)).saturating_add(u128::from(start + (rest - before) + 1));
        u64::try_from(moment).unwrap_or(u64::MAX)
    }

    /// Each shift of a period, with its first moment and the one after its last.
    fn shifts(&self) -> impl Iterator<Item = (u64, u64)> + '_ {
        let ends = self.shifts.iter().skip(1).map(|&(_, before)| before).chain([self.work]);
        self.shifts.iter().zip(ends).map(|(&(start, before), end)| (start, start + (end - before)))
    }

    /// The working time before a moment, if there were no holidays.
    fn scheduled(&self, moment: u64) -> u64 {
        let (periods, rest) = (moment / self.period, moment % self.period);
        let begun = self.shifts.partition_point(|&(start, _)| start <= rest);
        let today = begun.checked_sub(1).map_or(0, |shift| {
            let (start, before) = self.shifts[shift];
            let next = self.shifts.get(begun).map_or(self.work, |&(_, before)| before);
            next.min(before + (rest - start))
        });
        periods * self.work + today
    }
}

impl fmt::Debug for Calendar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Calendar")
            .field("period", &self.period)
            .field("work", &self.work)
            .field("shifts", &self.shifts.len())
            .field("holidays", &self.holidays.len())
            .finish()
    }
}
