//! Selection has the pressure of its theory, and coordinates have no names.

use ansatz_optimize::{Diversity, GeneticAlgorithm, GeneticConfig, RealVector, Representation, Selection, Space};
use ansatz_random::{Stream, unit};
use ansatz_testkit::statistics::assert_mean;

use super::operators::assert_counts;

/// A number that nothing changes: a candidate is its parent.
struct Number;

impl Representation for Number {
    type Genome = f64;

    fn sample(&self, rng: &mut Stream) -> f64 {
        unit(rng)
    }

    fn recombine(&self, a: &f64, b: &f64, _: &mut Stream) -> (f64, f64) {
        (*a, *b)
    }

    fn mutate(&self, _: &mut f64, _: &mut Stream) {}
}

/// How often members of each rank are first parents and second ones.
fn parents(selection: Selection, n: usize) -> [Vec<usize>; 2] {
    let mut counts = [vec![0; n], vec![0; n]];
    for seed in 0..2_000 {
        let config = GeneticConfig::default().population(n).selection(selection).diversity(Diversity::None);
        let mut run = GeneticAlgorithm::with_config(Number, config).unwrap().start(100, seed).unwrap();
        let mut first: Vec<f64> = Vec::new();
        for _ in 0..n {
            let trial = run.ask().unwrap();
            run.tell(trial.number, trial.candidate).unwrap();
            first.push(trial.candidate);
        }
        first.sort_by(f64::total_cmp);
        for place in 0..n {
            let candidate = run.ask().unwrap().candidate;
            counts[place % 2][first.iter().position(|number| *number == candidate).unwrap()] += 1;
        }
    }
    counts
}

#[test]
fn tournaments_have_their_pressure() {
    for (n, size) in [(6, 1), (6, 2), (7, 3), (6, 6)] {
        let at_least = |rank: usize| ((n - rank) as f64 / n as f64).powi(size as i32);
        let mut probabilities: Vec<f64> = (0..n).map(|rank| at_least(rank) - at_least(rank + 1)).collect();
        for mut counts in parents(Selection::Tournament { size }, n) {
            // The last ranks of a large tournament are too rare for cells of their own.
            while probabilities.last().is_some_and(|p| p * 2_000.0 < 5.0) {
                let rest = probabilities.pop().unwrap();
                *probabilities.last_mut().unwrap() += rest;
            }
            let rest: usize = counts.drain(probabilities.len()..).sum();
            *counts.last_mut().unwrap() += rest;
            assert_counts(&format!("tournaments of {size}"), &counts, &probabilities);
        }
    }
}

#[test]
fn linear_ranks_have_their_pressure() {
    for (n, pressure) in [(6, 1.0), (6, 1.5), (7, 1.9), (2, 1.3)] {
        let line = |rank: usize| pressure - (2.0 * pressure - 2.0) * rank as f64 / (n - 1) as f64;
        let probabilities: Vec<f64> = (0..n).map(|rank| line(rank) / n as f64).collect();
        for counts in parents(Selection::LinearRank { pressure }, n) {
            assert_counts(&format!("ranks at {pressure}"), &counts, &probabilities);
        }
    }
}

#[test]
fn the_order_of_coordinates_does_not_matter() {
    let space = Space::real([(-5.0, 5.0); 4]).unwrap();
    let config = GeneticConfig::default().population(20);
    let search = GeneticAlgorithm::with_config(RealVector::new(&space), config).unwrap();
    let weights = [1.0, 10.0, 100.0, 1_000.0];
    let found = |seed: u64, weights: &[f64]| {
        let objective = |x: &Vec<f64>| x.iter().zip(weights).map(|(x, weight)| weight * x * x).sum::<f64>();
        libm::log(search.clone().minimize(400, seed, objective).unwrap().value)
    };
    let mut mirrored = weights;
    mirrored.reverse();
    let differences: Vec<f64> = (0..400).map(|seed| found(seed, &weights) - found(seed + 1_000, &mirrored)).collect();
    assert_mean("logarithm of the ratio of two orders", &differences, 0.0, 0.0);
}
