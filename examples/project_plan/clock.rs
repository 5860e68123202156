//! The times of a plan in words: numbers of a unit of work, and the days that these are.

use ansatz_planning::Calendar;

use crate::date::Date;

/// What a unit of time is, and when the plan begins.
///
/// Inside, a time is the work time since the beginning. Units of a day stand side by side, so that a calendar of whole days
/// is one of units too.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Clock {
    unit: Unit,
    /// Working days of a week.
    week: u64,
    begin: Option<(Date, Calendar)>,
}

/// What a whole number of the file counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    Day,
    /// So many of them a day.
    Hour(u64),
}

impl Unit {
    fn per_day(self) -> u64 {
        match self {
            Self::Day => 1,
            Self::Hour(per_day) => per_day,
        }
    }
}

impl Clock {
    /// Times without dates.
    pub(crate) fn new(unit: Unit) -> Self {
        Self { unit, week: WORKING_DAYS.len() as u64, begin: None }
    }

    /// Times from a day on, with the days of a week on which there is work (0 for Monday) and first and last days of
    /// holidays.
    pub(crate) fn beginning(
        unit: Unit,
        start: Date,
        working: &[u64],
        holidays: &[(Date, Date)],
    ) -> Result<Self, String> {
        let per_day = unit.per_day();
        // A period begins with the plan, on whatever day of the week that is.
        let from_start = |day: &u64| (day + 7 - start.weekday()) % 7;
        let mut days: Vec<u64> = working.iter().map(from_start).collect();
        days.sort_unstable();
        days.dedup();
        let shifts: Vec<_> = days.iter().map(|day| (day * per_day, (day + 1) * per_day)).collect();
        let moment = |day: Date| day.since(start).unwrap_or(0) * per_day;
        let closed = |(first, last): &(Date, Date)| {
            let end = last.plus(1).unwrap_or(*last);
            (moment(*first), moment(end))
        };
        let closed: Vec<_> = holidays.iter().map(closed).collect();
        let calendar = Calendar::new(7 * per_day, &shifts).and_then(|calendar| calendar.with_holidays(&closed));
        let calendar = calendar.map_err(|error| error.to_string())?;
        Ok(Self { unit, week: days.len() as u64, begin: Some((start, calendar)) })
    }

    /// `working day`, `hour`: what is counted.
    pub(crate) fn unit(&self) -> &'static str {
        match (self.unit, &self.begin) {
            (Unit::Day, None) => "day",
            (Unit::Day, Some(_)) => "working day",
            (Unit::Hour(_), None) => "hour",
            (Unit::Hour(_), Some(_)) => "working hour",
        }
    }

    /// Whether times can be told as days.
    pub(crate) fn has_dates(&self) -> bool {
        self.begin.is_some()
    }

    /// A length of time: `5`, `5d`, `1 week`.
    pub(crate) fn length(&self, text: &str) -> Result<u64, String> {
        let text = text.trim();
        let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
        let (number, suffix) = text.split_at(digits);
        let factor = match (suffix.trim(), self.unit) {
            ("d" | "day" | "days", unit) => Some(unit.per_day()),
            ("w" | "week" | "weeks", unit) => Some(self.week * unit.per_day()),
            ("", _) | ("h" | "hr" | "hrs" | "hour" | "hours", Unit::Hour(_)) => Some(1),
            _ => None,
        };
        let length = factor.zip(number.parse::<u64>().ok()).and_then(|(factor, number)| number.checked_mul(factor));
        length.ok_or_else(|| match self.unit {
            Unit::Day => "a whole number of days (5, 5d) or weeks (2w)".to_owned(),
            Unit::Hour(_) => "a whole number of hours (5, 5h), days (5d) or weeks (2w)".to_owned(),
        })
    }

    /// A time before which something may not start: a number, or the day on which it may.
    pub(crate) fn not_before(&self, text: &str) -> Result<u64, String> {
        self.time(text, Some)
    }

    /// A time by which something must be finished: a number, or the last day.
    pub(crate) fn by(&self, text: &str) -> Result<u64, String> {
        self.time(text, |day| day.plus(1))
    }

    /// A number, or the work time before a day that is made of the one in the text.
    fn time(&self, text: &str, day: impl Fn(Date) -> Option<Date>) -> Result<u64, String> {
        let Some(date) = Date::parse(text) else {
            let dates = if self.has_dates() { ", or a day as 2027-03-01" } else { "" };
            return self.length(text).map_err(|allowed| allowed + dates);
        };
        let Some((start, calendar)) = &self.begin else {
            return Err("a number, since it is not said on which day the plan starts".to_owned());
        };
        let moment = day(date).and_then(|day| day.since(*start));
        moment
            .map(|days| calendar.working(days * self.unit.per_day()))
            .ok_or_else(|| format!("from {start} on, the day on which the plan starts"))
    }

    /// When something begins that starts at `time`: a day, or the number if there are no days.
    pub(crate) fn start(&self, time: u64) -> String {
        self.day(time, |calendar| calendar.start(time) / self.unit.per_day())
    }

    /// The day on which something is done that finishes at `time`.
    pub(crate) fn finish(&self, time: u64) -> String {
        self.day(time, |calendar| calendar.finish(time).saturating_sub(1) / self.unit.per_day())
    }

    fn day(&self, time: u64, day: impl Fn(&Calendar) -> u64) -> String {
        let date = self.begin.as_ref().and_then(|(start, calendar)| start.plus(day(calendar)));
        date.map_or_else(|| time.to_string(), |date| date.to_string())
    }
}

