//! Annealing of a round tour by two-opt moves beside `argmin`'s, for as many moves.
//!
//! `argmin` knows no moves: it takes a new state for each, and the temperature from its user. It gets a tour that carries
//! its length, so that its cost is no work, and a schedule that ends cold; the lengths of both are printed.

use std::{cell::RefCell, hint::black_box};

use ansatz_optimize::{Landscape, SimulatedAnnealing};
use ansatz_random::{Stream, below, unit};
use argmin::{
    core::{CostFunction, Error, Executor},
    solver::simulatedannealing::{Anneal, SATempFunc, SimulatedAnnealing as Theirs},
};
use criterion::{Criterion, Throughput};

pub(crate) fn bench(criterion: &mut Criterion) {
    let cities = Cities::scattered();
    let start: Vec<u32> = (0..CITIES as u32).collect();
    let ours = || SimulatedAnnealing::new(&cities, start.clone()).unwrap().minimize(MOVES, 1).unwrap().value;
    let theirs = || {
        let tour = Tour { length: (&cities).cost(&start), order: start.clone() };
        // A change of length has the scale of the square at first, and that of a thousandth of it at last.
        let factor = libm::pow(1e-4, 1.0 / MOVES as f64);
        let solver = Theirs::new(0.5).unwrap().with_temp_func(SATempFunc::Exponential(factor));
        let problem = Problem { cities: &cities, rng: RefCell::new(Stream::new(1, 0)) };
        let run = Executor::new(problem, solver).configure(|state| state.param(tour).max_iters(MOVES));
        run.ctrlc(false).timer(false).run().unwrap().state().get_best_cost()
    };
    println!("tour of {CITIES} cities after {MOVES} moves: ansatz {:.3}, argmin {:.3}", ours(), theirs());

    let mut group = criterion.benchmark_group(format!("optimize/simulated_annealing/tour/{CITIES}"));
    group.throughput(Throughput::Elements(MOVES)).sample_size(10);
    group.bench_function("ansatz", |b| b.iter(|| black_box(ours())));
    group.bench_function("argmin", |b| b.iter(|| black_box(theirs())));
    group.finish();
}

/// Points in the unit square.
struct Cities(Vec<(f64, f64)>);

impl Cities {
    fn scattered() -> Self {
        let mut rng = Stream::new(7, 0);
        Self((0..CITIES).map(|_| (unit(&mut rng), unit(&mut rng))).collect())
    }

    #[inline]
    fn distance(&self, a: u32, b: u32) -> f64 {
        let ((x, y), (v, w)) = (self.0[a as usize], self.0[b as usize]);
        libm::sqrt((x - v) * (x - v) + (y - w) * (y - w))
    }
}

impl Landscape for &Cities {
    type State = Vec<u32>;
    type Move = (usize, usize);

    fn cost(&self, tour: &Vec<u32>) -> f64 {
        (0..tour.len()).map(|place| self.distance(tour[place], tour[(place + 1) % tour.len()])).sum()
    }

    fn propose(&self, tour: &Vec<u32>, rng: &mut Stream) -> (usize, usize) {
        let [a, b] = [(); 2].map(|()| below(rng, tour.len() as u64) as usize);
        (a.min(b), a.max(b))
    }

    fn change(&self, tour: &Vec<u32>, &(from, to): &(usize, usize)) -> f64 {
        let n = tour.len();
        // The whole tour backwards is the same tour.
        if to - from >= n - 1 {
            return 0.0;
        }
        let before = tour[if from == 0 { n - 1 } else { from - 1 }];
        let after = tour[if to == n - 1 { 0 } else { to + 1 }];
        let (first, last) = (tour[from], tour[to]);
        self.distance(before, last) + self.distance(first, after)
            - self.distance(before, first)
            - self.distance(last, after)
    }

    fn apply(&self, tour: &mut Vec<u32>, (from, to): (usize, usize)) {
        tour[from..=to].reverse();
    }
}

#[derive(Clone)]
struct Tour {
    order: Vec<u32>,
    length: f64,
}

struct Problem<'a> {
    cities: &'a Cities,
    rng: RefCell<Stream>,
}

impl CostFunction for Problem<'_> {
    type Param = Tour;
    type Output = f64;

    fn cost(&self, tour: &Tour) -> Result<f64, Error> {
        Ok(tour.length)
    }
}

impl Anneal for Problem<'_> {
    type Param = Tour;
    type Output = Tour;
    type Float = f64;

    fn anneal(&self, tour: &Tour, _: f64) -> Result<Tour, Error> {
        let step = self.cities.propose(&tour.order, &mut self.rng.borrow_mut());
        let length = tour.length + self.cities.change(&tour.order, &step);
        let mut order = tour.order.clone();
        self.cities.apply(&mut order, step);
        Ok(Tour { order, length })
    }
}

const CITIES: usize = 300;
const MOVES: u64 = 300_000;
