//! The gates of one airport, day by day.

use std::{collections::BTreeMap, error::Error};

use ansatz_packing::{Conflicts, FirstFit, Limits, Packing, PackingError};

use super::stays::{Stay, overlap};
use crate::{
    batch::Date,
    charts::{self, Span},
    clock::Timed,
    findings::{Chart, Cost, Finding, Study, grouped, percent},
};

/// An airport's days, each packed.
pub(super) struct Airport {
    code: String,
    days: Vec<Day>,
    /// Of building conflicts and packing them.
    packed: core::time::Duration,
    /// Of counting.
    counted: core::time::Duration,
}

/// A day's stays by their starts, and the gate of each.
pub(super) struct Day {
    date: Date,
    stays: Vec<Stay>,
    minutes: Vec<u64>,
    conflicts: Conflicts,
    pub(super) packing: Packing,
    overlap: usize,
}

impl Airport {
    /// `None` without a day.
    pub(super) fn pack(code: String, days: BTreeMap<Date, Vec<Stay>>) -> Result<Option<Self>, PackingError> {
        let mut packed = Timed::new(Vec::new());
        let mut counted = Timed::new(0);
        for (date, mut stays) in days {
            stays.sort_unstable();
            counted.run(|most| *most = overlap(&stays));
            packed.run(|days| Day::pack(date, stays, counted.value).map(|day| days.push(day)))?;
        }
        let Timed { value: days, spent } = packed;
        Ok((!days.is_empty()).then_some(Self { code, days, packed: spent, counted: counted.spent }))
    }

    pub(super) fn code(&self) -> &str {
        &self.code
    }

    pub(super) fn dates(&self) -> impl Iterator<Item = Date> {
        self.days.iter().map(|day| day.date)
    }

    /// Each day with its number of gates.
    pub(super) fn gates(&self) -> impl Iterator<Item = (Date, usize)> {
        self.days.iter().map(|day| (day.date, day.packing.bin_count()))
    }

    /// The day that needs the most gates, the first of equals.
    pub(super) fn busiest(&self) -> &Day {
        let most = self.gates().map(|(_, gates)| gates).max().unwrap_or(0);
        // There is a day, or there would be no airport.
        self.days.iter().find(|day| day.packing.bin_count() == most).unwrap_or(&self.days[0])
    }

    pub(super) fn study(&self) -> Result<Study, PackingError> {
        let busiest = self.busiest();
        let (found, least) = (busiest.packing.bin_count(), busiest.overlap);
        let days = self.days.len();
        let above = self.days.iter().filter(|day| day.packing.bin_count() != day.overlap).count();
        let proved = self.days.iter().filter(|day| day.packing.is_proved()).count();
        let meeting: usize = self.days.iter().map(Day::meetings).sum();
        let mut refused = 0;
        for day in self.days.iter().filter(|day| day.packing.bin_count() > 1) {
            refused += usize::from(day.is_refused_with_a_gate_less()?);
        }
        let single = self.days.iter().filter(|day| day.packing.bin_count() == 1).count();
        let finding = |question: String, [found, exact]: [usize; 2], promise: &str| Finding {
            question,
            estimate: grouped(found as f64),
            exact: grouped(exact as f64),
            promise: format!("{promise}, certain"),
            kept: Some(found == exact),
        };
        Ok(Study {
            sketch: format!("FirstFit by starts, {}", self.code),
            items: self.days.iter().map(|day| day.stays.len() as u64).sum(),
            cost: Cost { memory: busiest.memory_bytes(), time: self.packed },
            exact_cost: Cost { memory: 2 * busiest.stays.len() * size_of::<(i64, i64)>(), time: self.counted },
            findings: vec![
                finding(format!("gates on {}", busiest.date), [found, least], "the largest overlap"),
                finding("days with more gates than that".to_owned(), [above, 0], "none"),
                finding("days whose lower bound proves it".to_owned(), [proved, days], "all"),
                finding("stays that meet another at their gate".to_owned(), [meeting, 0], "none"),
                finding("days refused with a gate less".to_owned(), [refused, days - single], "all that have two"),
            ],
        })
    }

