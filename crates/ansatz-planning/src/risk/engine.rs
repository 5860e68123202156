//! A model, ready to be simulated, and what is counted of its runs.

use alloc::{vec, vec::Vec};

use ansatz_core::ParameterError;
use ansatz_random::Stream;

use super::{
    RiskModel,
    lanes::{LANES, Row},
    sampler::{MOST_DURATION, Sample, Sampler},
    tally::{Tally, TaskSums},
    topology::Topology,
};

/// A model with all that can be computed once.
#[derive(Debug, Clone)]
pub(super) struct Engine {
    pub(super) topology: Topology,
    sampler: Sampler,
    /// By position.
    pub(super) marks: Vec<Marks>,
    /// About where the finish is: sums are of differences to it, so that their squares lose nothing.
    pub(super) finish: f64,
    pub(super) events: usize,
    is_uncertain: bool,
}

/// What the durations of a task are compared with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Marks {
    /// About the mean: sums are of differences to it.
    pub(super) middle: f64,
    /// The first and the last tenth of what is drawn, before events.
    low: f64,
    high: f64,
}

/// Room for what is computed of a few runs.
#[derive(Debug, Clone)]
pub(super) struct Workspace {
    sample: Sample,
    times: Vec<Row>,
}

impl Engine {
    pub(super) fn new(model: &RiskModel) -> Result<Self, ParameterError> {
        let sampler = Sampler::new(model)?;
        let mut marks = vec![Marks { middle: 0.0, low: 0.0, high: 0.0 }; model.len()];
        for (position, [low, high]) in sampler.tenths() {
            (marks[position].low, marks[position].high) = (low, high);
        }
        for (task, distribution) in model.durations.iter().enumerate() {
            marks[model.topology.position(task)].middle = distribution.mean();
        }
        // Factors come before delays.
        for multiplies in [true, false] {
            for event in model.events.iter().filter(|event| event.multiplies == multiplies) {
                let (probability, impact) = (event.probability(), event.impact().mean());
                for &task in event.tasks() {
                    let middle = &mut marks[model.topology.position(task)].middle;
                    let change = if multiplies { *middle * (impact - 1.0) } else { impact };
                    *middle = (*middle + probability * change).min(MOST_DURATION);
                }
            }
        }
        let middles: Vec<_> = marks.iter().map(|marks| [marks.middle; LANES]).collect();
        let finish = model.topology.forward(&middles, &mut vec![[0.0; LANES]; 2 * middles.len()])[0];
        let may_occur = model.events.iter().any(|event| {
            let probability = event.probability();
            probability > 0.0 && (probability < 1.0 || !event.impact().is_certain())
        });
        Ok(Self {
            topology: model.topology.clone(),
            sampler,
            marks,
            finish,
            events: model.events.len(),
            is_uncertain: may_occur || model.durations.iter().any(|duration| !duration.is_certain()),
        })
    }

    /// Whether runs differ.
    pub(super) fn is_uncertain(&self) -> bool {
        self.is_uncertain
    }

    pub(super) fn workspace(&self) -> Workspace {
        let tasks = self.topology.len();
        Workspace { sample: self.sampler.room(tasks), times: vec![[0.0; LANES]; 2 * tasks] }
    }

    pub(super) fn tally(&self) -> Tally {
        Tally::new(self.topology.len(), self.events)
    }

    /// Runs batch number `batch`, and counts the first `active` of its runs.
    pub(super) fn run(&self, seed: u64, batch: u64, active: usize, room: &mut Workspace, tally: &mut Tally) {
        let Workspace { sample, times } = room;
        self.sampler.sample(&mut Stream::new(seed, batch), sample);
        let finish = self.topology.forward(&sample.durations, times);
        let mut counts = [0.0; LANES];
        counts[..active].fill(1.0);
        let mut late = [0.0; LANES];
        for lane in 0..LANES {
            late[lane] = (finish[lane] - self.finish) * counts[lane];
        }
        tally.add_finishes(&finish[..active], &late);
        for (sums, occurred) in tally.events.iter_mut().zip(&sample.occurred) {
            sums.add(occurred, &late, &counts);
        }
        let tolerances = finish.map(|finish| finish * SAME);
        let mut touched = self.sampler.touched().iter().zip(&sample.untouched).rev().peekable();
        let Sample { durations, .. } = sample;
        self.topology.backward(durations, times, &finish, |position, starts, floats| {
            let durations = &durations[position];
            let drawn = touched.next_if(|(at, _)| **at == position).map_or(durations, |(_, row)| row);
            let marks = &self.marks[position];
            let sums: &mut TaskSums = &mut tally.tasks[position];
            sums.add_durations(durations, marks.middle, &late, &counts);
            sums.add_times(starts, floats, &tolerances, &counts);
            sums.add_ends(drawn, [marks.low, marks.high], &late, &counts);
        });
    }
}

/// Floats up to this share of the finish are rounding: sums of a million numbers are off by at most 1e6 x 2^-53 of
/// themselves, 1.1e-10, and a float is the difference of two.
const SAME: f64 = 1e-9;
