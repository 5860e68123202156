//! Drawings for reports: SVG by `plotters`, dressed alike.

use core::{fmt, ops::Range};
use std::error::Error;

use plotters::{
    chart::ChartContext,
    coord::{Shift, types::RangedCoordf64},
    prelude::*,
};

/// A drawing with its explanation.
#[derive(Debug)]
pub struct Chart {
    /// What it shows.
    pub title: String,
    /// Name and CSS colour of each series.
    pub legend: Vec<(String, String)>,
    /// The drawing, an `<svg>` element.
    pub svg: String,
}

/// An axis: what it shows, in which unit, and how its numbers are written.
pub struct Axis<'a> {
    /// What it shows, in which unit.
    pub label: String,
    /// From its low end to its high one.
    pub range: Range<f64>,
    /// How its numbers are written.
    pub format: Box<dyn Fn(f64) -> String + 'a>,
    /// How many are written at most; `None` for as many as have room. An upright axis without any is not drawn.
    pub labels: Option<usize>,
    /// Whether a line goes across the drawing from each.
    pub lines: bool,
}

impl fmt::Debug for Axis<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Axis").field("label", &self.label).field("range", &self.range).finish_non_exhaustive()
    }
}

impl<'a> Axis<'a> {
    /// An axis that holds all `values` and, if `from_zero`, zero; never empty, whatever the values are.
    pub fn over(
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
        Self { label: label.into(), range: least..most + room, format: Box::new(format), labels: None, lines: true }
    }
}

/// What is drawn between two number axes.
#[derive(Debug)]
pub enum Mark {
    /// Points that are joined.
    Line(Vec<(f64, f64)>),
    /// Points.
    Dots(Vec<(f64, f64)>),
    /// Points that are struck out.
    Crosses(Vec<(f64, f64)>),
    /// `(x, lower, upper)`.
    Band(Vec<(f64, f64, f64)>),
}

impl Mark {
    /// The places that it takes up.
    #[must_use]
    pub fn points(&self) -> Vec<(f64, f64)> {
        match self {
            Self::Line(points) | Self::Dots(points) | Self::Crosses(points) => points.clone(),
            Self::Band(points) => points.iter().flat_map(|&(x, lower, upper)| [(x, lower), (x, upper)]).collect(),
        }
    }
}

/// A named series in its colour.
#[derive(Debug)]
pub struct Series<'a> {
    /// What it is, for the legend.
    pub name: &'a str,
    /// Of all its marks.
    pub colour: RGBColor,
    /// What is drawn.
    pub mark: Mark,
}

/// A chart over two number axes, as wide as a page; series are drawn in their order.
///
/// # Errors
///
/// What the drawing library says.
pub fn plane(title: &str, x: Axis<'_>, y: Axis<'_>, series: &[Series<'_>]) -> Result<Chart, Box<dyn Error>> {
    plane_of(WIDE, title, x, y, series)
}

/// [`plane`] in a size of its own: width and height in pixels.
///
/// # Errors
///
/// What the drawing library says.
pub fn plane_of(
    size: (u32, u32),
    title: &str,
    x: Axis<'_>,
    y: Axis<'_>,
    series: &[Series<'_>],
) -> Result<Chart, Box<dyn Error>> {
    let x = Axis { lines: false, ..x };
    let svg = framed(size, x, y, |_, chart| {
        for Series { colour, mark, .. } in series {
            match mark {
                Mark::Line(points) => {
                    chart.draw_series(LineSeries::new(points.iter().copied(), colour.stroke_width(2)))?;
                }
                Mark::Dots(points) => {
                    chart.draw_series(points.iter().map(|&point| Circle::new(point, 3.5, colour.filled())))?;
                }
                Mark::Crosses(points) => {
                    let style = colour.stroke_width(2);
                    chart.draw_series(points.iter().map(|&point| Cross::new(point, 4, style)))?;
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

/// The area within a frame.
pub type Plot<'a, 'b> = ChartContext<'b, SVGBackend<'a>, Cartesian2d<RangedCoordf64, RangedCoordf64>>;

/// An `<svg>` of this size with two axes, and what `paint` draws on all of it or between them.
///
/// # Errors
///
/// What `paint` or the drawing library says.
pub fn framed(
    size: (u32, u32),
    x: Axis<'_>,
    y: Axis<'_>,
    paint: impl FnOnce(&DrawingArea<SVGBackend<'_>, Shift>, &mut Plot<'_, '_>) -> Result<(), Box<dyn Error>>,
) -> Result<String, Box<dyn Error>> {
    let mut svg = String::new();
    {
        let root = SVGBackend::with_string(&mut svg, size).into_drawing_area();
        let mut chart = ChartBuilder::on(&root)
            .margin(MARGIN)
            .margin_right(MARGIN_RIGHT)
            .x_label_area_size(X_LABELS)
            .y_label_area_size(Y_LABELS)
            .build_cartesian_2d(x.range, y.range)?;
        let (of_x, of_y) = (|v: &f64| (x.format)(*v), |v: &f64| (y.format)(*v));
        let mut mesh = chart.configure_mesh();
        mesh.bold_line_style(GRID)
            .light_line_style(TRANSPARENT)
            .axis_style(AXIS)
            .label_style(text(LABEL))
            .axis_desc_style(text(DESCRIPTION))
            // A label for each hundred pixels or so has room.
            .x_labels(x.labels.unwrap_or((size.0 / 95) as usize))
            .y_labels(y.labels.unwrap_or(7))
            .x_desc(x.label)
            .x_label_formatter(&of_x)
            .y_label_formatter(&of_y);
        if !x.lines {
            mesh.disable_x_mesh();
        }
        if !y.lines {
            mesh.disable_y_mesh();
        }
        if y.labels == Some(0) {
            mesh.disable_y_axis();
        } else {
            mesh.y_desc(y.label);
        }
        mesh.draw()?;
        paint(&root, &mut chart)?;
        root.present()?;
    }
    Ok(svg)
}

/// Text of this size.
pub fn text(size: u32) -> TextStyle<'static> {
    TextStyle::from(("sans-serif", size).into_font()).color(&INK)
}

fn css(series: &Series<'_>) -> String {
    colour_css(series.colour, if matches!(series.mark, Mark::Band(_)) { 0.22 } else { 1.0 })
}

/// A colour as CSS has it.
pub fn colour_css(RGBColor(red, green, blue): RGBColor, opacity: f64) -> String {
    format!("rgba({red},{green},{blue},{opacity})")
}

/// The first series' colour, quiet.
pub const SLATE: RGBColor = RGBColor(96, 125, 153);
/// The second's, which stands out.
pub const RUST: RGBColor = RGBColor(200, 75, 32);
/// The third's.
pub const PINE: RGBColor = RGBColor(46, 125, 90);
const INK: RGBColor = RGBColor(51, 51, 51);
/// Lines of a mesh.
const GRID: RGBColor = RGBColor(228, 228, 228);
/// Lines of axes.
pub const AXIS: RGBColor = RGBColor(150, 150, 150);
/// Labels of axes; the backend draws text at size / 1.24 pixels.
pub const LABEL: u32 = 16;
/// Descriptions of axes.
const DESCRIPTION: u32 = 17;
/// Around a drawing.
pub const MARGIN: u32 = 14;
/// Room for what is written below a drawing.
pub const X_LABELS: u32 = 50;
/// Room for what is written beside it.
pub const Y_LABELS: u32 = 84;
/// Half of a label such as `350,000`, which stands under the axis's end.
pub const MARGIN_RIGHT: u32 = 34;
/// As wide as a page.
pub const WIDE: (u32, u32) = (860, 380);
