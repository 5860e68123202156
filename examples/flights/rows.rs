//! The rows: a CSV file, plain or gzipped, read one line at a time into batches of columns.
//!
//! A line is a row, always: a stray quote damages the line that it stands in and not the thousands after it, and a line
//! number is simply a count of lines. A line that is not a row is counted and described, and reading goes on.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, Read},
    path::Path,
};

use csv_core::ReadRecordResult;
use flate2::bufread::MultiGzDecoder;
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
    lines: Lines<R>,
    fields: Fields,
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
    pub(crate) fn unpack(mut input: impl BufRead + 'static) -> Result<Self, InputError> {
        let start = input.fill_buf().map_err(InputError::Open)?;
        if start.starts_with(&GZIP_MAGIC) {
            Self::new(Box::new(BufReader::with_capacity(1 << 16, MultiGzDecoder::new(input))))
        } else {
            Self::new(Box::new(input))
        }
    }
}

impl<R: BufRead> Rows<R> {
    /// The rows of CSV text; reads the header, which may name further columns and in any order.
    pub(crate) fn new(input: R) -> Result<Self, InputError> {
        let mut lines = Lines { input, line: Vec::new(), number: 0 };
        let mut fields = Fields::new();
        match lines.advance()? {
            None => return Err(InputError::Empty),
            Some(Err(reason)) => return Err(InputError::Header(reason)),
            Some(Ok(())) => fields.split(&mut lines.line).map_err(InputError::Header)?,
        }
        let names: Vec<&str> = (0..fields.len()).map(|i| fields.get(i).trim()).collect();
        let found = COLUMNS.map(|column| names.iter().position(|name| *name == column));
        let missing: Vec<_> = COLUMNS.into_iter().zip(found).filter(|(_, f)| f.is_none()).map(|(c, _)| c).collect();
        if !missing.is_empty() {
            return Err(InputError::MissingColumns(missing));
        }
        let columns = found.map(Option::unwrap_or_default);
        let width = names.len();
        Ok(Self { lines, fields, columns, width, malformed: Malformed::default() })
    }

    /// Replaces `batch` by the next rows; `false` if there are none.
    pub(crate) fn next_batch(&mut self, batch: &mut Batch) -> Result<bool, InputError> {
        batch.clear();
        while batch.len() < BATCH {
            let Some(line) = self.lines.advance()? else { break };
            if let Err(reason) = line.and_then(|()| self.read_row(batch)) {
                self.malformed.report(self.lines.number, reason);
            }
        }
        Ok(batch.len() > 0)
    }

    /// What could not be read.
    pub(crate) fn into_malformed(self) -> Malformed {
        self.malformed
    }

    /// Appends the current line to `batch` as a row, or says why it is none.
    fn read_row(&mut self, batch: &mut Batch) -> Result<(), String> {
        self.fields.split(&mut self.lines.line)?;
        if self.fields.len() != self.width {
            return Err(format!("{} fields where the header has {}", self.fields.len(), self.width));
        }
        let [year, month, day, delay, carrier, tailnum, origin, dest] = self.columns.map(|i| self.fields.get(i));
        // Every field is checked before the first is stored: a row is in all columns or in none.
        let (year, month) = (whole("year", year, 0, 9999)?, whole("month", month, 1, 12)?);
        let date = Date { year, month, day: whole("day", day, 1, days_in(year, month))? };
        let delay = minutes("dep_delay", delay)?;
        let carrier = required("carrier", carrier)?;
        let (origin, dest) = (required("origin", origin)?, required("dest", dest)?);
        let tailnum = if is_missing(tailnum) { "" } else { tailnum };
        batch.push(date, delay, carrier, tailnum, origin, dest);
        Ok(())
    }
}

/// Lines with their numbers; blank ones are passed over but counted.
struct Lines<R> {
    input: R,
    /// The current line, without its end.
    line: Vec<u8>,
    /// The number of the current line, from 1.
    number: u64,
}

