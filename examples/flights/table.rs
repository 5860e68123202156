//! The findings as text for a terminal.

use std::io::{self, Write};

use crate::findings::{Cost, Finding, Section, Study, bytes, milliseconds};

/// Writes one table over all sections: a line per sketch with its cost, and below it a line per question.
pub(crate) fn write_sections(out: &mut impl Write, sections: &[Section]) -> io::Result<()> {
    let lines: Vec<Line> =
        sections.iter().filter(|section| !section.studies.is_empty()).flat_map(section_lines).collect();
    let header = HEADER.map(str::to_owned);
    let widths: [usize; COLUMNS] = core::array::from_fn(|column| {
        let cells = lines.iter().filter_map(|line| line.cells()).chain([&header]);
        cells.map(|cells| cells[column].chars().count()).max().unwrap_or(0)
    });
    write_cells(out, &header, &widths)?;
    for line in &lines {
        match line {
            Line::Title(title) => writeln!(out, "{title}")?,
            Line::Sketch(name, cells) => write_spanning(out, name, cells, &widths)?,
            Line::Finding(cells) => write_cells(out, cells, &widths)?,
        }
    }
    Ok(())
}

/// How many promises there are in `sections` and how many were kept.
pub(crate) fn promises(sections: &[Section]) -> (usize, usize) {
    let findings = sections.iter().flat_map(|section| &section.studies).flat_map(|study| &study.findings);
    let kept: Vec<bool> = findings.filter_map(|finding| finding.kept).collect();
    (kept.len(), kept.iter().filter(|&&kept| kept).count())
}

/// What the column `kept` says.
pub(crate) fn verdict(kept: Option<bool>) -> &'static str {
    match kept {
        Some(true) => "yes",
        Some(false) => "NO",
        None => "-",
    }
}

enum Line {
    Title(String),
    /// A name that may run on into the empty cells to its right.
    Sketch(String, [String; COLUMNS]),
    Finding([String; COLUMNS]),
}

impl Line {
    fn cells(&self) -> Option<&[String; COLUMNS]> {
        match self {
            Self::Title(_) => None,
            Self::Sketch(_, cells) | Self::Finding(cells) => Some(cells),
        }
    }
}

fn section_lines(section: &Section) -> Vec<Line> {
    let mut lines = vec![Line::Title(section.title.to_owned())];
    for study in &section.studies {
        lines.push(sketch_line(study));
        lines.extend(study.findings.iter().map(finding_line));
    }
    lines
}

fn sketch_line(study: &Study) -> Line {
    let Cost { memory, time } = study.cost;
    let mut cells: [String; COLUMNS] = Default::default();
    cells[MEMORY] = bytes(memory);
    cells[MEMORY + 1] = bytes(study.exact_cost.memory);
    cells[MEMORY + 2] = milliseconds(time);
    cells[MEMORY + 3] = milliseconds(study.exact_cost.time);
    Line::Sketch(format!("  {}", study.sketch), cells)
}

fn finding_line(finding: &Finding) -> Line {
    let mut cells: [String; COLUMNS] = Default::default();
    cells[0] = format!("    {}", finding.question);
    cells[1].clone_from(&finding.estimate);
    cells[2].clone_from(&finding.exact);
    cells[3].clone_from(&finding.promise);
    verdict(finding.kept).clone_into(&mut cells[4]);
    Line::Finding(cells)
}

/// Texts to the left, figures to the right.
fn write_cells(out: &mut impl Write, cells: &[String; COLUMNS], widths: &[usize; COLUMNS]) -> io::Result<()> {
    let aligned = cells.iter().zip(widths).enumerate().map(|(column, (cell, width))| match column {
        0 | 3 | 4 => format!("{cell:<width$}"),
        _ => format!("{cell:>width$}"),
    });
    writeln!(out, "{}", aligned.collect::<Vec<_>>().join(GAP).trim_end())
}

fn write_spanning(
    out: &mut impl Write,
    name: &str,
    cells: &[String; COLUMNS],
    widths: &[usize; COLUMNS],
) -> io::Result<()> {
    let span = widths[..MEMORY].iter().sum::<usize>() + GAP.len() * (MEMORY - 1);
    write!(out, "{name:<span$}")?;
    for (cell, width) in cells.iter().zip(widths).skip(MEMORY) {
        write!(out, "{GAP}{cell:>width$}")?;
    }
    writeln!(out)
}

const GAP: &str = "  ";
const COLUMNS: usize = 9;
/// The first of the four columns of costs.
const MEMORY: usize = 5;
const HEADER: [&str; COLUMNS] = ["", "estimate", "exact", "promised", "kept", "memory", "exact's", "time", "exact's"];
