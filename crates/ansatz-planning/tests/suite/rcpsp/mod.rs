//! Resource-constrained projects.

mod hostile;
mod psplib;
mod schedules;

use ansatz_planning::rcpsp::{Activity, Precedence, Project};
use ansatz_random::{Stream, below};

/// A project of `n` activities at random, some without duration, with lags, whose numbers do not follow the precedences.
fn random_project(n: usize, seed: u64) -> Project {
    let mut rng = Stream::new(seed, 0);
    let mut draw = |limit: u64| below(&mut rng, limit);
    let capacities = [1 + draw(5), 1 + draw(3)];
    let activities: Vec<Activity> =
        (0..n).map(|_| Activity::new(draw(6), capacities.map(|capacity| draw(capacity + 1)))).collect();
    let mut links = Vec::new();
    for after in 0..n {
        for before in after + 1..n {
            if draw(4) == 0 {
                links.push(Precedence::new(before, after).lag(draw(3) / 2));
            }
        }
    }
    Project::new(&capacities, &activities, &links).unwrap()
}