impl<R: BufRead> Lines<R> {
    /// Goes to the next line that is not blank: `None` at the end of the input, the inner error for a line that is
    /// longer than any row.
    fn advance(&mut self) -> Result<Option<Result<(), String>>, InputError> {
        loop {
            self.line.clear();
            let read = self.read_line();
            let Some(is_whole) = read.map_err(|source| InputError::Read { line: self.number, source })? else {
                return Ok(None);
            };
            self.number += 1;
            if !is_whole {
                return Ok(Some(Err(format!("longer than {LONGEST_LINE} bytes"))));
            }
            if self.number == 1 && self.line.starts_with(BYTE_ORDER_MARK) {
                self.line.drain(..BYTE_ORDER_MARK.len());
            }
            if !self.line.trim_ascii().is_empty() {
                return Ok(Some(Ok(())));
            }
        }
    }

    /// Reads to the end of the line; `Some(false)` if it is too long to keep, `None` at the end of the input.
    fn read_line(&mut self) -> io::Result<Option<bool>> {
        let limit = LONGEST_LINE as u64 + 1;
        if self.input.by_ref().take(limit).read_until(b'\n', &mut self.line)? == 0 {
            return Ok(None);
        }
        if self.line.last() == Some(&b'\n') {
            self.line.pop();
            if self.line.last() == Some(&b'\r') {
                self.line.pop();
            }
        } else if self.line.len() > LONGEST_LINE {
            self.input.skip_until(b'\n')?;
            return Ok(Some(false));
        }
        Ok(Some(true))
    }
}

/// The fields of one line, unquoted.
struct Fields {
    text: String,
    ends: Vec<usize>,
    bytes: Vec<u8>,
    /// Kept because building its automaton costs a hundred times what reading a line does.
    reader: csv_core::Reader,
}

impl Fields {
    fn new() -> Self {
        // Not its `Default`, which leaves the automaton unbuilt and takes no byte for special.
        let reader = csv_core::Reader::new();
        Self { text: String::new(), ends: Vec::new(), bytes: Vec::new(), reader }
    }

    fn len(&self) -> usize {
        self.ends.len()
    }

    fn get(&self, index: usize) -> &str {
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[start..self.ends[index]]
    }

    /// Splits `line`, to which it appends a line end.
    fn split(&mut self, line: &mut Vec<u8>) -> Result<(), String> {
        self.text.clear();
        self.ends.clear();
        let text = str::from_utf8(line).map_err(|error| format!("not UTF-8 at byte {}", error.valid_up_to() + 1))?;
        if text.contains(|c: char| c.is_control() && c != '\t') {
            return Err("a control character".to_owned());
        }
        if text.matches('"').count() % 2 == 1 {
            return Err("a quote that is not closed on its line".to_owned());
        }
        // Unquoting only shortens, and each field but the last ends in a comma.
        self.ends.resize(text.matches(',').count() + 1, 0);
        line.push(b'\n');
        self.bytes.resize(line.len(), 0);
        self.reader.reset();
        let (result, read, written, fields) = self.reader.read_record(line, &mut self.bytes, &mut self.ends);
        self.ends.truncate(fields);
        match (result, str::from_utf8(&self.bytes[..written])) {
            (ReadRecordResult::Record, Ok(text)) if read == line.len() => self.text.push_str(text),
            _ => return Err("not one CSV record".to_owned()),
        }
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

/// As much of a field as a message has room for.
fn excerpt(field: &str) -> String {
    field.chars().take(40).collect()
}

/// The columns that the tour reads, in the order in which `read_row` takes them.
const COLUMNS: [&str; 8] = ["year", "month", "day", "dep_delay", "carrier", "tailnum", "origin", "dest"];
/// Rows per batch: the columns of one stay in the second-level cache, and one clock reading per pass costs nothing.
pub(crate) const BATCH: usize = 8_192;
/// Malformed lines that are described; all are counted.
const REPORTED: usize = 10;
/// Nineteen years; more is no delay.
const MOST_MINUTES: f64 = 1e7;
/// No row comes near it, and a file without line ends cannot exhaust the memory.
const LONGEST_LINE: usize = 1 << 16;
/// RFC 1952, section 2.3.1.
const GZIP_MAGIC: [u8; 2] = [0x1f, 0x8b];
/// U+FEFF, which spreadsheets put first.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";
