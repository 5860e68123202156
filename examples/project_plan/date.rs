//! Days of the Gregorian calendar, which is all that a plan needs of dates.

use core::fmt;

/// A day of the years 1 to 9999, counted from the first of them, which would have been a Monday.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Date(u64);

impl Date {
    /// `2027-03-01`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut parts = text.trim().splitn(3, '-');
        let mut number = |digits: usize| {
            let part = parts.next().filter(|part| part.len() == digits && part.bytes().all(|b| b.is_ascii_digit()))?;
            part.parse::<u64>().ok()
        };
        let (year, month, day) = (number(4)?, number(2)?, number(2)?);
        let exists = year >= 1 && (1..=12).contains(&month) && (1..=month_days(year, month)).contains(&day);
        exists.then(|| Self(before_year(year) + (1..month).map(|month| month_days(year, month)).sum::<u64>() + day - 1))
    }

    /// So many days later, unless that is after the year 9999.
    pub(crate) fn plus(self, days: u64) -> Option<Self> {
        let day = self.0.checked_add(days)?;
        (day < before_year(10_000)).then_some(Self(day))
    }

    /// How many days it is after `other`; `None` if it is before.
    pub(crate) fn since(self, other: Self) -> Option<u64> {
        self.0.checked_sub(other.0)
    }

    /// 0 for a Monday.
    pub(crate) fn weekday(self) -> u64 {
        self.0 % 7
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A year has at most 366 days, so that this is the year or one before it.
        let mut year = self.0 / 366 + 1;
        while before_year(year + 1) <= self.0 {
            year += 1;
        }
        let (mut month, mut day) = (1, self.0 - before_year(year));
        while day >= month_days(year, month) {
            day -= month_days(year, month);
            month += 1;
        }
        write!(f, "{year:04}-{month:02}-{:02}", day + 1)
    }
}

/// The days of all years before this one.
fn before_year(year: u64) -> u64 {
    let years = year - 1;
    365 * years + years / 4 - years / 100 + years / 400
}

fn month_days(year: u64, month: u64) -> u64 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_have_their_names_and_numbers() {
        // The moon landing was on a Sunday, the first day of 2000 a Saturday.
        for (text, weekday) in [("1969-07-20", 6), ("2000-01-01", 5), ("2024-02-29", 3), ("2027-03-01", 0)] {
            let date = Date::parse(text).unwrap();
            assert_eq!((date.to_string(), date.weekday()), (text.to_owned(), weekday));
        }
        let date = Date::parse("1999-12-31").unwrap();
        assert_eq!(date.plus(1 + 31 + 29).unwrap().to_string(), "2000-03-01");
        assert_eq!(Date::parse("2000-03-01").unwrap().since(date), Some(61));
        assert_eq!(date.since(Date::parse("2000-03-01").unwrap()), None);
    }

    #[test]
    fn days_come_back() {
        // Through years of each kind: ordinary, leap, and of centuries.
        let first = Date::parse("1895-01-01").unwrap();
        let mut date = first;
        while date < Date::parse("2205-01-01").unwrap() {
            let next = date.plus(1).unwrap();
            assert_eq!(Date::parse(&next.to_string()), Some(next));
            assert!(next.to_string() > date.to_string());
            // As long as a year is, so long are its months.
            assert_eq!(next.to_string().ends_with("-01-01"), date.to_string().ends_with("-12-31"));
            date = next;
        }
        // 310 years, of which 75 are leap years: 1900, 2100 and 2200 are none.
        assert_eq!(date.since(first), Some(310 * 365 + 75));
        // 400 years have 146,097 days.
        let all = Date::parse("9999-12-31").unwrap();
        assert_eq!((all.since(Date::parse("0001-01-01").unwrap()), all.plus(1)), (Some(25 * 146_097 - 366 - 1), None));
        assert_eq!(Date(u64::MAX).plus(1), None);
    }

    #[test]
    fn what_is_no_day_is_none() {
        for text in ["", "2027-02-29", "1900-02-29", "2027-13-01", "2027-00-10", "2027-04-31", "0000-01-01", "27-1-1"] {
            assert_eq!(Date::parse(text), None, "{text}");
        }
        for text in ["2027-03-01-", "2027-03-01T00", "2027-3-01", "+027-03-01", "10000-01-01", "2027-03-00"] {
            assert_eq!(Date::parse(text), None, "{text}");
        }
    }
}
