//! What is counted of runs: sums that do not grow with them.
//!
//! Deviations are from a fixed value near the mean, so that tallies of different runs simply add up.

use alloc::{vec, vec::Vec};

use super::lanes::{LANES, Row, sum};

/// Sums over some runs.
#[derive(Debug, Clone)]
pub(super) struct Tally {
    pub(super) runs: u64,
    /// Finishes that no digest has seen yet.
    pub(super) finishes: Vec<f64>,
    /// Of the finish less the engine's, and of its square.
    pub(super) late: f64,
    pub(super) square: f64,
    /// By position.
    pub(super) tasks: Vec<TaskSums>,
    pub(super) events: Vec<EventSums>,
}

/// Sums of one task.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct TaskSums {
    /// Of the duration less its middle, of its square, and of its product with the lateness.
    pub(super) duration: f64,
    pub(super) square: f64,
    pub(super) product: f64,
    pub(super) start: f64,
    pub(super) float: f64,
    /// In how many runs it was critical.
    pub(super) critical: f64,
    /// In how many runs the duration was in the first and the last tenth, and of the lateness in these.
    pub(super) ends: [End; 2],
}

/// Runs of one kind, and the sum of the lateness in them.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct End {
    pub(super) runs: f64,
    pub(super) late: f64,
}

/// The runs in which an event occurred.
pub(super) type EventSums = End;

impl Tally {
    pub(super) fn new(tasks: usize, events: usize) -> Self {
        Self {
            runs: 0,
            finishes: Vec::new(),
            late: 0.0,
            square: 0.0,
            tasks: vec![TaskSums::default(); tasks],
            events: vec![EventSums::default(); events],
        }
    }

    pub(super) fn add_finishes(&mut self, finishes: &[f64], late: &Row) {
        self.runs += finishes.len() as u64;
        self.finishes.extend(finishes);
        self.late += sum(late);
        self.square += sum(&late.map(|late| late * late));
    }

    /// Adds the sums of other runs, but not their finishes.
    pub(super) fn merge(&mut self, other: &Self) {
        self.runs += other.runs;
        self.late += other.late;
        self.square += other.square;
        self.tasks.iter_mut().zip(&other.tasks).for_each(|(sums, other)| sums.merge(other));
        self.events.iter_mut().zip(&other.events).for_each(|(sums, other)| sums.merge(other));
    }

    pub(super) fn clear(&mut self) {
        self.runs = 0;
        self.finishes.clear();
        (self.late, self.square) = (0.0, 0.0);
        self.tasks.fill(TaskSums::default());
        self.events.fill(EventSums::default());
    }
}

impl TaskSums {
    #[inline]
    pub(super) fn add_durations(&mut self, durations: &Row, middle: f64, late: &Row, counts: &Row) {
        let (mut sums, mut squares, mut products) = ([0.0; LANES], [0.0; LANES], [0.0; LANES]);
        for lane in 0..LANES {
            sums[lane] = (durations[lane] - middle) * counts[lane];
            squares[lane] = sums[lane] * sums[lane];
            products[lane] = sums[lane] * late[lane];
        }
        self.duration += sum(&sums);
        self.square += sum(&squares);
        self.product += sum(&products);
    }

    #[inline]
    pub(super) fn add_times(&mut self, starts: &Row, floats: &Row, tolerances: &Row, counts: &Row) {
        let (mut start, mut float, mut critical) = ([0.0; LANES], [0.0; LANES], [0.0; LANES]);
        for lane in 0..LANES {
            start[lane] = starts[lane] * counts[lane];
            float[lane] = floats[lane] * counts[lane];
            critical[lane] = if floats[lane] <= tolerances[lane] { counts[lane] } else { 0.0 };
        }
        self.start += sum(&start);
        self.float += sum(&float);
        self.critical += sum(&critical);
    }

    #[inline]
    pub(super) fn add_ends(&mut self, durations: &Row, [low, high]: [f64; 2], late: &Row, counts: &Row) {
        let mut ends = [[[0.0; LANES]; 2]; 2];
        for lane in 0..LANES {
            let duration = durations[lane];
            ends[0][0][lane] = if duration <= low { counts[lane] } else { 0.0 };
            ends[0][1][lane] = if duration <= low { late[lane] } else { 0.0 };
            ends[1][0][lane] = if duration >= high { counts[lane] } else { 0.0 };
            ends[1][1][lane] = if duration >= high { late[lane] } else { 0.0 };
        }
        for (end, [runs, late]) in self.ends.iter_mut().zip(&ends) {
            end.runs += sum(runs);
            end.late += sum(late);
        }
    }

    fn merge(&mut self, other: &Self) {
        self.duration += other.duration;
        self.square += other.square;
        self.product += other.product;
        self.start += other.start;
        self.float += other.float;
        self.critical += other.critical;
        self.ends.iter_mut().zip(&other.ends).for_each(|(end, other)| end.merge(other));
    }
}

impl End {
    /// Adds the runs where `occurred` is 1.
    pub(super) fn add(&mut self, occurred: &Row, late: &Row, counts: &Row) {
        let (mut runs, mut lateness) = ([0.0; LANES], [0.0; LANES]);
        for lane in 0..LANES {
            runs[lane] = occurred[lane] * counts[lane];
            lateness[lane] = occurred[lane] * late[lane];
        }
        self.runs += sum(&runs);
        self.late += sum(&lateness);
    }

    fn merge(&mut self, other: &Self) {
        self.runs += other.runs;
        self.late += other.late;
    }
}
