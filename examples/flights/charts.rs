//! Drawings for the report: SVG by `plotters`, dressed alike.

use core::ops::Range;
use std::error::Error;

use plotters::{
    coord::Shift,
    prelude::*,
    style::text_anchor::{HPos, Pos, VPos},
};

use crate::findings::Chart;

/// An axis: what it shows, in which unit, and how its numbers are written.
pub(crate) struct Axis<'a> {
    pub(crate) label: String,
    pub(crate) range: Range<f64>,
    pub(crate) format: Box<dyn Fn(f64) -> String + 'a>,
}

impl<'a> Axis<'a> {
    /// An axis that holds all `values` and, if `from_zero`, zero; never empty, whatever the values are.
    pub(crate) fn over(
        label: impl Into<String>,
        values: impl IntoIterator<Item = f64>,
        from_zero: bool,
        format: impl Fn(f64) -> String + 'a,
    ) -> Self {
        let start = if from_zero { Some((0.0, 0.0)) } else { None };
        let finite = values.into_iter().filter(|value| value.is_finite());
        let range = finite.fold(start, |range, v| range.map_or(Some((v, v)), |(a, b)| Some((a.min(v), b.max(v)))));
        let (least, most) = range.unwrap_or((0.0, 1.0));
        let room = if most > least { (most - least) * 0.05 } else { 1.0 };
        let least = if from_zero && least == 0.0 { 0.0 } else { least - room };
        Self { label: label.into(), range: least..most + room, format: Box::new(format) }
    }
}

/// What is drawn between two number axes.
pub(crate) enum Mark {
    Line(Vec<(f64, f64)>),
    Dots(Vec<(f64, f64)>),
    /// `(x, lower, upper)`.
    Band(Vec<(f64, f64, f64)>),
}

impl Mark {
    /// The places that it takes up.
    fn points(&self) -> Vec<(f64, f64)> {
        match self {
            Self::Line(points) | Self::Dots(points) => points.clone(),
            Self::Band(points) => points.iter().flat_map(|&(x, lower, upper)| [(x, lower), (x, upper)]).collect(),
        }
    }
}

/// A named series in its colour.
pub(crate) struct Series {
    pub(crate) name: &'static str,
    pub(crate) colour: RGBColor,
    pub(crate) mark: Mark,
}

/// A chart over two number axes; series are drawn in their order.
pub(crate) fn plane(title: &str, x: Axis<'_>, y: Axis<'_>, series: &[Series]) -> Result<Chart, Box<dyn Error>> {
    drawn(title, x, y, series, SIZE)
}

/// A map of all that is drawn at longitudes and latitudes, true to scale in its middle.
pub(crate) fn map(title: &str, series: &[Series]) -> Result<Chart, Box<dyn Error>> {
    let points = || series.iter().flat_map(|series| series.mark.points());
    let degrees = |degrees: f64, [above, below]: [&str; 2]| {
        let side = if degrees < 0.0 { below } else { above };
        format!("{:.0}\u{b0} {side}", degrees.abs())
    };
    let x = Axis::over("", points().map(|point| point.0), false, |longitude| degrees(longitude, ["E", "W"]));
    let y = Axis::over("", points().map(|point| point.1), false, |latitude| degrees(latitude, ["N", "S"]));
    let (wide, high) = (x.range.end - x.range.start, y.range.end - y.range.start);
    let shrinking = (y.range.start.midpoint(y.range.end)).to_radians().cos();
    let width = f64::from(SIZE.0 - MARGIN - MARGIN_RIGHT - Y_LABELS);
    // Neither a strip nor a tower, whatever the points are.
    let height = (width * high / (wide * shrinking.max(0.1))).clamp(200.0, 700.0) as u32 + 2 * MARGIN + X_LABELS;
    drawn(title, x, y, series, (SIZE.0, height))
}

