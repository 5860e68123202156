//! Fronts: first what nothing dominates, then what only the first front dominates, and so on.
//!
//! X. Zhang, Y. Tian, R. Cheng and Y. Jin, *An efficient approach to nondominated sorting for evolutionary multiobjective
//! optimization*, IEEE Transactions on Evolutionary Computation 19 (2015): in lexicographic order no point is dominated by
//! a later one, so that each is compared with fronts that are there.

use alloc::{vec, vec::Vec};
use core::cmp::Ordering;

use crate::Evaluation;

/// The fronts of evaluations, each as indices, the best front first.
///
/// Domination is constrained: what is feasible is before what is not, and of the latter what violates less is before what
/// violates more. K. Deb, A. Pratap, S. Agarwal and T. Meyarivan, *A fast and elitist multiobjective genetic algorithm:
/// NSGA-II*, IEEE Transactions on Evolutionary Computation 6 (2002).
pub(super) fn fronts<const M: usize>(evaluations: &[Evaluation<M>]) -> Vec<Vec<usize>> {
    let mut order: Vec<usize> = (0..evaluations.len()).collect();
    order.sort_by(|a, b| {
        let (a, b) = (&evaluations[*a], &evaluations[*b]);
        a.violation().total_cmp(&b.violation()).then_with(|| lexicographic(a.objectives(), b.objectives()))
    });
    let feasible = order.partition_point(|index| evaluations[*index].is_feasible());
    let (feasible, infeasible) = order.split_at(feasible);
    let mut fronts: Vec<Vec<usize>> = Vec::new();
    for &index in feasible {
        let point = evaluations[index].objectives();
        let dominated = |front: &Vec<usize>| {
            // The latest is the likeliest to dominate. Of two objectives the first never falls in this order, so that the
            // latest has the least second one, and speaks for its whole front.
            let asked = if M == 2 { 1 } else { front.len() };
            front.iter().rev().take(asked).any(|other| dominates(evaluations[*other].objectives(), point))
        };
        // What dominates a point in one front is dominated in every earlier one: the first front that does not is found
        // by halving.
        let front = fronts.partition_point(dominated);
        match fronts.get_mut(front) {
            Some(front) => front.push(index),
            None => fronts.push(vec![index]),
        }
    }
    let same = |a: &usize, b: &usize| evaluations[*a].violation() == evaluations[*b].violation();
    fronts.extend(infeasible.chunk_by(same).map(<[usize]>::to_vec));
    fronts
}

/// Whether a point is nowhere worse and somewhere better than another.
pub(super) fn dominates<const M: usize>(a: &[f64; M], b: &[f64; M]) -> bool {
    a.iter().zip(b).all(|(a, b)| a <= b) && a != b
}

fn lexicographic<const M: usize>(a: &[f64; M], b: &[f64; M]) -> Ordering {
    a.iter().zip(b).map(|(a, b)| a.total_cmp(b)).find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
}

#[cfg(test)]
mod tests {
    use ansatz_random::{Stream, below};

    use super::*;

    /// The definition itself: a front is what nothing outside the earlier fronts dominates.
    fn by_definition<const M: usize>(evaluations: &[Evaluation<M>]) -> Vec<Vec<usize>> {
        let worse = |a: &Evaluation<M>, b: &Evaluation<M>| {
            b.violation() < a.violation()
                || (a.is_feasible() && b.is_feasible() && dominates(b.objectives(), a.objectives()))
        };
        let mut left: Vec<usize> = (0..evaluations.len()).collect();
        let mut fronts = Vec::new();
        while !left.is_empty() {
            let is_dominated = |i: &usize| left.iter().any(|j| worse(&evaluations[*i], &evaluations[*j]));
            let (rest, front): (Vec<usize>, Vec<usize>) = left.iter().partition(|index| is_dominated(index));
            fronts.push(front);
            left = rest;
        }
        fronts
    }

    fn agree<const M: usize>(seed: u64) {
        let mut rng = Stream::new(seed, M as u64);
        let size = below(&mut rng, 60) as usize;
        // Small integers, so that there are equal objectives and equal points.
        let evaluations: Vec<Evaluation<M>> = (0..size)
            .map(|_| {
                let evaluation = Evaluation::from([0.0; M].map(|_| below(&mut rng, 6) as f64));
                match below(&mut rng, 8) {
                    0 => Evaluation::failed(),
                    1 | 2 => evaluation.with_constraints([below(&mut rng, 3) as f64]),
                    _ => evaluation,
                }
            })
            .collect();
        let mut sorted = fronts(&evaluations);
        for front in &mut sorted {
            front.sort_unstable();
        }
        assert_eq!(sorted, by_definition(&evaluations), "{evaluations:?}");
    }

    #[test]
    fn fronts_are_those_of_the_definition() {
        for seed in 0..300 {
            agree::<1>(seed);
            agree::<2>(seed);
            agree::<3>(seed);
            agree::<4>(seed);
        }
    }
}
