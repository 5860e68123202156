//! A round tour through all airports by simulated annealing, beside simpler ones and a bound.

use std::{collections::BTreeSet, error::Error};

use ansatz_optimize::{AnnealingConfig, Landscape as _, SimulatedAnnealing};
use ansatz_random::{Stream, shuffle};

use super::{
    airports::{Airport, Distances},
    finding, held_karp,
    moves::Tours,
};
use crate::{
    charts::{self, ESTIMATE, EXACT, Mark, OTHER, Series},
    clock::Timed,
    findings::{Chart, Cost, Grid, Study, grouped, milliseconds, percent},
};

/// The tours that were found through some airports.
pub(super) struct Trip<'a> {
    airports: &'a [Airport],
    distances: &'a Distances,
    nearest: Timed<Vec<usize>>,
    /// The one to the nearest, improved.
    improved: Timed<Vec<usize>>,
    /// The best of some orders at random, improved.
    restarted: Timed<Vec<usize>>,
    annealed: Timed<Vec<usize>>,
    /// What no tour undercuts.
    bound: Timed<f64>,
}

impl<'a> Trip<'a> {
    /// Through four airports or more.
    pub(super) fn plan(airports: &'a [Airport], distances: &'a Distances) -> Result<Self, Box<dyn Error>> {
        let tours = Tours(distances);
        let mut nearest = Timed::new(Vec::new());
        nearest.run(|tour| *tour = tours.nearest_neighbour());
        let mut improved = Timed::new(nearest.value.clone());
        improved.run(|tour| tours.descend(tour));
        let mut restarted = Timed::new(Vec::new());
        restarted.run(|best| *best = best_of_random(tours, RESTARTS));
        // From the airports by their codes, which is no tour that anybody would fly.
        let mut annealed = Timed::new((0..airports.len()).collect::<Vec<_>>());
        let config = AnnealingConfig::default().reheats(REHEATS);
        annealed.run(|tour| -> Result<(), Box<dyn Error>> {
            *tour = SimulatedAnnealing::with_config(tours, tour.clone(), config)?.minimize(MOVES, SEED)?.candidate;
            // It ends at a low temperature, not at none.
            tours.descend(tour);
            Ok(())
        })?;
        let mut bound = Timed::new(0.0);
        let length = tours.cost(&annealed.value);
        bound.run(|bound| *bound = held_karp::lower_bound(distances, length, STEPS));
        Ok(Self { airports, distances, nearest, improved, restarted, annealed, bound })
    }

    fn miles(&self, tour: &Timed<Vec<usize>>) -> f64 {
        Tours(self.distances).cost(&tour.value)
    }

    /// How far above the bound a tour is.
    fn gap(&self, tour: &Timed<Vec<usize>>) -> String {
        percent((self.miles(tour) / self.bound.value - 1.0).max(0.0))
    }

    pub(super) fn study(&self) -> Study {
        let count = self.airports.len();
        let tour = &self.annealed.value;
        let (miles, bound) = (self.miles(&self.annealed), self.bound.value);
        let visited: BTreeSet<usize> = tour.iter().copied().collect();
        let once = tour.len() == count && visited.into_iter().eq(0..count);
        // The other way round, and by the coordinates.
        let legs = tour.iter().rev().zip(tour.iter().rev().cycle().skip(1));
        let again: f64 = legs.map(|(from, to)| self.airports[*from].miles_to(&self.airports[*to])).sum();
        // Either sum is off by at most 2^-53 of it for each leg: half of this.
        let same = (miles - again).abs() <= 2.0 * count as f64 * f64::EPSILON * miles;
        let (moves, shorten) = Tours(self.distances).shortening(tour);
        let none = format!("none of {}, certain", grouped(moves as f64));
        let (airports, from) = (grouped(count as f64), format!("from {}", grouped(bound)));
        let gap = format!("0 to {}", self.gap(&self.annealed));
        let memory = self.distances.memory_bytes();
        Study {
            sketch: format!(
                "SimulatedAnnealing, {REHEATS} reheats, {} moves of 2-opt and or-opt",
                grouped(MOVES as f64)
            ),
            items: MOVES,
            // The present tour, the best, and the start.
            cost: Cost { memory: memory + 3 * count * size_of::<usize>(), time: self.annealed.spent },
            exact_cost: Cost { memory: memory + 3 * count * size_of::<f64>(), time: self.bound.spent },
            findings: vec![
                finding(
                    "airports on a round tour",
                    grouped(tour.len() as f64),
                    airports,
                    "each once, certain",
                    Some(once),
                ),
                finding("its miles", grouped(miles), from, "not below the bound, certain", Some(miles >= bound)),
                finding(
                    "added up the other way round",
                    grouped(miles),
                    grouped(again),
                    "the same, certain",
                    Some(same),
                ),
                finding("moves that would shorten it", grouped(shorten as f64), "0", none, Some(shorten == 0)),
                finding("above the shortest tour", gap, "-", "measured by the bound", None),
            ],
        }
    }

    pub(super) fn grid(&self) -> Grid {
        let row = |name: &str, tour: &Timed<Vec<usize>>| {
            vec![name.to_owned(), grouped(self.miles(tour)), self.gap(tour), milliseconds(tour.spent)]
        };
        let bound = [grouped(self.bound.value), "-".to_owned(), milliseconds(self.bound.spent)];
        Grid {
            caption: format!("Round tours through {} airports", self.airports.len()),
            header: ["tour", "miles", "above the bound", "time"].map(str::to_owned).to_vec(),
            rows: vec![
                row("always to the nearest", &self.nearest),
                row("the same, improved by all moves", &self.improved),
                row(&format!("the best of {RESTARTS} at random, improved"), &self.restarted),
                row("simulated annealing", &self.annealed),
                [vec!["no tour is shorter than".to_owned()], bound.to_vec()].concat(),
            ],
        }
    }

    /// The tour on a map, above the one that always goes to the nearest.
    pub(super) fn chart(&self) -> Result<Chart, Box<dyn Error>> {
        let ways = |tour: &[usize]| -> Vec<(f64, f64)> {
            let legs = tour.iter().zip(tour.iter().cycle().skip(1));
            legs.flat_map(|(from, to)| self.airports[*from].way_to(&self.airports[*to])).collect()
        };
        let dots = self.airports.iter().map(|airport| (airport.longitude, airport.latitude)).collect();
        let series = [
            Series { name: "always to the nearest", colour: EXACT, mark: Mark::Line(ways(&self.nearest.value)) },
            Series { name: "simulated annealing", colour: ESTIMATE, mark: Mark::Line(ways(&self.annealed.value)) },
            Series { name: "airport", colour: OTHER, mark: Mark::Dots(dots) },
        ];
        charts::map("A round tour through the airports", &series)
    }
}

/// From so many orders at random downhill: the shortest tour.
fn best_of_random(tours: Tours<'_>, count: u64) -> Vec<usize> {
    let descents = (0..count).map(|index| {
        let mut tour: Vec<usize> = (0..tours.0.len()).collect();
        shuffle(&mut Stream::new(SEED, index), &mut tour);
        tours.descend(&mut tour);
        tour
    });
    descents.min_by(|a, b| tours.cost(a).total_cmp(&tours.cost(b))).unwrap_or_default()
}

/// Moves of the annealing.
const MOVES: u64 = 4_000_000;
const REHEATS: u32 = 7;
const RESTARTS: u64 = 20;
const SEED: u64 = 2013;
/// Steps of the bound.
const STEPS: usize = 1_000;
