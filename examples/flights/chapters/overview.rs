//! What the rows are: how many, how many cancelled, and when. Exact, and no sketch in it.

use std::{collections::BTreeMap, error::Error};

use super::Chapter;
use crate::{
    batch::{Batch, Date},
    charts::{self, Axis, ESTIMATE, EXACT, Mark, Series},
    findings::{Chart, Section, grouped, percent},
};

/// Departures and cancellations by day.
#[derive(Debug, Default)]
pub(crate) struct Overview {
    days: BTreeMap<Date, Day>,
    without_tailnum: u64,
}

#[derive(Debug, Clone, Copy, Default)]
struct Day {
    scheduled: u64,
    cancelled: u64,
}

impl Chapter for Overview {
    fn observe(&mut self, batch: &Batch) {
        for (date, delay) in batch.date.iter().zip(&batch.dep_delay) {
            let day = self.days.entry(*date).or_default();
            day.scheduled += 1;
            day.cancelled += u64::from(delay.is_none());
        }
        self.without_tailnum += (batch.len() - batch.tailnum.present().count()) as u64;
    }

    fn finish(self: Box<Self>) -> Result<Section, Box<dyn Error>> {
        let scheduled: u64 = self.days.values().map(|day| day.scheduled).sum();
        let cancelled: u64 = self.days.values().map(|day| day.cancelled).sum();
        let mut facts = vec![
            ("scheduled departures".to_owned(), grouped(scheduled as f64)),
            ("cancelled".to_owned(), share(cancelled, scheduled)),
            ("without a tail number".to_owned(), share(self.without_tailnum, scheduled)),
        ];
        if let Some((date, day)) = self.days.iter().max_by_key(|(_, day)| day.cancelled) {
            let value = format!("{} of {} on {date}", day.cancelled, day.scheduled);
            facts.push(("most cancellations in a day".to_owned(), value));
        }
        Ok(Section {
            title: "The rows",
            introduction: "Every scheduled departure is one row; a cancelled one has no delay. This part is counted \
                           exactly.",
            facts,
            charts: vec![self.chart()?],
            ..Section::default()
        })
    }
}

impl Overview {
    fn chart(&self) -> Result<Chart, Box<dyn Error>> {
        let by_day = |value: fn(&Day) -> u64| -> Vec<(f64, f64)> {
            self.days.values().enumerate().map(|(i, day)| (i as f64, value(day) as f64)).collect()
        };
        let (scheduled, cancelled) = (by_day(|day| day.scheduled), by_day(|day| day.cancelled));
        let x = Axis::over("date", scheduled.iter().map(|point| point.0), false, |index| {
            charts::name_of_day(self.days.keys(), index)
        });
        let y = Axis::over("flights a day", scheduled.iter().map(|point| point.1), true, grouped);
        let series = [
            Series { name: "scheduled", colour: EXACT, mark: Mark::Line(scheduled) },
            Series { name: "of these cancelled", colour: ESTIMATE, mark: Mark::Line(cancelled) },
        ];
        charts::plane("Departures by day", x, y, &series)
    }
}

fn share(part: u64, whole: u64) -> String {
    format!("{} ({})", grouped(part as f64), percent(part as f64 / whole.max(1) as f64))
}
