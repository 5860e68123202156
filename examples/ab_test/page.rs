//! The experiment as a page.

use std::error::Error;

use ansatz_examples::{
    charts::{Axis, Chart, Mark, PINE, RUST, SLATE, Series, plane},
    figures::{grouped, significant},
    page::{END, begun, escaped, put, write_chart, write_facts, write_grid, write_remarks, write_rest},
};

use crate::{
    print::{LISTED, facts, grid, warning},
    watch::Watch,
};

/// The whole page.
pub(crate) fn of_watch(watch: &Watch) -> Result<String, Box<dyn Error>> {
    let title = format!("{} beside {}", watch.names[1], watch.names[0]);
    let mut html = begun(&title, "");
    put(&mut html, format_args!("<header><h1>{}</h1>\n", escaped(&title)));
    html += "<p class=\"lead\">What the new variant makes of the outcome, as it was known at any time.</p>\n";
    write_facts(&mut html, &facts(watch));
    write_remarks(&mut html, warning(watch));
    write_remarks(&mut html, [watch.test.described(), ANY_TIME]);
    html += "</header>\n<main>\n<section>\n<h2>The difference against time</h2>\n";
    write_chart(&mut html, &drawn(watch)?);
    write_grid(&mut html, &grid(watch));
    write_rest(&mut html, watch.points.len(), LISTED, "dates");
    html += "</section>\n";
    html += END;
    Ok(html)
}

/// The confidence sequence over the rows.
fn drawn(watch: &Watch) -> Result<Chart, Box<dyn Error>> {
    let known: Vec<_> = watch.course.iter().filter(|(_, estimate)| estimate.lower.is_finite()).collect();
    // The first intervals hold almost everything, and would leave no room for the last ones.
    let room = known.last().map_or(1.0, |(_, last)| ROOM * (last.upper - last.lower).max(f64::MIN_POSITIVE));
    let middle = known.last().map_or(0.0, |(_, last)| last.value);
    let clipped = |value: f64| value.clamp(middle - room, middle + room);
    let band = known.iter().map(|(row, e)| (*row as f64, clipped(e.lower), clipped(e.upper))).collect();
    let value = known.iter().map(|(row, e)| (*row as f64, clipped(e.value))).collect();
    let last = watch.groups.iter().map(|tally| tally.count).sum::<u64>() as f64;
    let none = Mark::Line(vec![(0.0, clipped(0.0)), (last, clipped(0.0))]);
    let found = watch.decided.map(|row| row as f64).map(|row| {
        let at = known.iter().find(|(other, _)| *other as f64 >= row).map_or(middle, |(_, estimate)| estimate.value);
        Mark::Dots(vec![(row, clipped(at))])
    });
    let mut series = vec![
        Series { name: "what cannot be excluded", colour: SLATE, mark: Mark::Band(band) },
        Series { name: "difference", colour: SLATE, mark: Mark::Line(value) },
        Series { name: "none", colour: PINE, mark: none },
    ];
    series.extend(found.map(|mark| Series { name: "verdict", colour: RUST, mark }));
    let points = || series.iter().flat_map(|series| series.mark.points());
    let x = Axis::over("rows", points().map(|point| point.0), true, grouped);
    let y = Axis::over("difference of the means", points().map(|point| point.1), false, significant);
    plane("The difference and its confidence sequence", x, y, &series)
}

const ANY_TIME: &str = "\
The intervals of all times hold the difference together, with the stated confidence: one may look as often as one likes, \
and stop when one has seen enough. That takes somewhat more outcomes than a test that is looked at once.";
/// Of the width at the end, to each side.
const ROOM: f64 = 3.0;
