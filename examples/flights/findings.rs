//! What a chapter hands in: lines for the table, a table of its own, charts.

use std::{fmt::Display, time::Duration};

use ansatz_core::Estimate;
pub(crate) use ansatz_examples::charts::Chart;
pub(crate) use ansatz_examples::figures::{Grid, grouped, milliseconds, percent};

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
    pub(crate) grids: Vec<Grid>,
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

/// Bytes in the unit that suits them.
pub(crate) fn bytes(bytes: usize) -> String {
    ansatz_examples::figures::bytes(bytes as u64)
}
