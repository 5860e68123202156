//! What is known of a problem's objective and constraints, and what a candidate promises by that.

use alloc::{vec, vec::Vec};

use ansatz_random::{Stream, standard_normal};

use super::{
    acquisition::{Acquisition, Term, log_feasibility, log_improvement},
    cholesky::{add_scaled, dot},
    gaussian_process::{GaussianProcess, Scratch},
    kernel::Axis,
};

/// A model of one quantity: a process, and its weights in each fantasy of what outstanding candidates are worth.
#[derive(Debug)]
pub(super) struct Model {
    process: GaussianProcess,
    /// In each fantasy.
    weights: Vec<Vec<f64>>,
    /// The values of outstanding candidates in each fantasy.
    drawn: Vec<Vec<f64>>,
    /// The value of the process at which the quantity is 0.
    zero: f64,
}

impl Model {
    /// The model with `fantasies` of the values at outstanding candidates, all of them drawn together.
    pub(super) fn new(
        mut process: GaussianProcess,
        zero: f64,
        pending: &[Vec<f64>],
        fantasies: usize,
        rng: &mut Stream,
    ) -> Self {
        if pending.is_empty() {
            let weights = vec![process.weights().to_vec()];
            return Self { process, weights, drawn: vec![Vec::new()], zero };
        }
        let mut buffer = Vec::new();
        pending.iter().for_each(|point| process.push(point, &mut buffer));
        let mut draw = || -> Vec<f64> { pending.iter().map(|_| standard_normal(rng)).collect() };
        let (weights, drawn) = (0..fantasies).map(|_| process.draw(&draw())).unzip();
        Self { process, weights, drawn, zero }
    }
}

/// The models, and what is asked of them.
#[derive(Debug)]
pub(super) struct Surrogate {
    acquisition: Acquisition,
    objective: Model,
    constraints: Vec<Model>,
    /// The best so far in each fantasy; `None` while nothing is feasible.
    best: Vec<Option<f64>>,
    /// Where evaluations failed.
    failed: Vec<Vec<f64>>,
}

/// Room for an evaluation.
#[derive(Debug, Default)]
pub(super) struct Workspace {
    /// For each model.
    scratch: Vec<Scratch>,
    deviations: Vec<f64>,
    /// For each model, its fantasies one after the other.
    terms: Vec<Term>,
    totals: Vec<f64>,
    by_covariance: Vec<f64>,
}

impl Surrogate {
    /// What these models make of candidates, given the values of the objective's and which of them are feasible.
    pub(super) fn new(
        acquisition: Acquisition,
        objective: Model,
        constraints: Vec<Model>,
        (values, feasible): (&[f64], &[bool]),
        failed: Vec<Vec<f64>>,
    ) -> Self {
        // The least mean in each fantasy of the candidates that are feasible: the observed ones that are said to be so, and
        // the outstanding ones whose constraints hold there.
        let best = |(fantasy, weights): (usize, &Vec<f64>)| {
            let fitted = objective.process.fitted(values, weights).zip(feasible);
            let known = fitted.filter(|(_, feasible)| **feasible).map(|(mean, _)| mean);
            let holds = |at: &usize| constraints.iter().all(|model| model.drawn[fantasy][*at] <= model.zero);
            let drawn = &objective.drawn[fantasy];
            let outstanding = (0..drawn.len()).filter(holds).map(|at| drawn[at]);
            known.chain(outstanding).reduce(f64::min)
        };
        let best = objective.weights.iter().enumerate().map(best).collect();
        Self { acquisition, objective, constraints, best, failed }
    }

    /// What a candidate promises: the greater, the better. Its gradient by the ordered coordinates, if that is wanted.
    pub(super) fn promise(&self, at: &[f64], room: &mut Workspace, gradient: Option<&mut [f64]>) -> f64 {
        let fantasies = self.objective.weights.len();
        room.totals.clear();
        room.totals.resize(fantasies, 0.0);
        room.terms.clear();
        room.deviations.clear();
        room.scratch.resize_with(1 + self.constraints.len(), Scratch::default);
        for (index, (model, scratch)) in self.models().zip(&mut room.scratch).enumerate() {
            let deviation = libm::sqrt(model.process.look(at, scratch) + LEAST_VARIANCE);
            room.deviations.push(deviation);
            for (fantasy, (weights, total)) in model.weights.iter().zip(&mut room.totals).enumerate() {
                let mean = dot(&scratch.covariances, weights);
                let term = if index == 0 {
                    self.objective_term(mean, deviation, fantasy)
                } else {
                    log_feasibility(mean, deviation, model.zero)
                };
                *total += term.value;
                room.terms.push(term);
            }
        }
        let promise = self.combine(&mut room.totals);
        match gradient {
            Some(gradient) => {
                gradient.fill(0.0);
                self.add_gradient(at, room, gradient);
                promise + self.avoidance(at, Some(gradient))
            }
            None => promise + self.avoidance(at, None),
        }
    }

