//! The departures, as far as they say who was late and what left together.

use core::cmp::Reverse;
use std::collections::BTreeMap;

use crate::{
    batch::{Batch, Date},
    names::Names,
};

/// All departures; by days once they are sorted.
#[derive(Debug, Default)]
pub(super) struct Departures {
    pub(super) all: Vec<Departure>,
    pub(super) names: Names,
}

/// A departure, ordered by day and scheduled time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Departure {
    pub(super) date: Date,
    /// Minutes since midnight.
    pub(super) scheduled: Option<u16>,
    pub(super) origin: u32,
    pub(super) dest: u32,
    pub(super) carrier: u32,
    pub(super) tail: Option<u32>,
    pub(super) outcome: Outcome,
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Outcome {
    OnTime,
    /// By [`LATE`] minutes or more.
    Late,
    Cancelled,
}

impl Departures {
    pub(super) fn observe(&mut self, batch: &Batch) {
        let ways = batch.origin.iter().zip(batch.dest.iter());
        let aircraft = batch.carrier.iter().zip(batch.tailnum.iter());
        let times = batch.date.iter().zip(batch.scheduled.iter().zip(&batch.dep_delay));
        for (((origin, dest), (carrier, tail)), (&date, (&scheduled, &delay))) in ways.zip(aircraft).zip(times) {
            let outcome = match delay {
                None => Outcome::Cancelled,
                Some(delay) if delay >= LATE => Outcome::Late,
                Some(_) => Outcome::OnTime,
            };
            let [origin, dest, carrier] = [origin, dest, carrier].map(|name| self.names.number(name));
            let tail = (!tail.is_empty()).then(|| self.names.number(tail));
            self.all.push(Departure { date, scheduled, origin, dest, carrier, tail, outcome });
        }
    }

    /// Call it before days or minutes are asked for.
    pub(super) fn sort(&mut self) {
        self.all.sort_unstable();
    }

    /// The departures of each day.
    pub(super) fn days(&self) -> impl Iterator<Item = &[Departure]> {
        self.all.chunk_by(|one, other| one.date == other.date)
    }

    /// Those that are scheduled for the same minute of a day.
    pub(super) fn minutes(&self) -> impl Iterator<Item = &[Departure]> {
        let is_one = |one: &Departure, other: &Departure| (one.date, one.scheduled) == (other.date, other.scheduled);
        self.all.chunk_by(is_one).filter(|minute| minute[0].scheduled.is_some())
    }

    /// The most frequent of what `of` says of each departure, the most frequent first.
    pub(super) fn most_frequent(&self, of: fn(&Departure) -> u32, most: usize) -> Vec<u32> {
        let mut counts = BTreeMap::<u32, u64>::new();
        for departure in &self.all {
            *counts.entry(of(departure)).or_default() += 1;
        }
        let mut by_count: Vec<_> = counts.into_iter().collect();
        by_count.sort_by_key(|&(name, count)| (Reverse(count), name));
        by_count.into_iter().map(|(name, _)| name).take(most).collect()
    }
}

impl Departure {
    pub(super) fn is_disturbed(&self) -> bool {
        self.outcome != Outcome::OnTime
    }
}

/// The US Bureau of Transportation Statistics counts from there on.
const LATE: f64 = 15.0;
