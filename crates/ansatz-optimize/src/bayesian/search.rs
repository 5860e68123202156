//! Bayesian optimisation: a model of the objective says where the next evaluation is worth most.

use alloc::{collections::BTreeMap, vec, vec::Vec};

use ansatz_core::{DecodeError, ParameterError};
use ansatz_random::{Stream, below, unit};

use super::{
    config::BayesianConfig,
    gaussian_process::GaussianProcess,
    kernel::{Axis, Matern52},
    likelihood::{self, Likelihood},
    maximizer::Maximizer,
    surrogate::{Model, Surrogate},
    targets::Targets,
};
use crate::{
    Evaluation, Method, Space,
    engine::{codec::codec, surface::surface},
};

/// Bayesian optimisation with Gaussian processes: for objectives so expensive that a model of them is cheap.
#[derive(Debug, Clone, PartialEq)]
pub struct BayesianSearch {
    space: Space,
    config: BayesianConfig,
    /// The first candidates, between 0 and 1; drawn with the first of them.
    design: Vec<Vec<f64>>,
    /// What the model holds, by rising number.
    known: Vec<Known>,
    /// How many successful evaluations have been told in all.
    told: u64,
    /// Where evaluations failed, the latest.
    failed: BTreeMap<u64, Vec<f64>>,
    pending: BTreeMap<u64, Vec<f64>>,
    /// The logarithms of hyper-parameters of the objective's model and of each constraint's, as they were fitted last.
    logarithms: Vec<Vec<f64>>,
    /// How many must have been told for the next fit.
    next_fit: u64,
}

/// A candidate that was evaluated.
#[derive(Debug, Clone, PartialEq)]
struct Known {
    number: u64,
    candidate: Vec<f64>,
    evaluation: Evaluation,
}

impl BayesianSearch {
    /// A search in this space.
    pub fn new(space: &Space) -> Result<Self, ParameterError> {
        Self::with_config(space, BayesianConfig::default())
    }

    /// The same with other settings.
    pub fn with_config(space: &Space, config: BayesianConfig) -> Result<Self, ParameterError> {
        if space.len() > MOST_DIMENSIONS {
            return Err(ParameterError::new("dimensions", space.len(), "1..=128, for BayesianSearch"));
        }
        Ok(Self {
            space: space.clone(),
            config: config.require_valid()?,
            design: Vec::new(),
            known: Vec::new(),
            told: 0,
            failed: BTreeMap::new(),
            pending: BTreeMap::new(),
            logarithms: Vec::new(),
            next_fit: 0,
        })
    }

    fn initial(&self) -> usize {
        match self.config.initial {
            0 => (2 * self.space.len() + 2).min(20),
            initial => initial,
        }
    }

    fn axes(&self) -> Vec<Axis> {
        let axis = |dimension: &crate::Dimension| match dimension.categories() {
            Some(_) => Axis::Category,
            None => Axis::Ordered,
        };
        self.space.dimensions().iter().map(axis).collect()
    }

    /// A candidate in the coordinates of the model.
    fn place(&self, candidate: &[f64]) -> Vec<f64> {
        let place = |(dimension, value): (&crate::Dimension, &f64)| match dimension.categories() {
            Some(_) => *value,
            None => dimension.to_unit(*value),
        };
        self.space.dimensions().iter().zip(candidate).map(place).collect()
    }

    fn candidate_at(&self, place: &[f64]) -> Vec<f64> {
        let value = |(dimension, place): (&crate::Dimension, &f64)| match dimension.categories() {
            Some(_) => *place,
            None => dimension.from_unit(*place),
        };
        self.space.dimensions().iter().zip(place).map(value).collect()
    }

    fn initial_candidate(&mut self, number: usize, rng: &mut Stream) -> Vec<f64> {
        if self.design.is_empty() {
            self.design = latin(self.initial(), self.space.len(), rng);
        }
        let units = match self.design.get(number) {
            Some(units) => units.clone(),
            None => (0..self.space.len()).map(|_| unit(rng)).collect(),
        };
        let mut candidate = vec![0.0; units.len()];
        self.space.write_from_unit(&units, &mut candidate);
        candidate
    }

    fn model_candidate(&mut self, rng: &mut Stream) -> Vec<f64> {
        self.trim();
        let axes = self.axes();
        let places: Vec<Vec<f64>> = self.known.iter().map(|known| self.place(&known.candidate)).collect();
        let quantities = self.quantities();
        if self.told >= self.next_fit || self.logarithms.len() != quantities.len() {
            let starts = if self.logarithms.is_empty() { FIRST_STARTS } else { STARTS };
            let fitted: Vec<Vec<f64>> = quantities
                .iter()
                .enumerate()
                .map(|(index, quantity)| {
                    let points = select(&places, &quantity.holders);
                    let mut likelihood = Likelihood::new(&axes, &points, &quantity.targets.values);
                    likelihood::fit(&mut likelihood, self.logarithms.get(index).map(Vec::as_slice), starts, rng)
                })
                .collect();
            self.logarithms = fitted;
            self.next_fit = self.told + (self.told / FIT_PART).max(1);
        }
        let surrogate = self.surrogate(&axes, &places, &quantities, rng);
        let around = self.around(&places);
        let place = Maximizer::new(&self.space, &surrogate).maximize(&around, rng);
        self.candidate_at(&place)
    }

