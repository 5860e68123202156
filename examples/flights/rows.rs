//! The rows: a CSV file, plain or gzipped, read one line at a time into batches of columns. A line that is not a row is
//! counted and described, and reading goes on.

use std::{
    fs::File,
    io::{BufRead, BufReader},
    path::Path,
};

use ansatz_examples::{
    csv::{excerpt, unpacked},
    rows::{self, Malformed, TableError},
};
use indicatif::ProgressBar;

use crate::batch::{Batch, Date};

/// A source of rows.
pub(crate) struct Rows<R>(rows::Rows<R, { COLUMNS.len() }>);

impl Rows<Box<dyn BufRead>> {
    /// The rows of a file, gzipped or not (its first two bytes tell); `progress` counts the bytes read from it.
    pub(crate) fn open(path: &Path, progress: &ProgressBar) -> Result<Self, TableError> {
        let file = File::open(path).map_err(TableError::Open)?;
        progress.set_length(file.metadata().map_err(TableError::Open)?.len());
        Self::unpack(BufReader::with_capacity(1 << 16, progress.wrap_read(file)))
    }

    /// The rows of CSV text or of its gzip members.
    pub(crate) fn unpack(input: impl BufRead + 'static) -> Result<Self, TableError> {
        Self::new(unpacked(input).map_err(TableError::Open)?)
    }
}

impl<R: BufRead> Rows<R> {
    /// The rows of CSV text; reads the header, which may name further columns and in any order.
    pub(crate) fn new(input: R) -> Result<Self, TableError> {
        rows::Rows::new(input, COLUMNS).map(Self)
    }

    /// Replaces `batch` by the next rows; `false` if there are none.
    pub(crate) fn next_batch(&mut self, batch: &mut Batch) -> Result<bool, TableError> {
        batch.clear();
        while batch.len() < BATCH && self.0.read(|_, fields| read_row(fields, batch))? {}
        Ok(batch.len() > 0)
    }

    /// What could not be read.
    pub(crate) fn into_malformed(self) -> Malformed {
        self.0.into_malformed()
    }
}

/// Appends a row to `batch`, or says why it is none.
fn read_row(fields: [&str; COLUMNS.len()], batch: &mut Batch) -> Result<(), String> {
    let [year, month, day, scheduled, delay, carrier, tailnum, origin, dest] = fields;
    // Every field is checked before the first is stored: a row is in all columns or in none.
    let (year, month) = (whole("year", year, 0, 9999)?, whole("month", month, 1, 12)?);
    let date = Date { year, month, day: whole("day", day, 1, days_in(year, month))? };
    let scheduled = clock("sched_dep_time", scheduled)?;
    let delay = minutes("dep_delay", delay)?;
    let carrier = required("carrier", carrier)?;
    let (origin, dest) = (required("origin", origin)?, required("dest", dest)?);
    let tailnum = if is_missing(tailnum) { "" } else { tailnum };
    batch.push(date, scheduled, delay, [carrier, tailnum, origin, dest]);
    Ok(())
}

fn is_missing(field: &str) -> bool {
    field.is_empty() || field == "NA"
}

fn required<'a>(name: &str, field: &'a str) -> Result<&'a str, String> {
    if is_missing(field) { Err(format!("`{name}` is missing")) } else { Ok(field) }
}

fn whole(name: &str, field: &str, least: u16, most: u16) -> Result<u16, String> {
    let number = ansatz_examples::whole(required(name, field)?, least..=most);
    number.map_err(|expected| format!("`{name}` is {:?}, {expected}", excerpt(field)))
}

/// Minutes since midnight, from `HMM` or `HHMM`.
fn clock(name: &str, field: &str) -> Result<Option<u16>, String> {
    if is_missing(field) {
        return Ok(None);
    }
    match field.parse::<u16>() {
        Ok(time) if time < 2400 && time % 100 < 60 => Ok(Some(time / 100 * 60 + time % 100)),
        _ => Err(format!("`{name}` is {:?}, expected a time as HMM or HHMM, or NA", excerpt(field))),
    }
}

fn minutes(name: &str, field: &str) -> Result<Option<f64>, String> {
    if is_missing(field) {
        return Ok(None);
    }
    match field.parse::<f64>() {
        Ok(number) if number.abs() <= MOST_MINUTES => Ok(Some(number)),
        _ => Err(format!("`{name}` is {:?}, expected a number of minutes or NA", excerpt(field))),
    }
}

/// By the Gregorian calendar.
fn days_in(year: u16, month: u16) -> u16 {
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// The columns that the tour reads, in the order in which `read_row` takes them.
const COLUMNS: [&str; 9] =
    ["year", "month", "day", "sched_dep_time", "dep_delay", "carrier", "tailnum", "origin", "dest"];
/// Rows per batch: the columns of one stay in the second-level cache, and one clock reading per pass costs nothing.
pub(crate) const BATCH: usize = 8_192;
/// Nineteen years; more is no delay.
const MOST_MINUTES: f64 = 1e7;
