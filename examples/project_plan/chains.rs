//! What a schedule says of resources, as links: who hands over to whom what they share.
//!
//! Each unit of a resource goes from one task to the next in the order of the schedule; the next one waits for the one
//! before. Whatever the durations turn out to be, tasks that keep to these links and to the plan's own never use more than
//! there is. C. Artigues, P. Michelon and S. Reusser, "Insertion techniques for static and dynamic resource-constrained
//! project scheduling", European Journal of Operational Research 149 (2003).

use std::collections::BTreeSet;

use ansatz_planning::{
    Cpm, Link,
    LinkKind::FinishToStart,
    Network, PlanningError,
    rcpsp::{Project, Schedule},
};

/// A network with such links, and when its tasks are then.
#[derive(Debug)]
pub(crate) struct Chained {
    pub(crate) network: Network,
    pub(crate) cpm: Cpm,
    /// Who hands over to whom, but for those whom the plan itself lets wait.
    pub(crate) handovers: BTreeSet<(usize, usize)>,
}

impl Chained {
    pub(crate) fn new(network: &Network, project: &Project, schedule: &Schedule) -> Result<Self, PlanningError> {
        let mut handovers = handovers(network, project, schedule);
        loop {
            let mut chained = network.clone();
            handovers.iter().try_for_each(|&(from, to)| chained.link(from, to, FinishToStart, 0))?;
            match Cpm::new(&chained) {
                // With a lead a task may come before one that it waits for, which then cannot wait for the task.
                Err(PlanningError::Cycle { tasks }) if loosen(&mut handovers, &tasks) => {}
                cpm => return Ok(Self { network: chained, cpm: cpm?, handovers }),
            }
        }
    }
}

/// Takes those away that are part of a cycle, and says whether there was one.
fn loosen(handovers: &mut BTreeSet<(usize, usize)>, cycle: &[usize]) -> bool {
    let before = handovers.len();
    for (from, to) in cycle.iter().zip(cycle.iter().cycle().skip(1)) {
        handovers.remove(&(*from, *to));
    }
    handovers.len() < before
}

fn handovers(network: &Network, project: &Project, schedule: &Schedule) -> BTreeSet<(usize, usize)> {
    let waits = |link: &&Link| link.kind == FinishToStart && link.lag >= 0;
    let links: BTreeSet<_> = network.links().iter().filter(waits).map(|link| (link.from, link.to)).collect();
    let mut pools: Vec<Vec<Share>> =
        project.capacities().iter().map(|&amount| vec![Share { holder: None, finish: 0, amount }]).collect();
    let starts = schedule.starts();
    let mut order: Vec<usize> = (0..project.len()).filter(|&task| project.duration(task) > 0).collect();
    order.sort_by_key(|&task| (starts[task], task));
    let mut found = BTreeSet::new();
    for task in order {
        let (start, finish) = (starts[task], starts[task] + project.duration(task));
        for (pool, &demand) in pools.iter_mut().zip(project.demands(task)) {
            let waits_for = |holder: usize| links.contains(&(holder, task)) || found.contains(&(holder, task));
            // First what needs no other wait, then what was free for the longest time, so that a delay matters least.
            pool.sort_by_key(|share| (share.holder.is_some_and(|holder| !waits_for(holder)), share.finish));
            let from = take(pool, start, demand);
            found.extend(from.into_iter().map(|holder| (holder, task)).filter(|pair| !links.contains(pair)));
            pool.push(Share { holder: Some(task), finish, amount: demand });
            pool.retain(|share| share.amount > 0);
        }
    }
    found
}

/// Units of a resource that the same task had last.
#[derive(Debug)]
struct Share {
    holder: Option<usize>,
    /// When that task is done.
    finish: u64,
    amount: u64,
}

/// Takes so much of what is free at a time, and says who had it.
fn take(pool: &mut [Share], start: u64, mut demand: u64) -> Vec<usize> {
    let mut holders = Vec::new();
    for share in pool.iter_mut().filter(|share| share.finish <= start) {
        let part = share.amount.min(demand);
        if part > 0 {
            share.amount -= part;
            demand -= part;
            holders.extend(share.holder);
        }
    }
    holders
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
        assert_eq!(chained.handovers, BTreeSet::from([(a, c), (c, d)]));
        assert_eq!(chained.cpm.finish(), 6);
    }

    #[test]
    fn a_wait_against_a_lead_is_left_out() {
        let mut network = Network::new();
        let [late, early] = [3, 2].map(|days| network.add_task(days));
        network.link(late, early, FinishToStart, -9).unwrap();
        let project = Project::new(&network, &[1], &[[1], [1]]).unwrap();
        let schedule = Schedule::new(&project, [2, 0]).unwrap();
        let chained = Chained::new(&network, &project, &schedule).unwrap();
        assert_eq!((chained.handovers.len(), chained.cpm.finish()), (0, 3));
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