fn drawn(title: &str, x: Axis<'_>, y: Axis<'_>, series: &[Series], size: (u32, u32)) -> Result<Chart, Box<dyn Error>> {
    let svg = draw(size, |root| {
        let mut chart = ChartBuilder::on(root)
            .margin(MARGIN)
            .margin_right(MARGIN_RIGHT)
            .x_label_area_size(X_LABELS)
            .y_label_area_size(Y_LABELS)
            .build_cartesian_2d(x.range, y.range)?;
        chart
            .configure_mesh()
            .disable_x_mesh()
            .bold_line_style(GRID)
            .light_line_style(TRANSPARENT)
            .axis_style(AXIS)
            .label_style(text(LABEL))
            .axis_desc_style(text(DESCRIPTION))
            .x_labels(9)
            .y_labels(7)
            .x_desc(x.label)
            .y_desc(y.label)
            .x_label_formatter(&|v| (x.format)(*v))
            .y_label_formatter(&|v| (y.format)(*v))
            .draw()?;
        for Series { colour, mark, .. } in series {
            match mark {
                Mark::Line(points) => {
                    chart.draw_series(LineSeries::new(points.iter().copied(), colour.stroke_width(2)))?;
                }
                Mark::Dots(points) => {
                    chart.draw_series(points.iter().map(|&point| Circle::new(point, 3.5, colour.filled())))?;
                }
                Mark::Band(points) => {
                    let upper = points.iter().map(|&(x, _, upper)| (x, upper));
                    let lower = points.iter().rev().map(|&(x, lower, _)| (x, lower));
                    let outline: Vec<_> = upper.chain(lower).collect();
                    if outline.len() > 2 {
                        chart.draw_series([Polygon::new(outline, colour.mix(0.22))])?;
                    }
                }
            }
        }
        Ok(())
    })?;
    let legend = series.iter().map(|series| (series.name.to_owned(), css(series))).collect();
    Ok(Chart { title: title.to_owned(), legend, svg })
}

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
    let height = 80 + 25 * bars.len().max(1) as u32;
    let svg = draw((SIZE.0, height), |root| {
        let mut chart = ChartBuilder::on(root)
            .margin(MARGIN)
            .margin_right(MARGIN_RIGHT)
            .x_label_area_size(X_LABELS)
            .y_label_area_size(Y_LABELS)
            .build_cartesian_2d(x.range, rows..0.0)?;
        chart
            .configure_mesh()
            .disable_y_mesh()
            .disable_y_axis()
            .bold_line_style(GRID)
            .light_line_style(TRANSPARENT)
            .axis_style(AXIS)
            .label_style(text(LABEL))
            .axis_desc_style(text(DESCRIPTION))
            .x_labels(9)
            .x_desc(x.label)
            .x_label_formatter(&|v| (x.format)(*v))
            .draw()?;
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

fn draw(
    size: (u32, u32),
    paint: impl FnOnce(&DrawingArea<SVGBackend, Shift>) -> Result<(), Box<dyn Error>>,
) -> Result<String, Box<dyn Error>> {
    let mut svg = String::new();
    {
        let root = SVGBackend::with_string(&mut svg, size).into_drawing_area();
        paint(&root)?;
        root.present()?;
    }
    Ok(svg)
}

/// As much of a name as there is room for.
fn shortened(name: &str) -> String {
    if name.chars().count() <= 11 { name.to_owned() } else { name.chars().take(10).chain(['\u{2026}']).collect() }
}

fn text(size: u32) -> TextStyle<'static> {
    TextStyle::from(("sans-serif", size).into_font()).color(&INK)
}

fn css(series: &Series) -> String {
    colour_css(series.colour, if matches!(series.mark, Mark::Band(_)) { 0.22 } else { 1.0 })
}

fn colour_css(RGBColor(red, green, blue): RGBColor, opacity: f64) -> String {
    format!("rgba({red},{green},{blue},{opacity})")
}

/// The exact answers, everywhere.
pub(crate) const EXACT: RGBColor = RGBColor(96, 125, 153);
/// The sketches' answers, everywhere.
pub(crate) const ESTIMATE: RGBColor = RGBColor(200, 75, 32);
/// What a third series takes.
pub(crate) const OTHER: RGBColor = RGBColor(46, 125, 90);
const INK: RGBColor = RGBColor(51, 51, 51);
const GRID: RGBColor = RGBColor(228, 228, 228);
const AXIS: RGBColor = RGBColor(150, 150, 150);
/// The backend draws text at size / 1.24 pixels.
const LABEL: u32 = 16;
const DESCRIPTION: u32 = 17;
/// Half of a label such as `350,000`, which stands under the axis's end.
const MARGIN_RIGHT: u32 = 34;
const MARGIN: u32 = 14;
/// Room for what is written below a chart, and beside it.
const X_LABELS: u32 = 50;
const Y_LABELS: u32 = 84;
const SIZE: (u32, u32) = (860, 380);
