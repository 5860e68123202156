//! A network in two halves: by solvers, by local search, and beside a bound.

use core::iter::zip;
use std::error::Error;

use ansatz_quantum::{
    Ising, QuantumError,
    problems::MaxCut,
    solvers::{
        Bifurcation, BifurcationConfig, ParallelTempering, SimulatedAnnealing, SimulatedBifurcation, TabuConfig,
        TabuSearch,
    },
};
use ansatz_random::{Stream, below};

use super::{departures::Departures, network::Network};
use crate::{
    chapters::optimize::airports,
    charts::{self, ESTIMATE, EXACT, Mark, Series},
    clock::Timed,
    findings::{Chart, Cost, Finding, Grid, Study, grouped, milliseconds, percent},
    names::Names,
};

/// The halves that were found in several ways.
pub(super) struct Halves {
    network: Network,
    /// What stays within a half, whatever the halves are.
    bound: Timed<u64>,
    /// With their names: local search, many of them, and the solvers.
    ways: Vec<(&'static str, Timed<Vec<i8>>)>,
    /// The solver with the best halves, the first of equals.
    best: usize,
}

impl Halves {
    pub(super) fn of(network: Network) -> Result<Self, QuantumError> {
        let pairs = network.pairs.iter().map(|&(one, other, count)| (one, other, count as f64));
        let problem = MaxCut::new(network.airports.len(), pairs)?;
        let mut bound = Timed::new(0);
        bound.run(|bound| *bound = network.total() - (0.0 - problem.model().lower_bound()).floor() as u64);
        let neighbours = Neighbours::of(&network);
        let mut descended = Timed::new(vec![1; network.airports.len()]);
        descended.run(|spins| neighbours.descend(spins));
        let mut restarted = Timed::new(Vec::new());
        restarted.run(|best| *best = neighbours.best_of_random(&network));
        let mut ways = vec![("local search", descended), ("the best of 100 such", restarted)];
        for (name, search) in SEARCHES {
            let mut found = Timed::new(Vec::new());
            found.run(|spins| search(problem.model()).map(|best| *spins = best))?;
            ways.push((name, found));
        }
        let best = (SIMPLE..ways.len()).rev().max_by_key(|&way| network.cut(&ways[way].1.value)).unwrap_or_default();
        Ok(Self { network, bound, ways, best })
    }

    fn descended(&self) -> &Timed<Vec<i8>> {
        &self.ways[0].1
    }

    /// The best halves.
    fn found(&self) -> &Timed<Vec<i8>> {
        &self.ways[self.best].1
    }

    pub(super) fn study(&self, departures: &Departures) -> Study {
        let (total, least) = (self.network.total(), self.bound.value);
        let cut = self.network.cut(&self.found().value);
        let is_up = |airport: u32| {
            let place = self.network.airports.partition_point(|&other| other < airport);
            self.found().value.get(place).is_some_and(|&spin| spin > 0)
        };
        let mut counted = Timed::new(0);
        counted.run(|count| *count = (self.network.counted)(departures, &is_up));
        let descended = self.network.cut(&self.descended().value);
        let at_least = |least: u64| format!("{} or more, certain", grouped(least as f64));
        let findings = vec![
            finding("between the halves", cut, counted.value, "the same, certain".to_owned(), cut == counted.value),
            finding("within a half", total - cut, least, at_least(least), total - cut >= least),
            finding(
                "between those of a local search",
                descended,
                cut,
                at_least(total.div_ceil(2)),
                2 * descended >= total,
            ),
        ];
        Study {
            sketch: format!(
                "MaxCut by {}: {}, the best of {} solvers",
                self.network.name,
                self.ways[self.best].0,
                SEARCHES.len()
            ),
            items: self.network.pairs.len() as u64,
            // The model, and its copy in the search; beside it a pass over all departures.
            cost: Cost { memory: 2 * PAIR_BYTES * self.network.pairs.len(), time: self.found().spent },
            exact_cost: Cost { memory: self.network.airports.len(), time: counted.spent },
            findings,
        }
    }

    pub(super) fn grid(&self) -> Grid {
        let total = self.network.total();
        let row = |name: &str, cut: u64, time| {
            let part = percent(cut as f64 / total.max(1) as f64);
            vec![name.to_owned(), grouped(cut as f64), part, grouped((total - cut) as f64), milliseconds(time)]
        };
        let rows = self.ways.iter().map(|(name, spins)| row(name, self.network.cut(&spins.value), spins.spent));
        let bound = row("no halves have more", total - self.bound.value, self.bound.spent);
        let [smaller, larger] = self.sides();
        Grid {
            caption: format!(
                "Airports in two halves by {}, {} of them in one and {} in the other",
                self.network.name,
                smaller.len(),
                larger.len()
            ),
            header: ["way", "between", "of all", "within", "time"].map(str::to_owned).to_vec(),
            rows: rows.chain([bound]).collect(),
        }
    }

