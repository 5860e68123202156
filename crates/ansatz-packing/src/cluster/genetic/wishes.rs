//! Wishes as genomes.

use alloc::{vec, vec::Vec};

use ansatz_optimize::Representation;
use ansatz_random::{Stream, below, unit};

/// The node that is wished for each pod, all of them around those of one plan.
///
/// What is inherited and lost are the pods of a node together, as E. Falkenauer, "A hybrid grouping genetic algorithm for
/// bin packing", Journal of Heuristics 2 (1996), has it for bins; what does not fit together is put right where wishes
/// become a plan.
#[derive(Debug, Clone)]
pub(super) struct Wishes {
    /// The nodes in a plan that is good already.
    pub(super) plan: Vec<Option<usize>>,
    pub(super) nodes: usize,
}

impl Wishes {
    /// Lets each node of a genome be chosen with a probability.
    fn choose(&self, share: f64, rng: &mut Stream) -> Vec<bool> {
        (0..self.nodes).map(|_| unit(rng) < share).collect()
    }

    /// `a`, but that the pods of some nodes are there as in `b`, and no others.
    fn child(&self, a: &[Option<usize>], b: &[Option<usize>], rng: &mut Stream) -> Vec<Option<usize>> {
        let is_chosen = self.choose(0.5, rng);
        let inherit = |(a, b): (&Option<usize>, &Option<usize>)| match (a, b) {
            (_, Some(node)) if is_chosen[*node] => Some(*node),
            (Some(node), _) if is_chosen[*node] => None,
            _ => *a,
        };
        a.iter().zip(b).map(inherit).collect()
    }

    /// Leaves the pods of the chosen nodes without a wish.
    fn dissolve(genome: &mut [Option<usize>], is_chosen: &[bool]) {
        for wish in genome {
            *wish = wish.filter(|&node| !is_chosen[node]);
        }
    }
}

impl Representation for Wishes {
    type Genome = Vec<Option<usize>>;

    fn sample(&self, rng: &mut Stream) -> Vec<Option<usize>> {
        let mut genome = self.plan.clone();
        let share = unit(rng);
        let is_chosen = self.choose(share, rng);
        Self::dissolve(&mut genome, &is_chosen);
        genome
    }

    fn recombine(
        &self,
        a: &Vec<Option<usize>>,
        b: &Vec<Option<usize>>,
        rng: &mut Stream,
    ) -> (Vec<Option<usize>>, Vec<Option<usize>>) {
        let one = self.child(a, b, rng);
        (one, self.child(b, a, rng))
    }

    /// Dissolves the nodes of one or two pods.
    fn mutate(&self, genome: &mut Vec<Option<usize>>, rng: &mut Stream) {
        let mut is_chosen = vec![false; self.nodes];
        for _ in 0..=below(rng, 2) {
            let pod = below(rng, genome.len() as u64) as usize;
            if let Some(node) = genome[pod] {
                is_chosen[node] = true;
            }
        }
        Self::dissolve(genome, &is_chosen);
    }

    fn is_same(&self, a: &Vec<Option<usize>>, b: &Vec<Option<usize>>) -> bool {
        a == b
    }
}
