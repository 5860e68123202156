//! Where the trouble of a day lies, once it is over, and what is seen of it at noon.

use core::iter::zip;
use std::collections::{BTreeMap, BTreeSet};

use super::departures::{Departure, Departures, Outcome};
use crate::{batch::Date, exact::ExactValues};

/// What a day was made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Cause {
    Ordinary,
    Cancellations,
    Carrier(u32),
    Airport(u32),
    Aircraft,
    Everywhere,
}

/// A cause, but not who it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Ordinary,
    Cancellations,
    Carrier,
    Airport,
    Aircraft,
    Everywhere,
}

/// A day, with its cause and what was seen of it by noon.
#[derive(Debug)]
pub(super) struct Day {
    pub(super) date: Date,
    pub(super) cause: Cause,
    /// The part of the departures that were late or cancelled.
    pub(super) disturbed: f64,
    pub(super) noon: Noon,
}

/// What is seen of the departures that were scheduled before noon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Noon {
    /// How many of [`LEVELS`] their disturbed part exceeds.
    pub(super) level: usize,
    /// Who has most of what is beyond the usual.
    pub(super) carrier: Option<u32>,
    pub(super) airport: Option<u32>,
}

/// Those that can be causes.
#[derive(Debug)]
pub(super) struct Suspects {
    pub(super) carriers: Vec<u32>,
    pub(super) airports: Vec<u32>,
}

impl Cause {
    pub(super) fn kind(self) -> Kind {
        match self {
            Self::Ordinary => Kind::Ordinary,
            Self::Cancellations => Kind::Cancellations,
            Self::Carrier(_) => Kind::Carrier,
            Self::Airport(_) => Kind::Airport,
            Self::Aircraft => Kind::Aircraft,
            Self::Everywhere => Kind::Everywhere,
        }
    }
}

impl Kind {
    pub(super) const ALL: [Self; 6] =
        [Self::Ordinary, Self::Cancellations, Self::Carrier, Self::Airport, Self::Aircraft, Self::Everywhere];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Ordinary => "ordinary",
            Self::Cancellations => "cancelled",
            Self::Carrier => "a carrier",
            Self::Airport => "an airport",
            Self::Aircraft => "aircraft",
            Self::Everywhere => "everywhere",
        }
    }
}

impl Suspects {
    pub(super) fn of(departures: &Departures) -> Self {
        let carriers = departures.most_frequent(CARRIER, CARRIERS);
        Self { carriers, airports: departures.most_frequent(ORIGIN, AIRPORTS) }
    }

    /// All that a day can be made of.
    pub(super) fn hypotheses(&self) -> Vec<Cause> {
        let carriers = self.carriers.iter().map(|carrier| Cause::Carrier(*carrier));
        let airports = self.airports.iter().map(|airport| Cause::Airport(*airport));
        let alone = [Cause::Ordinary, Cause::Cancellations];
        alone.into_iter().chain(carriers).chain(airports).chain([Cause::Aircraft, Cause::Everywhere]).collect()
    }
}

/// All days with their causes.
pub(super) fn days(departures: &Departures, suspects: &Suspects) -> Vec<Day> {
    let days: Vec<Vec<Departure>> = departures.days().map(<[_]>::to_vec).collect();
    let mornings: Vec<_> = days.iter().map(|day| filtered(day, is_before_noon)).collect();
    let (causes, noons) = (Causes::of(&days, suspects), Mornings::of(&mornings, suspects));
    let day = |(day, morning): (&Vec<Departure>, &Vec<Departure>)| Day {
        date: day[0].date,
        cause: causes.cause(day),
        disturbed: disturbed(day),
        noon: noons.noon(morning),
    };
    zip(&days, &mornings).map(day).collect()
}

/// What tells causes apart.
struct Causes<'a> {
    usual: Usual<'a>,
    /// The usual parts of disturbed ones among the first departures of each aircraft, and among its later ones.
    by_turn: [f64; 2],
    /// Beyond that a day is bad, and has many cancelled flights.
    bad: f64,
    many: f64,
}

impl<'a> Causes<'a> {
    fn of(days: &[Vec<Departure>], suspects: &'a Suspects) -> Self {
        let turns: Vec<_> = days.iter().map(|day| by_turn(day)).collect();
        let usual_of = |turn: usize| quantile(turns.iter().map(|turns| disturbed(&turns[turn])), 0.5);
        Self {
            usual: Usual::of(days, suspects),
            by_turn: [usual_of(0), usual_of(1)],
            bad: quantile(days.iter().map(|day| disturbed(day)), BAD),
            many: quantile(days.iter().map(|day| cancelled(day)), MANY),
        }
    }

    fn cause(&self, day: &[Departure]) -> Cause {
        if disturbed(day) <= self.bad {
            return Cause::Ordinary;
        }
        if cancelled(day) > self.many {
            return Cause::Cancellations;
        }
        let carrier = self.usual.carrier(day).map(Cause::Carrier);
        let somebody = carrier.or_else(|| self.usual.airport(day).map(Cause::Airport));
        somebody.unwrap_or_else(|| if self.is_late_from_before(day) { Cause::Aircraft } else { Cause::Everywhere })
    }

    fn is_late_from_before(&self, day: &[Departure]) -> bool {
        let turns = by_turn(day);
        let [first, later] = [0, 1].map(|turn| beyond(&turns[turn], self.by_turn[turn]));
        later > LATER * (first + later)
    }
}

/// What is seen of mornings.
struct Mornings<'a> {
    usual: Usual<'a>,
    levels: [f64; LEVELS.len()],
}

