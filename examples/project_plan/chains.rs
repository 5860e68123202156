//! What a schedule says of resources, as links: who hands over to whom what they share.
//!
//! The task that takes over waits for the one that hands over. Whatever the durations turn out to be, tasks that keep to these
//! links and to the plan's own never use more than there is.

use std::collections::BTreeSet;

use ansatz_planning::{
    Cpm, Link,
    LinkKind::FinishToStart,
    Network, PlanningError,
    critical_chain::CriticalChain,
    rcpsp::{Project, Schedule},
};

/// A network with such links, and when its tasks are then.
#[derive(Debug)]
pub(crate) struct Chained {
    pub(crate) network: Network,
    pub(crate) cpm: Cpm,
    /// Who hands over to whom, but for those whom the plan itself lets wait; `None` if that would be a cycle: with a lead,
    /// a task may hand over to one that it waits for.
    pub(crate) handovers: Option<BTreeSet<(usize, usize)>>,
}

impl Chained {
    pub(crate) fn new(network: &Network, project: &Project, schedule: &Schedule) -> Result<Self, PlanningError> {
        let handovers = match CriticalChain::new(project, schedule) {
            Err(PlanningError::Cycle { .. }) => None,
            chain => Some(further(network, chain?.handovers())),
        };
        let mut chained = network.clone();
        for &(from, to) in handovers.iter().flatten() {
            chained.link(from, to, FinishToStart, 0)?;
        }
        Ok(Self { cpm: Cpm::new(&chained)?, network: chained, handovers })
    }

    /// Whether one task hands over to the other, which would not wait for it otherwise.
    pub(crate) fn hands_over(&self, from: usize, to: usize) -> bool {
        self.handovers.as_ref().is_some_and(|pairs| pairs.contains(&(from, to)))
    }
}

/// The pairs that no link of the network has.
fn further(network: &Network, pairs: &[(usize, usize)]) -> BTreeSet<(usize, usize)> {
    let waits = |link: &&Link| link.kind == FinishToStart && link.lag >= 0;
    let links: BTreeSet<_> = network.links().iter().filter(waits).map(|link| (link.from, link.to)).collect();
    pairs.iter().copied().filter(|pair| !links.contains(pair)).collect()
}

#[cfg(test)]
mod tests {
    use ansatz_planning::rcpsp::{Direction, PriorityRule, serial};
    use ansatz_random::{Stream, below};

    use super::*;

    #[test]
    fn a_unit_goes_from_one_task_to_the_next() {
        let mut network = Network::new();
        let [a, b, c, d] = [3, 4, 2, 1].map(|days| network.add_task(days));
        network.link(b, d, FinishToStart, 0).unwrap();
        let project = Project::new(&network, &[2], &[[1], [1], [1], [2]]).unwrap();
        let schedule = Schedule::new(&project, [0, 0, 3, 5]).unwrap();
        let chained = Chained::new(&network, &project, &schedule).unwrap();
        // The last task needs both units: one comes with its own link.
        assert_eq!(chained.handovers, Some(BTreeSet::from([(a, c), (c, d)])));
        assert!(chained.hands_over(a, c) && !chained.hands_over(b, d));
        assert_eq!(chained.cpm.finish(), 6);
    }

    #[test]
    fn waits_against_a_lead_are_left_out() {
        let mut network = Network::new();
        let [late, early] = [3, 2].map(|days| network.add_task(days));
        network.link(late, early, FinishToStart, -9).unwrap();
        let project = Project::new(&network, &[1], &[[1], [1]]).unwrap();
        let schedule = Schedule::new(&project, [2, 0]).unwrap();
        let chained = Chained::new(&network, &project, &schedule).unwrap();
        assert_eq!((chained.handovers, chained.cpm.finish()), (None, 3));
    }

    /// Whatever tasks take in the end, they are never too many at a time.
    #[test]
    fn other_durations_keep_to_the_capacities() {
        let mut rng = Stream::new(7, 0);
        for _ in 0..200 {
            let mut draw = |most: u64| below(&mut rng, most);
            let (tasks, capacity) = (2 + draw(14) as usize, 1 + draw(5));
            let mut network = Network::new();
            let demands: Vec<_> = (0..tasks).map(|_| [draw(capacity + 1), draw(2)]).collect();
            for _ in 0..tasks {
                network.add_task(draw(6));
            }
            for to in 1..tasks {
                if draw(3) == 0 {
                    network.link(draw(to as u64) as usize, to, FinishToStart, draw(3) as i64).unwrap();
                }
            }
            let project = Project::new(&network, &[capacity, 1], &demands).unwrap();
            let schedule = serial(&project, PriorityRule::LatestFinish, Direction::Forward);
            let mut chained = Chained::new(&network, &project, &schedule).unwrap();
            assert_eq!(chained.cpm.finish(), schedule.makespan());
            for task in 0..tasks {
                // A milestone uses nothing, and stays one.
                let duration = if project.duration(task) == 0 { 0 } else { 1 + draw(20) };
                chained.cpm.set_duration(task, duration).unwrap();
            }
            let mut changed = Network::new();
            for task in 0..tasks {
                let times = chained.cpm.times(task).unwrap();
                changed.add_task(times.early_finish - times.early_start);
            }
            let free = Project::new(&changed, &[capacity, 1], &demands).unwrap();
            let starts: Vec<u64> = (0..tasks).map(|task| chained.cpm.times(task).unwrap().early_start).collect();
            Schedule::new(&free, starts).unwrap();
        }
    }
}
