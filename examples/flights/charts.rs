//! The report's bars and maps, and what its drawings share with those of other examples.

use std::error::Error;

pub(crate) use ansatz_examples::charts::{Axis, Mark, PINE as OTHER, RUST as ESTIMATE, SLATE as EXACT, Series, plane};
use ansatz_examples::charts::{
    LABEL, MARGIN, MARGIN_RIGHT, WIDE, X_LABELS, Y_LABELS, colour_css, framed, plane_of, text,
};
use plotters::{
    prelude::*,
    style::text_anchor::{HPos, Pos, VPos},
};

use crate::{batch::Date, findings::Chart};

/// A category with the exact value, the estimate and its interval.
pub(crate) struct Bar {
    pub(crate) name: String,
    pub(crate) exact: f64,
    pub(crate) estimate: f64,
    pub(crate) interval: Option<(f64, f64)>,
}

/// Horizontal bars of the exact values, the first on top, with the estimates as marks on them, and what either is.
pub(crate) fn bars(
    title: &str,
    label: &str,
    [of_bars, of_marks]: [&str; 2],
    bars: &[Bar],
    format: fn(f64) -> String,
) -> Result<Chart, Box<dyn Error>> {
    let ends = bars.iter().flat_map(|bar| {
        let (lower, upper) = bar.interval.unwrap_or((bar.estimate, bar.estimate));
        [bar.exact, bar.estimate, lower, upper]
    });
    let x = Axis::over(label, ends, true, format);
    let rows = bars.len().max(1) as f64;
    let none = Axis::over("", [], true, |_| String::new());
    let y = Axis { range: rows..0.0, labels: Some(0), ..none };
    let height = 80 + 25 * bars.len().max(1) as u32;
    let svg = framed((WIDE.0, height), x, y, |root, chart| {
        for (row, bar) in bars.iter().enumerate() {
            let (top, middle, bottom) = (row as f64 + 0.18, row as f64 + 0.5, row as f64 + 0.82);
            chart.draw_series([Rectangle::new([(0.0, top), (bar.exact, bottom)], EXACT.mix(0.75).filled())])?;
            if let Some((lower, upper)) = bar.interval {
                let line = [(lower, middle), (upper, middle)];
                chart.draw_series([PathElement::new(line, ESTIMATE.stroke_width(2))])?;
            }
            chart.draw_series([Circle::new((bar.estimate, middle), 4, ESTIMATE.filled())])?;
        }
        let (pixels_x, _) = chart.plotting_area().get_pixel_range();
        let style = text(LABEL).pos(Pos::new(HPos::Right, VPos::Center));
        for (row, bar) in bars.iter().enumerate() {
            let (_, y) = chart.backend_coord(&(0.0, row as f64 + 0.5));
            root.draw_text(&shortened(&bar.name), &style, (pixels_x.start - 8, y))?;
        }
        Ok(())
    })?;
    let legend = vec![(of_bars.to_owned(), colour_css(EXACT, 0.75)), (of_marks.to_owned(), colour_css(ESTIMATE, 1.0))];
    Ok(Chart { title: title.to_owned(), legend, svg })
}

/// A time that something takes in a row of a [`gantt`].
pub(crate) struct Span {
    pub(crate) row: usize,
    pub(crate) from: f64,
    pub(crate) until: f64,
    pub(crate) colour: RGBColor,
}

/// Rows of spans over a common time, the first row on top.
pub(crate) fn gantt(
    title: &str,
    [of_times, of_rows]: [&str; 2],
    legend: &[(&str, RGBColor)],
    spans: &[Span],
    format: fn(f64) -> String,
) -> Result<Chart, Box<dyn Error>> {
    let x = Axis::over(of_times, spans.iter().flat_map(|span| [span.from, span.until]), false, format);
    let rows = spans.iter().map(|span| span.row + 1).max().unwrap_or(1);
    let y = Axis { range: rows as f64 + 0.5..0.5, ..Axis::over(of_rows, [], true, |row| format!("{row:.0}")) };
    let svg = framed((WIDE.0, HEAD + ROW * rows as u32), x, y, |_, chart| {
        chart.draw_series(spans.iter().map(|span| {
            let middle = span.row as f64 + 1.0;
            Rectangle::new([(span.from, middle - 0.4), (span.until, middle + 0.4)], span.colour.filled())
        }))?;
        Ok(())
    })?;
    let legend = legend.iter().map(|&(name, colour)| (name.to_owned(), colour_css(colour, 1.0))).collect();
    Ok(Chart { title: title.to_owned(), legend, svg })
}

/// A map of all that is drawn at longitudes and latitudes, true to scale in its middle.
pub(crate) fn map(title: &str, series: &[Series<'_>]) -> Result<Chart, Box<dyn Error>> {
    let points = || series.iter().flat_map(|series| series.mark.points());
    let degrees = |degrees: f64, [above, below]: [&str; 2]| {
        let side = if degrees < 0.0 { below } else { above };
        format!("{:.0}\u{b0} {side}", degrees.abs())
    };
    let x = Axis::over("", points().map(|point| point.0), false, |longitude| degrees(longitude, ["E", "W"]));
    let y = Axis::over("", points().map(|point| point.1), false, |latitude| degrees(latitude, ["N", "S"]));
    let (wide, high) = (x.range.end - x.range.start, y.range.end - y.range.start);
    let shrinking = (y.range.start.midpoint(y.range.end)).to_radians().cos();
    let width = f64::from(WIDE.0 - MARGIN - MARGIN_RIGHT - Y_LABELS);
    // Neither a strip nor a tower, whatever the points are.
    let height = (width * high / (wide * shrinking.max(0.1))).clamp(200.0, 700.0) as u32 + 2 * MARGIN + X_LABELS;
    plane_of((WIDE.0, height), title, x, y, series)
}

/// The date at a place on an axis, which is a day's index and may lie outside.
pub(crate) fn name_of_day<'a>(mut days: impl Iterator<Item = &'a Date>, index: f64) -> String {
    let day = if index < 0.0 { None } else { days.nth(index.round() as usize) };
    day.map(ToString::to_string).unwrap_or_default()
}

/// Hours as a time of day, `24:00` and more on the day after.
pub(crate) fn time_of_day(hours: f64) -> String {
    let minutes = (hours * 60.0).round() as i64;
    let (sign, minutes) = if minutes < 0 { ("-", -minutes) } else { ("", minutes) };
    format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}

/// Beside what matters.
pub(crate) const QUIET: RGBColor = RGBColor(205, 210, 216);
/// Pixels of a row of a [`gantt`], and of what is around the rows.
const ROW: u32 = 14;
const HEAD: u32 = 80;

/// As much of a name as there is room for.
fn shortened(name: &str) -> String {
    if name.chars().count() <= 11 { name.to_owned() } else { name.chars().take(10).chain(['\u{2026}']).collect() }
}