impl<'a> Mornings<'a> {
    fn of(mornings: &[Vec<Departure>], suspects: &'a Suspects) -> Self {
        let levels = LEVELS.map(|level| quantile(mornings.iter().map(|morning| disturbed(morning)), level));
        Self { usual: Usual::of(mornings, suspects), levels }
    }

    fn noon(&self, morning: &[Departure]) -> Noon {
        let part = disturbed(morning);
        let level = self.levels.iter().filter(|level| part > **level).count();
        // On a quiet morning somebody has most of nothing.
        let seen = |who: Option<u32>| who.filter(|_| level > 0);
        Noon { level, carrier: seen(self.usual.carrier(morning)), airport: seen(self.usual.airport(morning)) }
    }
}

/// The median over days of the disturbed part of each carrier's and of each airport's departures.
struct Usual<'a> {
    suspects: &'a Suspects,
    carriers: BTreeMap<u32, f64>,
    airports: BTreeMap<u32, f64>,
}

impl<'a> Usual<'a> {
    fn of(days: &[Vec<Departure>], suspects: &'a Suspects) -> Self {
        Self { suspects, carriers: medians(days, CARRIER), airports: medians(days, ORIGIN) }
    }

    fn carrier(&self, day: &[Departure]) -> Option<u32> {
        leader(day, CARRIER, &self.carriers, CARRIER_LEADS).filter(|name| self.suspects.carriers.contains(name))
    }

    fn airport(&self, day: &[Departure]) -> Option<u32> {
        leader(day, ORIGIN, &self.airports, AIRPORT_LEADS).filter(|name| self.suspects.airports.contains(name))
    }
}

fn medians(days: &[Vec<Departure>], of: fn(&Departure) -> u32) -> BTreeMap<u32, f64> {
    let mut parts: BTreeMap<u32, Vec<f64>> = BTreeMap::new();
    for (name, departures) in days.iter().flat_map(|day| each(day, of)) {
        parts.entry(name).or_default().push(disturbed(&departures));
    }
    parts.into_iter().map(|(name, parts)| (name, quantile(parts, 0.5))).collect()
}

/// Who has at least `least` of what is beyond the usual.
fn leader(day: &[Departure], of: fn(&Departure) -> u32, usual: &BTreeMap<u32, f64>, least: f64) -> Option<u32> {
    let beyond = |(name, departures): (u32, Vec<Departure>)| {
        (name, beyond(&departures, usual.get(&name).copied().unwrap_or_default()))
    };
    let each: Vec<_> = each(day, of).into_iter().map(beyond).collect();
    let all: f64 = each.iter().map(|(_, beyond)| beyond).sum();
    let (name, most) = each.into_iter().max_by(|one, other| one.1.total_cmp(&other.1))?;
    (most > 0.0 && most >= least * all).then_some(name)
}

/// How many more were disturbed than the usual part; 0 if fewer were.
fn beyond(departures: &[Departure], usual: f64) -> f64 {
    ((disturbed(departures) - usual) * departures.len() as f64).max(0.0)
}

/// The departures of each that `of` names.
fn each(day: &[Departure], of: fn(&Departure) -> u32) -> BTreeMap<u32, Vec<Departure>> {
    let mut each: BTreeMap<u32, Vec<Departure>> = BTreeMap::new();
    for departure in day {
        each.entry(of(departure)).or_default().push(*departure);
    }
    each
}

/// The first departure of each aircraft on the day, and the later ones.
fn by_turn(day: &[Departure]) -> [Vec<Departure>; 2] {
    let mut seen = BTreeSet::new();
    let known = day.iter().copied().filter(|departure| departure.tail.is_some());
    let (first, later) = known.partition(|departure| seen.insert(departure.tail));
    [first, later]
}

fn is_before_noon(departure: &Departure) -> bool {
    departure.scheduled.is_some_and(|scheduled| scheduled < NOON)
}

fn disturbed(departures: &[Departure]) -> f64 {
    part(departures, Departure::is_disturbed)
}

fn cancelled(departures: &[Departure]) -> f64 {
    part(departures, |departure| departure.outcome == Outcome::Cancelled)
}

fn part(departures: &[Departure], holds: fn(&Departure) -> bool) -> f64 {
    departures.iter().filter(|departure| holds(departure)).count() as f64 / departures.len().max(1) as f64
}

fn filtered(departures: &[Departure], holds: fn(&Departure) -> bool) -> Vec<Departure> {
    departures.iter().copied().filter(holds).collect()
}

fn quantile(values: impl IntoIterator<Item = f64>, q: f64) -> f64 {
    let mut sorted = ExactValues::default();
    sorted.extend(&values.into_iter().collect::<Vec<_>>());
    sorted.sort();
    sorted.quantile(q).unwrap_or_default()
}

const CARRIER: fn(&Departure) -> u32 = |departure| departure.carrier;
const ORIGIN: fn(&Departure) -> u32 = |departure| departure.origin;
/// A day is bad among the worst fifth, and one of cancellations if it is also among the twentieth with the most of them.
const BAD: f64 = 0.8;
const MANY: f64 = 0.95;
/// Of what is beyond the usual: nearly twice what the largest carriers have of all flights, and what each airport would
/// have, and a third more.
const CARRIER_LEADS: f64 = 0.3;
const AIRPORT_LEADS: f64 = 0.45;
/// Half as much again as what later departures are of all.
const LATER: f64 = 0.4;
/// In minutes since midnight.
const NOON: u16 = 12 * 60;
/// Quantiles of mornings.
pub(super) const LEVELS: [f64; 3] = [0.5, 0.8, 0.95];
/// Carriers with a tenth of the flights or so; and the city's airports.
const CARRIERS: usize = 6;
const AIRPORTS: usize = 3;
/// Of fewer days than of two months there is nothing to learn.
pub(super) const FEWEST_DAYS: usize = 60;
