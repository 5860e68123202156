//! How the list of a child is changed.

use ansatz_random::{Stream, below, unit};

use crate::rcpsp::project::View;

/// Moves some tasks, so many in the mean, a few places to the front, but none before one that it waits for.
pub(super) fn mutate(view: View<'_>, list: &mut [usize], mutations: f64, rng: &mut Stream) {
    let before = view.before();
    let rate = mutations / list.len() as f64;
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

/// How many places a task is moved at most.
const FARTHEST: usize = 30;
