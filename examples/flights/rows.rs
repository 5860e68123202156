//! The rows: a CSV file, plain or gzipped, read one line at a time into batches of columns. A line that is not a row is
//! counted and described, and reading goes on.

use std::{
    fs::File,
    io::{self, BufRead, BufReader},
    path::Path,
};

use ansatz_examples::csv::{Records, excerpt, unpacked};
use indicatif::ProgressBar;

use crate::batch::{Batch, Date};

/// Why there are no rows to read, or no more of them.
#[derive(Debug, thiserror::Error)]
pub(crate) enum InputError {
    /// The operating system does not open it.
    #[error("{0}")]
    Open(io::Error),
    /// The operating system or the decompressor stops.
    #[error("after line {line}: {source}")]
    Read { line: u64, source: io::Error },
    /// Not even a header.
    #[error("the input is empty: its first line must name the columns {}", COLUMNS.join(", "))]
    Empty,
    /// The first line cannot be read as names.
    #[error("line 1, which must name the columns: {0}")]
    Header(String),
    /// The header lacks columns that the tour needs.
    #[error("missing in the header: column {}", .0.join(", column "))]
    MissingColumns(Vec<&'static str>),
}

/// The lines that were no rows: how many, and what was wrong with the first few.
#[derive(Debug, Default)]
pub(crate) struct Malformed {
    pub(crate) count: u64,
    pub(crate) first: Vec<(u64, String)>,
}

impl Malformed {
    fn report(&mut self, line: u64, reason: String) {
        self.count += 1;
        if self.first.len() < REPORTED {
            self.first.push((line, reason));
        }
    }
}

/// A source of rows.
pub(crate) struct Rows<R> {
    records: Records<R>,
    columns: [usize; COLUMNS.len()],
    width: usize,
    malformed: Malformed,
}

impl Rows<Box<dyn BufRead>> {
    /// The rows of a file, gzipped or not (its first two bytes tell); `progress` counts the bytes read from it.
    pub(crate) fn open(path: &Path, progress: &ProgressBar) -> Result<Self, InputError> {
        let file = File::open(path).map_err(InputError::Open)?;
        progress.set_length(file.metadata().map_err(InputError::Open)?.len());
        Self::unpack(BufReader::with_capacity(1 << 16, progress.wrap_read(file)))
    }

    /// The rows of CSV text or of its gzip members.
    pub(crate) fn unpack(input: impl BufRead + 'static) -> Result<Self, InputError> {
        Self::new(unpacked(input).map_err(InputError::Open)?)
    }
}

impl<R: BufRead> Rows<R> {
    /// The rows of CSV text; reads the header, which may name further columns and in any order.
    pub(crate) fn new(input: R) -> Result<Self, InputError> {
        let mut records = Records::new(input);
        match records.advance().map_err(|source| InputError::Read { line: 0, source })? {
            None => return Err(InputError::Empty),
            Some(header) => header.map_err(InputError::Header)?,
        }
        let columns = records.columns(COLUMNS).map_err(InputError::MissingColumns)?;
        let width = records.width();
        Ok(Self { records, columns, width, malformed: Malformed::default() })
    }

    /// Replaces `batch` by the next rows; `false` if there are none.
    pub(crate) fn next_batch(&mut self, batch: &mut Batch) -> Result<bool, InputError> {
        batch.clear();
        while batch.len() < BATCH {
            let next = self.records.advance();
            let line = self.records.line_number();
            let Some(record) = next.map_err(|source| InputError::Read { line, source })? else { break };
            if let Err(reason) = record.and_then(|()| self.read_row(batch)) {
                self.malformed.report(line, reason);
            }
        }
        Ok(batch.len() > 0)
    }

    /// What could not be read.
    pub(crate) fn into_malformed(self) -> Malformed {
        self.malformed
    }

    /// Appends the current record to `batch` as a row, or says why it is none.
    fn read_row(&self, batch: &mut Batch) -> Result<(), String> {
        if self.records.width() != self.width {
            return Err(format!("{} fields where the header has {}", self.records.width(), self.width));
        }
        let [year, month, day, scheduled, delay, carrier, tailnum, origin, dest] =
            self.columns.map(|i| self.records.field(i));
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
}

fn is_missing(field: &str) -> bool {
    field.is_empty() || field == "NA"
}

fn required<'a>(name: &str, field: &'a str) -> Result<&'a str, String> {
    if is_missing(field) { Err(format!("`{name}` is missing")) } else { Ok(field) }
}

fn whole(name: &str, field: &str, least: u16, most: u16) -> Result<u16, String> {
    match required(name, field)?.parse() {
        Ok(number) if (least..=most).contains(&number) => Ok(number),
        _ => Err(format!("`{name}` is {:?}, expected a whole number in {least}..={most}", excerpt(field))),
    }
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
/// Malformed lines that are described; all are counted.
const REPORTED: usize = 10;
/// Nineteen years; more is no delay.
const MOST_MINUTES: f64 = 1e7;
