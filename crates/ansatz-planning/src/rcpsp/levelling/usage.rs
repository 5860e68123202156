//! What is in use of each resource at each time.

use alloc::{vec, vec::Vec};

use ansatz_core::ParameterError;

use super::{LevellingObjective, Project};
use crate::PlanningError;

/// The objective, and what decides between equals.
pub(super) type Cost = (u128, u128);

/// What is in use of each resource, as a step function of time, with the weighted sum of its squares.
///
/// Sorted times with a row each, and no two rows beside each other that are equal: as many steps as there are changes,
/// however long they last.
#[derive(Debug, Clone)]
pub(super) struct Usage {
    /// What one unit of each resource counts.
    pub(super) weights: Vec<u64>,
    /// When each step begins; the first at 0, and the last never ends, with nothing in use.
    pub(super) times: Vec<u64>,
    /// What is in use of each resource in each step.
    used: Vec<u64>,
    /// The sum over all times and resources of the squares of what is in use, weighted.
    squares: u128,
}

impl Usage {
    /// Nothing is in use.
    pub(super) fn new(weights: Vec<u64>) -> Self {
        Self { used: vec![0; weights.len()], weights, times: vec![0], squares: 0 }
    }

    /// What is in use in a step.
    pub(super) fn row(&self, step: usize) -> &[u64] {
        let count = self.weights.len();
        &self.used[step * count..][..count]
    }

    /// The step that a time is in.
    pub(super) fn step_at(&self, time: u64) -> usize {
        self.times.partition_point(|begin| *begin <= time) - 1
    }

    /// Puts to use what a task needs from `start` on.
    pub(super) fn add(&mut self, start: u64, duration: u64, demands: &[u64]) {
        self.change(start, duration, demands, |used, demand| used + demand);
    }

    /// Puts it out of use.
    pub(super) fn remove(&mut self, start: u64, duration: u64, demands: &[u64]) {
        self.change(start, duration, demands, |used, demand| used - demand);
    }

    /// The most that is in use of each resource.
    pub(super) fn peaks(&self) -> Vec<u64> {
        let mut peaks = vec![0; self.weights.len()];
        for step in 0..self.times.len() {
            peaks.iter_mut().zip(self.row(step)).for_each(|(peak, used)| *peak = u64::max(*peak, *used));
        }
        peaks
    }

    /// The sum of what is the most in use, weighted.
    pub(super) fn weighted(&self, peaks: impl Iterator<Item = u64>) -> u128 {
        self.weights.iter().zip(peaks).map(|(weight, peak)| u128::from(*weight) * u128::from(peak)).sum()
    }

    /// What it costs.
    pub(super) fn cost(&self, objective: LevellingObjective) -> Cost {
        match objective {
            LevellingObjective::Squares => (self.squares, 0),
            LevellingObjective::Peak => (self.weighted(self.peaks().into_iter()), self.squares),
        }
    }

    fn change(&mut self, start: u64, duration: u64, demands: &[u64], to: impl Fn(u64, u64) -> u64) {
        if duration == 0 || demands.iter().all(|demand| *demand == 0) {
            return;
        }
        let from = self.split(start);
        let end = self.split(start + duration);
        let count = self.weights.len();
        for step in from..end {
            let length = u128::from(self.times[step + 1] - self.times[step]);
            let row = &mut self.used[step * count..][..count];
            for ((used, demand), weight) in row.iter_mut().zip(demands).zip(&self.weights) {
                let after = to(*used, *demand);
                // The constructor has seen to it that no sum of squares overflows.
                self.squares -= u128::from(*weight) * length * u128::from(*used).pow(2);
                self.squares += u128::from(*weight) * length * u128::from(after).pow(2);
                *used = after;
            }
        }
        self.join(end);
        self.join(from);
    }

    /// The step that begins at a time; made if there is none.
    fn split(&mut self, time: u64) -> usize {
        let step = self.step_at(time);
        if self.times[step] == time {
            return step;
        }
        self.times.insert(step + 1, time);
        let (count, end) = (self.weights.len(), self.used.len());
        self.used.resize(end + count, 0);
        self.used.copy_within(step * count..end, (step + 1) * count);
        step + 1
    }

    /// Makes one of a step and the one before it, if nothing changes between them.
    fn join(&mut self, step: usize) {
        if step > 0 && self.row(step - 1) == self.row(step) {
            let count = self.weights.len();
            self.times.remove(step);
            self.used.drain(step * count..(step + 1) * count);
        }
    }
}

/// Whether all squares can be counted: no more is in use at any time than there is, or than all tasks need together.
pub(super) fn require_squares(project: &Project, weights: &[u64]) -> Result<(), PlanningError> {
    let mut total = Some(0_u128);
    for (resource, &weight) in weights.iter().enumerate() {
        let (mut work, mut needed) = (0_u128, 0_u128);
        for task in 0..project.len() {
            let (duration, demand) = (project.duration(task), u128::from(project.demands(task)[resource]));
            work += u128::from(duration) * demand;
            needed += if duration > 0 { demand } else { 0 };
        }
        let most = needed.min(project.capacities()[resource].into());
        let squares = work.checked_mul(most).and_then(|squares| squares.checked_mul(weight.into()));
        total = total.and_then(|total| total.checked_add(squares?));
    }
    match total {
        Some(_) => Ok(()),
        None => Err(ParameterError::new("weighted sum of squares", "2^128 or more", "at most 2^128 - 1").into()),
    }
}

#[cfg(test)]
mod tests {
    use super::Usage;

    #[test]
    fn what_comes_goes_again() {
        let mut usage = Usage::new(vec![1, 10]);
        let tasks = [(3, 4, [2, 1]), (0, 5, [1, 0]), (7, 2, [2, 1]), (5, 0, [9, 9]), (5, 2, [0, 0])];
        for (start, duration, demands) in &tasks {
            usage.add(*start, *duration, demands);
        }
        // The first and the third are one step where nothing else changes.
        assert_eq!(usage.times, [0, 3, 5, 9]);
        assert_eq!(usage.squares, 3 + 2 * 9 + 4 * 4 + 10 * 6);
        assert_eq!(usage.peaks(), [3, 1]);
        for (start, duration, demands) in &tasks {
            usage.remove(*start, *duration, demands);
        }
        assert_eq!((usage.times, usage.squares), (vec![0], 0));
    }
}
