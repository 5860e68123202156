//! The genetic search.

use core::{cmp::Ordering, fmt};

use ansatz_optimize::{GeneticAlgorithm, GeneticConfig, Run};

use super::{
    NodesUsed, Objective, PlacementModel,
    member::{Members, Worth},
};
use crate::cluster::{ClusterError, Plan};

/// A genetic search for a plan of the least cost, step by step.
///
/// It begins with the plan of [`place`](fn@crate::cluster::place), and whatever it holds is never worse: as many pods are
/// placed, by as few evictions, at no higher cost; the first of these that differs decides. Its members are plans that
/// come of wishes ([`PlacementModel::place`]): children inherit the pods of whole nodes, mutations dissolve nodes, and pods
/// that have lost theirs go where the policy has them.
///
/// E. Falkenauer, "A hybrid grouping genetic algorithm for bin packing", Journal of Heuristics 2 (1996), inherits and
/// dissolves whole bins; here, too, that is what makes a node good or not.
///
/// # Examples
///
/// ```
/// use ansatz_packing::cluster::{GeneticPlacement, Node, NodesUsed, PlacementModel, Pod, Policy, Resources};
///
/// // Nodes of 10, and pods that fill two exactly: 5 3 2 and 4 3 3. Best fit decreasing needs a third.
/// let nodes = ["a", "b", "c"].map(|name| Node::new(name, Resources::from([("cpu", 10)])));
/// let sizes = [5, 3, 2, 4, 3, 3];
/// let pods: Vec<Pod> =
///     (0..6).map(|index| Pod::new(index.to_string(), Resources::from([("cpu", sizes[index])]))).collect();
/// let model = PlacementModel::new(&pods, &nodes, &Policy::default())?;
/// let mut search = GeneticPlacement::new(model, NodesUsed, 42)?;
/// assert!(search.cost() > 3.0);
///
/// // The caller owns the clock, or counts.
/// while search.cost() >= 3.0 && search.steps_taken() < 1_000 && search.step(10) {}
/// assert_eq!(search.cost(), 2.0);
/// # Ok::<(), ansatz_packing::cluster::ClusterError>(())
/// ```
///
/// # Complexity
///
/// A step is one plan of all pods that wait: that of [`place`](fn@crate::cluster::place). Memory for 100 members of a number
/// for each pod that waits.
pub struct GeneticPlacement<O: Objective = NodesUsed> {
    run: Run<GeneticAlgorithm<Members<O>>>,
    best: Plan,
    worth: Worth,
    /// The cost of the first plan, beside which others are seen.
    scale: f64,
    /// Whether there is anything to decide.
    is_open: bool,
}

impl<O: Objective> GeneticPlacement<O> {
    /// A search that holds the plan of [`place`](fn@crate::cluster::place). `seed` determines all that is random.
    ///
    /// # Errors
    ///
    /// [`ClusterError::Parameter`] if the engine refused its settings, which are fixed: never, as things stand.
    pub fn new(model: PlacementModel, objective: O, seed: u64) -> Result<Self, ClusterError> {
        let best = model.place(&[]);
        let worth = Worth::new(&best, &objective);
        let first = model.waiting().iter().map(|&pod| best.node_of(pod)).collect();
        let is_open = !model.waiting().is_empty() && model.nodes() > 1;
        let scale = if worth.cost.is_finite() && worth.cost > 0.0 { worth.cost } else { 1.0 };
        let members = Members { model, objective, first };
        let run = GeneticAlgorithm::with_config(members, GeneticConfig::default())?.start(u64::MAX, seed)?;
        Ok(Self { run, best, worth, scale, is_open })
    }

    /// Makes at most `n` plans; whether more of them may be better. They may not if no pod waits, or there is no choice of
    /// a node.
    pub fn step(&mut self, n: u64) -> bool {
        for _ in 0..if self.is_open { n } else { 0 } {
            let Some(trial) = self.run.ask() else { return false };
            let Members { model, .. } = self.run.method().representation();
            let worth = trial.candidate.worth;
            if worth.compare(&self.worth) == Ordering::Less {
                (self.best, self.worth) = (model.place(&trial.candidate.wishes), worth);
            }
            let value = worth.value(model.pods(), self.scale);
            // It was asked for just now, so that this cannot fail.
            if self.run.tell(trial.number, value).is_err() {
                return false;
            }
        }
        self.is_open
    }

    /// The best plan so far.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_packing::cluster::{GeneticPlacement, Imbalance, Node, PlacementModel, Pod, Policy, Resources};
    ///
    /// let nodes = ["a", "b"].map(|name| Node::new(name, Resources::from([("cpu", 4)])));
    /// let pods = ["p", "q"].map(|name| Pod::new(name, Resources::from([("cpu", 2)])));
    /// let model = PlacementModel::new(&pods, &nodes, &Policy::default())?;
    /// let mut search = GeneticPlacement::new(model, Imbalance, 1)?;
    /// search.step(100);
    /// assert_ne!(search.best().node_of(0), search.best().node_of(1));
    /// # Ok::<(), ansatz_packing::cluster::ClusterError>(())
    /// ```
    pub fn best(&self) -> &Plan {
        &self.best
    }

    /// The cost of the best plan so far; infinite if the objective has said nothing of use of any.
    pub fn cost(&self) -> f64 {
        self.worth.cost
    }

    /// How many plans have been made.
    pub fn steps_taken(&self) -> u64 {
        self.run.evaluations()
    }
}

impl<O: Objective> fmt::Debug for GeneticPlacement<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GeneticPlacement").field("run", &self.run).field("worth", &self.worth).finish_non_exhaustive()
    }
}
