//! A plan as data, and what is true of it by slow and independent means.

use ansatz_planning::{Link, LinkKind, Network};

/// What a [`Network`] is made of.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    pub(crate) durations: Vec<u64>,
    pub(crate) links: Vec<Link>,
    pub(crate) starts: Vec<u64>,
    pub(crate) deadlines: Vec<Option<u64>>,
}

impl Plan {
    pub(crate) fn network(&self) -> Network {
        let mut network = Network::new();
        for (task, &duration) in self.durations.iter().enumerate() {
            assert_eq!(network.add_task(duration), task);
            network.start_no_earlier_than(task, self.starts[task]).unwrap();
            if let Some(date) = self.deadlines[task] {
                network.finish_by(task, date).unwrap();
            }
        }
        for link in &self.links {
            network.link(link.from, link.to, link.kind, link.lag).unwrap();
        }
        network
    }

    pub(crate) fn without_deadlines(&self) -> Self {
        Self { deadlines: vec![None; self.durations.len()], ..self.clone() }
    }

    pub(crate) fn with_duration(&self, task: usize, duration: u64) -> Self {
        let mut plan = self.clone();
        plan.durations[task] = duration;
        plan
    }

    /// Starts and finishes as events 2t and 2t + 1, and the least time from one event to another.
    fn events(&self) -> Vec<(usize, usize, i64)> {
        let own = self.durations.iter().enumerate().flat_map(|(task, &duration)| {
            [(2 * task, 2 * task + 1, duration as i64), (2 * task + 1, 2 * task, -(duration as i64))]
        });
        let links = self.links.iter().map(|link| {
            let (leave, enter) = match link.kind {
                LinkKind::FinishToStart => (1, 0),
                LinkKind::StartToStart => (0, 0),
                LinkKind::FinishToFinish => (1, 1),
                LinkKind::StartToFinish => (0, 1),
            };
            (2 * link.from + leave, 2 * link.to + enter, link.lag)
        });
        own.chain(links).collect()
    }

    /// The earliest dates of all events, by relaxation until nothing changes (Bellman and Ford).
    pub(crate) fn early(&self) -> Vec<i64> {
        let events = self.events();
        let mut early: Vec<_> = self.starts.iter().flat_map(|&date| [date as i64, 0]).collect();
        while events.iter().any(|&(from, to, time)| early[from] + time > early[to]) {
            for &(from, to, time) in &events {
                early[to] = early[to].max(early[from] + time);
            }
        }
        early
    }

    pub(crate) fn finish(&self) -> i64 {
        self.early().into_iter().max().unwrap_or(0)
    }

    /// The latest dates of all events for that finish and the deadlines.
    pub(crate) fn late(&self) -> Vec<i64> {
        let (events, finish) = (self.events(), self.finish());
        let deadline = |date: &Option<u64>| date.map_or(finish, |date| finish.min(date as i64));
        let mut late: Vec<_> = self.deadlines.iter().flat_map(|date| [finish, deadline(date)]).collect();
        while events.iter().any(|&(from, to, time)| late[to] - time < late[from]) {
            for &(from, to, time) in &events {
                late[from] = late[from].min(late[to] - time);
            }
        }
        late
    }

    /// By how much a task can be late without moving another or the finish, by trying.
    pub(crate) fn free_float(&self, task: usize) -> i64 {
        let (early, finish) = (self.early(), self.finish());
        let others = |plan: &Plan| {
            let mut dates = plan.early();
            dates.drain(2 * task..2 * task + 2);
            dates
        };
        let expected = others(self);
        let is_free = |late: i64| {
            let mut plan = self.without_deadlines();
            plan.starts[task] = (early[2 * task] + late) as u64;
            plan.finish() == finish && others(&plan) == expected
        };
        (0..=finish).take_while(|&late| is_free(late)).last().unwrap()
    }
}
