//! When two calendars are open at once.

use alloc::{format, vec::Vec};

use ansatz_core::ParameterError;

use super::Calendar;

impl Calendar {
    /// The calendar of what needs both: open where both are, with the holidays of both.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] where the two are never open together (but for holidays), and where one of them has more than 65,536
    /// shifts up to the least common multiple of their periods, and where that multiple is above 2^64 - 1.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::Calendar;
    ///
    /// // In days: a crew on Mondays to Fridays, and a crane that is here three days and elsewhere for one.
    /// let both = Calendar::new(7, &[(0, 5)])?.intersection(&Calendar::new(4, &[(0, 3)])?)?;
    /// // Monday to Wednesday, Friday, and Monday again.
    /// assert_eq!([1, 2, 3, 4, 5].map(|days| both.finish(days)), [1, 2, 3, 5, 9]);
    /// let error = Calendar::new(7, &[(0, 5)])?.intersection(&Calendar::new(7, &[(5, 7)])?).unwrap_err();
    /// assert_eq!(error.to_string(), "`shifts` is empty, allowed: a moment at which both calendars are open");
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    ///
    /// # Complexity
    ///
    /// A step for each shift of both up to the least common multiple of the periods, and O(h log h) for h holidays.
    pub fn intersection(&self, other: &Self) -> Result<Self, ParameterError> {
        let period = common_period(self, other)?;
        let (ours, theirs) = (self.shifts_until(period)?, other.shifts_until(period)?);
        let mut shifts = Vec::new();
        let (mut one, mut two) = (ours.as_slice(), theirs.as_slice());
        while let (Some((&first, one_rest)), Some((&second, two_rest))) = (one.split_first(), two.split_first()) {
            let (from, to) = (first.0.max(second.0), first.1.min(second.1));
            if from < to {
                shifts.push((from, to));
            }
            if first.1 <= second.1 {
                one = one_rest;
            } else {
                two = two_rest;
            }
        }
        if shifts.is_empty() {
            return Err(ParameterError::new("shifts", "empty", "a moment at which both calendars are open"));
        }
        let holidays = self.holidays.iter().chain(&other.holidays).map(|holiday| (holiday.start, holiday.end));
        Self::new(period, &shifts)?.with_holidays(&holidays.collect::<Vec<_>>())
    }

    /// The shifts of all periods until then, which is a whole number of periods or, for one that never closes, anything.
    fn shifts_until(&self, end: u64) -> Result<Vec<(u64, u64)>, ParameterError> {
        if self.work == self.period {
            return Ok([(0, end)].into());
        }
        let periods = end / self.period;
        let count = u128::from(periods) * self.shifts.len() as u128;
        if count > MOST_SHIFTS {
            let allowed = format!("at most {MOST_SHIFTS} until the periods of both begin together");
            return Err(ParameterError::new("shifts", count, allowed));
        }
        let shifts = (0..periods).flat_map(|period| self.shifts().map(move |(from, to)| (from, to, period)));
        Ok(shifts.map(|(from, to, period)| (from + period * self.period, to + period * self.period)).collect())
    }
}

/// The least common multiple of two periods; one that never closes takes the other's.
fn common_period(one: &Calendar, other: &Calendar) -> Result<u64, ParameterError> {
    match (one.work == one.period, other.work == other.period) {
        (true, _) => Ok(other.period),
        (_, true) => Ok(one.period),
        _ => {
            let multiple =
                u128::from(one.period / greatest_common_divisor(one.period, other.period)) * u128::from(other.period);
            u64::try_from(multiple).map_err(|_| ParameterError::new("period", multiple, "at most 2^64 - 1 for both"))
        }
    }
}

/// The greatest common divisor, by Euclid.
fn greatest_common_divisor(mut one: u64, mut other: u64) -> u64 {
    while other > 0 {
        (one, other) = (other, one % other);
    }
    one
}

/// A shift a minute for six weeks; two lists of these are 2 MiB.
const MOST_SHIFTS: u128 = 1 << 16;
