//! Makespans that are refuted: what each task may do is narrowed, until one of them may do nothing.
//!
//! Of two tasks that cannot run at the same time, one comes first as soon as the other cannot. A task whose earliest finish
//! is after its latest start runs for certain between them, and others find less there. What still overloads a resource in
//! some interval refutes the makespan too.

use alloc::{vec, vec::Vec};
use core::cmp::Reverse;

use super::{
    Direction, Project,
    bounds::{Window, any_interval},
};

/// What a project needs, seen so that makespans can be refuted.
pub(super) struct Refutation<'a> {
    project: &'a Project,
    resources: Vec<Resource>,
    /// Tasks of which no two can run at the same time, each as a resource that lets one of them run.
    cliques: Vec<Resource>,
    /// Tasks that cannot run at the same time.
    pairs: Vec<(usize, usize)>,
}

/// What there is, and what each task needs of it while it runs.
struct Resource {
    capacity: u64,
    demands: Vec<u64>,
}

/// No task fits any more.
struct Refuted;

impl<'a> Refutation<'a> {
    pub(super) fn new(project: &'a Project) -> Self {
        let n = project.len();
        let needed = |task: usize, resource: usize| match project.duration(task) {
            0 => 0,
            _ => project.demands(task)[resource],
        };
        let resource = |(resource, &capacity): (usize, &u64)| {
            let demands = (0..n).map(|task| needed(task, resource)).collect();
            Resource { capacity, demands }
        };
        let resources: Vec<Resource> = project.capacities().iter().enumerate().map(resource).collect();
        let clash = |one: usize, other: usize| resources.iter().any(|resource| resource.is_exceeded_by(one, other));
        let pairs: Vec<_> = (0..n).flat_map(|one| (0..one).map(move |other| (one, other))).collect();
        let pairs: Vec<_> = pairs.into_iter().filter(|&(one, other)| clash(one, other)).collect();
        Self { project, resources, cliques: cliques(n, &pairs), pairs }
    }

    /// Whether no schedule has this makespan, for the least times before and after each task.
    pub(super) fn refutes(&self, makespan: u64, heads: &[u64], tails: &[u64]) -> bool {
        let (mut heads, mut tails) = (heads.to_vec(), tails.to_vec());
        for _ in 0..MOST_ROUNDS {
            let before = (heads.clone(), tails.clone());
            if self.narrow(makespan, &mut heads, &mut tails).is_err() {
                return true;
            }
            if before.0 == heads && before.1 == tails {
                break;
            }
        }
        self.resources.iter().chain(&self.cliques).any(|resource| {
            let window = |(task, &demand): (usize, &u64)| Window {
                duration: self.project.duration(task),
                demand,
                from: heads[task],
                to: makespan - tails[task],
            };
            let demands = resource.demands.iter().enumerate().filter(|(_, demand)| **demand > 0);
            let windows: Vec<Window> = demands.map(window).collect();
            any_interval(&windows, |needed, length| needed > u128::from(resource.capacity) * u128::from(length))
        })
    }

    /// Raises heads and tails by all that is known, once.
    fn narrow(&self, makespan: u64, heads: &mut [u64], tails: &mut [u64]) -> Result<(), Refuted> {
        self.project.view(Direction::Forward).raise(heads);
        self.project.view(Direction::Backward).raise(tails);
        (0..heads.len()).try_for_each(|task| self.require_room(makespan, task, heads, tails))?;
        for &(one, other) in &self.pairs {
            self.order(makespan, [one, other], heads, tails)?;
            self.order(makespan, [other, one], heads, tails)?;
        }
        for resource in &self.resources {
            self.avoid(makespan, resource, heads, tails)?;
            self.avoid(makespan, resource, tails, heads)?;
        }
        Ok(())
    }

    fn require_room(&self, makespan: u64, task: usize, heads: &[u64], tails: &[u64]) -> Result<(), Refuted> {
        let least = heads[task] + self.project.duration(task) + tails[task];
        if least > makespan { Err(Refuted) } else { Ok(()) }
    }

