//! How many gates does an airport need, and which aircraft stands where? Stays at a gate are packed into gates, and no two
//! that overlap may share one.

mod airport;
mod stays;

use std::{collections::BTreeMap, error::Error};

use self::{airport::Airport, stays::Stay};
use super::Chapter;
use crate::{
    batch::{Batch, Date},
    charts::{self, Axis, ESTIMATE, EXACT, Mark, OTHER, Series},
    findings::{Chart, Grid, Section, grouped},
};

/// The stays at the gates of each airport, by the day of the departure.
#[derive(Debug, Default)]
pub(crate) struct Packing {
    airports: BTreeMap<String, BTreeMap<Date, Vec<Stay>>>,
    left_out: u64,
}

impl Chapter for Packing {
    fn observe(&mut self, batch: &Batch) {
        let times = batch.scheduled.iter().zip(&batch.dep_delay);
        for ((origin, date), (scheduled, delay)) in batch.origin.iter().zip(&batch.date).zip(times) {
            let (Some(scheduled), Some(delay)) = (*scheduled, *delay) else {
                self.left_out += 1;
                continue;
            };
            if !self.airports.contains_key(origin) {
                self.airports.insert(origin.to_owned(), BTreeMap::new());
            }
            if let Some(days) = self.airports.get_mut(origin) {
                days.entry(*date).or_default().push(Stay::before(scheduled, delay));
            }
        }
    }

    fn finish(self: Box<Self>) -> Result<Section, Box<dyn Error>> {
        let mut section = Section {
            title: "Packing",
            introduction: "How many gates does an airport need, and which aircraft stands at which? The rows have no \
                           arrivals, so it is assumed that an aircraft comes to its gate an hour before its scheduled \
                           departure and stays until it leaves, however late that is, and that the next may come a \
                           quarter of an hour later. Any gate takes any aircraft, and each day stands for itself. Gates \
                           are bins, stays that overlap are in conflict, and the exact answer is the largest number of \
                           stays at one time, by counting: no fewer gates will do.",
            facts: vec![("left out, cancelled or without a scheduled time".to_owned(), grouped(self.left_out as f64))],
            ..Section::default()
        };
        let (airports, crowded) = self.into_airports()?;
        if crowded > 0 {
            let name = format!("days left out, with more than {} departures", grouped(airport::MOST as f64));
            section.facts.push((name, grouped(crowded as f64)));
        }
        for airport in &airports {
            section.studies.push(airport.study()?);
        }
        if !airports.is_empty() {
            let rows = airports.iter().map(Airport::rows).collect::<Result<Vec<_>, _>>()?;
            section.grids.push(grid(rows.concat()));
            section.charts.push(by_day(&airports)?);
        }
        if let Some(airport) = airports.iter().max_by_key(|airport| airport.busiest().packing.bin_count()) {
            section.charts.push(airport.gantt()?);
        }
        Ok(section)
    }
}

impl Packing {
    /// The airports with the most departures, and on how many days more of them than are packed.
    fn into_airports(self) -> Result<(Vec<Airport>, usize), Box<dyn Error>> {
        let mut by_size: Vec<_> = self.airports.into_iter().collect();
        by_size.sort_by_key(|(_, days)| core::cmp::Reverse(days.values().map(Vec::len).sum::<usize>()));
        let mut crowded = 0;
        let mut airports = Vec::new();
        for (code, mut days) in by_size.into_iter().take(AIRPORTS) {
            let before = days.len();
            days.retain(|_, stays| stays.len() <= airport::MOST);
            crowded += before - days.len();
            airports.extend(Airport::pack(code, days)?);
        }
        Ok((airports, crowded))
    }
}

fn grid(rows: Vec<Vec<String>>) -> Grid {
    Grid {
        caption: format!(
            "The busiest day of each airport, packed in four ways: by starts is in the order of arrival, decreasing from the \
             longest stay to the shortest, and a crew's limit is {} turnarounds at a gate",
            airport::TURNAROUNDS
        ),
        header: ["airport, packed", "gates", "lower bound", "gap", "in use"].map(str::to_owned).to_vec(),
        rows,
    }
}

fn by_day(airports: &[Airport]) -> Result<Chart, Box<dyn Error>> {
    let dates: Vec<Date> = {
        let all: std::collections::BTreeSet<_> = airports.iter().flat_map(Airport::dates).collect();
        all.into_iter().collect()
    };
    let line = |airport: &Airport| -> Vec<(f64, f64)> {
        let gates = airport.gates();
        gates.map(|(date, gates)| (dates.partition_point(|&day| day < date) as f64, gates as f64)).collect()
    };
    let lines: Vec<_> = airports.iter().map(|airport| (airport.code(), line(airport))).collect();
    let points = || lines.iter().flat_map(|(_, line)| line);
    let x = Axis::over("date", points().map(|point| point.0), false, |index| charts::name_of_day(dates.iter(), index));
    let y = Axis::over("gates", points().map(|point| point.1), true, grouped);
    let series = lines.iter().zip([EXACT, ESTIMATE, OTHER]).map(|((name, line), colour)| Series {
        name,
        colour,
        mark: Mark::Line(line.clone()),
    });
    charts::plane("Gates that each day needs", x, y, &series.collect::<Vec<_>>())
}

/// Airports that are packed.
const AIRPORTS: usize = 3;
