//! Plans for equal parts beside a minimum-cost flow, which knows neither the bound of the theory nor its construction.

use ansatz_placement::{Balance, Fleet, Layout, Member, Plan};
use ansatz_random::{Stream, rand_core::Rng};

/// A problem in whole numbers, so that its bounds are exact: node i is the i-th of the new fleet if it is below
/// `weights.len()`, and has left if not.
#[derive(Debug)]
struct Problem {
    owners: Vec<usize>,
    wishes: Vec<usize>,
    /// In tenths, of the nodes that stay.
    weights: Vec<u64>,
    /// In hundredths.
    tolerance: u64,
    nodes: usize,
}

impl Problem {
    fn random(rng: &mut Stream) -> Self {
        let mut below = |count: usize| (rng.next_u64() % count as u64) as usize;
        let (parts, staying, gone) = (60 + below(141), 2 + below(10), below(3));
        let nodes = staying + gone;
        // Loads as uneven as they come: the less of two draws; wishes for all or for few.
        let owners = (0..parts).map(|_| below(nodes).min(below(nodes))).collect();
        let few = 1 + below(staying);
        let wishes = (0..parts).map(|_| below(few)).collect();
        let same = below(2) == 0;
        let weights = (0..staying).map(|_| if same { 10 } else { 1 + below(40) as u64 }).collect();
        let tolerance = if below(4) == 0 { 0 } else { 1 + below(60) as u64 };
        Self { owners, wishes, weights, tolerance, nodes }
    }

    /// From floor((1 - tolerance) share) to ceil((1 + tolerance) share).
    fn bounds(&self, node: usize) -> (usize, usize) {
        let Some(weight) = self.weights.get(node) else { return (0, 0) };
        let (share, scale) = (self.owners.len() as u64 * weight, 100 * self.weights.iter().sum::<u64>());
        (((100 - self.tolerance) * share / scale) as usize, ((100 + self.tolerance) * share).div_ceil(scale) as usize)
    }

    /// A move costs 1,000, or one less if it leads where the new layout has the part; there are fewer than 1,000 parts.
    fn cost(&self, part: usize, node: usize) -> i64 {
        if self.owners[part] == node { 0 } else { 1_000 - i64::from(self.wishes[part] == node) }
    }

    /// The least number of moves, and the most wishes that so many moves can grant.
    ///
    /// Parts come one after another, each by a cheapest augmenting path: it takes a node and pushes another part on from
    /// there, until a node has room. What a node lacks to its lower bound is paid for so well that it is filled first.
    fn best(&self) -> (i64, i64) {
        let mut at: Vec<Option<usize>> = vec![None; self.owners.len()];
        let mut total = 0;
        for part in 0..self.owners.len() {
            // The cheapest way to each node, and from which part's place it was entered (Bellman and Ford).
            let mut ways: Vec<(i64, usize)> = (0..self.nodes).map(|node| (self.cost(part, node), part)).collect();
            let mut is_settled = false;
            while !is_settled {
                is_settled = true;
                for (other, from) in at.iter().enumerate().filter_map(|(other, place)| Some((other, (*place)?))) {
                    for to in 0..self.nodes {
                        let cost = ways[from].0 - self.cost(other, from) + self.cost(other, to);
                        if cost < ways[to].0 {
                            (ways[to], is_settled) = ((cost, other), false);
                        }
                    }
                }
            }
            let room = |node: usize| {
                let ((low, high), load) = (self.bounds(node), at.iter().filter(|place| **place == Some(node)).count());
                if load < low { Some(-LACKING) } else { (load < high).then_some(0) }
            };
            let ends = (0..self.nodes).filter_map(|node| Some((ways[node].0 + room(node)?, node)));
            let (cost, mut node) = ends.min().expect("whole parts can always be within the bounds");
            total += cost;
            while let (_, moved) = ways[node]
                && let Some(next) = at[moved].replace(node)
            {
                node = next;
            }
        }
        let total = total + LACKING * (0..self.nodes).map(|node| self.bounds(node).0 as i64).sum::<i64>();
        let moved = total.unsigned_abs().div_ceil(1_000) as i64;
        (moved, 1_000 * moved - total)
    }
}

/// More than all moves together.
const LACKING: i64 = 1_000_000;

#[test]
fn equal_parts_move_as_little_as_a_minimum_cost_flow_finds() {
    const SIZE: u64 = 1 << 40;
    let mut moves = 0;
    for seed in 0..300 {
        let problem = Problem::random(&mut Stream::new(71, seed));
        let member = |node: usize| Member::new(node as u32).with_weight(problem.weights[node] as f64 / 10.0);
        let new = Fleet::with_members((0..problem.weights.len()).map(member)).unwrap();
        let old = Fleet::new(0..problem.nodes as u32).unwrap();
        let sizes = vec![SIZE; problem.owners.len()];
        let old = Layout::slots(old, problem.owners.clone()).unwrap().with_bytes(sizes).unwrap();
        let new = Layout::slots(new, problem.wishes.clone()).unwrap();
        let tolerance = problem.tolerance as f64 / 100.0;
        let balance = if problem.tolerance == 0 { Balance::even() } else { Balance::within(tolerance) };
        let plan = Plan::between(&old, &new, &balance).unwrap();

        let (least, granted) = problem.best();
        assert_eq!(plan.report().moved_bytes, least as u128 * u128::from(SIZE), "seed {seed}: {problem:?}");
        assert_eq!(plan.report().lower_bound, plan.report().moved_bytes, "seed {seed}");
        assert!(plan.report().balanced, "seed {seed}");
        let after = plan.after().unwrap();
        for (node, load) in after.loads().into_iter().enumerate() {
            let (low, high) = problem.bounds(node);
            let load = (load / u128::from(SIZE)) as usize;
            assert!((low..=high).contains(&load), "seed {seed}: {load} on {node}, {low} to {high}");
        }
        let is_granted = |&part: &usize| after.owner(part) != old.owner(part) && after.owner(part) == new.owner(part);
        assert_eq!((0..old.len()).filter(is_granted).count() as i64, granted, "seed {seed}: {problem:?}");
        moves += plan.len();
    }
    assert!(moves > 300 * 10, "only {moves} moves in 300 problems");
}
