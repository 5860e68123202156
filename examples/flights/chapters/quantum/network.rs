//! Airports, and how much there is between any two of them.

use std::collections::BTreeMap;

use super::departures::Departures;

/// A graph of airports.
#[derive(Debug)]
pub(super) struct Network {
    /// What is between airports.
    pub(super) name: &'static str,
    /// The airports' names, in ascending order.
    pub(super) airports: Vec<u32>,
    /// Two airports by their places, and how much there is between them.
    pub(super) pairs: Vec<(usize, usize, u64)>,
    /// What is between those for which something holds and the others, counted from the departures.
    pub(super) counted: fn(&Departures, &dyn Fn(u32) -> bool) -> u64,
}

impl Network {
    /// All flights, in either direction.
    pub(super) fn of_flights(departures: &Departures) -> Self {
        let mut counts = BTreeMap::new();
        for flight in &departures.all {
            add(&mut counts, flight.origin, flight.dest, 1);
        }
        Self::new("flights", &counts, |departures, holds| {
            departures.all.iter().filter(|flight| holds(flight.origin) != holds(flight.dest)).count() as u64
        })
    }

    /// The destinations of departures, from any airport, that are scheduled for the same minute.
    pub(super) fn of_minutes(departures: &Departures) -> Self {
        let mut counts = BTreeMap::new();
        for minute in departures.minutes() {
            let mut dests = BTreeMap::<u32, u64>::new();
            for departure in minute {
                *dests.entry(departure.dest).or_default() += 1;
            }
            let dests: Vec<_> = dests.into_iter().collect();
            // A file with thousands of destinations at a minute is not cut anyway.
            for (index, &(one, first)) in dests.iter().enumerate().take(MOST + 1) {
                for &(other, second) in &dests[..index] {
                    add(&mut counts, one, other, first * second);
                }
            }
        }
        Self::new("departures of a minute", &counts, |departures, holds| {
            let pairs = departures.minutes().map(|minute| {
                let among = minute.iter().filter(|departure| holds(departure.dest)).count();
                (among * (minute.len() - among)) as u64
            });
            pairs.sum()
        })
    }

    fn new(
        name: &'static str,
        counts: &BTreeMap<(u32, u32), u64>,
        counted: fn(&Departures, &dyn Fn(u32) -> bool) -> u64,
    ) -> Self {
        let mut airports: Vec<u32> = counts.keys().flat_map(|&(one, other)| [one, other]).collect();
        airports.sort_unstable();
        airports.dedup();
        let place = |airport| airports.partition_point(|&other| other < airport);
        let pairs = counts.iter().map(|(&(one, other), &count)| (place(one), place(other), count)).collect();
        Self { name, airports, pairs, counted }
    }

    pub(super) fn total(&self) -> u64 {
        self.pairs.iter().map(|(_, _, count)| count).sum()
    }

    /// What is between the two sides.
    pub(super) fn cut(&self, spins: &[i8]) -> u64 {
        let is_cut = |&&(one, other, _): &&(usize, usize, u64)| spins[one] != spins[other];
        self.pairs.iter().filter(is_cut).map(|(_, _, count)| count).sum()
    }
}

/// Adds to a pair of airports that differ.
fn add(counts: &mut BTreeMap<(u32, u32), u64>, one: u32, other: u32, count: u64) {
    if one != other {
        *counts.entry((one.min(other), one.max(other))).or_default() += count;
    }
}

/// Of one airport there are no two sides.
pub(super) const FEWEST: usize = 2;
/// Few enough for all pairs of them.
pub(super) const MOST: usize = 500;
