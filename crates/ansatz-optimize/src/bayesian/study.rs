//! What a search may know when it proposes a candidate, in the coordinates of a model.

use alloc::vec::Vec;

use ansatz_random::Stream;

use super::{
    archive::Archive,
    config::BayesianConfig,
    gaussian_process::GaussianProcess,
    kernel::{Axis, Matern52},
    likelihood::{self, Likelihood},
    place,
    surrogate::{Model, Surrogate},
    targets::Targets,
};
use crate::Space;

/// The places of candidates, and what they have been measured by.
#[derive(Debug)]
pub(super) struct Study {
    axes: Vec<Axis>,
    places: Vec<Vec<f64>>,
    feasible: Vec<bool>,
    /// The indices of places, the best first.
    order: Vec<usize>,
    objective: Quantity,
    constraints: Vec<Quantity>,
    /// Where candidates are whose evaluations are not known.
    unknown: Vec<Vec<f64>>,
    failed: Vec<Vec<f64>>,
}

/// Something that candidates have been measured by.
#[derive(Debug)]
struct Quantity {
    /// The indices of the places that have it.
    holders: Vec<usize>,
    targets: Targets,
}

impl Study {
    /// What may be known when a candidate of `batch` is proposed; `None` if that is too little for a model.
    pub(super) fn new(space: &Space, archive: &Archive, batch: u64) -> Option<Self> {
        let known = archive.known(batch);
        if known.len() < LEAST_KNOWN {
            return None;
        }
        let places = |candidate: &[f64]| place::of_candidate(space, candidate);
        let mut order: Vec<usize> = (0..known.len()).collect();
        order.sort_by(|a, b| known[*a].evaluation.compare(&known[*b].evaluation));
        let count = known.iter().map(|known| known.evaluation.constraints().len()).max().unwrap_or(0);
        let constraint = |index: usize| {
            let measured = known.iter().enumerate().filter_map(|(at, known)| {
                known.evaluation.constraints().get(index).map(|constraint| (at, *constraint))
            });
            let (holders, values): (Vec<usize>, Vec<f64>) = measured.unzip();
            Quantity { holders, targets: Targets::standardize(&values) }
        };
        let values: Vec<f64> = known.iter().map(|known| known.evaluation.value()).collect();
        Some(Self {
            axes: place::axes(space),
            places: known.iter().map(|known| places(&known.candidate)).collect(),
            feasible: known.iter().map(|known| known.evaluation.is_feasible()).collect(),
            order,
            objective: Quantity { holders: (0..known.len()).collect(), targets: Targets::standardize(&values) },
            constraints: (0..count).map(constraint).collect(),
            unknown: archive.unknown(batch).into_iter().map(places).collect(),
            failed: archive.failed(batch).map(places).collect(),
        })
    }

    /// How many quantities are modelled.
    pub(super) fn quantities(&self) -> usize {
        1 + self.constraints.len()
    }

    /// Fits the hyper-parameters of each quantity, from its last ones if there are some.
    pub(super) fn fit(&self, last: &[Vec<f64>], rng: &mut Stream) -> Vec<Vec<f64>> {
        let each = core::iter::once(&self.objective).chain(&self.constraints).enumerate();
        let fit = |(index, quantity): (usize, &Quantity)| {
            let likelihood = Likelihood::new(&self.axes, &self.select(quantity), &quantity.targets.values);
            let last: Option<&[f64]> = last.get(index).map(Vec::as_slice);
            likelihood::fit(&likelihood, last, if last.is_some() { STARTS } else { FIRST_STARTS }, rng)
        };
        each.map(fit).collect()
    }

    /// The models of all quantities with these hyper-parameters, and fantasies of what is not known.
    pub(super) fn surrogate(&self, config: &BayesianConfig, logarithms: &[Vec<f64>], rng: &mut Stream) -> Surrogate {
        let mut model = |quantity: &Quantity, logarithms: &[f64]| {
            let (points, values) = (self.select(quantity), &quantity.targets.values);
            let process =
                GaussianProcess::condition(&self.axes, &points, values, Matern52::from_logarithms(logarithms));
            Model::new(process, quantity.targets.zero, &self.unknown, config.fantasies, rng)
        };
        let usual = likelihood::usual(self.axes.len());
        let (own, others) = logarithms.split_first().map_or((&usual, &[] as &[_]), |(own, others)| (own, others));
        let objective = model(&self.objective, own);
        let constraints = self.constraints.iter().zip(others).map(|(quantity, other)| model(quantity, other)).collect();
        Surrogate::new(
            config.acquisition,
            objective,
            constraints,
            (&self.objective.targets.values, &self.feasible),
            self.failed.clone(),
        )
    }

    /// The best places, the best first.
    pub(super) fn best(&self) -> Vec<&[f64]> {
        self.order.iter().take(BEST).map(|index| self.places[*index].as_slice()).collect()
    }

    fn select(&self, quantity: &Quantity) -> Vec<&[f64]> {
        quantity.holders.iter().map(|index| self.places[*index].as_slice()).collect()
    }
}

/// One value has no deviation.
const LEAST_KNOWN: usize = 2;

/// Climbs of the likelihood when nothing has been fitted before, and afterwards: the last hyper-parameters, the usual ones
/// and, at first, two places at random.
const FIRST_STARTS: usize = 4;
const STARTS: usize = 2;

/// Places near which more candidates are drawn.
const BEST: usize = 3;
