//! Another duration, and what follows from it.

use alloc::collections::BinaryHeap;
use core::cmp::Reverse;

use super::Cpm;
use crate::{PlanningError, error::require_task, network::require_duration};

impl Cpm {
    /// Gives a task another duration, and returns how many dates were computed anew: those of the task and its
    /// neighbours, and from there as far along the links as anything changes.
    ///
    /// # Errors
    ///
    /// [`PlanningError`] for an unknown task, and a duration with which all durations and lags come to more than 2^58.
    /// Nothing is changed then.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Cpm, LinkKind::FinishToStart, Network};
    ///
    /// let mut network = Network::new();
    /// let tasks = [5, 3, 4].map(|days| network.add_task(days));
    /// network.link(tasks[0], tasks[1], FinishToStart, 0)?;
    /// let mut cpm = Cpm::new(&network)?;
    /// // The earliest dates of two tasks, and the latest of one.
    /// assert_eq!(cpm.set_duration(tasks[0], 7)?, 3);
    /// assert_eq!(cpm.finish(), 10);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    ///
    /// # Complexity
    ///
    /// O(log n) for each date and link that is looked at, without any memory but that of the queue of these.
    pub fn set_duration(&mut self, task: usize, duration: u64) -> Result<usize, PlanningError> {
        require_task(task, self.len())?;
        let others = self.total - self.dates.durations[task] as u64;
        self.total = require_duration(others, task, duration)?;
        self.dates.durations[task] = duration as i64;
        Ok(self.update_heads(task) + self.update_tails(task))
    }

    /// Of the task, of those after it, and of those after every task whose head changes.
    fn update_heads(&mut self, changed: usize) -> usize {
        let Self { graph, dates, finishes, .. } = self;
        let mut count = 0;
        let mut queue = BinaryHeap::from([Reverse(graph.position(changed))]);
        queue.extend(graph.after(changed).iter().map(|arc| Reverse(graph.position(arc.task()))));
        while let Some(Reverse(position)) = queue.pop() {
            while queue.peek() == Some(&Reverse(position)) {
                queue.pop();
            }
            count += 1;
            let task = graph.at(position);
            let head = dates.head(graph, task);
            let moved = core::mem::replace(&mut dates.heads[task], head) != head;
            if moved || task == changed {
                finishes.set(task, dates.finish(task));
            }
            if moved {
                queue.extend(graph.after(task).iter().map(|arc| Reverse(graph.position(arc.task()))));
            }
        }
        count
    }

    /// Of the task, of those before it, and of those before every task whose tail or due changes.
    fn update_tails(&mut self, changed: usize) -> usize {
        let Self { graph, dates, .. } = self;
        let mut count = 0;
        let mut queue = BinaryHeap::from([graph.position(changed)]);
        queue.extend(graph.before(changed).iter().map(|arc| graph.position(arc.task())));
        while let Some(position) = queue.pop() {
            while queue.peek() == Some(&position) {
                queue.pop();
            }
            count += 1;
            let task = graph.at(position);
            let found = dates.tail_and_due(graph, task);
            if found != (dates.tails[task], dates.dues[task]) {
                (dates.tails[task], dates.dues[task]) = found;
                queue.extend(graph.before(task).iter().map(|arc| graph.position(arc.task())));
            }
        }
        count
    }
}
