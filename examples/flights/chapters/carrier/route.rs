//! A route, as a row of choices among carriers.

use core::cmp::Reverse;
use std::collections::BTreeMap;

use super::flights::{Flight, Flights, Part};
use crate::{
    batch::Date,
    findings::{grouped, percent},
};

/// The choices that a traveller on a route had, and what each would have met.
#[derive(Debug)]
pub(super) struct Route {
    pub(super) name: String,
    pub(super) carriers: Vec<String>,
    /// The parts of days in which all of these carriers flew, in order.
    pub(super) rounds: Vec<Round>,
    /// All flights of these carriers, in order.
    pub(super) flights: Vec<Row>,
    /// How many flights there are in all.
    total: usize,
}

/// A part of a day in which all carriers flew.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Round {
    pub(super) date: Date,
    /// What is known beforehand.
    pub(super) features: Features,
    /// The minutes that each carrier's first flight lost.
    pub(super) lost: Vec<f64>,
}

/// A flight as a row of a log.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Row {
    pub(super) carrier: usize,
    pub(super) features: Features,
    pub(super) lost: f64,
}

/// One, then whether it is afternoon, evening, Saturday or Sunday.
pub(super) type Features = [f64; 4];

impl Route {
    /// The routes on which there is most to choose: rounds, times carriers.
    pub(super) fn largest(mut flights: Flights, most: usize) -> Vec<Self> {
        flights.all.sort_by(|one, other| one.partial_cmp(other).unwrap_or(core::cmp::Ordering::Equal));
        let Flights { all, names, .. } = &flights;
        let by_route = all.chunk_by(|one, other| one.route == other.route);
        let mut routes: Vec<_> = by_route.filter_map(|flights| Self::of(flights, |name| names.text(name))).collect();
        routes.sort_by_key(|route| (Reverse(route.rounds.len() * route.carriers.len()), route.name.clone()));
        routes.truncate(most);
        routes
    }

    fn of<'a>(flights: &[Flight], name: impl Fn(u32) -> &'a str) -> Option<Self> {
        let parts: Vec<&[Flight]> =
            flights.chunk_by(|one, other| (one.date, one.part) == (other.date, other.part)).collect();
        let first: Vec<BTreeMap<u32, f64>> = parts.iter().map(|part| first_flights(part)).collect();
        let carriers = choice(&first)?;
        let rounds: Vec<Round> = parts.iter().zip(&first).filter_map(|(part, of)| round(part, of, &carriers)).collect();
        let row = |flight: &Flight| {
            let carrier = carriers.iter().position(|&carrier| carrier == flight.carrier)?;
            Some(Row { carrier, features: features(flight), lost: flight.lost })
        };
        (rounds.len() >= FEWEST).then(|| Self {
            name: name(flights[0].route).to_owned(),
            rounds,
            flights: flights.iter().filter_map(row).collect(),
            total: flights.len(),
            carriers: carriers.iter().map(|&carrier| name(carrier).to_owned()).collect(),
        })
    }

    /// How many of the flights are one of the choices.
    pub(super) fn coverage(&self) -> String {
        let choices = self.rounds.len() * self.carriers.len();
        let (choices, total) = (choices as f64, self.total as f64);
        format!("{} of {}, {}", grouped(choices), grouped(total), percent(choices / total))
    }

    /// The mean minutes that a carrier's first flights lost.
    pub(super) fn mean(&self, carrier: usize) -> f64 {
        self.rounds.iter().map(|round| round.lost[carrier]).sum::<f64>() / self.rounds.len() as f64
    }

    /// The carrier that is best in hindsight.
    pub(super) fn best(&self) -> usize {
        let means = (0..self.carriers.len()).map(|carrier| (carrier, self.mean(carrier)));
        means.min_by(|one, other| one.1.total_cmp(&other.1)).map_or(0, |(carrier, _)| carrier)
    }
}

/// The minutes that the first flight of each carrier lost, in a part of a day.
fn first_flights(part: &[Flight]) -> BTreeMap<u32, f64> {
    // Those that come later are overwritten by the earlier ones.
    part.iter().rev().map(|flight| (flight.carrier, flight.lost)).collect()
}

/// The carriers that fly most, as many as make for most choices.
fn choice(first: &[BTreeMap<u32, f64>]) -> Option<Vec<u32>> {
    let mut parts = BTreeMap::<u32, usize>::new();
    for &carrier in first.iter().flat_map(BTreeMap::keys) {
        *parts.entry(carrier).or_default() += 1;
    }
    let mut carriers: Vec<u32> = parts.keys().copied().collect();
    carriers.sort_by_key(|carrier| (Reverse(parts[carrier]), *carrier));
    let choices = |count: &usize| {
        let flown = |part: &&BTreeMap<u32, f64>| carriers[..*count].iter().all(|carrier| part.contains_key(carrier));
        count * first.iter().filter(flown).count()
    };
    let count = (2..=carriers.len()).max_by_key(choices)?;
    carriers.truncate(count);
    Some(carriers)
}

fn round(part: &[Flight], first: &BTreeMap<u32, f64>, carriers: &[u32]) -> Option<Round> {
    let lost = carriers.iter().map(|carrier| first.get(carrier).copied()).collect::<Option<_>>()?;
    Some(Round { date: part[0].date, features: features(&part[0]), lost })
}

fn features(flight: &Flight) -> Features {
    let is = |fact: bool| f64::from(u8::from(fact));
    let is_weekend = weekday(flight.date) < 2;
    [1.0, is(flight.part == Part::Afternoon), is(flight.part == Part::Evening), is(is_weekend)]
}

/// Days since Saturday, by Zeller's congruence.
fn weekday(Date { year, month, day }: Date) -> u32 {
    // January and February belong to the year before; a century more keeps it above 0.
    let before = u32::from(month < 3);
    let (year, month) = (u32::from(year) + 400 - before, u32::from(month) + 12 * before);
    (u32::from(day) + 13 * (month + 1) / 5 + year + year / 4 - year / 100 + year / 400) % 7
}

/// Fewer choices tell no policy from another.
const FEWEST: usize = 30;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weekdays_are_those_of_the_calendar() {
        let day = |year, month, day| weekday(Date { year, month, day });
        // The first of January 2013 was a Tuesday, the leap day of 2000 one too, and the moon landing a Sunday.
        assert_eq!([day(2013, 1, 1), day(2000, 2, 29), day(1969, 7, 20), day(2013, 12, 28)], [3, 3, 1, 0]);
    }
}
