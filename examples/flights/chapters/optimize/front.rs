//! How many bases, and where: the trade-off by NSGA-II, beside a greedy choice and what no choice undercuts.

use std::error::Error;

use ansatz_core::ParameterError;
use ansatz_optimize::{FrontMember, Nsga2, hypervolume};

use super::{
    airports::Airport,
    bases::{Choices, Sites, chosen},
    finding, relaxation,
};
use crate::{
    charts::{self, Axis, ESTIMATE, EXACT, Mark, OTHER, Series},
    clock::Timed,
    findings::{Chart, Cost, Grid, Study, grouped, percent},
};

/// The choices that were found.
pub(super) struct Offer<'a> {
    airports: &'a [Airport],
    sites: &'a Sites,
    /// By the number of bases.
    found: Timed<Vec<FrontMember<Vec<bool>, 2>>>,
    /// The mean miles with 1, 2, ... bases, one after the other.
    greedy: Vec<f64>,
    /// What the mean miles with as many bases are not below, wherever these are.
    bounds: Timed<Vec<f64>>,
    /// The least of all choices of 1, 2, ... bases.
    exact: Vec<f64>,
}

impl<'a> Offer<'a> {
    pub(super) fn seek(airports: &'a [Airport], sites: &'a Sites) -> Result<Self, Box<dyn Error>> {
        let most = MOST.min(sites.len());
        let mut found = Timed::new(Vec::new());
        found.run(|found| -> Result<(), ParameterError> {
            let search = Nsga2::new(Choices::new(sites, most), POPULATION)?;
            *found = search.minimize(EVALUATIONS, SEED, |bases| sites.evaluate(bases, most))?.members;
            // Choices that are worth the same are one.
            found.dedup_by(|a, b| a.objectives == b.objectives);
            Ok(())
        })?;
        let greedy = sites.greedy(most);
        let mut bounds = Timed::new(Vec::new());
        let ceiling = |count: usize| {
            let as_few = found.value.iter().filter(|member| member.objectives[0] <= count as f64);
            as_few.map(|member| member.objectives[1]).fold(greedy[count - 1], f64::min)
        };
        bounds.run(|bounds| {
            *bounds = (1..=most).map(|count| relaxation::lower_bound(sites, count, ceiling(count), STEPS)).collect();
        });
        let exact = (1..=TRIED.min(most)).map(|count| sites.exhaustive(count)).collect();
        Ok(Self { airports, sites, found, greedy, bounds, exact })
    }
}

