//! The race as text.

use std::io::{self, Write};

use ansatz_examples::figures::{Grid, grouped, percent, significant};

use crate::race::{Race, Runner};

pub(crate) fn write(out: &mut impl Write, race: &Race) -> io::Result<()> {
    for (name, value) in facts(race) {
        writeln!(out, "{name}: {value}")?;
    }
    writeln!(out)?;
    grid(race).write(out)?;
    writeln!(out)
}

/// Figures that set the scene.
pub(crate) fn facts(race: &Race) -> Vec<(String, String)> {
    let facts = [
        ("graph", race.graph.name.clone()),
        ("vertices", grouped(race.graph.vertices as f64)),
        ("edges", grouped(race.graph.edges.len() as f64)),
        ("best cut", weight(race.best())),
        ("no cut is above", weight(race.bound)),
        ("gap, at most", gap(race)),
        ("seed", race.seed.to_string()),
    ];
    facts.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// A line for each solver.
pub(crate) fn grid(race: &Race) -> Grid {
    let most = race.runners.iter().map(|runner| runner.course.end()).fold(0.0, f64::max);
    let parts = [0.01, 0.1].map(|part| part * most);
    let row = |runner: &Runner| {
        let (found, cut) = runner.course.best().unwrap_or((f64::NAN, f64::NAN));
        let early = parts.map(|seconds| runner.course.by(seconds).map_or("-".to_owned(), weight));
        let below = race.best() - cut;
        let below = if below > 0.0 { weight(below) } else { "-".to_owned() };
        let name = format!("{} ({})", runner.name, runner.title);
        let cells = [name, weight(cut), below, seconds(found)];
        cells.into_iter().chain(early).chain([runner.runs.to_string()]).collect()
    };
    let [soon, later] = parts.map(|part| format!("by {}", seconds(part)));
    let header = ["solver", "cut", "below the best", "found after", &soon, &later, "searches"];
    Grid {
        caption: format!("The best cut of each solver in {} of the processor's time", seconds(most)),
        header: header.map(str::to_owned).to_vec(),
        rows: race.runners.iter().map(row).collect(),
    }
}

/// By how much the best cut may be below the best that there is, in parts of that.
fn gap(race: &Race) -> String {
    let (best, bound) = (race.best(), race.bound);
    match () {
        () if best >= bound => "none: it is the best".to_owned(),
        () if bound > 0.0 => percent((bound - best) / bound),
        () => weight(bound - best),
    }
}

/// A whole number as people write it, any other one with six digits.
pub(crate) fn weight(weight: f64) -> String {
    if weight.fract() == 0.0 && weight.abs() < 1e15 { grouped(weight) } else { significant(weight) }
}

/// A time in the unit that suits it.
pub(crate) fn seconds(seconds: f64) -> String {
    let (number, unit) = match seconds {
        0.0..1e-3 => (seconds * 1e6, "\u{b5}s"),
        1e-3..1.0 => (seconds * 1e3, "ms"),
        _ => (seconds, "s"),
    };
    let digits = usize::from(number < 9.95);
    format!("{number:.digits$} {unit}")
}
