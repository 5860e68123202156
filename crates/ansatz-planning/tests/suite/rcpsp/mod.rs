//! Resource-constrained projects.

mod bounds;
mod hostile;
mod levelling;
mod multi_mode;
mod psplib;
mod schedules;
mod schemes;

use ansatz_planning::{
    LinkKind::{self, FinishToFinish, FinishToStart, StartToFinish, StartToStart},
    Network, PlanningError,
    rcpsp::Project,
};
use ansatz_random::{Stream, below};

/// A network of tasks with these durations and links from finish to start.
pub(crate) fn network(durations: &[u64], links: &[(usize, usize, i64)]) -> Result<Network, PlanningError> {
    let mut network = Network::new();
    for &duration in durations {
        network.add_task(duration);
    }
    links.iter().try_for_each(|&(from, to, lag)| network.link(from, to, FinishToStart, lag))?;
    Ok(network)
}

/// A project of `n` tasks at random, some without duration, with lags, whose numbers do not follow the links.
fn random_project(n: usize, seed: u64) -> Project {
    let (network, capacities, demands) = random_parts(n, seed, &[FinishToStart], 0);
    Project::new(&network, &capacities, &demands).unwrap()
}

/// The same with links of all kinds, leads, and dates.
pub(crate) fn random_parts(n: usize, seed: u64, kinds: &[LinkKind], latest: u64) -> (Network, [u64; 2], Vec<[u64; 2]>) {
    let mut rng = Stream::new(seed, 0);
    let mut draw = |limit: u64| below(&mut rng, limit);
    let capacities = [1 + draw(5), 1 + draw(3)];
    let mut network = Network::new();
    let demands = (0..n).map(|_| {
        network.add_task(draw(6));
        capacities.map(|capacity| draw(capacity + 1))
    });
    let demands = demands.collect();
    for after in 0..n {
        if latest > 0 && draw(3) == 0 {
            network.start_no_earlier_than(after, draw(latest)).unwrap();
        }
        for before in after + 1..n {
            if draw(4) == 0 {
                let lead = if latest > 0 { draw(3) as i64 } else { 0 };
                let kind = kinds[draw(kinds.len() as u64) as usize];
                network.link(before, after, kind, (draw(3) / 2) as i64 - lead).unwrap();
            }
        }
    }
    (network, capacities, demands)
}

pub(crate) const KINDS: [LinkKind; 4] = [FinishToStart, StartToStart, FinishToFinish, StartToFinish];
