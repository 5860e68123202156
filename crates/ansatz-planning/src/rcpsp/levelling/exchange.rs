//! What a step does: tasks are taken out, and each is put back to where it is best.

use alloc::vec::Vec;
use core::cmp::Reverse;

use ansatz_random::below;

use super::{
    super::Direction,
    Levelling,
    placement::{Task, best_start},
};

impl Levelling {
    /// One shift of a pass.
    pub(super) fn shift(&mut self) {
        let task = self.movable[self.next];
        self.next = (self.next + 1) % self.movable.len();
        let moved = self.replace(&[task], true);
        self.settled = if moved { 0 } else { self.settled + 1 };
    }

    /// Takes some tasks out at random, and puts them back.
    pub(super) fn rearrange(&mut self) {
        let most = self.movable.len().min(MOST_REPLACED) as u64;
        let count = 1 + below(&mut self.rng, most) as usize;
        let mut group = Vec::with_capacity(count);
        while group.len() < count {
            let task = self.draw(&group);
            if !group.contains(&task) {
                group.push(task);
            }
        }
        let late = below(&mut self.rng, 2) == 0;
        self.replace(&group, late);
    }

    /// A task that one of the group waits for or that waits for it, mostly; or any.
    fn draw(&mut self, group: &[usize]) -> usize {
        if !group.is_empty() && below(&mut self.rng, 4) > 0 {
            let member = group[below(&mut self.rng, group.len() as u64) as usize];
            let view = self.project.view(Direction::Forward);
            let count = view.before().count(member) + view.after().count(member);
            if count > 0 {
                let index = below(&mut self.rng, count as u64) as usize;
                let neighbor = view.before().of(member).chain(view.after().of(member)).nth(index);
                let neighbor = neighbor.filter(|(task, _)| !group.contains(task));
                if let Some((task, _)) = neighbor.filter(|(task, _)| self.is_movable(*task)) {
                    return task;
                }
            }
        }
        self.movable[below(&mut self.rng, self.movable.len() as u64) as usize]
    }

    fn is_movable(&self, task: usize) -> bool {
        let view = self.project.view(Direction::Forward);
        self.movable.binary_search_by_key(&Reverse(view.rank(task)), |other| Reverse(view.rank(*other))).is_ok()
    }

    /// Takes tasks out and puts each back to where it is best, one by one, and leaves them there if that is no worse; says
    /// whether any has moved.
    fn replace(&mut self, group: &[usize], late: bool) -> bool {
        let before = self.usage.cost(self.objective);
        let starts: Vec<u64> = group.iter().map(|task| self.earliest[*task]).collect();
        for &task in group {
            self.take_out(task);
        }
        let placed = self.put_back(group, late);
        if placed == group.len() {
            let after = self.usage.cost(self.objective);
            if after <= before {
                if after < self.cost {
                    self.keep(after);
                }
                return group.iter().zip(&starts).any(|(task, start)| self.earliest[*task] != *start);
            }
        }
        for &task in &group[..placed] {
            self.take_out(task);
        }
        for (&task, start) in group.iter().zip(starts) {
            self.put(task, start);
        }
        false
    }

    /// Puts tasks back, each to its best time; says how many, before the first one that found no room.
    fn put_back(&mut self, group: &[usize], late: bool) -> usize {
        let view = self.project.view(Direction::Forward);
        let mut out = group.to_vec();
        out.sort_unstable_by_key(|task| Reverse(view.rank(*task)));
        for (placed, &task) in group.iter().enumerate() {
            self.widen(&out);
            let start = best_start(
                &self.usage,
                self.objective,
                &Task {
                    duration: self.project.duration(task),
                    demands: self.project.demands(task),
                    capacities: self.project.capacities(),
                    starts: self.earliest[task]..=self.latest[task],
                },
                late,
            );
            let Some(start) = start else { return placed };
            self.put(task, start);
            out.retain(|other| *other != task);
        }
        group.len()
    }

    /// Sets how early and late the tasks may start that are out, in their order from the last to the first.
    pub(super) fn widen(&mut self, out: &[usize]) {
        let view = self.project.view(Direction::Forward);
        for &task in out.iter().rev() {
            self.earliest[task] = view.ready(task, &self.earliest);
        }
        for &task in out {
            let duration = self.project.duration(task);
            // A gap is within 2^59 in size, and no later task may start before the time that keeps it.
            let latest = |(other, lag): (usize, i64)| self.latest[other].saturating_add_signed(-lag) - duration;
            let latest = view.after().of(task).map(latest).fold(self.dues[task] - duration, u64::min);
            self.latest[task] = latest;
        }
    }

    fn take_out(&mut self, task: usize) {
        self.usage.remove(self.earliest[task], self.project.duration(task), self.project.demands(task));
    }

    fn put(&mut self, task: usize, start: u64) {
        (self.earliest[task], self.latest[task]) = (start, start);
        self.usage.add(start, self.project.duration(task), self.project.demands(task));
    }
}

/// More of them leave less of what has been found, and take longer.
const MOST_REPLACED: usize = 8;
