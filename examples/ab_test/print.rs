//! The experiment as text.

use std::io::{self, Write};

use ansatz_bandit::experiments::Verdict;
use ansatz_core::Estimate;
use ansatz_examples::figures::{Grid, grouped, percent, significant, write_rest};

use crate::watch::{Point, Tally, Watch};

pub(crate) fn write(out: &mut impl Write, watch: &Watch) -> io::Result<()> {
    for (name, value) in facts(watch) {
        writeln!(out, "{name}: {value}")?;
    }
    writeln!(out)?;
    if let Some(warning) = warning(watch) {
        writeln!(out, "{warning}\n")?;
    }
    grid(watch).write(out)?;
    write_rest(out, watch.points.len(), LISTED, "dates")?;
    writeln!(out)
}

/// Figures that set the scene: first whether they can be trusted.
pub(crate) fn facts(watch: &Watch) -> Vec<(String, String)> {
    let split = if watch.is_split_well() { "as planned" } else { "NOT as planned" };
    let mut facts = vec![
        ("experiment".to_owned(), watch.name.clone()),
        ("groups".to_owned(), format!("{split} (p = {})", significant(rounded(watch.ratio)))),
        ("verdict".to_owned(), verdict(watch)),
    ];
    let when = watch.decided.map(|row| format!("{} of {}", grouped(row as f64), grouped(rows(watch) as f64)));
    facts.extend(when.map(|when| ("found after".to_owned(), when)));
    let p_value = watch.test.p_value().map(|p_value| significant(rounded(p_value)));
    facts.extend(p_value.map(|p_value| ("p-value, at any time".to_owned(), p_value)));
    let confidence = percent(1.0 - watch.alpha);
    facts.push((format!("difference ({confidence} at all times)"), interval(watch.test.estimate())));
    if let Some(adjusted) = &watch.adjusted {
        let name = format!("without {} ({confidence} at one look, now)", adjusted.covariate);
        facts.push((name, interval(adjusted.estimate)));
        facts.push((format!("variance explained by {}", adjusted.covariate), percent(adjusted.reduction)));
    }
    for (name, tally) in watch.names.iter().zip(watch.groups) {
        facts.push((name.clone(), format!("{} of {}", mean(tally), grouped(tally.count as f64))));
    }
    facts
}

/// What makes everything else worthless.
pub(crate) fn warning(watch: &Watch) -> Option<String> {
    let [control, treatment] = watch.groups.map(|tally| tally.count);
    (!watch.is_split_well()).then(|| {
        format!(
            "WARNING: {} of {} got the treatment where {} were to: find out why before believing the verdict.",
            grouped(treatment as f64),
            grouped((control + treatment) as f64),
            percent(watch.share)
        )
    })
}

/// A line for each date or part.
pub(crate) fn grid(watch: &Watch) -> Grid {
    let row = |point: &Point| {
        let Point { label, groups: [control, treatment], estimate, p_value, verdict } = point;
        let p_value = p_value.map_or("-".to_owned(), |p_value| significant(rounded(p_value)));
        let count = grouped((control.count + treatment.count) as f64);
        vec![
            label.clone(),
            count,
            mean(*control),
            mean(*treatment),
            interval(*estimate),
            p_value,
            word(*verdict).to_owned(),
        ]
    };
    let [control, treatment] = &watch.names;
    let header = ["until", "rows", control, treatment, "difference", "p-value", "verdict"];
    Grid {
        caption: "What was known by when".to_owned(),
        header: header.map(str::to_owned).to_vec(),
        rows: watch.points.iter().take(LISTED).map(row).collect(),
    }
}

fn rows(watch: &Watch) -> u64 {
    watch.groups.iter().map(|tally| tally.count).sum()
}

fn verdict(watch: &Watch) -> String {
    let [_, treatment] = &watch.names;
    match watch.test.verdict() {
        Verdict::Higher => format!("{treatment} is higher"),
        Verdict::Lower => format!("{treatment} is lower"),
        Verdict::Undecided | Verdict::NoDifference => "undecided: go on, or leave it".to_owned(),
    }
}

fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Higher => "higher",
        Verdict::Lower => "lower",
        Verdict::Undecided | Verdict::NoDifference => "-",
    }
}

fn mean(tally: Tally) -> String {
    tally.mean().map_or("-".to_owned(), |mean| significant(rounded(mean)))
}

/// `value (lower to upper)`.
fn interval(estimate: Estimate) -> String {
    let [value, lower, upper] = [estimate.value, estimate.lower, estimate.upper].map(|end| significant(rounded(end)));
    if estimate.lower.is_finite() { format!("{value} ({lower} to {upper})") } else { format!("{value} (any)") }
}

/// To three digits that count.
fn rounded(number: f64) -> f64 {
    format!("{number:.2e}").parse().unwrap_or(number)
}

/// Lines of a table; all are drawn.
pub(crate) const LISTED: usize = 60;