    /// The airports of the two halves, the smaller one first.
    fn sides(&self) -> [Vec<u32>; 2] {
        let side = |is_up: bool| -> Vec<u32> {
            let airports = zip(&self.network.airports, &self.found().value);
            airports.filter(|(_, spin)| (**spin > 0) == is_up).map(|(airport, _)| *airport).collect()
        };
        let mut sides = [side(true), side(false)];
        sides.sort_by_key(Vec::len);
        sides
    }

    /// The halves where they lie, if that is known of any.
    pub(super) fn map(&self, names: &Names) -> Result<Option<Chart>, Box<dyn Error>> {
        let known = airports::known()?;
        let places = |side: Vec<u32>| -> Vec<(f64, f64)> {
            let places = side.into_iter().filter_map(|airport| known.get(names.text(airport)));
            places.map(|airport| (airport.longitude, airport.latitude)).collect()
        };
        let [smaller, larger] = self.sides().map(places);
        if smaller.is_empty() && larger.is_empty() {
            return Ok(None);
        }
        let series = [
            Series { name: "one half", colour: EXACT, mark: Mark::Dots(larger) },
            Series { name: "the other", colour: ESTIMATE, mark: Mark::Dots(smaller) },
        ];
        charts::map(&format!("In two by {}", self.network.name), &series).map(Some)
    }
}

fn finding(question: &str, found: u64, exact: u64, promise: String, kept: bool) -> Finding {
    let (estimate, exact) = (grouped(found as f64), grouped(exact as f64));
    Finding { question: question.to_owned(), estimate, exact, promise, kept: Some(kept) }
}

type Search = fn(&Ising) -> Result<Vec<i8>, QuantumError>;

/// The solvers.
const SEARCHES: [(&str, Search); 4] = [
    ("parallel tempering", |model| {
        let mut search = ParallelTempering::new(model, 1, SEED)?;
        search.step(ROUNDS);
        Ok(search.best().spins().to_vec())
    }),
    ("simulated annealing", |model| {
        let mut search = SimulatedAnnealing::new(model, READS, SEED)?;
        search.step(u64::MAX);
        Ok(search.best().spins().to_vec())
    }),
    ("discrete bifurcation", |model| {
        let config = BifurcationConfig::default().motion(Bifurcation::Discrete);
        let mut search = SimulatedBifurcation::with_config(model, &config, READS, SEED)?;
        search.step(u64::MAX);
        Ok(search.best().spins().to_vec())
    }),
    ("tabu search", |model| {
        let mut search = TabuSearch::with_config(model, &TabuConfig::default().iterations(TURNS), 1, SEED)?;
        search.step(u64::MAX);
        Ok(search.best().spins().to_vec())
    }),
];

/// Who is beside whom, for the simple ways.
struct Neighbours(Vec<Vec<(usize, u64)>>);

impl Neighbours {
    fn of(network: &Network) -> Self {
        let mut neighbours = vec![Vec::new(); network.airports.len()];
        for &(one, other, count) in &network.pairs {
            neighbours[one].push((other, count));
            neighbours[other].push((one, count));
        }
        Self(neighbours)
    }

    /// Moves airports to the other side as long as more is cut thereby. In the end each has at least half of what it has
    /// cut, and so have all.
    fn descend(&self, spins: &mut [i8]) {
        while let Some(airport) = (0..spins.len()).find(|&airport| self.gains(airport, spins)) {
            spins[airport] = -spins[airport];
        }
    }

    fn gains(&self, airport: usize, spins: &[i8]) -> bool {
        let beside = &self.0[airport];
        let alike = beside.iter().filter(|(other, _)| spins[*other] == spins[airport]);
        2 * alike.map(|(_, count)| count).sum::<u64>() > beside.iter().map(|(_, count)| count).sum()
    }

    fn best_of_random(&self, network: &Network) -> Vec<i8> {
        let one = |start| {
            let mut rng = Stream::new(SEED, start);
            let mut spins: Vec<i8> = self.0.iter().map(|_| if below(&mut rng, 2) == 0 { 1 } else { -1 }).collect();
            self.descend(&mut spins);
            spins
        };
        (0..STARTS).map(one).max_by_key(|spins| network.cut(spins)).unwrap_or_default()
    }
}

/// Ways that are no solvers.
const SIMPLE: usize = 2;
/// Of parallel tempering.
const ROUNDS: u64 = 500;
/// Side by side in a processor's vectors.
const READS: usize = 16;
/// Of tabu search.
const TURNS: u64 = 20_000;
const STARTS: u64 = 100;
const SEED: u64 = 2013;
/// Of a pair in a model.
const PAIR_BYTES: usize = 24;