    /// The best places, the best first.
    fn around<'a>(&self, places: &'a [Vec<f64>]) -> Vec<&'a [f64]> {
        let mut order: Vec<usize> = (0..places.len()).collect();
        order.sort_by(|a, b| self.known[*a].evaluation.compare(&self.known[*b].evaluation));
        order.iter().take(AROUND).map(|index| places[*index].as_slice()).collect()
    }

    /// The objective, and each constraint.
    fn quantities(&self) -> Vec<Quantity> {
        let all: Vec<usize> = (0..self.known.len()).collect();
        let objective = Targets::objective(self.known.iter().map(|known| known.evaluation.value()));
        let mut quantities = vec![Quantity { holders: all, targets: objective }];
        let constraints = self.known.iter().map(|known| known.evaluation.constraints().len()).max().unwrap_or(0);
        for index in 0..constraints {
            let holders: Vec<usize> =
                (0..self.known.len()).filter(|at| index < self.known[*at].evaluation.constraints().len()).collect();
            let values = holders.iter().map(|at| self.known[*at].evaluation.constraints()[index]);
            let targets = Targets::standardize(values);
            quantities.push(Quantity { holders, targets });
        }
        quantities
    }

    fn surrogate(
        &self,
        axes: &[Axis],
        places: &[Vec<f64>],
        quantities: &[Quantity],
        rng: &mut Stream,
    ) -> Surrogate {
        let pending: Vec<Vec<f64>> = self.pending.values().map(|candidate| self.place(candidate)).collect();
        let mut models = quantities.iter().zip(&self.logarithms).map(|(quantity, logarithms)| {
            let kernel = Matern52::from_logarithms(logarithms);
            let process = GaussianProcess::condition(
                axes,
                &select(places, &quantity.holders),
                &quantity.targets.values,
                kernel,
            );
            Model::new(process, quantity.targets.zero, &pending, self.config.fantasies, rng)
        });
        let Some(objective) = models.next() else { unreachable!() };
        let constraints: Vec<Model> = models.collect();
        let feasible: Vec<bool> = self.known.iter().map(|known| known.evaluation.is_feasible()).collect();
        let best = Surrogate::best(&objective, &constraints, &quantities[0].targets.values, &feasible);
        let failed = self.failed.values().map(|candidate| self.place(candidate)).collect();
        Surrogate { acquisition: self.config.acquisition, objective, constraints, best, failed }
    }

    /// Forgets observations beyond as many as the model may hold.
    fn trim(&mut self) {
        while self.known.len() > self.config.observations {
            self.known.remove(0);
        }
    }

    fn check(&self) -> Result<(), DecodeError> {
        Ok(())
    }
}

/// Something that candidates have been measured by.
#[derive(Debug)]
struct Quantity {
    /// Which observations have it.
    holders: Vec<usize>,
    targets: Targets,
}

fn select<'a>(places: &'a [Vec<f64>], indices: &[usize]) -> Vec<&'a [f64]> {
    indices.iter().map(|index| places[*index].as_slice()).collect()
}

/// A latin hypercube.
fn latin(count: usize, dimensions: usize, rng: &mut Stream) -> Vec<Vec<f64>> {
    let mut points = vec![vec![0.0; dimensions]; count];
    for dimension in 0..dimensions {
        let mut order: Vec<usize> = (0..count).collect();
        ansatz_random::shuffle(rng, &mut order);
        for (point, slot) in points.iter_mut().zip(order) {
            point[dimension] = (slot as f64 + unit(rng)) / count as f64;
        }
    }
    let _ = below(rng, 2);
    points
}

surface!([] BayesianSearch, [f64], "BayesianSearch::new(&space)?");

impl Method for BayesianSearch {
    const NAME: &'static str = "BayesianSearch";
    type Candidate = [f64];

    fn propose(&mut self, number: u64, rng: &mut Stream) -> bool {
        let candidate = if number < self.initial() as u64 || self.known.len() < 2 {
            self.initial_candidate(number as usize, rng)
        } else {
            self.model_candidate(rng)
        };
        self.pending.insert(number, candidate);
        true
    }

    fn candidate(&self, number: u64) -> Option<&[f64]> {
        self.pending.get(&number).map(Vec::as_slice)
    }

    fn observe(&mut self, number: u64, evaluation: Evaluation) {
        let Some(candidate) = self.pending.remove(&number) else { return };
        if evaluation.has_failed() {
            self.failed.insert(number, candidate);
            while self.failed.len() > MOST_FAILED {
                self.failed.pop_first();
            }
            return;
        }
        self.told += 1;
        let at = self.known.partition_point(|known| known.number < number);
        self.known.insert(at, Known { number, candidate, evaluation });
    }
}

codec!([] BayesianSearch { space, config, design, known, told, failed, pending, logarithms, next_fit });
codec!([] Known { number, candidate, evaluation });
impl Known {
    fn check(&self) -> Result<(), DecodeError> {
        Ok(())
    }
}

const MOST_DIMENSIONS: usize = 128;
const MOST_FAILED: usize = 100;
const FIRST_STARTS: usize = 4;
const STARTS: usize = 2;
const FIT_PART: u64 = 15;
const AROUND: usize = 3;
