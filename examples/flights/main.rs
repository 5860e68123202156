//! A tour of the family on every departure from New York in 2013: each estimate beside the exact answer, what was
//! promised, and what either cost.
//!
//! `cargo run --release --example flights`; `-- --help` for the options. The rows stream once, in batches, through the
//! chapters of `chapters/`, and each hands in its section of the table and of the report.

// A program measures times, takes logarithms for its charts and has std; a family does none of these.
#![allow(clippy::disallowed_methods, clippy::std_instead_of_alloc, clippy::std_instead_of_core)]
#![cfg_attr(test, allow(clippy::panic, clippy::unwrap_used))] // That is how a test fails.

mod arguments;
mod batch;
mod chapters;
mod charts;
mod clock;
mod course;
mod exact;
mod findings;
mod names;
mod report;
mod rows;
mod table;
#[cfg(test)]
mod tests;

use std::{
    error::Error,
    io::{self, BufRead, Write},
    path::{Path, PathBuf},
    process::ExitCode,
    time::{Duration, Instant},
};

use ansatz_examples::{ended, helped, misused, page::stored, rows::Malformed};
use indicatif::{ProgressBar, ProgressStyle};

use crate::{
    arguments::{Command, HELP},
    batch::Batch,
    findings::{Section, grouped},
    rows::Rows,
};

fn main() -> ExitCode {
    match Command::parse(lexopt::Parser::from_env()) {
        Ok(Command::Help) => helped(HELP),
        Ok(Command::Tour { input, output }) => ended(run(&input, &output)),
        Err(error) => misused(error),
    }
}

fn run(input: &Path, output: &Path) -> Result<(), Box<dyn Error>> {
    let progress = ProgressBar::new(0).with_style(ProgressStyle::with_template(PROGRESS)?);
    let tour = Rows::open(input, &progress).map_err(Into::into).and_then(|rows| Tour::take(rows, &progress));
    progress.finish_and_clear();
    let tour = tour.map_err(|error| format!("{}: {error}", input.display()))?;
    let mut out = io::stdout().lock();
    // First: whoever cannot write the report has the table all the same.
    tour.print(&mut out)?;
    let report = tour.write_report(input, output)?;
    writeln!(out, "report: {}", report.display())?;
    Ok(())
}

/// What the tour brought home.
struct Tour {
    rows: u64,
    malformed: Malformed,
    elapsed: Duration,
    sections: Vec<Section>,
}

impl Tour {
    /// Streams all rows through all chapters.
    fn take(mut rows: Rows<impl BufRead>, progress: &ProgressBar) -> Result<Self, Box<dyn Error>> {
        let start = Instant::now();
        let mut chapters = chapters::all()?;
        let mut batch = Batch::default();
        let mut count = 0;
        while rows.next_batch(&mut batch)? {
            count += batch.len() as u64;
            progress.set_message(grouped(count as f64));
            for chapter in &mut chapters {
                chapter.observe(&batch);
            }
        }
        let sections = chapters.into_iter().map(chapters::Chapter::finish).collect::<Result<_, _>>()?;
        Ok(Self { rows: count, malformed: rows.into_malformed(), elapsed: start.elapsed(), sections })
    }

    fn print(&self, out: &mut impl Write) -> io::Result<()> {
        for section in &self.sections {
            for (name, value) in &section.facts {
                writeln!(out, "{name}: {value}")?;
            }
        }
        writeln!(out)?;
        table::write_sections(out, &self.sections)?;
        for grid in self.sections.iter().flat_map(|section| &section.grids) {
            writeln!(out)?;
            grid.write(out)?;
        }
        writeln!(out)?;
        let (rows, seconds) = (grouped(self.rows as f64), self.elapsed.as_secs_f64());
        writeln!(out, "{rows} rows in {seconds:.2} s, the exact collectors and the checks included.")?;
        for remark in self.remarks() {
            writeln!(out, "{remark}")?;
        }
        Ok(())
    }

    /// Writes the report and says where it is.
    fn write_report(&self, input: &Path, output: &Path) -> Result<PathBuf, String> {
        let name = input.file_name().unwrap_or_default().to_string_lossy();
        let facts = [
            ("file".to_owned(), name.into_owned()),
            ("rows".to_owned(), grouped(self.rows as f64)),
            ("malformed lines".to_owned(), grouped(self.malformed.count as f64)),
            ("time in all, checks included".to_owned(), format!("{:.2} s", self.elapsed.as_secs_f64())),
        ];
        stored(&report::page(&facts, &self.remarks(), &self.sections), output.join("report.html"))
    }

    /// What the reader must know beside the figures.
    fn remarks(&self) -> Vec<String> {
        let (promises, kept) = table::promises(&self.sections);
        let mut remarks = vec![format!(
            "{kept} of {promises} promises kept; one at 95% may be missed once in twenty, a certain one never. \
                 Memory and time beside each other are those of the sketch and of the exact collector (a hash table or \
                 a sorted list), reading and parsing left out."
        )];
        if self.rows == 0 {
            remarks.push("There was no row to count.".to_owned());
        }
        let count = self.malformed.count;
        if count > 0 {
            let lines = if count == 1 { "line was" } else { "lines were" };
            remarks.push(format!("{} malformed {lines} left out:", grouped(count as f64)));
            remarks.extend(self.malformed.lines());
        }
        remarks
    }
}

/// Bytes of the file, since their number is known; rows as they come.
const PROGRESS: &str = "{bar:40} {percent:>3}%  {msg} rows  {elapsed}";
