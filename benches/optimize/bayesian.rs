//! Whole searches beside egobox: Branin and Hartmann-6, from the initial design to the last evaluation.

use ansatz_optimize::{BayesianSearch, Space};
use criterion::{Criterion, SamplingMode};
use egobox_ego::{EgorBuilder, InfillOptimizer, InfillStrategy};
use ndarray::{Array2, ArrayView2, Axis};

use crate::input::{branin, hartmann6};

pub(crate) fn bench(criterion: &mut Criterion) {
    compare(criterion, "branin", &[(-5.0, 10.0), (0.0, 15.0)], branin);
    compare(criterion, "hartmann6", &[(0.0, 1.0); 6], hartmann6);
}

fn compare(criterion: &mut Criterion, name: &str, bounds: &[(f64, f64)], objective: fn(&[f64]) -> f64) {
    let mut group = criterion.benchmark_group(format!("optimize/bayesian/minimize/{name}_{EVALUATIONS}"));
    group.sampling_mode(SamplingMode::Flat).sample_size(10);
    let search = BayesianSearch::new(&Space::real(bounds.iter().copied()).unwrap()).unwrap();
    group.bench_function("ansatz", |bencher| {
        bencher.iter(|| search.clone().minimize(EVALUATIONS, 42, objective).unwrap().value);
    });
    let design = 2 * bounds.len() + 2;
    let limits = Array2::from_shape_fn((bounds.len(), 2), |(row, column)| [bounds[row].0, bounds[row].1][column]);
    let rows = move |x: &ArrayView2<f64>| x.map_axis(Axis(1), |row| objective(&row.to_vec())).insert_axis(Axis(1));
    group.bench_function("egobox-ego", |bencher| {
        bencher.iter(|| {
            // The same acquisition function and design size, and the faster of its two optimisers of the former.
            let search = EgorBuilder::optimize(rows).configure(|config| {
                config
                    .n_doe(design)
                    .max_iters(EVALUATIONS as usize - design)
                    .infill_strategy(InfillStrategy::LogEI)
                    .infill_optimizer(InfillOptimizer::Slsqp)
                    .seed(42)
            });
            search.min_within(&limits).unwrap().run().unwrap().y_opt
        });
    });
    group.finish();
}

/// Enough to leave the initial design well behind.
const EVALUATIONS: u64 = 40;
