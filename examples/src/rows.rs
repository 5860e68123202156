//! Tables in CSV files: a header that names certain columns, and below it a row a line.
//!
//! A line that is no row is counted and described, and reading goes on.

use std::{
    fmt::Write as _,
    fs::File,
    io::{self, BufRead, BufReader},
    path::Path,
};

use crate::{
    csv::{Records, unpacked},
    figures::grouped,
};

/// Why there is no table.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// The operating system does not open it.
    #[error("{0}")]
    Open(io::Error),
    /// The operating system or the decompressor stops.
    #[error("after line {line}: {source}")]
    Read {
        /// The last line that was read.
        line: u64,
        /// What it says.
        source: io::Error,
    },
    /// Not even a header.
    #[error("the input is empty: its first line must name the columns {}", listed(.0))]
    Empty(Vec<&'static str>),
    /// The first line cannot be read as names.
    #[error("line 1, which must name the columns {}: {reason}", listed(.columns))]
    Header {
        /// What it must name.
        columns: Vec<&'static str>,
        /// Why it does not.
        reason: String,
    },
    /// The header lacks columns.
    #[error("missing in the header, line 1: column {}", .0.join(", column "))]
    MissingColumns(Vec<&'static str>),
    /// A header and nothing below it.
    #[error("there is no row below the header")]
    NoRows,
    /// Lines that are no rows, where all of them have to be.
    #[error("{0}")]
    Malformed(Malformed),
}

/// The lines that were no rows: how many, and what was wrong with the first few.
#[derive(Debug, Default)]
pub struct Malformed {
    /// How many.
    pub count: u64,
    /// Line numbers and reasons.
    pub first: Vec<(u64, String)>,
}

impl Malformed {
    /// A line for each that is described, and one for the others if there are any.
    pub fn lines(&self) -> impl Iterator<Item = String> {
        let more = self.count - self.first.len() as u64;
        let more = (more > 0).then(|| format!("  and {} more", grouped(more as f64)));
        self.first.iter().map(|(line, reason)| format!("  line {line}: {reason}")).chain(more)
    }

    fn note(&mut self, line: u64, reason: String) {
        self.count += 1;
        if self.first.len() < DESCRIBED {
            self.first.push((line, reason));
        }
    }
}

impl core::fmt::Display for Malformed {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self.count {
            1 => f.write_str("one line is no row of the table:")?,
            count => write!(f, "{} lines are no rows of the table:", grouped(count as f64))?,
        }
        self.lines().try_for_each(|line| write!(f, "\n{line}"))
    }
}

/// The rows of a table, of which `N` columns are read; the header may name others too, in any order.
#[derive(Debug)]
pub struct Rows<R, const N: usize> {
    records: Records<R>,
    columns: [usize; N],
    width: usize,
    malformed: Malformed,
}

/// The text of a file, gzipped or not.
///
/// # Errors
///
/// [`TableError::Open`].
pub fn open(path: &Path) -> Result<Box<dyn BufRead>, TableError> {
    let file = File::open(path).map_err(TableError::Open)?;
    unpacked(BufReader::with_capacity(1 << 16, file)).map_err(TableError::Open)
}

impl<R: BufRead, const N: usize> Rows<R, N> {
    /// Reads the header.
    ///
    /// # Errors
    ///
    /// What is wrong with it.
    pub fn new(input: R, columns: [&'static str; N]) -> Result<Self, TableError> {
        let mut records = Records::new(input);
        let header = records.advance().map_err(|source| TableError::Read { line: 0, source })?;
        let header = header.ok_or_else(|| TableError::Empty(columns.to_vec()))?;
        header.map_err(|reason| TableError::Header { columns: columns.to_vec(), reason })?;
        let columns = records.columns(columns).map_err(TableError::MissingColumns)?;
        let width = records.width();
        Ok(Self { records, columns, width, malformed: Malformed::default() })
    }

    /// Hands the fields of the next line to `take`, with its number, or notes why the line is no row; `false` at the end.
    ///
    /// # Errors
    ///
    /// [`TableError::Read`].
    pub fn read(&mut self, take: impl FnOnce(u64, [&str; N]) -> Result<(), String>) -> Result<bool, TableError> {
        let next = self.records.advance();
        let line = self.records.line_number();
        let Some(record) = next.map_err(|source| TableError::Read { line, source })? else { return Ok(false) };
        let width = self.records.width();
        let row = record.and_then(|()| {
            if width != self.width {
                return Err(format!("{width} fields where the header has {}", self.width));
            }
            take(line, self.columns.map(|column| self.records.field(column)))
        });
        if let Err(reason) = row {
            self.malformed.note(line, reason);
        }
        Ok(true)
    }

    /// What could not be read so far.
    pub fn into_malformed(self) -> Malformed {
        self.malformed
    }

    /// That every line was a row, for whom a table with gaps is none.
    ///
    /// # Errors
    ///
    /// [`TableError::Malformed`].
    pub fn require_whole(self) -> Result<(), TableError> {
        if self.malformed.count > 0 { Err(TableError::Malformed(self.malformed)) } else { Ok(()) }
    }
}

/// `a, b and c`.
fn listed(names: &[&str]) -> String {
    let mut text = String::new();
    for (index, name) in names.iter().enumerate() {
        let before = match index {
            0 => "",
            _ if index + 1 == names.len() => " and ",
            _ => ", ",
        };
        let _ = write!(text, "{before}{name}");
    }
    text
}

/// Lines that are described; all are counted.
const DESCRIBED: usize = 10;