impl Offer<'_> {
    /// The mean miles that were found with so many bases.
    fn found(&self, count: usize) -> Option<&FrontMember<Vec<bool>, 2>> {
        self.found.value.iter().find(|member| member.objectives[0] == count as f64)
    }

    /// What the mean miles with so many bases are not below: the least of all choices where each was tried.
    fn least(&self, count: usize) -> f64 {
        self.exact.get(count - 1).copied().unwrap_or(self.bounds.value[count - 1])
    }

    fn counts(&self) -> core::ops::RangeInclusive<usize> {
        1..=self.greedy.len()
    }

    pub(super) fn study(&self) -> Result<Study, ParameterError> {
        let points: Vec<[f64; 2]> = self.found.value.iter().map(|member| member.objectives).collect();
        let ideal: Vec<[f64; 2]> = self.counts().map(|count| [count as f64, self.least(count)]).collect();
        // One base more than anybody asks for, and as far as with the best single one.
        let reference = [self.greedy.len() as f64 + 1.0, self.least(1)];
        let (volume, most) = (hypervolume(&points, &reference)?, hypervolume(&ideal, &reference)?);
        let dominates = |a: &[f64; 2], b: &[f64; 2]| a != b && a[0] <= b[0] && a[1] <= b[1];
        let dominated = points.iter().filter(|point| points.iter().any(|other| dominates(other, point))).count();
        let below = points.iter().filter(|[count, miles]| *miles < self.least(*count as usize)).count();
        let genomes = 2 * POPULATION * self.sites.len();
        let costs = self.sites.len() * self.sites.len() * size_of::<f64>();
        let tried = self.exact.iter().zip(1..).map(|(least, count)| {
            let bases = if count == 1 { "base" } else { "bases" };
            let miles = self.found(count).map_or_else(|| "-".to_owned(), |member| tenths(member.objectives[1]));
            finding(format!("mean miles to {count} {bases}"), miles, tenths(*least), "empirical", None)
        });
        let share = if most > 0.0 { format!("{} or more", percent(volume / most)) } else { "-".to_owned() };
        let (saved, limit) = (grouped(volume), format!("to {}", grouped(most)));
        let is_below = Some(volume <= most);
        let none =
            |question: &str, count: usize| finding(question, count.to_string(), "0", "none, certain", Some(count == 0));
        let checks = [
            none("choices that another dominates", dominated),
            none("choices below the bound", below),
            finding("hypervolume, miles saved by bases", saved, limit, "not above the bound, certain", is_below),
            finding("of the most there can be", share, "-", "measured by the bound", None),
        ];
        Ok(Study {
            sketch: format!("Nsga2, population {POPULATION}, {} evaluations", grouped(EVALUATIONS as f64)),
            items: EVALUATIONS,
            cost: Cost { memory: self.sites.memory_bytes() + genomes, time: self.found.spent },
            exact_cost: Cost { memory: self.sites.memory_bytes() + costs, time: self.bounds.spent },
            findings: tried.chain(checks).collect(),
        })
    }

    pub(super) fn grid(&self) -> Grid {
        let row = |count: usize| {
            let (least, member) = (self.least(count), self.found(count));
            let miles = member.map(|member| member.objectives[1]);
            let gap = miles.filter(|_| least > 0.0).map(|miles| percent((miles / least - 1.0).max(0.0)));
            let names = |member: &FrontMember<Vec<bool>, 2>| {
                let codes: Vec<&str> = chosen(&member.candidate).map(|at| self.airports[at].code.as_str()).collect();
                codes.join(" ")
            };
            let named = member.filter(|_| count <= NAMED).map(names);
            let cells = [miles.map(tenths), Some(tenths(least)), gap, Some(tenths(self.greedy[count - 1])), named];
            [vec![count.to_string()], cells.map(|cell| cell.unwrap_or_else(|| "-".to_owned())).to_vec()].concat()
        };
        let tried = self.exact.len();
        Grid {
            caption: format!(
                "Mean miles from where a flight lands to the nearest base; up to {tried} bases every choice was tried, \
                 beyond that no choice is below the bound"
            ),
            header: ["bases", "NSGA-II", "the best, or a bound", "above it", "greedy", "where"]
                .map(str::to_owned)
                .to_vec(),
            rows: LISTED.into_iter().filter(|count| self.counts().contains(count)).map(row).collect(),
        }
    }

    pub(super) fn chart(&self) -> Result<Chart, Box<dyn Error>> {
        let line = |miles: &dyn Fn(usize) -> f64| self.counts().map(|count| (count as f64, miles(count))).collect();
        let (least, greedy): (Vec<_>, Vec<_>) =
            (line(&|count| self.least(count)), line(&|count| self.greedy[count - 1]));
        let found: Vec<_> =
            self.found.value.iter().map(|member| (member.objectives[0], member.objectives[1])).collect();
        let x = Axis::over("bases", least.iter().map(|point| point.0), true, grouped);
        let y = Axis::over("mean miles to the nearest", greedy.iter().map(|point| point.1), true, grouped);
        let series = [
            Series { name: "no choice is below", colour: EXACT, mark: Mark::Line(least) },
            Series { name: "greedy", colour: OTHER, mark: Mark::Line(greedy) },
            Series { name: "NSGA-II", colour: ESTIMATE, mark: Mark::Dots(found) },
        ];
        charts::plane("Few bases, or near ones?", x, y, &series)
    }
}

fn tenths(miles: f64) -> String {
    format!("{miles:.1}")
}

/// The most bases that anybody asks for.
const MOST: usize = 24;
const POPULATION: usize = 50;
const EVALUATIONS: u64 = 200_000;
const SEED: u64 = 2013;
/// Up to so many bases, every choice is tried: 198,485 for three among 107 airports.
const TRIED: usize = 3;
/// Steps of each bound.
const STEPS: usize = 200;
/// The numbers of bases that the table has a line for.
const LISTED: [usize; 11] = [1, 2, 3, 4, 5, 6, 8, 12, 16, 20, 24];
/// Up to so many bases, the table says where they are.
const NAMED: usize = 6;
