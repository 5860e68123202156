//! The busiest day as a strip, and the chance that a late start reaches its end as a curve.

use std::error::Error;

use super::{
    busiest::{Busiest, RUNS, SEED},
    check::Class,
    plan::LATE,
};
use crate::{
    charts::{self, Axis, ESTIMATE, EXACT, Mark, OTHER, QUIET, Series, Span, time_of_day},
    findings::{Chart, grouped},
};

/// A row for each leg: the least gap from its scheduled departure on, and the slack behind it.
pub(super) fn strip(busiest: &Busiest<'_>) -> Result<Chart, Box<dyn Error>> {
    let hours = |minutes: u64| minutes as f64 / 60.0;
    let mut spans = Vec::new();
    for (row, leg) in busiest.legs().iter().enumerate() {
        let start = u64::from(leg.scheduled);
        let mut span = |from, until, colour| {
            spans.push(Span { row, from: hours(from), until: hours(until), colour });
        };
        let (back, slack) = match busiest.plan.least.get(row) {
            Some(least) => (start + least, busiest.times[row].free_float),
            None => (start, 0),
        };
        let used = leg.late().min(slack);
        span(start, start + MARK, OTHER);
        span((start + MARK).min(back), back, EXACT);
        span(back, back + used, ESTIMATE);
        span(back + used, back + slack, QUIET);
    }
    let legend = [
        ("scheduled departure", OTHER),
        ("the least gap", EXACT),
        ("slack that the day's delay took", ESTIMATE),
        ("slack", QUIET),
    ];
    let title = format!("The departures of {}", busiest.name());
    charts::gantt(&title, ["time of day", "leg"], &legend, &spans, time_of_day)
}

/// The chance of a late last leg by the delay of the first one, on the busiest day and on all days.
pub(super) fn curve(busiest: &Busiest<'_>, classes: &[Class]) -> Result<Chart, Box<dyn Error>> {
    let (mut line, mut band) = (Vec::new(), Vec::new());
    for first in (0..=MOST).step_by(STEP) {
        let risk = busiest.plan.risk(first, RUNS, SEED)?;
        line.push((first as f64, risk.value));
        band.push((first as f64, risk.lower, risk.upper));
    }
    let seen = classes.iter().map(|class| (class.first(), class.seen()));
    let dots = seen.clone().map(|(first, seen)| (first, seen.value)).collect();
    let intervals = seen.map(|(first, seen)| (first, seen.lower, seen.upper)).collect();
    let model = classes.iter().map(|class| (class.first(), class.model())).collect();
    let x = Axis::over("minutes that the first leg is late", [0.0, MOST as f64], true, grouped);
    let y = Axis::over("chance", [1.0], true, |chance| format!("{:.0}%", chance * 100.0));
    let name = busiest.name();
    let interval = format!("{name}, at 99%");
    let series = [
        Series { name: "all days, at 95%", colour: EXACT, mark: Mark::Band(intervals) },
        Series { name: &interval, colour: ESTIMATE, mark: Mark::Band(band) },
        Series { name: &name, colour: ESTIMATE, mark: Mark::Line(line) },
        Series { name: "all days, as the model has it", colour: OTHER, mark: Mark::Line(model) },
        Series { name: "all days, as they were", colour: EXACT, mark: Mark::Dots(dots) },
    ];
    charts::plane(&format!("How likely the last leg leaves more than {LATE} minutes late"), x, y, &series)
}

/// Minutes of the mark at a departure: wide enough to be seen.
const MARK: u64 = 4;
/// The longest delay of the curve, and the steps to it.
const MOST: u64 = 180;
const STEP: usize = 5;