/// The names of the days, from Monday on; the first five are worked on unless a plan says otherwise.
pub(crate) const WEEK: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
/// Monday to Friday.
pub(crate) const WORKING_DAYS: [u64; 5] = [0, 1, 2, 3, 4];

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    #[test]
    fn weekends_and_holidays_are_passed_over() {
        // From a Thursday on, and the Monday after it is a holiday.
        let holidays = [(date("2027-03-08"), date("2027-03-08"))];
        let clock = Clock::beginning(Unit::Day, date("2027-03-04"), &WORKING_DAYS, &holidays).unwrap();
        assert_eq!(
            [0, 1, 2, 3].map(|time| clock.start(time)),
            ["2027-03-04", "2027-03-05", "2027-03-09", "2027-03-10"]
        );
        assert_eq!(
            [0, 1, 2, 3].map(|time| clock.finish(time)),
            ["2027-03-04", "2027-03-04", "2027-03-05", "2027-03-09"]
        );
        assert_eq!(["2027-03-09", "2027-03-07", "2"].map(|text| clock.not_before(text)), [Ok(2), Ok(2), Ok(2)]);
        assert_eq!(["2027-03-09", "2027-03-07", "1w"].map(|text| clock.by(text)), [Ok(3), Ok(2), Ok(5)]);
        assert_eq!(clock.by("2027-03-01"), Err("from 2027-03-04 on, the day on which the plan starts".to_owned()));
        // No such day has a name.
        assert_eq!(clock.finish(1 << 58), (1_u64 << 58).to_string());
    }

    #[test]
    fn hours_fill_days() {
        let clock = Clock::beginning(Unit::Hour(8), date("2027-03-05"), &WORKING_DAYS, &[]).unwrap();
        assert_eq!((clock.start(7), clock.start(8)), ("2027-03-05".to_owned(), "2027-03-08".to_owned()));
        assert_eq!((clock.finish(8), clock.finish(9)), ("2027-03-05".to_owned(), "2027-03-08".to_owned()));
        assert_eq!(["3", "3h", "2 days", "1w"].map(|text| clock.length(text)), [Ok(3), Ok(3), Ok(16), Ok(40)]);
        assert_eq!(clock.by("2027-03-05"), Ok(8));
    }

    #[test]
    fn what_is_no_time_says_what_is() {
        let clock = Clock::new(Unit::Day);
        for text in ["", "-1", "3h", "1.5", "d", "5 days ago", "99999999999999999999", "5000000000000000000w"] {
            assert_eq!(clock.length(text), Err("a whole number of days (5, 5d) or weeks (2w)".to_owned()), "{text}");
        }
        assert!(clock.by("2027-03-05").is_err_and(|allowed| allowed.starts_with("a number, since")));
        assert_eq!((clock.start(3), clock.finish(3), clock.unit()), ("3".to_owned(), "3".to_owned(), "day"));
    }
}
