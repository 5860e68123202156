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

/// A line from 0 on, of costs that are hard to compare.
#[derive(Clone)]
struct Line(fn(u64) -> f64);

impl Landscape for Line {
    type State = u64;
    type Move = u64;

    fn cost(&self, x: &u64) -> f64 {
        self.0(*x)
    }

    fn propose(&self, x: &u64, rng: &mut Stream) -> u64 {
        if *x == 0 || ansatz_random::below(rng, 2) == 0 { x + 1 } else { x - 1 }
    }

    fn change(&self, x: &u64, to: &u64) -> f64 {
        self.0(*to) - self.0(*x)
    }

    fn apply(&self, x: &mut u64, to: u64) {
        *x = to;
    }
}

/// Stored after each move: on the same cost everywhere, on none but the start's, and on costs at the ends of numbers.
#[test]
fn any_costs_and_any_cycles_are_gone_through() {
    const COSTS: [fn(u64) -> f64; 6] = [
        |_| 1.0,
        |x| if x == 0 { 1.0 } else { f64::NAN },
        |x| x as f64 * 1e307,
        |x| x as f64 * -1e306,
        |x| x as f64 * -5e-324,
        |x| (x % 7) as f64 * 1e300,
    ];
    for (number, costs) in COSTS.into_iter().enumerate() {
        for moves in [1, 2, 19, 20, 21, 200] {
            for reheats in [0, 1, 5, 1_000_000] {
                for rate in [1e-300, 0.4, 1.0 - f64::EPSILON] {
                    let config = AnnealingConfig::default().reheats(reheats).initial_rate(rate);
                    let search = SimulatedAnnealing::with_config(Line(costs), 0, config).unwrap();
                    let mut whole = search.start(moves, 1).unwrap();
                    let mut stored = whole.clone();
                    whole.advance(moves);
                    for _ in 0..moves {
                        assert_eq!(stored.advance(1), 1);
                        stored = Annealing::from_bytes(Line(costs), &stored.to_bytes()).unwrap();
                    }
                    let what = format!("costs {number}, {moves} moves, {reheats} reheats, rate {rate}");
                    assert_eq!(stored.to_bytes(), whole.to_bytes(), "{what}");
                    assert!(stored.best().1 <= stored.current().1 && stored.temperature().is_finite(), "{what}");
                }
            }
        }
    }
}

/// Up, up: every step costs 1 more, so that what is accepted is a matter of the temperature alone.
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

/// Every step goes up by 1, so that exp(-1 / T) of them are accepted: 0.4 of them at first and 0.0001 at last.
#[test]
fn cycles_cool_from_end_to_end_and_begin_at_the_best() {
    let (first, last) = (1.0 / libm::log(2.5), 1.0 / libm::log(1e4));
    // A temperature lasts for 16 moves of a cycle's 4,750.
    let is_near = |search: &Annealing<Climb>, progress: f64| {
        let behind = libm::log(search.temperature() / first) / libm::log(last / first) - progress;
        (-16.0 / 4_750.0 - 1e-9..=1e-9).contains(&behind)
    };
    let mut search = climb(10_000, 1);
    // A twentieth of the moves descends.
    search.advance(500);
    assert_eq!((search.accepted(), search.temperature()), (0, 0.0));
    for (moves, progress) in [(1, 0.0), (2_374, 0.5), (2_375, 1.0)] {
        search.advance(moves);
        assert!(is_near(&search, progress), "{progress}: {search:?}");
    }
    assert!(*search.current().0 > 500, "{search:?}");
    search.advance(1);
    assert!(*search.current().0 <= 1 && is_near(&search, 0.3), "{search:?}");
    search.advance(4_749);
    assert!(search.moves() == 10_000 && is_near(&search, 1.0), "{search:?}");
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
