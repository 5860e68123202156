//! A search among placements that carries the best of them in superposition.

use alloc::{sync::Arc, vec, vec::Vec};
use core::{fmt, ops::Range};

use ansatz_packing::cluster::{NodesUsed, Objective, PlacementModel, Plan};
use ansatz_random::{Stream, below, unit};

use super::{
    SuperposedConfig,
    beam::Beam,
    candidate::{Candidate, Worth},
};
use crate::QuantumError;

/// A candidate, and its plan if it is better than the best when it is observed.
type Observed = (Candidate, Option<Plan>);

/// Candidate placements in superposition, of which the next ones are observed: a search for a plan of the least cost, step by
/// step.
///
/// It carries the best plans so far, each once, with amplitudes by their ranks. For the next one
///
/// * a candidate is observed by Born's rule;
/// * then a share of its nodes, between none and all, is observed anew, in the state where all candidates meet: those that
///   have the same pods on the node add their amplitudes *before* they are squared ([`Superposition::interfere`](crate::Superposition::interfere)). What a
///   node holds is what makes it good (E. Falkenauer), so that whole contents interfere, and not places of single pods;
/// * the nodes of up to three pods are dissolved, and another pod wishes for a node at random;
/// * pods without a node go where the policy has them, and [`PlacementModel::place`] makes a plan of it, which keeps every
///   constraint.
///
/// After 16 plans the best of old and new ones are carried on. As long as there are too few of them, a share of the nodes is
/// dissolved instead of observed anew.
///
/// What it holds is never infeasible, and never worse than the plan of [`place`](fn@ansatz_packing::cluster::place), with
/// which it begins: as many pods are placed, by as few evictions, at no higher cost; the first of these that differs decides.
///
/// # Classical twin
///
/// [`Combination::Probabilities`](super::Combination::Probabilities): the same search, by weighted particles. They differ in
/// one thing. If m candidates of equal weight, in phase, have the same content on a node, it is seen there with a probability
/// in proportion to m^2, and by the twin to m; with a [`phase`](SuperposedConfig::phase) what good and bad candidates have in
/// common is seen less, or not at all. Where no two agree both are equal.
///
/// # Accuracy
///
/// Amplitudes are of no advantage. At equal processor time (0.2 s, 20 seeds), on two parts of the trace openb and two drawn
/// clusters (60 to 255 pods on 24 to 70 nodes) with three objectives, 10 instances, amplitudes beat the twin in 86 of 200
/// runs, and with a phase of half a turn in 101. What differs goes both ways: interference makes agreement win sooner. For few
/// nodes, 150 drawn pods on 70, that is a loss (59.4 ± 0.1 nodes, the twin 57.4 ± 0.1), and probabilities are the choice; for
/// an even load of the same ones half a turn wins in 17 of 20 (42.51 ± 0.01, the twin 42.64 ± 0.02).
///
/// What pays is what both have in common, whole contents of nodes from many parents: the twin beat
/// [`GeneticPlacement`](ansatz_packing::cluster::GeneticPlacement) in 178 of the 200 runs, and on one of the 10 instances in no
/// more than half of its 20.
///
/// # Examples
///
/// ```
/// use ansatz_packing::cluster::{Node, NodesUsed, PlacementModel, Pod, Policy, Resources};
/// use ansatz_quantum::placement::SuperposedPlacement;
///
/// // Nodes of 10, and pods that fill two exactly: 5 3 2 and 4 3 3. Best fit decreasing needs a third.
/// let nodes = ["a", "b", "c"].map(|name| Node::new(name, Resources::from([("cpu", 10)])));
/// let sizes = [5, 3, 2, 4, 3, 3];
/// let pods: Vec<Pod> =
///     (0..6).map(|index| Pod::new(index.to_string(), Resources::from([("cpu", sizes[index])]))).collect();
/// let model = PlacementModel::new(&pods, &nodes, &Policy::default())?;
/// let mut search = SuperposedPlacement::new(model, NodesUsed, 42)?;
/// assert!(search.cost() > 3.0);
///
/// // The caller owns the clock, or counts.
/// while search.cost() >= 3.0 && search.steps_taken() < 1_000 && search.step(10) {}
/// assert_eq!(search.cost(), 2.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Complexity
///
/// A step is one plan of all pods that wait: that of [`place`](fn@ansatz_packing::cluster::place). Every 16 steps each node's
/// contents are compared, those of c candidates in O(c^2) comparisons at worst. Memory of 24 bytes for each pod that waits and
/// 8 for each node, in each candidate, and of 24 for each content that a node may have, of which there are as many as
/// candidates at most.
///
/// # References
///
/// E. Falkenauer, "A hybrid grouping genetic algorithm for bin packing", Journal of Heuristics 2 (1996), for contents that are
/// inherited whole.
#[derive(Clone)]
pub struct SuperposedPlacement<O: Objective = NodesUsed> {
    model: PlacementModel,
    objective: O,
    config: SuperposedConfig,
    seed: u64,
    steps: u64,
    beam: Beam,
    /// Observed since the beam was last made.
    observed: Vec<Candidate>,
    best: Arc<Plan>,
    worth: Worth,
}

