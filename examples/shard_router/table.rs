//! The table that is to be sharded: keys and the bytes that each of them holds.

use std::{
    collections::{BTreeMap, btree_map::Entry},
    fmt::Write as _,
    fs::File,
    io::{self, BufRead, BufReader},
    path::Path,
};

use ansatz_examples::csv::{Records, excerpt, unpacked};

/// Why there is no table.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TableError {
    /// The operating system does not open it.
    #[error("{0}")]
    Open(io::Error),
    /// The operating system or the decompressor stops.
    #[error("after line {line}: {source}")]
    Read { line: u64, source: io::Error },
    /// Not even a header.
    #[error("the input is empty: its first line must name the columns {}", COLUMNS.join(" and "))]
    Empty,
    /// The first line cannot be read as names.
    #[error("line 1, which must name the columns {columns}: {reason}", columns = COLUMNS.join(" and "))]
    Header { reason: String },
    /// The header lacks columns.
    #[error("missing in the header, line 1: column {}", .0.join(", column "))]
    MissingColumns(Vec<&'static str>),
    /// A header and nothing below it.
    #[error("there is no row below the header")]
    NoRows,
    /// Lines that are no rows. A plan that leaves some of the keys out would be wrong, so all lines have to be right.
    #[error("{}", listed(*.count, .first))]
    Malformed { count: u64, first: Vec<(u64, String)> },
}

/// Keys in their order, each with its bytes; at least one.
#[derive(Debug)]
pub(crate) struct Table {
    pub(crate) rows: BTreeMap<String, u64>,
    pub(crate) bytes: u64,
}

impl Table {
    /// The table of a CSV file, gzipped or not.
    pub(crate) fn open(path: &Path) -> Result<Self, TableError> {
        let file = File::open(path).map_err(TableError::Open)?;
        Self::read(unpacked(BufReader::with_capacity(1 << 16, file)).map_err(TableError::Open)?)
    }

    /// The table of a CSV text, whose header names the columns `key` and `bytes` and maybe others.
    pub(crate) fn read(input: impl BufRead) -> Result<Self, TableError> {
        let mut reader = Reader::new(input)?;
        while reader.read_line()? {}
        reader.finish()
    }

    /// Every aircraft of the flights that come with the examples, with so many bytes for each of its flights.
    pub(crate) fn of_aircraft(path: &Path) -> Result<Self, TableError> {
        let file = File::open(path).map_err(TableError::Open)?;
        let mut records = Records::new(unpacked(BufReader::new(file)).map_err(TableError::Open)?);
        let [column] = header(&mut records, ["tailnum"])?;
        let (mut rows, mut bytes) = (BTreeMap::<String, u64>::new(), 0);
        while let Some(record) = advance(&mut records)? {
            // This file is ours, and the tour's tests know it to be whole.
            if record.is_ok() && records.width() > column && records.field(column) != "NA" {
                *rows.entry(records.field(column).to_owned()).or_default() += BYTES_A_FLIGHT;
                bytes += BYTES_A_FLIGHT;
            }
        }
        if rows.is_empty() { Err(TableError::NoRows) } else { Ok(Self { rows, bytes }) }
    }
}

/// A table while it is read.
struct Reader<R> {
    records: Records<R>,
    columns: [usize; COLUMNS.len()],
    width: usize,
    /// Keys with their bytes and their lines.
    rows: BTreeMap<String, (u64, u64)>,
    bytes: u64,
    malformed: u64,
    first: Vec<(u64, String)>,
}

impl<R: BufRead> Reader<R> {
    fn new(input: R) -> Result<Self, TableError> {
        let mut records = Records::new(input);
        let columns = header(&mut records, COLUMNS)?;
        let width = records.width();
        Ok(Self { records, columns, width, rows: BTreeMap::new(), bytes: 0, malformed: 0, first: Vec::new() })
    }

    /// Takes the next line as a row or notes what is wrong with it; `false` at the end.
    fn read_line(&mut self) -> Result<bool, TableError> {
        let Some(record) = advance(&mut self.records)? else { return Ok(false) };
        if let Err(reason) = record.and_then(|()| self.read_row()) {
            self.malformed += 1;
            if self.first.len() < LISTED {
                self.first.push((self.records.line_number(), reason));
            }
        }
        Ok(true)
    }

    fn read_row(&mut self) -> Result<(), String> {
        if self.records.width() != self.width {
            return Err(format!("{} fields where the header has {}", self.records.width(), self.width));
        }
        let [key, size] = self.columns.map(|column| self.records.field(column));
        if key.is_empty() {
            return Err("`key` is empty".to_owned());
        }
        let Ok(bytes) = size.trim().parse::<u64>() else {
            return Err(format!("`bytes` is {:?}, expected a whole number from 0", excerpt(size)));
        };
        let Some(total) = self.bytes.checked_add(bytes) else {
            return Err(format!("with `bytes` of {bytes} the table has more than 2^64 in all"));
        };
        match self.rows.entry(key.to_owned()) {
            Entry::Vacant(entry) => entry.insert((bytes, self.records.line_number())),
            Entry::Occupied(entry) => {
                return Err(format!("`key` {:?} is there already, on line {}", excerpt(key), entry.get().1));
            }
        };
        self.bytes = total;
        Ok(())
    }

    fn finish(self) -> Result<Table, TableError> {
        if self.malformed > 0 {
            return Err(TableError::Malformed { count: self.malformed, first: self.first });
        }
        if self.rows.is_empty() {
            return Err(TableError::NoRows);
        }
        let rows = self.rows.into_iter().map(|(key, (bytes, _))| (key, bytes)).collect();
        Ok(Table { rows, bytes: self.bytes })
    }
}

/// Reads the header and says where the columns stand.
fn header<const N: usize>(
    records: &mut Records<impl BufRead>,
    columns: [&'static str; N],
) -> Result<[usize; N], TableError> {
    advance(records)?.ok_or(TableError::Empty)?.map_err(|reason| TableError::Header { reason })?;
    records.columns(columns).map_err(TableError::MissingColumns)
}

fn advance(records: &mut Records<impl BufRead>) -> Result<Option<Result<(), String>>, TableError> {
    records.advance().map_err(|source| TableError::Read { line: records.line_number(), source })
}

fn listed(count: u64, first: &[(u64, String)]) -> String {
    let mut text = match count {
        1 => "one line is no row of the table:".to_owned(),
        _ => format!("{count} lines are no rows of the table:"),
    };
    for (line, reason) in first {
        let _ = write!(text, "\n  line {line}: {reason}");
    }
    let more = count - first.len() as u64;
    if more > 0 {
        let _ = write!(text, "\n  and {more} more");
    }
    text
}

const COLUMNS: [&str; 2] = ["key", "bytes"];
/// Lines that are described; all are counted.
const LISTED: usize = 10;
/// About what a line of the data set takes in a database, with its index.
const BYTES_A_FLIGHT: u64 = 128;
