//! What is wrong with a file, and where.

use core::fmt;

/// Lines with what is wrong in them; a file with any is not planned.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Faults {
    count: usize,
    /// Those of the first lines, in order: a small packed file can have millions.
    first: Vec<(u64, String)>,
}

impl Faults {
    /// That alone.
    pub(crate) fn one(line: u64, reason: impl Into<String>) -> Self {
        Self { count: 1, first: vec![(line, reason.into())] }
    }

    pub(crate) fn note(&mut self, line: u64, reason: impl Into<String>) {
        self.count += 1;
        let fault = (line, reason.into());
        let place = self.first.partition_point(|other| *other <= fault);
        self.first.insert(place, fault);
        self.first.truncate(DESCRIBED);
    }

    /// What is there, or what is wrong; noted if it is.
    pub(crate) fn take<T>(&mut self, line: u64, outcome: Result<T, String>) -> Option<T> {
        outcome.map_err(|reason| self.note(line, reason)).ok()
    }

    /// `whole`, if nothing is wrong.
    pub(crate) fn or<T>(self, whole: T) -> Result<T, Self> {
        if self.count == 0 { Ok(whole) } else { Err(self) }
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let [(line, reason)] = &self.first[..] {
            return write!(f, "line {line}: {reason}");
        }
        write!(f, "{} things are wrong", self.count)?;
        for (line, reason) in &self.first {
            write!(f, "\n  line {line}: {reason}")?;
        }
        match self.count - self.first.len() {
            0 => Ok(()),
            more => write!(f, "\n  and {more} more"),
        }
    }
}

/// Faults that are described; all are counted.
const DESCRIBED: usize = 20;
