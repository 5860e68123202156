//! The paths that decide the finish, one after the other.

use alloc::vec::Vec;

use super::Cpm;

impl Cpm {
    /// The paths that decide the finish: each from a task that can start on its own date, along links without slack, to a
    /// task that finishes last. In the order of their tasks' numbers.
    ///
    /// There can be many more of them than tasks (k diamonds in a row have 2^k), so take as many as you need. Dates to
    /// finish by play no part.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Cpm, LinkKind::FinishToStart, Network};
    ///
    /// let mut network = Network::new();
    /// let [start, left, right, end] = [1, 2, 2, 1].map(|days| network.add_task(days));
    /// for side in [left, right] {
    ///     network.link(start, side, FinishToStart, 0)?;
    ///     network.link(side, end, FinishToStart, 0)?;
    /// }
    /// let cpm = Cpm::new(&network)?;
    /// assert!(cpm.critical_paths().eq([vec![start, left, end], vec![start, right, end]]));
    /// assert_eq!(cpm.critical_paths().take(1).count(), 1);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    ///
    /// # Complexity
    ///
    /// O(n) for all together to look for the first tasks, and a step for each link of each task of a path.
    pub fn critical_paths(&self) -> impl Iterator<Item = Vec<usize>> + '_ {
        self.near_critical_paths(0).map(|(path, _)| path)
    }

    /// The paths that are at most `float` shorter than the critical ones, each with how much shorter it is.
    ///
    /// A path goes from a task that can start on its own date (0, if it has none) to one that ends no sooner than anything
    /// that waits for it. In the order of their tasks' numbers, not of their floats.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Cpm, LinkKind::FinishToStart, Network};
    ///
    /// let mut network = Network::new();
    /// let [start, left, right, end] = [1, 2, 4, 1].map(|days| network.add_task(days));
    /// for side in [left, right] {
    ///     network.link(start, side, FinishToStart, 0)?;
    ///     network.link(side, end, FinishToStart, 0)?;
    /// }
    /// let paths: Vec<_> = Cpm::new(&network)?.near_critical_paths(2).collect();
    /// assert_eq!(paths, [(vec![start, left, end], 2), (vec![start, right, end], 0)]);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    ///
    /// # Complexity
    ///
    /// That of [`critical_paths`](Cpm::critical_paths).
    pub fn near_critical_paths(&self, float: u64) -> impl Iterator<Item = (Vec<usize>, u64)> + '_ {
        // With leads a path can be shorter than nothing. The end is not negative, so that this cannot overflow.
        let shortest = self.end() - i64::try_from(float).unwrap_or(i64::MAX);
        Paths { cpm: self, shortest, next_first: 0, steps: Vec::new() }
    }
}

/// A depth-first search that only goes where a path of the length can be completed.
struct Paths<'a> {
    cpm: &'a Cpm,
    shortest: i64,
    next_first: usize,
    steps: Vec<Step>,
}

/// A task on the path, and how far the search behind it has come.
struct Step {
    task: usize,
    /// The start of the task if this path alone held it back.
    start: i64,
    /// The next of the links that leave the task, after an end at the task itself.
    next: Option<usize>,
}

impl Iterator for Paths<'_> {
    type Item = (Vec<usize>, u64);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if self.steps.is_empty() {
                self.begin()?;
            }
            if let Some(float) = self.advance() {
                return Some((self.steps.iter().map(|step| step.task).collect(), float));
            }
        }
    }
}

impl Paths<'_> {
    /// Steps to the next first task, if there is one.
    fn begin(&mut self) -> Option<()> {
        let dates = &self.cpm.dates;
        let first = (self.next_first..self.cpm.len()).find(|&task| {
            dates.heads[task] == dates.starts[task] && dates.heads[task] + dates.tails[task] >= self.shortest
        });
        self.next_first = first.map_or(self.cpm.len(), |task| task + 1);
        let task = first?;
        self.steps.push(Step { task, start: dates.heads[task], next: None });
        Some(())
    }

    /// One step on or back; the float of the path if it ends here.
    fn advance(&mut self) -> Option<u64> {
        let dates = &self.cpm.dates;
        let step = self.steps.last_mut()?;
        let Some(next) = step.next else {
            step.next = Some(0);
            let finish = step.start + dates.durations[step.task];
            let ends = dates.tails[step.task] == dates.durations[step.task] && finish >= self.shortest;
            // No path is longer than the longest.
            return ends.then_some((self.cpm.end() - finish) as u64);
        };
        let arcs = self.cpm.graph.after(step.task).get(next..).unwrap_or_default();
        let Some(task) = arcs.first().map(|arc| arc.task()) else {
            self.steps.pop();
            return None;
        };
        // Several links to one task are one step of a path: the longest of them.
        let links = arcs.iter().take_while(|arc| arc.task() == task);
        let (count, gap) =
            links.fold((0, i64::MIN), |(count, gap), &arc| (count + 1, gap.max(dates.gap_after(step.task, arc))));
        step.next = Some(next + count);
        let start = step.start + gap;
        if start + dates.tails[task] >= self.shortest {
            self.steps.push(Step { task, start, next: None });
        }
        None
    }
}