    /// The reciprocals of the objective's length scales.
    pub(super) fn rates(&self) -> &[f64] {
        &self.objective.process.inputs().rates
    }

    fn models(&self) -> impl Iterator<Item = &Model> {
        core::iter::once(&self.objective).chain(&self.constraints)
    }

    fn objective_term(&self, mean: f64, deviation: f64, fantasy: usize) -> Term {
        match (self.acquisition, self.best[fantasy]) {
            (Acquisition::LowerConfidenceBound { deviations }, _) => {
                Term { value: deviations * deviation - mean, by_mean: -1.0, by_deviation: deviations }
            }
            (Acquisition::ExpectedImprovement, Some(best)) => log_improvement(mean, deviation, best),
            // While nothing is feasible, all that counts is to become so.
            (Acquisition::ExpectedImprovement, None) => Term::default(),
        }
    }

    /// One promise of those in each fantasy, which become the parts that each has in a derivative of it.
    fn combine(&self, totals: &mut [f64]) -> f64 {
        let count = totals.len() as f64;
        if let Acquisition::LowerConfidenceBound { .. } = self.acquisition {
            let mean = totals.iter().sum::<f64>() / count;
            totals.fill(1.0 / count);
            return mean;
        }
        // The logarithm of the mean of what they are the logarithms of.
        let greatest = totals.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        totals.iter_mut().for_each(|total| *total = libm::exp(*total - greatest));
        let sum: f64 = totals.iter().sum();
        totals.iter_mut().for_each(|total| *total /= sum);
        greatest + libm::log(sum / count)
    }

    fn add_gradient(&self, at: &[f64], room: &mut Workspace, gradient: &mut [f64]) {
        let fantasies = room.totals.len();
        let each = self.models().zip(&mut room.scratch).zip(&room.deviations).zip(room.terms.chunks_exact(fantasies));
        for (((model, scratch), deviation), terms) in each {
            room.by_covariance.clear();
            room.by_covariance.resize(model.process.len(), 0.0);
            let mut by_deviation = 0.0;
            for ((term, part), weights) in terms.iter().zip(&room.totals).zip(&model.weights) {
                by_deviation += part * term.by_deviation;
                add_scaled(&mut room.by_covariance, part * term.by_mean, weights);
            }
            model.process.add_gradient(at, scratch, &room.by_covariance, by_deviation / (2.0 * deviation), gradient);
        }
    }

    /// The logarithm of a factor that is 0 where an evaluation failed and 1 some way off: `Π 1 - exp(-r² / 2 w²)`, with `r`
    /// in length scales of the objective. Adds its gradient.
    fn avoidance(&self, at: &[f64], mut gradient: Option<&mut [f64]>) -> f64 {
        let inputs = self.objective.process.inputs();
        let mut sum = 0.0;
        for failed in &self.failed {
            let mut square = 0.0;
            for (((at, failed), rate), axis) in at.iter().zip(failed).zip(&inputs.rates).zip(&inputs.axes) {
                let difference = match axis {
                    Axis::Ordered => at - failed,
                    Axis::Category => f64::from(u8::from(at != failed)),
                };
                square += difference * difference * rate * rate;
            }
            let near = square / (2.0 * AVOIDED * AVOIDED);
            sum += libm::log(-libm::expm1(-near));
            if let Some(gradient) = gradient.as_deref_mut() {
                let pull = 1.0 / (libm::expm1(near).max(f64::MIN_POSITIVE) * AVOIDED * AVOIDED);
                for ((((slope, at), failed), rate), axis) in
                    gradient.iter_mut().zip(at).zip(failed).zip(&inputs.rates).zip(&inputs.axes)
                {
                    if *axis == Axis::Ordered {
                        *slope += pull * (at - failed) * rate * rate;
                    }
                }
            }
        }
        sum
    }
}

/// Added to a variance, in units of the values' own, so that a promise has a slope where nothing is left to learn.
const LEAST_VARIANCE: f64 = 1e-12;

/// How far around a failure candidates are avoided, in length scales.
const AVOIDED: f64 = 0.5;
