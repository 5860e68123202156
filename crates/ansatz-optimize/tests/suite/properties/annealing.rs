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

/// Up, up: every step costs 1 more, so that the rate of accepted moves is a matter of the temperature alone.
#[derive(Clone)]
struct Climb {
    /// By how much a step is said to cost less than it does.
    error: f64,
}

impl Landscape for Climb {
    type State = u64;
    type Move = ();

    fn cost(&self, height: &u64) -> f64 {
        *height as f64
    }

    fn propose(&self, _: &u64, _: &mut Stream) {}

    fn change(&self, _: &u64, (): &()) -> f64 {
        1.0 - self.error
    }

    fn apply(&self, height: &mut u64, (): ()) {
        *height += 1;
    }
}

fn climb(moves: u64, reheats: u32) -> Annealing<Climb> {
    let config = AnnealingConfig::default().reheats(reheats);
    SimulatedAnnealing::with_config(Climb { error: 0.0 }, 0, config).unwrap().start(moves, 4).unwrap()
}

#[test]
fn reheating_goes_back_to_the_best_and_to_the_plateau() {
    let mut search = climb(10_000, 1);
    // The plateau ends after 65% of a cycle.
    search.advance(3_249);
    let plateau = search.temperature();
    search.advance(5_000 - 3_249);
    assert!(*search.current().0 > 1_000 && search.temperature() < plateau / 2.0, "{search:?}");
    search.advance(1);
    assert!(*search.current().0 <= 1, "{search:?}");
    assert_eq!(search.temperature(), plateau);
}

/// On its plateau a cycle accepts 44%, within the 2.2% by which the controller's mean of 500 moves swings; and a cycle after
/// the first begins there.
#[test]
fn cycles_after_the_first_begin_on_the_plateau() {
    let mut search = climb(400_000, 1);
    search.advance(200_000);
    let before = search.accepted();
    search.advance(20_000);
    let rate = (search.accepted() - before) as f64 / 20_000.0;
    assert!((rate - 0.44).abs() < 0.022, "{rate}");
}

#[test]
fn what_costs_drift_away_by_is_cleared_at_the_end() {
    // Every step is said to go down by a hundredth, and goes up by 1: what comes last is said to be the best.
    let mut search = SimulatedAnnealing::new(Climb { error: 1.01 }, 0).unwrap().start(500, 4).unwrap();
    search.advance(499);
    assert!(search.best().1 < -4.9, "{search:?}");
    search.advance(1);
    assert_eq!((search.best(), search.current()), ((&500, 500.0), (&500, 500.0)));
}