impl<O: Objective> SuperposedPlacement<O> {
    /// A search that holds the plan of [`place`](fn@ansatz_packing::cluster::place). `seed` determines all that is random.
    ///
    /// # Errors
    ///
    /// Those of [`with_config`](Self::with_config): never, as things stand.
    ///
    /// # Examples
    ///
    /// See [`SuperposedPlacement`].
    pub fn new(model: PlacementModel, objective: O, seed: u64) -> Result<Self, QuantumError> {
        Self::with_config(model, objective, SuperposedConfig::default(), seed)
    }

    /// The same with settings of the caller's.
    ///
    /// # Errors
    ///
    /// [`QuantumError::Parameter`] if a setting is not in its range.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_packing::cluster::{Node, NodesUsed, PlacementModel, Policy, Resources};
    /// use ansatz_quantum::placement::{SuperposedConfig, SuperposedPlacement};
    ///
    /// let model = PlacementModel::new(&[], &[Node::new("a", Resources::new())], &Policy::default())?;
    /// let config = SuperposedConfig::default().candidates(0);
    /// let error = SuperposedPlacement::with_config(model, NodesUsed, config, 1).unwrap_err();
    /// assert_eq!(error.to_string(), "`candidates` is 0, allowed: 1..=10000");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn with_config(
        model: PlacementModel,
        objective: O,
        config: SuperposedConfig,
        seed: u64,
    ) -> Result<Self, QuantumError> {
        let config = config.require_valid()?;
        let best = model.place(&[]);
        let first = Candidate::new(&model, &best, &objective);
        let worth = first.worth;
        let beam = Beam::new(vec![first], model.nodes(), &config)?;
        Ok(Self { model, objective, config, seed, steps: 0, beam, observed: Vec::new(), best: Arc::new(best), worth })
    }

    /// Makes `n` plans more; whether more of them may be better. They may not if no pod waits, or there is no choice of a
    /// node.
    ///
    /// # Examples
    ///
    /// See [`SuperposedPlacement`].
    pub fn step(&mut self, n: u64) -> bool {
        self.advance(n, |search, range| range.map(|number| search.observe(number)).collect())
    }

    /// [`step`](Self::step) on all threads of the current rayon pool, with the same result.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_packing::cluster::{Imbalance, Node, PlacementModel, Pod, Policy, Resources};
    /// use ansatz_quantum::placement::SuperposedPlacement;
    ///
    /// let nodes = ["a", "b"].map(|name| Node::new(name, Resources::from([("cpu", 4)])));
    /// let pods = ["p", "q"].map(|name| Pod::new(name, Resources::from([("cpu", 2)])));
    /// let model = PlacementModel::new(&pods, &nodes, &Policy::default())?;
    /// let mut search = SuperposedPlacement::new(model, Imbalance, 1)?;
    /// search.step_parallel(100);
    /// assert_eq!(search.steps_taken(), 100);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[cfg(feature = "rayon")]
    pub fn step_parallel(&mut self, n: u64) -> bool
    where
        O: Sync,
    {
        use rayon::iter::{IntoParallelIterator, ParallelIterator};

        self.advance(n, |search, range| range.into_par_iter().map(|number| search.observe(number)).collect())
    }

    /// Observes generation by generation.
    fn advance(&mut self, n: u64, observe: impl Fn(&Self, Range<u64>) -> Vec<Observed>) -> bool {
        if self.model.waiting().is_empty() || self.model.nodes() < 2 {
            return false;
        }
        let mut left = n;
        while left > 0 {
            let now = left.min((GENERATION - self.observed.len()) as u64);
            let found = observe(self, self.steps..self.steps + now);
            (self.steps, left) = (self.steps + now, left - now);
            for (candidate, plan) in found {
                self.take(candidate, plan);
            }
            if self.observed.len() == GENERATION {
                self.learn();
            }
        }
        true
    }

    /// Observes a placement, and makes a plan of it.
    fn observe(&self, number: u64) -> Observed {
        let mut rng = Stream::new(self.seed, number);
        let mut wishes = self.beam.candidates[*self.beam.carried.sample(&mut rng)].nodes.clone();
        let share = unit(&mut rng);
        if self.beam.candidates.len() < self.config.candidates {
            let dissolved: Vec<bool> = (0..self.model.nodes()).map(|_| unit(&mut rng) < share).collect();
            dissolve(&mut wishes, &dissolved);
        } else {
            self.exchange(&mut wishes, share, &mut rng);
        }
        self.mutate(&mut wishes, &mut rng);
        let plan = self.model.place(&wishes);
        let candidate = Candidate::new(&self.model, &plan, &self.objective);
        let is_better = candidate.worth.compare(&self.worth).is_lt();
        (candidate, is_better.then_some(plan))
    }

    /// Observes anew what a share of the nodes holds.
    fn exchange(&self, wishes: &mut [Option<usize>], share: f64, rng: &mut Stream) {
        let contents = self.beam.contents.iter();
        let observed: Vec<Option<usize>> = contents
            .map(|content| content.as_ref().filter(|_| unit(rng) < share).map(|content| *content.sample(rng)))
            .collect();
        dissolve(wishes, &observed.iter().map(Option::is_some).collect::<Vec<_>>());
        for (node, candidate) in observed.into_iter().enumerate() {
            for &place in candidate.map_or(&[][..], |candidate| self.beam.candidates[candidate].pods_on(node)) {
                wishes[place] = Some(node);
            }
        }
    }

    /// Dissolves the nodes of up to three pods, and lets another pod wish for one of its nodes at random.
    fn mutate(&self, wishes: &mut [Option<usize>], rng: &mut Stream) {
        let pods = wishes.len() as u64;
        let mut is_chosen = vec![false; self.model.nodes()];
        for _ in 0..below(rng, 4) {
            if let Some(node) = wishes[below(rng, pods) as usize] {
                is_chosen[node] = true;
            }
        }
        dissolve(wishes, &is_chosen);
        let place = below(rng, pods) as usize;
        let nodes = self.model.candidates(self.model.waiting()[place]);
        if !nodes.is_empty() {
            wishes[place] = Some(nodes[below(rng, nodes.len() as u64) as usize]);
        }
    }

    fn take(&mut self, candidate: Candidate, plan: Option<Plan>) {
        // Others of its batch may be better still.
        if let Some(plan) = plan.filter(|_| candidate.worth.compare(&self.worth).is_lt()) {
            (self.best, self.worth) = (Arc::new(plan), candidate.worth);
        }
        self.observed.push(candidate);
    }

    fn learn(&mut self) {
        let mut all = core::mem::take(&mut self.beam.candidates);
        all.append(&mut self.observed);
        if let Ok(beam) = Beam::new(all, self.model.nodes(), &self.config) {
            self.beam = beam;
        }
    }

    /// The best plan so far.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_packing::cluster::{Imbalance, Node, PlacementModel, Pod, Policy, Resources};
    /// use ansatz_quantum::placement::SuperposedPlacement;
    ///
    /// let nodes = ["a", "b"].map(|name| Node::new(name, Resources::from([("cpu", 4)])));
    /// let pods = ["p", "q"].map(|name| Pod::new(name, Resources::from([("cpu", 2)])));
    /// let model = PlacementModel::new(&pods, &nodes, &Policy::default())?;
    /// let mut search = SuperposedPlacement::new(model, Imbalance, 1)?;
    /// search.step(100);
    /// assert_ne!(search.best().node_of(0), search.best().node_of(1));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn best(&self) -> &Plan {
        &self.best
    }

    /// The cost of the best plan so far; infinite if the objective has said nothing of use of any.
    ///
    /// # Examples
    ///
    /// See [`SuperposedPlacement`].
    pub fn cost(&self) -> f64 {
        self.worth.cost
    }

    /// How many plans have been made.
    ///
    /// # Examples
    ///
    /// See [`SuperposedPlacement`].
    pub fn steps_taken(&self) -> u64 {
        self.steps
    }
}

/// Leaves the pods of the chosen nodes without a wish.
fn dissolve(wishes: &mut [Option<usize>], is_chosen: &[bool]) {
    for wish in wishes {
        *wish = wish.filter(|&node| !is_chosen[node]);
    }
}

impl<O: Objective> fmt::Debug for SuperposedPlacement<O> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("SuperposedPlacement")
            .field("config", &self.config)
            .field("steps", &self.steps)
            .field("worth", &self.worth)
            .finish_non_exhaustive()
    }
}

/// Plans between two beams.
const GENERATION: usize = 16;
