//! How much room a point of a front has: the sum of the gaps between its neighbours, objective by objective.

use alloc::{vec, vec::Vec};

use crate::Evaluation;

/// A front under removal: its points in order of each objective, as linked lists.
struct Neighbours<'a, const M: usize> {
    evaluations: &'a [Evaluation<M>],
    front: &'a [usize],
    /// By objective and position in the front: the positions before and behind it; the front's length for none.
    links: [Vec<(usize, usize)>; M],
    /// One divided by the objective's range, 0 if there is none.
    scales: [f64; M],
}

impl<'a, const M: usize> Neighbours<'a, M> {
    fn new(evaluations: &'a [Evaluation<M>], front: &'a [usize]) -> Self {
        let n = front.len();
        let mut scales = [0.0; M];
        let links = core::array::from_fn(|objective| {
            let value = |position: usize| evaluations[front[position]].objectives()[objective];
            let mut order: Vec<usize> = (0..n).collect();
            order.sort_by(|a, b| value(*a).total_cmp(&value(*b)));
            let range = order.last().map_or(0.0, |last| value(*last) - value(order[0]));
            // Ranges too large or too small to be divided by are none.
            let scale = 1.0 / range;
            scales[objective] = if range.is_finite() && scale.is_finite() { scale } else { 0.0 };
            let mut links = vec![(n, n); n];
            for pair in order.windows(2) {
                links[pair[0]].1 = pair[1];
                links[pair[1]].0 = pair[0];
            }
            links
        });
        Self { evaluations, front, links, scales }
    }

    /// The crowding distance of the point at a position: infinite at the ends of an objective.
    fn distance(&self, position: usize) -> f64 {
        let n = self.front.len();
        let value = |position: usize, objective: usize| self.evaluations[self.front[position]].objectives()[objective];
        let gaps = self.links.iter().zip(self.scales).enumerate().map(|(objective, (links, scale))| {
            let (before, behind) = links[position];
            if before == n || behind == n {
                return f64::INFINITY;
            }
            // Objectives of failures are infinite, and their differences no numbers.
            if scale == 0.0 {
                return 0.0;
            }
            (value(behind, objective) - value(before, objective)) * scale
        });
        gaps.sum()
    }

    /// Takes a point out; the positions whose distances have changed.
    fn remove(&mut self, position: usize) -> Vec<usize> {
        let n = self.front.len();
        let mut changed = Vec::with_capacity(2 * M);
        for links in &mut self.links {
            let (before, behind) = links[position];
            if before < n {
                links[before].1 = behind;
                changed.push(before);
            }
            if behind < n {
                links[behind].0 = before;
                changed.push(behind);
            }
        }
        changed
    }
}

/// The crowding distances of a front's points.
pub(super) fn distances<const M: usize>(evaluations: &[Evaluation<M>], front: &[usize]) -> Vec<f64> {
    let neighbours = Neighbours::new(evaluations, front);
    (0..front.len()).map(|position| neighbours.distance(position)).collect()
}

/// Thins a front out to `size` points: the most crowded one goes, and again, each time by what is left.
///
/// Dropping them all at once by their first distances would tear holes where several neighbours are crowded together.
/// S. Kukkonen and K. Deb, *Improved pruning of non-dominated solutions based on crowding distance for bi-objective
/// optimization problems*, IEEE CEC 2006.
pub(super) fn thin<const M: usize>(evaluations: &[Evaluation<M>], front: &mut Vec<usize>, size: usize) {
    let mut neighbours = Neighbours::new(evaluations, front);
    let mut left: Vec<(usize, f64)> =
        (0..front.len()).map(|position| (position, neighbours.distance(position))).collect();
    while left.len() > size {
        let crowded = left.iter().enumerate().min_by(|(_, (_, a)), (_, (_, b))| a.total_cmp(b));
        let Some((index, &(position, _))) = crowded else { break };
        left.remove(index);
        for changed in neighbours.remove(position) {
            // Positions stay in their order.
            if let Ok(index) = left.binary_search_by_key(&changed, |(position, _)| *position) {
                left[index].1 = neighbours.distance(changed);
            }
        }
    }
    *front = left.into_iter().map(|(position, _)| front[position]).collect();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_are_sums_of_gaps() {
        let points = [[0.0, 8.0], [1.0, 4.0], [3.0, 2.0], [4.0, 0.0]].map(Evaluation::from);
        let distances = distances(&points, &[3, 1, 2, 0]);
        assert_eq!(distances, [f64::INFINITY, 3.0 / 4.0 + 6.0 / 8.0, 3.0 / 4.0 + 4.0 / 8.0, f64::INFINITY]);
    }

    #[test]
    fn ranges_beyond_all_scales_are_none() {
        for step in [5e-324, 1e-309, 1e308] {
            let points = [-1.0, 0.0, 0.0, 1.0].map(|x| Evaluation::from([x * step, 4.0 - x]));
            assert_eq!(distances(&points, &[0, 1, 2, 3]), [f64::INFINITY, 0.5, 0.5, f64::INFINITY], "{step}");
        }
    }

    #[test]
    fn thinning_looks_again_after_each_removal() {
        // Three crowd together in the middle: at once, all of them would go.
        let points = [0.0, 4.0, 5.0, 6.0, 10.0].map(|x| Evaluation::from([x, 10.0 - x]));
        let mut front = vec![0, 1, 2, 3, 4];
        thin(&points, &mut front, 4);
        assert_eq!(front, [0, 1, 3, 4]);
        thin(&points, &mut front, 3);
        assert_eq!(front.len(), 3);
        assert!(front.contains(&0) && front.contains(&4));
        // Without 3, the 2 has more room than the 9, which had as much before.
        let points = [0.0, 2.0, 3.0, 4.0, 7.0, 9.0, 10.0].map(|x| Evaluation::from([x, 10.0 - x]));
        let mut front = vec![0, 1, 2, 3, 4, 5, 6];
        thin(&points, &mut front, 5);
        assert_eq!(front, [0, 1, 3, 4, 6]);
    }

    #[test]
    fn equal_points_go_first() {
        let points = [[0.0, 1.0], [0.5, 0.5], [0.5, 0.5], [0.6, 0.4], [1.0, 0.0]].map(Evaluation::from);
        let mut front = vec![0, 1, 2, 3, 4];
        thin(&points, &mut front, 4);
        assert!(front.contains(&3) && front.contains(&0) && front.contains(&4));
    }
}
