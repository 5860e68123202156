//! What is left of each resource at each time.

use alloc::vec::Vec;

use super::project::Project;

/// What is left of each resource, as a step function of time.
///
/// Sorted times with a row each: a project of a hundred tasks has fewer steps than its schedule has time units, and
/// times may be of any size.
#[derive(Debug, Clone)]
pub(super) struct Profile {
    /// How many resources there are.
    count: usize,
    /// When each step begins; the first at 0, and the last never ends.
    times: Vec<u64>,
    /// What is left of each resource in each step.
    free: Vec<u64>,
    /// For each resource the least that any task needs of it.
    least: Vec<u64>,
    /// For each resource the first step in which that least is left: what needs the resource need not look before.
    open: Vec<usize>,
}

impl Profile {
    pub(super) fn new(project: &Project) -> Self {
        let count = project.capacities().len();
        let needed = |resource: usize| {
            let demands = (0..project.len()).map(move |task| project.demands(task)[resource]);
            demands.filter(|demand| *demand > 0).min().unwrap_or(1)
        };
        let least = (0..count).map(needed).collect();
        Self { count, times: Vec::new(), free: Vec::new(), least, open: Vec::new() }
    }

    /// Back to where nothing is in use.
    pub(super) fn clear(&mut self, project: &Project) {
        self.times.clear();
        self.times.push(0);
        self.free.clear();
        self.free.extend_from_slice(project.capacities());
        self.open.clear();
        self.open.resize(self.count, 0);
    }

    /// Takes what a task needs at the earliest time from `ready` on when all of it is there throughout.
    pub(super) fn place(&mut self, ready: u64, duration: u64, demands: &[u64]) -> u64 {
        if duration == 0 || demands.iter().all(|demand| *demand == 0) {
            return ready;
        }
        let (start, first) = self.find(ready, duration, demands);
        let from = self.split(first, start);
        let to = self.end(from, start + duration);
        for row in self.free[from * self.count..to * self.count].chunks_exact_mut(self.count) {
            row.iter_mut().zip(demands).for_each(|(free, demand)| *free -= demand);
        }
        self.reopen(demands);
        start
    }

    /// The earliest start from `ready` on, and the step that it is in.
    fn find(&self, ready: u64, duration: u64, demands: &[u64]) -> (u64, usize) {
        let opens = self.open.iter().zip(demands).filter(|(_, demand)| **demand > 0).map(|(open, _)| *open);
        let mut first = opens.max().unwrap_or(0);
        let mut start = ready.max(self.times[first]);
        first += self.times[first..].partition_point(|time| *time <= start) - 1;
        let mut step = first;
        loop {
            let row = &self.free[step * self.count..][..self.count];
            let fits = row.iter().zip(demands).all(|(free, demand)| free >= demand);
            step += 1;
            match self.times.get(step) {
                // In the last step all is there.
                None => return (start, first),
                Some(next) if fits => {
                    if next - start >= duration {
                        return (start, first);
                    }
                }
                Some(next) => (start, first) = (*next, step),
            }
        }
    }

    /// The step that begins at a time, which is in `step`; made if there is none.
    fn split(&mut self, step: usize, time: u64) -> usize {
        if self.times[step] == time {
            return step;
        }
        self.times.insert(step + 1, time);
        let (from, end) = (step * self.count, self.free.len());
        self.free.resize(end + self.count, 0);
        self.free.copy_within(from..end, from + self.count);
        self.open.iter_mut().filter(|open| **open > step).for_each(|open| *open += 1);
        step + 1
    }

    /// The step that begins at a time after `from`; made if there is none.
    fn end(&mut self, from: usize, time: u64) -> usize {
        let mut step = from;
        while self.times.get(step + 1).is_some_and(|next| *next <= time) {
            step += 1;
        }
        self.split(step, time)
    }

    /// Moves the first open steps on, past those that have just been filled.
    fn reopen(&mut self, demands: &[u64]) {
        for (resource, _) in demands.iter().enumerate().filter(|(_, demand)| **demand > 0) {
            // The last step is open: what a task needs is there when no other is under way.
            while self.free[self.open[resource] * self.count + resource] < self.least[resource] {
                self.open[resource] += 1;
            }
        }
    }
}
