//! Round tours, by two-opt moves: a landscape whose optimum is known where the points lie on a circle.

use ansatz_optimize::Landscape;
use ansatz_random::{Stream, below};

/// Points in the plane; a state is an order of them.
#[derive(Clone)]
pub(crate) struct Tours(Vec<(f64, f64)>);

impl Tours {
    /// So many points on a circle of radius 1, in an order that hides it.
    pub(crate) fn circle(count: usize) -> Self {
        let angle = |index: usize| (index * 37 % count) as f64 / count as f64 * 2.0 * std::f64::consts::PI;
        Self((0..count).map(|index| (libm::cos(angle(index)), libm::sin(angle(index)))).collect())
    }

    pub(crate) fn start(&self) -> Vec<u32> {
        (0..self.0.len() as u32).collect()
    }

    fn distance(&self, a: u32, b: u32) -> f64 {
        let ((x, y), (v, w)) = (self.0[a as usize], self.0[b as usize]);
        libm::sqrt((x - v) * (x - v) + (y - w) * (y - w))
    }
}

impl Landscape for Tours {
    type State = Vec<u32>;
    type Move = (usize, usize);

    fn cost(&self, tour: &Vec<u32>) -> f64 {
        (0..tour.len()).map(|place| self.distance(tour[place], tour[(place + 1) % tour.len()])).sum()
    }

    fn propose(&self, tour: &Vec<u32>, rng: &mut Stream) -> (usize, usize) {
        let [a, b] = [(); 2].map(|()| below(rng, tour.len() as u64) as usize);
        (a.min(b), a.max(b))
    }

    fn change(&self, tour: &Vec<u32>, &(from, to): &(usize, usize)) -> f64 {
        let n = tour.len();
        // The whole tour backwards is the same tour.
        if to - from >= n - 1 {
            return 0.0;
        }
        let (before, first, last, after) = (tour[(from + n - 1) % n], tour[from], tour[to], tour[(to + 1) % n]);
        self.distance(before, last) + self.distance(first, after)
            - self.distance(before, first)
            - self.distance(last, after)
    }

    fn apply(&self, tour: &mut Vec<u32>, (from, to): (usize, usize)) {
        tour[from..=to].reverse();
    }
}
