//! The schemes and the rules do what their definitions say: one time unit after the other, and from both ends.

use ansatz_planning::{
    LinkKind::FinishToStart,
    Network,
    rcpsp::{Direction, PriorityRule, Project, parallel, serial},
};
use ansatz_random::{Stream, below};

/// What the definitions are about. Links go from a lower number to a higher one, or backward, the other way.
struct Parts {
    durations: Vec<i64>,
    links: Vec<(usize, usize, i64)>,
    demands: Vec<[u64; 2]>,
    capacities: [u64; 2],
}

impl Parts {
    /// More than 64 tasks, since successors are counted for 64 at a time.
    fn random(seed: u64) -> Self {
        let mut rng = Stream::new(seed, 0);
        let mut draw = |limit: u64| below(&mut rng, limit);
        let n = 70;
        let capacities = [2 + draw(6), 2 + draw(3)];
        let links = (0..3 * n / 2).map(|_| (draw(n), draw(n), draw(4) as i64 / 2)).filter(|(from, to, _)| from < to);
        let links = links.map(|(from, to, lag)| (from as usize, to as usize, lag)).collect();
        let durations = (0..n).map(|_| draw(8) as i64).collect();
        let demands = (0..n).map(|_| capacities.map(|capacity| draw(capacity + 1))).collect();
        Self { durations, links, demands, capacities }
    }

    fn project(&self) -> Project {
        let mut network = Network::new();
        for duration in &self.durations {
            network.add_task(*duration as u64);
        }
        self.links.iter().for_each(|&(from, to, lag)| network.link(from, to, FinishToStart, lag).unwrap());
        Project::new(&network, &self.capacities, &self.demands).unwrap()
    }

    /// The same from its end.
    fn turned(&self) -> Self {
        let links = self.links.iter().map(|&(from, to, lag)| (to, from, lag)).collect();
        Self { durations: self.durations.clone(), links, demands: self.demands.clone(), ..*self }
    }

    fn len(&self) -> usize {
        self.durations.len()
    }

    fn after(&self, task: usize) -> impl Iterator<Item = usize> {
        self.links.iter().filter(move |link| link.0 == task).map(|link| link.1)
    }

    /// The earliest starts without resources.
    fn earliest(&self) -> Vec<i64> {
        let mut starts = vec![0; self.len()];
        for _ in 0..self.len() {
            for &(from, to, lag) in &self.links {
                starts[to] = i64::max(starts[to], starts[from] + self.durations[from] + lag);
            }
        }
        starts
    }

    fn comes_after(&self, task: usize, other: usize) -> bool {
        self.after(task).any(|next| next == other || self.comes_after(next, other))
    }

    /// What a rule goes by: the task with the least comes first.
    fn key(&self, rule: PriorityRule, task: usize) -> i64 {
        let (duration, early) = (self.durations[task], self.earliest()[task]);
        let late = -self.turned().earliest()[task];
        match rule {
            PriorityRule::LatestFinish => late,
            PriorityRule::LatestStart => late - duration,
            PriorityRule::EarliestStart => early,
            PriorityRule::LeastSlack => late - duration - early,
            PriorityRule::MostSuccessors => {
                -((0..self.len()).filter(|other| self.comes_after(task, *other)).count() as i64)
            }
            PriorityRule::MostImmediateSuccessors => -(self.after(task).count() as i64),
            PriorityRule::GreatestWeight => -duration - self.after(task).map(|next| self.durations[next]).sum::<i64>(),
            PriorityRule::GreatestDemand => -duration * self.demands[task].iter().sum::<u64>() as i64,
            PriorityRule::ShortestTime => duration,
            PriorityRule::LongestTime => -duration,
            _ => task as i64,
        }
    }

    /// The order of a rule: of the tasks whose predecessors are in it, always the one with the least key is next.
    fn list(&self, rule: PriorityRule) -> Vec<usize> {
        let keys: Vec<i64> = (0..self.len()).map(|task| self.key(rule, task)).collect();
        let mut list = Vec::new();
        while list.len() < self.len() {
            let may = |task: &usize| {
                !list.contains(task) && self.links.iter().all(|link| link.1 != *task || list.contains(&link.0))
            };
            list.push((0..self.len()).filter(may).min_by_key(|task| (keys[*task], *task)).unwrap());
        }
        list
    }

    /// From when on a task may run, if all that it waits for have started.
    fn ready(&self, starts: &[Option<i64>], task: usize) -> Option<i64> {
        let mut links = self.links.iter().filter(|link| link.1 == task);
        links.try_fold(0, |ready, &(from, _, lag)| {
            starts[from].map(|start| ready.max(start + self.durations[from] + lag))
        })
    }

    fn has_room(&self, starts: &[Option<i64>], task: usize, time: i64) -> bool {
        let runs =
            |other: &usize| starts[*other].is_some_and(|start| (start..start + self.durations[*other]).contains(&time));
        (0..2).all(|resource| {
            let used: u64 = (0..self.len()).filter(runs).map(|other| self.demands[other][resource]).sum();
            used + self.demands[task][resource] <= self.capacities[resource]
        })
    }

    /// One task after the other, each at the first time at which it fits.
    fn serial(&self, list: &[usize]) -> Vec<i64> {
        let mut starts = vec![None; self.len()];
        for &task in list {
            let fits =
                |start: &i64| (*start..start + self.durations[task]).all(|time| self.has_room(&starts, task, time));
            starts[task] = (self.ready(&starts, task).unwrap()..10_000).find(fits);
        }
        starts.into_iter().flatten().collect()
    }

    /// One time after the other, at each of them all that may start and have room.
    fn parallel(&self, list: &[usize]) -> Vec<i64> {
        let mut starts = vec![None; self.len()];
        let mut now = 0;
        while starts.contains(&None) {
            let may = |task: &usize| starts[*task].is_none() && self.ready(&starts, *task).is_some_and(|at| at <= now);
            let eligible: Vec<usize> = list.iter().copied().filter(may).collect();
            let before = starts.clone();
            for task in eligible {
                if self.durations[task] == 0 || self.has_room(&starts, task, now) {
                    starts[task] = Some(now);
                }
            }
            // Tasks without a duration may let others start at the same time.
            now += i64::from(starts == before);
        }
        starts.into_iter().flatten().collect()
    }
}

#[test]
fn schedules_of_all_rules_are_those_of_the_definitions() {
    for seed in 0..6 {
        let parts = Parts::random(seed);
        let (project, turned) = (parts.project(), parts.turned());
        for rule in PriorityRule::ALL {
            let list = parts.list(rule);
            let starts = |starts: &[u64]| starts.iter().map(|start| *start as i64).collect::<Vec<_>>();
            let (one, other) =
                (serial(&project, rule, Direction::Forward), parallel(&project, rule, Direction::Forward));
            assert_eq!(starts(one.starts()), parts.serial(&list), "serial, seed {seed}, {rule:?}");
            assert_eq!(starts(other.starts()), parts.parallel(&list), "parallel, seed {seed}, {rule:?}");

            let list = turned.list(rule);
            let (one, other) =
                (serial(&project, rule, Direction::Backward), parallel(&project, rule, Direction::Backward));
            for (schedule, expected) in [(one, turned.serial(&list)), (other, turned.parallel(&list))] {
                let end = |task: usize| expected[task] + parts.durations[task];
                let makespan = (0..parts.len()).map(end).max().unwrap();
                let mirrored: Vec<i64> = (0..parts.len()).map(|task| makespan - end(task)).collect();
                assert_eq!(starts(schedule.starts()), mirrored, "backward, seed {seed}, {rule:?}");
            }
        }
    }
}
