//! A tour of the family on every departure from New York in 2013: each estimate beside the exact answer, what was
//! promised, and what either cost.
//!
//! `cargo run --release --example flights`; `-- --help` for the options. The rows stream once, in batches, through the
//! chapters of `chapters/`, and each hands in its section of the table and of the report.

#![allow(clippy::disallowed_methods)] // Times are measured and charts take logarithms: a program may, a family must not.

mod arguments;
mod batch;
mod chapters;
mod charts;
mod clock;
mod course;
mod exact;
mod findings;
mod report;
mod rows;
mod table;
#[cfg(test)]
mod tests;

use std::{
    error::Error,
    fs,
    io::{self, BufRead, Write},
    path::{Path, PathBuf},
    process::ExitCode,
    time::{Duration, Instant},
};

use indicatif::{ProgressBar, ProgressStyle};

use crate::{
    arguments::{Command, HELP},
    batch::Batch,
    findings::{Section, grouped},
    rows::{InputError, Malformed, Rows},
};

fn main() -> ExitCode {
    let outcome = match Command::parse(lexopt::Parser::from_env()) {
        Ok(Command::Help) => write!(io::stdout(), "{HELP}").map_err(Into::into),
        Ok(Command::Tour { input, output }) => run(&input, &output),
        Err(error) => Err(format!("{error}; --help lists the options").into()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        // Whoever reads only the first lines (`| head`) has what they want.
        Err(error) if is_broken_pipe(&*error) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(input: &Path, output: &Path) -> Result<(), Box<dyn Error>> {
    let progress = ProgressBar::new(0).with_style(ProgressStyle::with_template(PROGRESS)?);
    let named = |error: InputError| format!("{}: {error}", input.display());
    let mut rows = Rows::open(input, &progress).map_err(named)?;
    let tour = Tour::take(&mut rows, &progress)?.map_err(named)?;
    progress.finish_and_clear();
    let report = tour.write_report(input, output)?;
    let mut out = io::stdout().lock();
    tour.print(&mut out, input)?;
    writeln!(out, "\nreport: {}", report.display())?;
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
    /// Streams all rows through all chapters. The outer error is the tour's own, the inner one that of the input.
    fn take(
        rows: &mut Rows<impl BufRead>,
        progress: &ProgressBar,
    ) -> Result<Result<Self, InputError>, Box<dyn Error>> {
        let start = Instant::now();
        let mut chapters = chapters::all()?;
        let mut batch = Batch::default();
        let mut count = 0;
        loop {
            match rows.next_batch(&mut batch) {
                Ok(true) => {}
                Ok(false) => break,
                Err(error) => return Ok(Err(error)),
            }
            count += batch.len() as u64;
            progress.set_message(grouped(count as f64));
            for chapter in &mut chapters {
                chapter.observe(&batch);
            }
        }
        let sections = chapters.into_iter().map(chapters::Chapter::finish).collect::<Result<_, _>>()?;
        let malformed = rows.take_malformed();
        Ok(Ok(Self { rows: count, malformed, elapsed: start.elapsed(), sections }))
    }
}