    /// The busiest day, packed in several ways.
    pub(super) fn rows(&self) -> Result<Vec<Vec<String>>, PackingError> {
        let day = self.busiest();
        let (sizes, capacity) = (&day.minutes, day.packing.capacity());
        let crew = Limits::default().items_per_bin(TURNAROUNDS);
        let ways = [
            ("first fit by starts", day.packing.clone()),
            ("first fit decreasing", Limits::default().first_fit_decreasing(sizes, capacity, &day.conflicts)?),
            ("best fit decreasing", Limits::default().best_fit_decreasing(sizes, capacity, &day.conflicts)?),
            ("first fit by starts, a crew's limit", day.by_starts(crew)?),
        ];
        let row = |(way, packing): &(&str, Packing)| {
            let minutes: u64 = packing.loads().sum();
            let all = packing.bin_count() as f64 * capacity as f64;
            vec![
                format!("{}, {way}", self.code),
                packing.bin_count().to_string(),
                packing.lower_bound().to_string(),
                percent(packing.gap()),
                percent(minutes as f64 / all.max(1.0)),
            ]
        };
        Ok(ways.iter().map(row).collect())
    }

    pub(super) fn gantt(&self) -> Result<Chart, Box<dyn Error>> {
        let day = self.busiest();
        let spans = day.stays.iter().zip(day.packing.assignment()).flat_map(|(stay, &row)| {
            let [from, planned, left, until] =
                [stay.from, stay.scheduled.min(stay.left), stay.left, stay.until()].map(|at| at as f64 / 60.0);
            [
                Span { row, from, until: planned, colour: charts::EXACT },
                // Nothing, if it left on time.
                Span { row, from: planned, until: left, colour: charts::ESTIMATE },
                Span { row, from: left, until, colour: charts::QUIET },
            ]
        });
        let title = format!("The gates of {} on {}", self.code, day.date);
        let legend = [
            ("up to the scheduled departure", charts::EXACT),
            ("delayed", charts::ESTIMATE),
            ("until the next may come", charts::QUIET),
        ];
        charts::gantt(&title, ["time of day", "gate"], &legend, &spans.collect::<Vec<_>>(), charts::time_of_day)
    }
}

impl Day {
    fn pack(date: Date, stays: Vec<Stay>, overlap: usize) -> Result<Self, PackingError> {
        // Nobody comes before the first one.
        let origin = stays.first().map_or(0, |stay| stay.from);
        let intervals: Vec<_> = stays.iter().map(|stay| stay.since(origin)).collect();
        let capacity = intervals.iter().map(|times| times.end).max().unwrap_or(1);
        let minutes: Vec<u64> = intervals.iter().map(|times| times.end - times.start).collect();
        let conflicts = Conflicts::of_intervals(&intervals)?;
        let packing = by_starts(&minutes, capacity, &conflicts, Limits::default())?;
        Ok(Self { date, stays, minutes, conflicts, packing, overlap })
    }

    fn by_starts(&self, limits: Limits) -> Result<Packing, PackingError> {
        by_starts(&self.minutes, self.packing.capacity(), &self.conflicts, limits)
    }

    fn is_refused_with_a_gate_less(&self) -> Result<bool, PackingError> {
        match self.by_starts(Limits::default().bins(self.packing.bin_count() - 1)) {
            Ok(_) => Ok(false),
            Err(PackingError::NoBin { .. }) => Ok(true),
            Err(error) => Err(error),
        }
    }

    /// Stays that come to their gate before the one ahead of them has made room.
    fn meetings(&self) -> usize {
        let mut free_from = vec![i64::MIN; self.packing.bin_count()];
        let mut count = 0;
        for (stay, &gate) in self.stays.iter().zip(self.packing.assignment()) {
            count += usize::from(stay.from < free_from[gate]);
            free_from[gate] = free_from[gate].max(stay.until());
        }
        count
    }

    /// The pairs in conflict, each from both sides, and the gate and the minutes of each stay.
    fn memory_bytes(&self) -> usize {
        2 * size_of::<usize>() * self.conflicts.len() + 2 * size_of::<u64>() * self.stays.len()
    }
}

/// First fit in the order of the starts: whoever comes takes the first gate that is free then.
fn by_starts(minutes: &[u64], capacity: u64, conflicts: &Conflicts, limits: Limits) -> Result<Packing, PackingError> {
    let mut gates = FirstFit::with_limits(capacity, limits)?;
    for (stay, &minutes) in minutes.iter().enumerate() {
        gates.assign_apart(minutes, conflicts.earlier(stay))?;
    }
    gates.into_packing().with_lower_bound(conflicts.clique().len())
}

/// The most departures of a day that are packed; the busiest airports have some 1,400, and pairs in conflict grow with
/// the square.
pub(super) const MOST: usize = 2_000;
/// The most turnarounds at a gate that a crew takes on.
pub(super) const TURNAROUNDS: usize = 6;
