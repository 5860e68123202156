//! How sure the plan is, as pictures: when it is finished how often, and what moves that most.

use std::error::Error;

use ansatz_examples::{
    charts::{Axis, Chart, Mark, PINE, RUST, SLATE, Series, WIDE, colour_css, plane},
    page::{escaped, put},
};
use plotters::style::RGBColor;

use crate::planned::Planned;

/// When the plan is finished: how often on each day, and how often by then.
pub(crate) fn distribution(planned: &Planned) -> Result<Chart, Box<dyn Error>> {
    let analysis = &planned.risk.analysis;
    let bars = analysis.histogram(BARS)?;
    let highest = bars.iter().map(|bar| bar.share).fold(f64::MIN_POSITIVE, f64::max);
    let band = bars.iter().flat_map(|bar| {
        let height = bar.share / highest * HIGHEST;
        [(bar.from, 0.0, height), (bar.to, 0.0, height)]
    });
    let quantiles = planned.risk.quantiles().into_iter().map(|(p, date)| (date.value, p)).collect();
    let upright = |time: u64| Mark::Line(vec![(time as f64, 0.0), (time as f64, 1.0)]);
    let mut series = vec![
        Series { name: "how often (the height is relative)", colour: SLATE, mark: Mark::Band(band.collect()) },
        Series { name: "how often by then", colour: SLATE, mark: Mark::Line(analysis.curve(POINTS)?) },
        Series { name: "the schedule", colour: PINE, mark: upright(planned.schedule.makespan()) },
    ];
    if let Some(deadline) = planned.plan.deadline.filter(|date| planned.has_room(*date)) {
        series.push(Series { name: "deadline", colour: DUE, mark: upright(deadline) });
    }
    series.push(Series { name: "P10, P50, P80, P90", colour: RUST, mark: Mark::Dots(quantiles) });
    let ends = series.iter().flat_map(|series| series.mark.points()).map(|point| point.0);
    let clock = &planned.plan.clock;
    let label = if clock.has_dates() { "finished on".to_owned() } else { format!("finished after {}s", clock.unit()) };
    let x = Axis::over(label, ends, false, |time| clock.finish(time.max(0.0).ceil() as u64));
    let y = Axis::over("of all runs", [0.0, 1.0], true, |part| format!("{:.0}%", part * 100.0));
    plane("When all is finished", x, y, &series)
}

/// What moves the finish most, as bars from the mean finish with a little of it to that with a lot.
pub(crate) fn tornado(planned: &Planned) -> Chart {
    let bars = planned.risk.tornado(&planned.plan, MOST_BARS);
    let mean = planned.risk.analysis.mean().value;
    let least = bars.iter().map(|bar| bar.1.min(bar.2)).fold(mean, f64::min);
    let most = bars.iter().map(|bar| bar.1.max(bar.2)).fold(mean, f64::max);
    let width = f64::from(WIDE.0);
    let x = |time: f64| LEFT + (width - LEFT - RIGHT) * (time - least) / (most - least).max(f64::MIN_POSITIVE);
    let height = ROW * bars.len() as f64 + 2.0 * MARGIN;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height:.0}\" font-family=\"system-ui, \
         sans-serif\" font-size=\"12\" fill=\"#333\">\n"
    );
    for (row, (name, low, high)) in bars.iter().enumerate() {
        let (low, high) = (low.min(*high), low.max(*high));
        let (y, text) = (MARGIN + ROW * row as f64, MARGIN + ROW * row as f64 + 15.0);
        put(&mut svg, format_args!("<text x=\"4\" y=\"{text:.1}\">{}</text>", escaped(name)));
        for (from, to, colour) in [(low, mean.min(high), SLATE), (mean.max(low), high, RUST)] {
            let (left, wide) = (x(from), (x(to) - x(from)).max(0.0));
            let size = format!("x=\"{left:.1}\" y=\"{:.1}\" width=\"{wide:.1}\" height=\"{:.1}\"", y + 3.0, ROW - 6.0);
            put(&mut svg, format_args!("<rect {size} fill=\"{}\"/>", colour_css(colour, 1.0)));
        }
        put(
            &mut svg,
            format_args!("<text x=\"{:.1}\" y=\"{text:.1}\" text-anchor=\"end\">{low:.1}</text>", x(low) - 5.0),
        );
        put(&mut svg, format_args!("<text x=\"{:.1}\" y=\"{text:.1}\">{high:.1}</text>\n", x(high) + 5.0));
    }
    let (middle, bottom) = (x(mean), height - MARGIN);
    put(&mut svg, format_args!("<path d=\"M{middle:.1} {MARGIN}V{bottom:.1}\" stroke=\"#333\"/>\n</svg>\n"));
    let legend = [("with little of it", SLATE), ("with a lot of it", RUST)];
    Chart {
        title: format!("The mean finish, in {}s, by what moves it most; ! is an event", planned.plan.clock.unit()),
        legend: legend.map(|(name, colour)| (name.to_owned(), colour_css(colour, 1.0))).to_vec(),
        svg,
    }
}

/// Dates that are to be kept.
pub(crate) const DUE: RGBColor = RGBColor(122, 79, 181);
const BARS: usize = 60;
/// Of the curve: four for each per cent.
const POINTS: usize = 401;
/// The highest bar stays below the curve's end.
const HIGHEST: f64 = 0.6;
const MOST_BARS: usize = 12;
/// As wide as the names, with a number at a bar's left end.
const LEFT: f64 = 264.0;
const RIGHT: f64 = 54.0;
const ROW: f64 = 22.0;
const MARGIN: f64 = 8.0;
