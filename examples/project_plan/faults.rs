//! What is wrong with a file, and where.

use core::fmt;

/// Lines with what is wrong in them; a file with any is not planned.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Faults(Vec<(u64, String)>);

impl Faults {
    /// That alone.
    pub(crate) fn one(line: u64, reason: impl Into<String>) -> Self {
        Self(vec![(line, reason.into())])
    }

    pub(crate) fn note(&mut self, line: u64, reason: impl Into<String>) {
        self.0.push((line, reason.into()));
    }

    /// What is there, or what is wrong; noted if it is.
    pub(crate) fn take<T>(&mut self, line: u64, outcome: Result<T, String>) -> Option<T> {
        outcome.map_err(|reason| self.note(line, reason)).ok()
    }

    /// `whole`, if nothing is wrong.
    pub(crate) fn or<T>(mut self, whole: T) -> Result<T, Self> {
        self.0.sort();
        if self.0.is_empty() { Ok(whole) } else { Err(self) }
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let [(line, reason)] = &self.0[..] {
            return write!(f, "line {line}: {reason}");
        }
        write!(f, "{} things are wrong", self.0.len())?;
        for (line, reason) in self.0.iter().take(DESCRIBED) {
            write!(f, "\n  line {line}: {reason}")?;
        }
        match self.0.len().saturating_sub(DESCRIBED) {
            0 => Ok(()),
            more => write!(f, "\n  and {more} more"),
        }
    }
}

/// Faults that are described; all are counted.
const DESCRIBED: usize = 20;