    /// Puts the second of two tasks before the first, if the first cannot come before it.
    fn order(
        &self,
        makespan: u64,
        [first, second]: [usize; 2],
        heads: &mut [u64],
        tails: &mut [u64],
    ) -> Result<(), Refuted> {
        let durations = [first, second].map(|task| self.project.duration(task));
        if heads[first] + durations[0] + durations[1] + tails[second] <= makespan {
            return Ok(());
        }
        heads[first] = heads[first].max(heads[second] + durations[1]);
        tails[second] = tails[second].max(tails[first] + durations[0]);
        [first, second].into_iter().try_for_each(|task| self.require_room(makespan, task, heads, tails))
    }

    /// Raises heads to where what runs for certain leaves room. With heads and tails exchanged, it sees time from the end.
    fn avoid(&self, makespan: u64, resource: &Resource, heads: &mut [u64], tails: &[u64]) -> Result<(), Refuted> {
        let certain: Vec<(u64, u64)> = (0..heads.len())
            .map(|task| {
                let duration = self.project.duration(task);
                (makespan - tails[task] - duration, heads[task] + duration)
            })
            .collect();
        let steps = resource.steps(&certain);
        if steps.iter().any(|(_, used)| *used > u128::from(resource.capacity)) {
            return Err(Refuted);
        }
        let tasks = resource.demands.iter().enumerate().filter(|(_, demand)| **demand > 0);
        for (task, &demand) in tasks {
            let (latest, duration) = (certain[task].0, self.project.duration(task));
            let first = steps.partition_point(|(time, _)| *time <= heads[task]).saturating_sub(1);
            for pair in steps[first..].windows(2) {
                let [(begin, used), (end, _)] = [pair[0], pair[1]];
                // From its latest start on, it is part of what runs for certain.
                if begin >= latest || begin >= heads[task] + duration {
                    break;
                }
                if end > heads[task] && used + u128::from(demand) > u128::from(resource.capacity) {
                    heads[task] = end;
                }
            }
            self.require_room(makespan, task, heads, tails)?;
        }
        Ok(())
    }
}

impl Resource {
    fn is_exceeded_by(&self, one: usize, other: usize) -> bool {
        u128::from(self.demands[one]) + u128::from(self.demands[other]) > u128::from(self.capacity)
            && self.demands[one].min(self.demands[other]) > 0
    }

    /// What runs for certain: how much from each time on.
    fn steps(&self, certain: &[(u64, u64)]) -> Vec<(u64, u128)> {
        let mut changes = Vec::new();
        for (&(begin, end), &demand) in certain.iter().zip(&self.demands) {
            if demand > 0 && begin < end {
                changes.push((begin, demand, 0));
                changes.push((end, 0, demand));
            }
        }
        changes.sort_unstable();
        let mut steps: Vec<(u64, u128)> = vec![(0, 0)];
        let mut used = 0_u128;
        for (time, more, less) in changes {
            // At a time, what ends is sorted before what begins.
            used = used + u128::from(more) - u128::from(less);
            match steps.last_mut() {
                Some(last) if last.0 == time => last.1 = used,
                _ => steps.push((time, used)),
            }
        }
        steps
    }
}

/// For each task a set of tasks with it of which no two can run at the same time: those that clash with most come first.
fn cliques(n: usize, pairs: &[(usize, usize)]) -> Vec<Resource> {
    let mut clashes = vec![vec![false; n]; n];
    let mut counts = vec![0_usize; n];
    for &(one, other) in pairs {
        (clashes[one][other], clashes[other][one]) = (true, true);
        counts[one] += 1;
        counts[other] += 1;
    }
    let mut order: Vec<usize> = (0..n).filter(|task| counts[*task] > 1).collect();
    order.sort_by_key(|task| Reverse(counts[*task]));
    let clique = |&first: &usize| {
        let mut clique = vec![first];
        for &task in &order {
            if clique.iter().all(|other| clashes[*other][task]) {
                clique.push(task);
            }
        }
        clique.sort_unstable();
        clique
    };
    let mut sets: Vec<Vec<usize>> = order.iter().map(clique).filter(|clique| clique.len() > 2).collect();
    sets.sort_unstable();
    sets.dedup();
    let resource = |set: Vec<usize>| {
        let mut demands = vec![0; n];
        for task in set {
            demands[task] = 1;
        }
        Resource { capacity: 1, demands }
    };
    sets.into_iter().map(resource).collect()
}

/// Each may narrow by one unit only, of as many as a makespan has: what is refuted after that needs another reason.
const MOST_ROUNDS: usize = 100;
