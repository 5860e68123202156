//! How much each task makes the plan longer.
//!
//! A task with a duration of 0 changes the gaps of its own links only. So the longest way through it then takes a look at
//! its neighbours, and what is left is the longest way that avoids it. In an order where no task comes before one that it
//! waits for, such a way steps over the task's place on one of its links (or begins after it, or ends before it), and the
//! longest way over a link is the head of one end, the gap and the tail of the other, neither of which can touch the task.
//! One sweep along the order, with the links over the current place in a heap, finds the longest for every task.

use alloc::{collections::BinaryHeap, vec, vec::Vec};

use super::Cpm;

impl Cpm {
    /// By how much sooner the plan would be done if a task took no time, for each task; negative if it would be later.
    ///
    /// That is Devaux's drag: at most the duration, less where another path is nearly as long, and 0 off the critical
    /// paths. With links that wait for or hold back a finish, a task of no time can make others later (one that finishes
    /// with another starts the later, the shorter it is, and so do those that start with it): then drags are negative, for
    /// tasks off the critical paths too. Dates to finish by play no part.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Cpm, LinkKind::{FinishToFinish, FinishToStart, StartToStart}, Network};
    ///
    /// let mut network = Network::new();
    /// let [a, b, c] = [6, 4, 9].map(|days| network.add_task(days));
    /// network.link(a, b, FinishToStart, 0)?;
    /// // Of the ten days of a and b only the last is longer than c.
    /// assert_eq!(Cpm::new(&network)?.drags(), [1, 1, 0]);
    ///
    /// // b finishes with a, and c starts with b: the shorter b is, the later c starts.
    /// let mut network = Network::new();
    /// let [a, b, c] = [6, 4, 9].map(|days| network.add_task(days));
    /// network.link(a, b, FinishToFinish, 0)?;
    /// network.link(b, c, StartToStart, 0)?;
    /// let cpm = Cpm::new(&network)?;
    /// assert_eq!((cpm.finish(), cpm.drags()), (11, vec![2, -4, 5]));
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    ///
    /// # Complexity
    ///
    /// O((n + m) log m) time and O(n + m) memory for n tasks and m links.
    ///
    /// # References
    ///
    /// S. A. Devaux, *Total Project Control*, Wiley, 1999.
    pub fn drags(&self) -> Vec<i64> {
        let mut drags = vec![0; self.len()];
        // The longest way that begins after a place, and so far the longest that ends before it.
        let begin_after = self.longest_beginning_after();
        let mut end_before = 0;
        let mut over = BinaryHeap::new();
        for (position, task) in self.graph.order().enumerate() {
            while over.peek().is_some_and(|&(_, to)| to <= position) {
                over.pop();
            }
            let over_it = over.peek().map_or(0, |&(length, _)| length);
            let without = end_before.max(begin_after[position]).max(over_it);
            drags[task] = self.end() - without.max(self.longest_through_nothing(task));
            end_before = end_before.max(self.dates.finish(task));
            over.extend(self.graph.after(task).iter().map(|&arc| {
                let to = arc.task();
                (
                    self.dates.heads[task] + self.dates.gap_after(task, arc) + self.dates.tails[to],
                    self.graph.position(to),
                )
            }));
        }
        drags
    }

    /// For each place in the order, the longest way that begins at a task behind it.
    fn longest_beginning_after(&self) -> Vec<i64> {
        let mut longest = vec![0; self.len()];
        let mut so_far = 0;
        for (place, task) in longest.iter_mut().rev().zip(self.graph.order().rev()) {
            *place = so_far;
            so_far = so_far.max(self.dates.starts[task] + self.dates.tails[task]);
        }
        longest
    }

    /// The longest way through a task if it took no time.
    fn longest_through_nothing(&self, task: usize) -> i64 {
        let dates = &self.dates;
        let head = self.graph.before(task).iter().fold(dates.starts[task], |head, arc| {
            let gap = arc.kind.between_starts(arc.lag, dates.durations[arc.task()], 0);
            head.max(dates.heads[arc.task()] + gap)
        });
        let tail = self.graph.after(task).iter().fold(0, |tail, arc| {
            let gap = arc.kind.between_starts(arc.lag, 0, dates.durations[arc.task()]);
            tail.max(gap + dates.tails[arc.task()])
        });
        head + tail
    }
}
