//! The departures, as far as they say which carrier lost how many minutes.

use crate::{
    batch::{Batch, Date},
    names::Names,
};

/// All departures that were scheduled for some time.
#[derive(Debug, Default)]
pub(super) struct Flights {
    pub(super) all: Vec<Flight>,
    pub(super) names: Names,
    pub(super) unscheduled: u64,
}

/// A departure, ordered by route, part of the day and time.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub(super) struct Flight {
    pub(super) route: u32,
    pub(super) date: Date,
    pub(super) part: Part,
    pub(super) scheduled: u16,
    pub(super) carrier: u32,
    /// Minutes, from 0 to [`MOST`].
    pub(super) lost: f64,
}

/// Of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    Morning,
    Afternoon,
    Evening,
}

impl Flights {
    pub(super) fn observe(&mut self, batch: &Batch) {
        let names = batch.route.iter().zip(batch.carrier.iter());
        let times = batch.date.iter().zip(batch.scheduled.iter().zip(&batch.dep_delay));
        for ((route, carrier), (&date, (&scheduled, &delay))) in names.zip(times) {
            let Some(scheduled) = scheduled else {
                self.unscheduled += 1;
                continue;
            };
            let [route, carrier] = [route, carrier].map(|name| self.names.number(name));
            let lost = delay.map_or(MOST, |delay| delay.clamp(0.0, MOST));
            self.all.push(Flight { route, date, part: Part::of(scheduled), scheduled, carrier, lost });
        }
    }
}

impl Part {
    fn of(minute: u16) -> Self {
        match minute / 60 {
            0..12 => Self::Morning,
            12..17 => Self::Afternoon,
            _ => Self::Evening,
        }
    }
}

/// One departure in a hundred is later.
pub(super) const MOST: f64 = 180.0;
