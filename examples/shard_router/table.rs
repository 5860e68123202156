//! The table that is to be sharded: keys and the bytes that each of them holds.

use std::{
    collections::{BTreeMap, btree_map::Entry},
    io::BufRead,
    path::Path,
};

use ansatz_examples::{
    csv::excerpt,
    rows::{Rows, TableError, open},
};

/// Keys in their order, each with its bytes; at least one.
#[derive(Debug)]
pub(crate) struct Table {
    pub(crate) rows: BTreeMap<String, u64>,
    pub(crate) bytes: u64,
}

impl Table {
    /// The table of a CSV file, gzipped or not.
    pub(crate) fn open(path: &Path) -> Result<Self, TableError> {
        Self::read(open(path)?)
    }

    /// The table of a CSV text, whose header names the columns `key` and `bytes` and maybe others.
    ///
    /// A plan that leaves some of the keys out would be wrong, so all lines have to be right.
    pub(crate) fn read(input: impl BufRead) -> Result<Self, TableError> {
        let mut lines = Rows::new(input, ["key", "bytes"])?;
        let mut found = Found::default();
        while lines.read(|line, fields| found.take(line, fields))? {}
        lines.require_whole()?;
        if found.rows.is_empty() {
            return Err(TableError::NoRows);
        }
        let rows = found.rows.into_iter().map(|(key, (bytes, _))| (key, bytes)).collect();
        Ok(Self { rows, bytes: found.bytes })
    }

    /// Every aircraft of the flights that come with the examples, with so many bytes for each of its flights.
    pub(crate) fn of_aircraft(path: &Path) -> Result<Self, TableError> {
        let mut flights = Rows::new(open(path)?, ["tailnum"])?;
        let mut rows = BTreeMap::<String, u64>::new();
        // This file is ours, and the tour's tests know it to be whole.
        while flights.read(|_, [tailnum]| {
            if tailnum != "NA" {
                *rows.entry(tailnum.to_owned()).or_default() += BYTES_A_FLIGHT;
            }
            Ok(())
        })? {}
        let bytes = rows.values().sum();
        if rows.is_empty() { Err(TableError::NoRows) } else { Ok(Self { rows, bytes }) }
    }
}

/// What has been read of a table.
#[derive(Debug, Default)]
struct Found {
    /// Keys with their bytes and their lines.
    rows: BTreeMap<String, (u64, u64)>,
    bytes: u64,
}

impl Found {
    fn take(&mut self, line: u64, [key, size]: [&str; 2]) -> Result<(), String> {
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
            Entry::Vacant(entry) => entry.insert((bytes, line)),
            Entry::Occupied(entry) => {
                return Err(format!("`key` {:?} is there already, on line {}", excerpt(key), entry.get().1));
            }
        };
        self.bytes = total;
        Ok(())
    }
}

/// About what a line of the data set takes in a database, with its index.
const BYTES_A_FLIGHT: u64 = 128;
