//! How the list of a child is changed.

use ansatz_random::{Stream, below, unit};

use crate::rcpsp::project::View;

/// Moves some tasks a few places to the front, but none before one that it waits for.
pub(super) fn mutate(view: View<'_>, list: &mut [usize], rng: &mut Stream) {
    let before = view.before();
    let rate = MUTATIONS / list.len() as f64;
    for from in 1..list.len() {
        if unit(rng) >= rate {
            continue;
        }
        let most = from.min(FARTHEST) as u64;
        let to = from - 1 - below(rng, most) as usize;
        let blocks = |at: usize, list: &[usize]| before.of(list[at]).any(|(other, _)| other == list[at - 1]);
        let mut at = from;
        while at > to && !blocks(at, list) {
            list.swap(at, at - 1);
            at -= 1;
        }
    }
}

/// How many tasks are moved in a child, on average: 2 and 3 were better than 0 and 5.
const MUTATIONS: f64 = 2.0;

/// How many places a task is moved at most.
const FARTHEST: usize = 30;
