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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bayesian::kernel::Matern52;

    const AXES: [Axis; 3] = [Axis::Ordered, Axis::Category, Axis::Ordered];

    fn process(kernel: [f64; 5], values: &[f64; 5]) -> GaussianProcess {
        let places = [[0.1, 0.0, 0.9], [0.4, 1.0, 0.3], [0.7, 1.0, 0.8], [0.9, 0.0, 0.1], [0.5, 2.0, 0.5]];
        let kernel = Matern52::new(kernel[..3].to_vec(), kernel[3], kernel[4]).unwrap();
        GaussianProcess::condition(&AXES, &places, values, kernel)
    }

    const VALUES: [f64; 5] = [0.3, -1.0, 0.2, 1.5, -0.4];

    fn surrogate(acquisition: Acquisition, pending: &[Vec<f64>], feasible: [bool; 5]) -> Surrogate {
        let mut rng = Stream::new(3, 0);
        let objective = process([0.4, 1.0, 0.7, 1.2, 0.01], &VALUES);
        let objective = Model::new(objective, 0.0, pending, 5, &mut rng);
        let constraint = process([0.8, 2.0, 0.5, 0.9, 0.001], &[0.5, -0.2, -0.7, 0.9, 0.1]);
        let constraints = vec![Model::new(constraint, 0.2, pending, 5, &mut rng)];
        let failed = vec![vec![0.3, 1.0, 0.9], vec![0.8, 2.0, 0.2]];
        Surrogate::new(acquisition, objective, constraints, (&VALUES, &feasible), failed)
    }

    #[test]
    fn the_gradient_is_that_of_the_promise() {
        let pending = [vec![0.2, 1.0, 0.6], vec![0.6, 0.0, 0.4]];
        let mut room = Workspace::default();
        for acquisition in [Acquisition::ExpectedImprovement, Acquisition::LowerConfidenceBound { deviations: 1.5 }] {
            for (pending, feasible) in [(&pending[..], true), (&[], true), (&pending[..], false)] {
                let surrogate = surrogate(acquisition, pending, [feasible; 5]);
                for at in [[0.35, 1.0, 0.55], [0.05, 2.0, 0.97], [0.8, 0.0, 0.3]] {
                    let mut gradient = [0.0; 3];
                    let promise = surrogate.promise(&at, &mut room, Some(&mut gradient));
                    assert_eq!(promise, surrogate.promise(&at, &mut room, None));
                    assert_eq!(gradient[1], 0.0);
                    for index in [0, 2] {
                        let mut moved = |step: f64| {
                            let mut at = at;
                            at[index] += step;
                            surrogate.promise(&at, &mut room, None)
                        };
                        let difference = (moved(1e-5) - moved(-1e-5)) / 2e-5;
                        // Third derivatives of up to 1e4 (length scales of 0.4, slopes of some tens) make 2e-7 of the step's
                        // square.
                        let error = (gradient[index] - difference).abs();
                        assert!(error < 1e-6 * (1.0 + difference.abs()), "{index}: {} {difference}", gradient[index]);
                    }
                }
            }
        }
    }

    /// One fantasy at a time is what the process would say had the values been told; the promise is the logarithm of the mean.
    #[test]
    fn fantasies_are_averaged_over() {
        let pending = [vec![0.2, 1.0, 0.6]];
        let mut rng = Stream::new(8, 0);
        let process = process([0.4, 1.0, 0.7, 1.2, 0.01], &VALUES);
        let model = Model::new(process, 0.0, &pending, 3, &mut rng);
        let drawn = model.drawn.clone();
        let places =
            [[0.1, 0.0, 0.9], [0.4, 1.0, 0.3], [0.7, 1.0, 0.8], [0.9, 0.0, 0.1], [0.5, 2.0, 0.5], [0.2, 1.0, 0.6]];
        let at = [0.3, 1.0, 0.4];
        let improvements = drawn.iter().map(|drawn| {
            let values: Vec<f64> = VALUES.iter().chain(drawn).copied().collect();
            let told = GaussianProcess::condition(&AXES, &places, &values, model.process.kernel().clone());
            let prediction = told.predict(&at);
            // The least mean of the observed ones, and the draw itself.
            let means = told.fitted(&VALUES, told.weights()).fold(f64::INFINITY, f64::min).min(drawn[0]);
            libm::exp(log_improvement(prediction.mean, libm::sqrt(prediction.variance), means).value)
        });
        let expected = libm::log(improvements.sum::<f64>() / 3.0);
        let surrogate =
            Surrogate::new(Acquisition::ExpectedImprovement, model, Vec::new(), (&VALUES, &[true; 5]), Vec::new());
        let found = surrogate.promise(&at, &mut Workspace::default(), None);
        assert!((found - expected).abs() < 1e-9, "{found}, {expected}");
    }

    #[test]
    fn the_place_of_a_failure_promises_nothing() {
        let surrogate = surrogate(Acquisition::ExpectedImprovement, &[], [true; 5]);
        let mut room = Workspace::default();
        assert_eq!(surrogate.promise(&[0.3, 1.0, 0.9], &mut room, None), f64::NEG_INFINITY);
        let near = surrogate.promise(&[0.31, 1.0, 0.9], &mut room, None);
        let far = surrogate.promise(&[0.4, 1.0, 0.9], &mut room, None);
        assert!(near.is_finite() && near < far - 1.0);
    }

    /// While nothing is feasible the promise is the probability of that.
    #[test]
    fn feasibility_comes_first() {
        let surrogate = surrogate(Acquisition::ExpectedImprovement, &[], [false; 5]);
        let at = [0.6, 1.0, 0.6];
        let known = surrogate.constraints[0].process.predict(&at);
        let expected =
            log_feasibility(known.mean, libm::sqrt(known.variance), 0.2).value + surrogate.avoidance(&at, None);
        assert!((surrogate.promise(&at, &mut Workspace::default(), None) - expected).abs() < 1e-9);
    }
}
