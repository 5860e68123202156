//! What a child inherits of two lists of tasks.

use alloc::{vec, vec::Vec};

use ansatz_random::{Stream, below};

/// Hartmann's two-point crossover: what is between two places comes in the order of the second parent, and what is before
/// and after in that of the first. A child of lists that keep the precedences keeps them.
///
/// Between the places is a quarter to three quarters of the list.
///
/// S. Hartmann, *A competitive genetic algorithm for resource-constrained project scheduling*, Naval Research Logistics 45
/// (1998).
pub(super) fn two_point([one, other]: [&[usize]; 2], rng: &mut Stream) -> Vec<usize> {
    let n = one.len();
    let length = n / 4 + below(rng, n as u64 / 2 + 1) as usize;
    let from = below(rng, (n - length) as u64 + 1) as usize;
    let mut taken = vec![false; n];
    let mut child = Vec::with_capacity(n);
    let mut inherit = |parent: &[usize], most: usize| {
        for &task in parent {
            if child.len() == most {
                return;
            }
            if !core::mem::replace(&mut taken[task], true) {
                child.push(task);
            }
        }
    };
    inherit(one, from);
    inherit(other, from + length);
    inherit(one, n);
    child
}
