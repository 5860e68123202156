//! One aircraft at a gate.

use core::ops::Range;

/// From an hour before the scheduled departure to a quarter of an hour after the real one, in minutes since midnight of
/// the scheduled day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Stay {
    pub(super) from: i64,
    pub(super) scheduled: i64,
    /// When the aircraft leaves; the gate is free a little later.
    pub(super) left: i64,
}

impl Stay {
    pub(super) fn before(scheduled: u16, delay: f64) -> Self {
        let scheduled = i64::from(scheduled);
        let from = scheduled - TURN;
        // Nobody leaves before he came.
        Self { from, scheduled, left: from.max(scheduled + delay.round() as i64) }
    }

    /// When the next one may come.
    pub(super) fn until(self) -> i64 {
        self.left + BUFFER
    }

    /// As an interval of minutes since `origin`, which is not later than the start.
    pub(super) fn since(self, origin: i64) -> Range<u64> {
        self.from.abs_diff(origin)..self.until().abs_diff(origin)
    }
}

/// The largest number of stays at one time, by counting who comes and who goes.
pub(super) fn overlap(stays: &[Stay]) -> usize {
    // Who goes at a minute is gone before the next one comes.
    let mut events: Vec<(i64, i64)> = stays.iter().flat_map(|stay| [(stay.from, 1), (stay.until(), -1)]).collect();
    events.sort_unstable();
    let mut present = 0;
    let counts = events.iter().map(|&(_, change)| {
        present += change;
        present
    });
    counts.max().unwrap_or(0) as usize
}

/// Minutes at the gate before the scheduled departure.
const TURN: i64 = 60;
/// Minutes until the next aircraft may come.
const BUFFER: i64 = 15;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stay_lasts_until_the_aircraft_leaves() {
        let stay = |delay| Stay::before(600, delay);
        assert_eq!((stay(0.0).from, stay(0.0).left, stay(0.0).until()), (540, 600, 615));
        assert_eq!((stay(90.4).until(), stay(-5.0).until(), stay(-500.0).until()), (705, 610, 555));
        assert_eq!(stay(0.0).since(500), 40..115);
    }

    #[test]
    fn who_goes_makes_room_for_who_comes() {
        let stays = |minutes: &[u16]| minutes.iter().map(|&at| Stay::before(at, 0.0)).collect::<Vec<_>>();
        assert_eq!([&[][..], &[600], &[600, 675], &[600, 674, 675]].map(|at| overlap(&stays(at))), [0, 1, 1, 2]);
    }
}
