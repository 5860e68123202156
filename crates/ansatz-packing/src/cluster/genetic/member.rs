//! Plans as genomes.

use alloc::{vec, vec::Vec};
use core::cmp::Ordering;

use ansatz_optimize::Representation;
use ansatz_random::{Stream, below, unit};

use super::{Objective, PlacementModel};
use crate::cluster::Plan;

/// A node for each pod that waits, or none.
type Nodes = Vec<Option<usize>>;

/// A plan, by the wishes that it comes of.
#[derive(Debug, Clone)]
pub(super) struct Member {
    pub(super) wishes: Nodes,
    /// Where the pods are in the plan.
    nodes: Nodes,
    pub(super) worth: Worth,
}

/// Plans that inherit the pods of whole nodes from each other, and lose those of some, who then go where the policy has
/// them: E. Falkenauer, "A hybrid grouping genetic algorithm for bin packing", Journal of Heuristics 2 (1996).
#[derive(Debug)]
pub(super) struct Members<O> {
    pub(super) model: PlacementModel,
    pub(super) objective: O,
    /// Where the pods are in a plan that is good already.
    pub(super) first: Nodes,
}

impl<O: Objective> Members<O> {
    /// Makes the plan of a member's wishes.
    fn complete(&self, member: &mut Member) {
        let plan = self.model.place(&member.wishes);
        member.nodes = self.model.waiting().iter().map(|&pod| plan.node_of(pod)).collect();
        member.worth = Worth::new(&plan, &self.objective);
    }

    /// Chooses each node with this probability.
    fn choose(&self, share: f64, rng: &mut Stream) -> Vec<bool> {
        (0..self.model.nodes()).map(|_| unit(rng) < share).collect()
    }

    /// Where `a` has its pods, but that those of some nodes are there as in `b`, and no others. It becomes a plan when it
    /// is mutated.
    fn child(&self, a: &Member, b: &Member, rng: &mut Stream) -> Member {
        let is_chosen = self.choose(0.5, rng);
        let inherit = |(a, b): (&Option<usize>, &Option<usize>)| match (a, b) {
            (_, Some(node)) if is_chosen[*node] => Some(*node),
            (Some(node), _) if is_chosen[*node] => None,
            _ => *a,
        };
        Member { wishes: a.nodes.iter().zip(&b.nodes).map(inherit).collect(), nodes: Nodes::new(), worth: a.worth }
    }
}

/// Leaves the pods of the chosen nodes without a wish.
fn dissolve(wishes: &mut Nodes, is_chosen: &[bool]) {
    for wish in wishes {
        *wish = wish.filter(|&node| !is_chosen[node]);
    }
}

impl<O: Objective> Representation for Members<O> {
    type Genome = Member;

    fn sample(&self, rng: &mut Stream) -> Member {
        let mut member = Member { wishes: self.first.clone(), nodes: Nodes::new(), worth: Worth::NONE };
        let share = unit(rng);
        dissolve(&mut member.wishes, &self.choose(share, rng));
        self.mutate(&mut member, rng);
        member
    }

    fn recombine(&self, a: &Member, b: &Member, rng: &mut Stream) -> (Member, Member) {
        let one = self.child(a, b, rng);
        (one, self.child(b, a, rng))
    }

    /// Dissolves the nodes of up to three pods, and lets another pod wish for a node at random.
    fn mutate(&self, member: &mut Member, rng: &mut Stream) {
        let pods = member.wishes.len() as u64;
        let mut is_chosen = vec![false; self.model.nodes()];
        for _ in 0..below(rng, 4) {
            if let Some(node) = member.wishes[below(rng, pods) as usize] {
                is_chosen[node] = true;
            }
        }
        dissolve(&mut member.wishes, &is_chosen);
        member.wishes[below(rng, pods) as usize] = Some(below(rng, self.model.nodes() as u64) as usize);
        self.complete(member);
    }

    fn is_same(&self, a: &Member, b: &Member) -> bool {
        a.nodes == b.nodes
    }
}

/// What a plan is worth.
#[derive(Debug, Clone, Copy)]
pub(super) struct Worth {
    unplaced: usize,
    evictions: usize,
    pub(super) cost: f64,
}

impl Worth {
    /// Worse than that of any plan.
    const NONE: Self = Self { unplaced: usize::MAX, evictions: usize::MAX, cost: f64::INFINITY };

    pub(super) fn new(plan: &Plan, objective: &impl Objective) -> Self {
        let cost = objective.cost(plan);
        let cost = if cost >= 0.0 && cost.is_finite() { cost } else { f64::INFINITY };
        Self { unplaced: plan.unplaced().count(), evictions: plan.evictions().count(), cost }
    }

    pub(super) fn compare(&self, other: &Self) -> Ordering {
        let counts = |worth: &Self| (worth.unplaced, worth.evictions);
        counts(self).cmp(&counts(other)).then_with(|| self.cost.total_cmp(&other.cost))
    }

    /// The same order in one number, as far as it has the digits: costs are brought below 1 by one of their size, and there
    /// are fewer evictions than pods and one.
    pub(super) fn value(&self, pods: usize, scale: f64) -> f64 {
        let counts = self.unplaced as f64 * (pods as f64 + 1.0) + self.evictions as f64;
        // Both halved where their sum would overflow: the quotient is the same to the bit.
        let part = if self.cost.max(scale) > f64::MAX / 2.0 { 0.5 } else { 1.0 };
        let (cost, scale) = (part * self.cost, part * scale);
        // An infinite cost gives NaN: a failure.
        counts + cost / (cost + scale)
    }
}

#[cfg(test)]
mod tests {
    use super::Worth;

    #[test]
    fn the_largest_costs_are_the_worst() {
        let value = |cost: f64, scale: f64| Worth { unplaced: 0, evictions: 0, cost }.value(3, scale);
        let ascending = [0.0, f64::from_bits(1), 1e-9, 1.0, 1e300, f64::MAX / 4.0, f64::MAX / 2.0, f64::MAX];
        for scale in &ascending[1..] {
            let values = ascending.map(|cost| value(cost, *scale));
            assert!(values.is_sorted() && values[0] == 0.0 && values[7] <= 1.0, "{values:?}");
            assert_eq!(value(*scale, *scale), 0.5);
            assert!(value(f64::INFINITY, *scale).is_nan());
        }
        assert!(value(f64::MAX, f64::MAX) > value(f64::MAX / 2.0, f64::MAX));
    }
}
