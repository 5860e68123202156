//! What a chapter hands in: lines for the table, a table of its own, charts.

use std::{fmt::Display, time::Duration};

use ansatz_core::Estimate;

/// A chapter's answers.
#[derive(Debug, Default)]
pub(crate) struct Section {
    pub(crate) title: &'static str,
    /// The question in a sentence or two, for the report.
    pub(crate) introduction: &'static str,
    /// Exact figures that set the scene: name and value.
    pub(crate) facts: Vec<(String, String)>,
    pub(crate) studies: Vec<Study>,
    /// Details that have columns of their own.
    pub(crate) grid: Option<Grid>,
    pub(crate) charts: Vec<Chart>,
}

/// One sketch beside the exact collector, over the same items.
#[derive(Debug)]
pub(crate) struct Study {
    /// The sketch with its parameters.
    pub(crate) sketch: String,
    pub(crate) items: u64,
    pub(crate) cost: Cost,
    pub(crate) exact_cost: Cost,
    pub(crate) findings: Vec<Finding>,
}

/// Memory at the end, time in all.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Cost {
    pub(crate) memory: usize,
    pub(crate) time: Duration,
}

/// One estimate beside the truth.
#[derive(Debug)]
pub(crate) struct Finding {
    pub(crate) question: String,
    pub(crate) estimate: String,
    pub(crate) exact: String,
    pub(crate) promise: String,
    /// Whether the truth is as promised; `None` where nothing is promised.
    pub(crate) kept: Option<bool>,
}

impl Finding {
    /// A count with the interval that is promised to hold the truth.
    pub(crate) fn count(question: impl Display, estimate: &Estimate, exact: u64) -> Self {
        let Estimate { value, lower, upper, confidence, .. } = *estimate;
        let (lower, upper) = (grouped(lower.floor()), grouped(upper.ceil()));
        let interval = if lower == upper { lower } else { format!("{lower} to {upper}") };
        let strength =
            if confidence < 1.0 { format!("{:.0}%", (confidence * 100.0).floor()) } else { "certain".to_owned() };
        Self {
            question: question.to_string(),
            estimate: grouped(value),
            exact: grouped(exact as f64),
            promise: format!("{interval}, {strength}"),
            kept: Some(estimate.contains(exact as f64)),
        }
    }

    /// A quantile, of which nothing is promised; its error in rank is measured.
    pub(crate) fn quantile(question: impl Display, estimate: f64, exact: f64, rank_error: f64) -> Self {
        Self {
            question: question.to_string(),
            estimate: format!("{estimate:.1} min"),
            exact: format!("{exact:.0} min"),
            promise: format!("rank error {}, empirical", percent(rank_error)),
            kept: None,
        }
    }

    /// A rate that is promised not to exceed `promised`.
    pub(crate) fn rate(question: impl Display, measured: f64, exact: f64, promised: f64) -> Self {
        Self {
            question: question.to_string(),
            estimate: percent(measured),
            exact: percent(exact),
            promise: format!("at most {}", percent(promised)),
            kept: Some(measured <= promised),
        }
    }

    /// Two ways to one summary, which are promised to end in the same state.
    pub(crate) fn identical(question: impl Display, estimate: impl Display, exact: impl Display, same: bool) -> Self {
        Self {
            question: question.to_string(),
            estimate: estimate.to_string(),
            exact: exact.to_string(),
            promise: "the same state, bit for bit".to_owned(),
            kept: Some(same),
        }
    }
}

/// A small table, its first column to the left and the others to the right.
#[derive(Debug)]
pub(crate) struct Grid {
    pub(crate) caption: String,
    pub(crate) header: Vec<String>,
    pub(crate) rows: Vec<Vec<String>>,
}

/// A drawing with its explanation.
#[derive(Debug)]
pub(crate) struct Chart {
    pub(crate) title: String,
    /// Name and CSS colour of each series.
    pub(crate) legend: Vec<(String, String)>,
    /// The drawing, an `<svg>` element.
    pub(crate) svg: String,
}

/// A whole number with its thousands set apart.
pub(crate) fn grouped(number: f64) -> String {
    let plain = format!("{number:.0}");
    let (sign, digits) = plain.strip_prefix('-').map_or(("", plain.as_str()), |digits| ("-", digits));
    let mut out = sign.to_owned();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A fraction in per cent, with enough digits to be seen.
pub(crate) fn percent(fraction: f64) -> String {
    let percent = fraction * 100.0;
    if percent == 0.0 || percent >= 0.995 { format!("{percent:.2}%") } else { format!("{percent:.3}%") }
}

/// Bytes in the unit that suits them.
pub(crate) fn bytes(bytes: usize) -> String {
    match bytes {
        0..1_024 => format!("{bytes} B"),
        1_024..1_048_576 => format!("{:.1} KiB", bytes as f64 / 1_024.0),
        _ => format!("{:.1} MiB", bytes as f64 / 1_048_576.0),
    }
}

/// A time in milliseconds.
pub(crate) fn milliseconds(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1e3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_for_people() {
        assert_eq!(grouped(-336_776.0), "-336,776");
        assert_eq!(grouped(999.0), "999");
        assert_eq!(grouped(1_000_000.4), "1,000,000");
        assert_eq!(percent(0.0), "0.00%");
        assert_eq!(percent(0.000_25), "0.025%");
        assert_eq!(percent(0.125), "12.50%");
        assert_eq!(bytes(1_536), "1.5 KiB");
    }
}
