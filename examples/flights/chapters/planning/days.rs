//! The days of each aircraft, as far as its departures tell them.

use crate::{
    batch::{Batch, Date},
    names::Names,
};

/// All departures whose aircraft is known.
#[derive(Debug, Default)]
pub(super) struct Rows {
    rows: Vec<Row>,
    names: Names,
}

/// A departure, ordered as a day is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Row {
    date: Date,
    tail: u32,
    /// `None` where it was cancelled or had no scheduled time.
    leg: Option<Leg>,
}

/// A departure that took place; times are minutes since midnight of the scheduled day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Leg {
    pub(super) scheduled: u16,
    pub(super) left: i64,
    pub(super) carrier: u32,
    pub(super) origin: u32,
    pub(super) dest: u32,
}

/// What an aircraft flew on a day: two legs or more, each of which left later than the one before.
#[derive(Debug)]
pub(super) struct Day {
    pub(super) date: Date,
    pub(super) tail: u32,
    pub(super) legs: Vec<Leg>,
}

impl Rows {
    pub(super) fn observe(&mut self, batch: &Batch) {
        let names = batch.tailnum.iter().zip(batch.carrier.iter()).zip(batch.origin.iter().zip(batch.dest.iter()));
        let times = batch.date.iter().zip(batch.scheduled.iter().zip(&batch.dep_delay));
        for (((tail, carrier), (origin, dest)), (&date, (&scheduled, &delay))) in names.zip(times) {
            if tail.is_empty() {
                continue;
            }
            let [tail, carrier, origin, dest] = [tail, carrier, origin, dest].map(|name| self.names.number(name));
            let leg = scheduled.zip(delay).map(|(scheduled, delay)| {
                let left = i64::from(scheduled) + delay.round() as i64;
                Leg { scheduled, left, carrier, origin, dest }
            });
            self.rows.push(Row { date, tail, leg });
        }
    }

    /// The days that hang together, in order, what all names are, and of how many days with [`LEGS`] departures or more
    /// that cannot be said.
    pub(super) fn into_days(mut self) -> (Vec<Day>, Names, usize) {
        self.rows.sort_unstable();
        let mut days = Vec::new();
        let mut broken = 0;
        for rows in self.rows.chunk_by(|one, other| (one.date, one.tail) == (other.date, other.tail)) {
            match Day::of(rows) {
                Some(day) => days.push(day),
                None => broken += usize::from(rows.len() >= LEGS),
            }
        }
        (days, self.names, broken)
    }
}

impl Day {
    fn of(rows: &[Row]) -> Option<Self> {
        let legs: Vec<Leg> = rows.iter().map(|row| row.leg).collect::<Option<_>>()?;
        let ascend = legs.windows(2).all(|pair| pair[0].left < pair[1].left);
        (legs.len() >= 2 && ascend).then(|| Self { date: rows[0].date, tail: rows[0].tail, legs })
    }

    /// Each leg but the last with the one after it.
    pub(super) fn pairs(&self) -> impl Iterator<Item = (Leg, Leg)> {
        self.legs.iter().copied().zip(self.legs.iter().copied().skip(1))
    }
}

impl Leg {
    /// Minutes after the scheduled ones; early is on time.
    pub(super) fn late(self) -> u64 {
        (self.left - i64::from(self.scheduled)).max(0).unsigned_abs()
    }

    /// Whose flights to where.
    pub(super) fn route(self) -> (u32, u32) {
        (self.carrier, self.dest)
    }
}

/// From so many departures on a day is one that a delay can run through: from the first over another to the last.
pub(super) const LEGS: usize = 3;
