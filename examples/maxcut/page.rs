//! The race as a page.

use std::error::Error;

use ansatz_examples::{
    charts::{Axis, Chart, Mark, PINE, RUST, SLATE, Series, plane},
    page::{END, begun, escaped, put, write_chart, write_facts, write_grid, write_remarks},
};
use plotters::style::RGBColor;

use crate::{
    print::{facts, grid, seconds, weight},
    race::Race,
};

/// The whole page.
pub(crate) fn of_race(race: &Race) -> Result<String, Box<dyn Error>> {
    let title = format!("{} in two", race.graph.name);
    let mut html = begun(&title, "");
    put(&mut html, format_args!("<header><h1>{}</h1>\n", escaped(&title)));
    html += "<p class=\"lead\">The edges between two sides are to weigh as much as possible: what each solver had found by \
             which time.</p>\n";
    write_facts(&mut html, &facts(race));
    write_remarks(&mut html, [CLOCK, RUNS, NONE_IS_QUANTUM]);
    html += "</header>\n<main>\n<section>\n<h2>Cut against time</h2>\n";
    write_chart(&mut html, &drawn("The best cut so far", race, f64::NEG_INFINITY)?);
    let best = race.best();
    write_chart(&mut html, &drawn("The last hundredth", race, best - CLOSE * best.abs())?);
    write_grid(&mut html, &grid(race));
    html += "</section>\n";
    html += END;
    Ok(html)
}

/// The stairs of all solvers above `floor`, over powers of ten of seconds.
fn drawn(title: &str, race: &Race, floor: f64) -> Result<Chart, Box<dyn Error>> {
    let power = |(seconds, cut): (f64, f64)| (seconds.max(LEAST_SECONDS).log10(), cut);
    let stairs = |index: usize| race.runners[index].course.stairs(floor).into_iter().map(power).collect();
    let marks: Vec<Mark> = (0..race.runners.len()).map(|index| Mark::Line(stairs(index))).collect();
    let points = || marks.iter().flat_map(Mark::points);
    let x =
        Axis::over("time of the processor", points().map(|point| point.0), false, |power| seconds(10_f64.powf(power)));
    let y = Axis::over("weight of the cut", points().map(|point| point.1), false, weight);
    let series = race
        .runners
        .iter()
        .zip(marks)
        .zip(COLOURS.into_iter().cycle())
        .map(|((runner, mark), colour)| Series { name: runner.title, colour, mark });
    plane(title, x, y, &series.collect::<Vec<_>>())
}

const CLOCK: &str = "\
Time is that of one thread of the processor, with what building a search takes and without what looking at it takes: a \
search is looked at whenever its time has grown by some hundredths. How good a cut is was counted edge by edge.";
const RUNS: &str = "\
Annealing and bifurcation have an end, and are then started anew with twice the steps, sixteen reads side by side (one \
of a path with its 32 slices), so that nobody has to know beforehand how long they should take; whoever knows gets \
there sooner by a factor of up to four. \
Tempering and tabu search, one read each, go on and on. All have the settings that they choose themselves. The bound is \
that of cycles that cannot be cut whole.";
const NONE_IS_QUANTUM: &str = "\
None of them is a quantum computer, and simulated annealing is what the others have to beat.";
const COLOURS: [RGBColor; 6] =
    [SLATE, RUST, PINE, RGBColor(200, 150, 20), RGBColor(120, 80, 160), RGBColor(40, 150, 170)];
/// Of the best cut: what is drawn a second time.
const CLOSE: f64 = 0.01;
/// What a clock may show that has hardly moved.
const LEAST_SECONDS: f64 = 1e-6;
