//! A few thousand rows, column by column.

use core::fmt;

/// A run of rows as columns of equal length, so that a sketch can be timed over one column in one pass.
#[derive(Debug, Default)]
pub(crate) struct Batch {
    pub(crate) date: Vec<Date>,
    /// The scheduled departure in minutes since midnight; `None` if unknown.
    pub(crate) scheduled: Vec<Option<u16>>,
    /// Minutes, negative if early; `None` if the flight was cancelled.
    pub(crate) dep_delay: Vec<Option<f64>>,
    pub(crate) carrier: Texts,
    /// Empty if unknown.
    pub(crate) tailnum: Texts,
    pub(crate) origin: Texts,
    pub(crate) dest: Texts,
    /// `origin-dest`.
    pub(crate) route: Texts,
}

/// A calendar day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Date {
    pub(crate) year: u16,
    pub(crate) month: u16,
    pub(crate) day: u16,
}

impl fmt::Display for Date {
    /// `2013-02-08`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl Batch {
    pub(crate) fn clear(&mut self) {
        self.date.clear();
        self.scheduled.clear();
        self.dep_delay.clear();
        for texts in [&mut self.carrier, &mut self.tailnum, &mut self.origin, &mut self.dest, &mut self.route] {
            texts.clear();
        }
    }

    pub(crate) fn push(
        &mut self,
        date: Date,
        scheduled: Option<u16>,
        dep_delay: Option<f64>,
        [carrier, tailnum, origin, dest]: [&str; 4],
    ) {
        self.date.push(date);
        self.scheduled.push(scheduled);
        self.dep_delay.push(dep_delay);
        self.carrier.push(&[carrier]);
        self.tailnum.push(&[tailnum]);
        self.origin.push(&[origin]);
        self.dest.push(&[dest]);
        self.route.push(&[origin, "-", dest]);
    }

    pub(crate) fn len(&self) -> usize {
        self.date.len()
    }
}

/// A column of texts, end to end in one buffer.
#[derive(Debug, Default)]
pub(crate) struct Texts {
    text: String,
    ends: Vec<usize>,
}

impl Texts {
    /// Appends one text, given in parts.
    pub(crate) fn push(&mut self, parts: &[&str]) {
        self.text.extend(parts.iter().copied());
        self.ends.push(self.text.len());
    }

    pub(crate) fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
    }

    /// All texts, in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        self.ends.iter().scan(0, |start, &end| {
            let text = &self.text[*start..end];
            *start = end;
            Some(text)
        })
    }

    /// The texts that are not empty.
    pub(crate) fn present(&self) -> impl Iterator<Item = &str> {
        self.iter().filter(|text| !text.is_empty())
    }
}
