//! What is wrong with a document, and where.

/// A value that is none of those that are allowed.
#[derive(Debug, PartialEq, thiserror::Error)]
#[error("line {line}: {}{reason}", if .field.is_empty() { String::new() } else { format!("`{}` ", .field) })]
pub(crate) struct Wrong {
    line: usize,
    /// Its path: `spec.containers[0].image`.
    field: String,
    /// Goes on from the path: `is missing`.
    reason: String,
}

impl Wrong {
    pub(crate) fn new(line: usize, reason: impl Into<String>) -> Self {
        Self { line, field: String::new(), reason: reason.into() }
    }

    /// The same as seen from one level above, where it is in `field`.
    pub(crate) fn within(mut self, field: &str) -> Self {
        let dot = if self.field.is_empty() || self.field.starts_with('[') { "" } else { "." };
        self.field = format!("{field}{dot}{}", self.field);
        self
    }
}
