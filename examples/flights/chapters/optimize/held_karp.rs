//! A length that no round tour undercuts.
//!
//! A 1-tree is a spanning tree of all airports but one, and the two shortest edges of that one. Every tour is a 1-tree, so
//! that the shortest 1-tree is no longer than the shortest tour; and it stays so when each airport has a price that both
//! pay for each of their edges, of which a tour has two everywhere. M. Held and R. M. Karp, *The traveling-salesman problem
//! and minimum spanning trees*, Operations Research 18 (1970) and part II, Mathematical Programming 1 (1971).

use super::{airports::Distances, ascent::Ascent};

/// The best bound of so many steps uphill; `length` is that of some tour, by which the steps are measured.
pub(super) fn lower_bound(distances: &Distances, length: f64, steps: usize) -> f64 {
    let mut ascent = Ascent::new(vec![0.0; distances.len()], length);
    for _ in 0..steps {
        let tree = OneTree::shortest(distances, ascent.prices());
        // Airports of more edges than two become dearer, those of one cheaper.
        if !ascent.climb(tree.bound, |airport| tree.edges[airport] - 2.0) {
            break;
        }
    }
    ascent.best()
}

struct OneTree {
    /// Its length with the prices, less two prices of each airport, and less what rounding may have added.
    bound: f64,
    /// Edges of each airport.
    edges: Vec<f64>,
}

impl OneTree {
    /// Prim's algorithm over all airports but the first, which joins by its two shortest edges.
    fn shortest(distances: &Distances, prices: &[f64]) -> Self {
        let count = distances.len();
        let weight = |from: usize, to: usize| distances.miles(from, to) + prices[from] + prices[to];
        let mut edges = vec![0.0; count];
        let (mut sum, mut magnitude) = (0.0, 2.0 * prices.iter().map(|price| price.abs()).sum::<f64>());
        let mut join = |from: usize, to: usize| {
            edges[from] += 1.0;
            edges[to] += 1.0;
            sum += weight(from, to);
            magnitude += distances.miles(from, to) + prices[from].abs() + prices[to].abs();
        };
        // Of each airport outside the tree, the nearest one inside.
        let mut outside: Vec<(usize, usize, f64)> =
            (2..count).map(|airport| (airport, 1, weight(1, airport))).collect();
        while let Some(next) = (0..outside.len()).min_by(|a, b| outside[*a].2.total_cmp(&outside[*b].2)) {
            let (added, inside, _) = outside.swap_remove(next);
            join(inside, added);
            for (airport, nearest, least) in &mut outside {
                let through = weight(added, *airport);
                if through < *least {
                    (*nearest, *least) = (added, through);
                }
            }
        }
        let mut others: Vec<usize> = (1..count).collect();
        others.select_nth_unstable_by(1, |a, b| weight(0, *a).total_cmp(&weight(0, *b)));
        join(0, others[0]);
        join(0, others[1]);
        let paid: f64 = prices.iter().sum();
        // Some 4n additions, each off by at most 2^-53 of what is added up in absolute terms: half of this.
        let rounding = 4.0 * count as f64 * f64::EPSILON * magnitude;
        Self { bound: sum - 2.0 * paid - rounding, edges }
    }
}

#[cfg(test)]
mod tests {
    use ansatz_optimize::Landscape as _;

    use super::{
        super::{
            airports::tests::{anywhere, at},
            moves::Tours,
        },
        *,
    };

    /// The shortest tour of all, by trying each.
    fn shortest(distances: &Distances) -> f64 {
        fn extend(tours: Tours<'_>, tour: &mut Vec<usize>, least: &mut f64) {
            let count = tours.0.len();
            if tour.len() == count {
                *least = least.min(tours.cost(tour));
            }
            for next in 1..count {
                if !tour.contains(&next) {
                    tour.push(next);
                    extend(tours, tour, least);
                    tour.pop();
                }
            }
        }
        let mut least = f64::INFINITY;
        extend(Tours(distances), &mut vec![0], &mut least);
        least
    }

    #[test]
    fn no_tour_undercuts_the_bound() {
        for seed in 0..40 {
            let distances = Distances::between(&anywhere(4 + seed as usize % 5, seed));
            let (least, first) = (shortest(&distances), lower_bound(&distances, shortest(&distances), 1));
            let bound = lower_bound(&distances, least, 300);
            assert!(first <= bound && bound <= least, "{first}, {bound}, {least}");
        }
    }

    #[test]
    fn no_prices_lead_above_the_shortest_tour() {
        let distances = Distances::between(&anywhere(7, 1));
        let least = shortest(&distances);
        for seed in 0..200 {
            let mut rng = ansatz_random::Stream::new(2, seed);
            let prices: Vec<f64> = (0..7).map(|_| ansatz_random::below(&mut rng, 100_000) as f64 - 20_000.0).collect();
            assert!(OneTree::shortest(&distances, &prices).bound <= least, "{prices:?}");
        }
        assert!(OneTree::shortest(&distances, &[1e5; 7]).bound <= least);
    }

    #[test]
    fn the_bound_of_a_ring_is_the_ring() {
        let on = |place: usize| at(0.0, (place * 30) as f64 - 180.0);
        let distances = Distances::between(&(0..12).map(on).collect::<Vec<_>>());
        let around = 12.0 * on(0).miles_to(&on(1));
        // The shortest 1-tree is the equator itself; what rounding may add is taken off.
        let bound = lower_bound(&distances, around, 1);
        assert!(bound <= around && bound > around * (1.0 - 1e-13), "{bound} {around}");
    }
}
