//! Annealing finds known optima, makes the same moves however they are divided, and resumes.

use ansatz_optimize::{Annealing, AnnealingConfig, Landscape, SimulatedAnnealing, Stop};
use ansatz_random::Stream;
use proptest::{collection::vec, prelude::*};

use crate::tours::Tours;

fn search(points: usize, reheats: u32) -> SimulatedAnnealing<Tours> {
    let tours = Tours::circle(points);
    let start = tours.start();
    SimulatedAnnealing::with_config(tours, start, AnnealingConfig::default().reheats(reheats)).unwrap()
}

#[test]
fn the_tour_around_a_circle_is_found() {
    for (seed, reheats) in [(1, 0), (2, 0), (3, 3)] {
        let found = search(60, reheats).minimize(200_000, seed).unwrap();
        let shortest = 60.0 * 2.0 * libm::sin(std::f64::consts::PI / 60.0);
        assert!((found.value - shortest).abs() < 1e-9, "{} instead of {shortest}", found.value);
        assert_eq!((found.evaluations, found.stop, found.failures), (200_000, Stop::Evaluations, 0));
        assert!(found.history.records().last().is_some_and(|last| (last.objectives[0] - shortest).abs() < 1e-9));
    }
}

proptest! {
    /// Stored and read between any two parts, it is the search that was never interrupted.
    #[test]
    fn parts_make_the_whole(reheats in 0..4u32, parts in vec(0..400u64, 1..12)) {
        let mut whole = search(20, reheats).start(3_000, 9).unwrap();
        let mut stored = whole.clone();
        let made: u64 = parts.iter().sum();
        prop_assert_eq!(whole.advance(made), made.min(3_000));
        for part in parts {
            stored.advance(part);
            stored = Annealing::from_bytes(Tours::circle(20), &stored.to_bytes()).unwrap();
        }
        prop_assert_eq!(stored.to_bytes(), whole.to_bytes());
        prop_assert_eq!(stored.best(), whole.best());
        let (tour, cost) = whole.best();
        prop_assert!((Tours::circle(20).cost(tour) - cost).abs() < 1e-9);
        prop_assert!(cost <= whole.current().1);
    }
}

/// A line where 0 is the end of the world and where some numbers are holes.
struct Holes;

impl Landscape for Holes {
    type State = i64;
    type Move = i64;

    fn cost(&self, x: &i64) -> f64 {
        if x % 5 == 3 { f64::NAN } else { (x - 20).abs() as f64 }
    }

    fn propose(&self, _: &i64, rng: &mut Stream) -> i64 {
        ansatz_random::below(rng, 7) as i64 - 3
    }

    fn change(&self, x: &i64, step: &i64) -> f64 {
        if x + step < 0 { f64::INFINITY } else { self.cost(&(x + step)) - self.cost(x) }
    }

    fn apply(&self, x: &mut i64, step: i64) {
        *x += step;
    }
}

#[test]
fn moves_that_lead_nowhere_are_counted_and_not_made() {
    let found = SimulatedAnnealing::new(Holes, 0).unwrap().minimize(2_000, 4).unwrap();
    assert_eq!((found.candidate, found.value), (20, 0.0));
    assert!(found.failures > 100);
}

#[test]
fn what_cannot_be_done_is_named() {
    let error = SimulatedAnnealing::new(Holes, 3).unwrap_err();
    assert_eq!(error.to_string(), "`start` is a state of cost NaN, allowed: a state of finite cost");
    assert_eq!(SimulatedAnnealing::new(Holes, 0).unwrap().minimize(0, 1).unwrap_err().name(), "moves");
    for rate in [0.0, 1.0, f64::NAN] {
        let config = AnnealingConfig::default().initial_rate(rate);
        assert_eq!(SimulatedAnnealing::with_config(Holes, 0, config).unwrap_err().name(), "initial_rate");
    }
    let config = AnnealingConfig::default().reheats(1_000_001);
    assert_eq!(SimulatedAnnealing::with_config(Holes, 0, config).unwrap_err().name(), "reheats");
}
