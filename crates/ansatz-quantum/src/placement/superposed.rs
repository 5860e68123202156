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

/// Candidate placements in superposition, of which the next ones are observed.
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
    pub fn new(model: PlacementModel, objective: O, seed: u64) -> Result<Self, QuantumError> {
        Self::with_config(model, objective, SuperposedConfig::default(), seed)
    }

    /// The same with settings of the caller's.
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
    pub fn step(&mut self, n: u64) -> bool {
        self.advance(n, |search, range| range.map(|number| search.observe(number)).collect())
    }

    /// [`step`](Self::step) on all threads of the current rayon pool, with the same result.
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
    pub fn best(&self) -> &Plan {
        &self.best
    }

    /// The cost of the best plan so far; infinite if the objective has said nothing of use of any.
    pub fn cost(&self) -> f64 {
        self.worth.cost
    }

    /// How many plans have been made.
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
