//! How late: percentiles of the departure delay, overall and by carrier, by `TDigest`.

use std::{
    collections::{BTreeMap, HashMap},
    error::Error,
};

use ansatz_core::ParameterError;
use ansatz_sketch::TDigest;

use super::Chapter;
use crate::{
    batch::Batch,
    charts::{self, Axis, Bar, ESTIMATE, EXACT, Mark, Series},
    clock::Timed,
    exact::ExactValues,
    findings::{Chart, Cost, Finding, Grid, Section, Study, bytes, grouped},
};

/// Departure delays of all flights that left.
#[derive(Debug)]
pub(crate) struct Delays {
    overall: Pair,
    carriers: BTreeMap<String, Pair>,
    /// What a carrier's first flight starts from.
    empty: TDigest,
    scratch: Vec<f64>,
}

/// A digest beside the sorted list.
#[derive(Debug)]
struct Pair {
    digest: Timed<TDigest>,
    exact: Timed<ExactValues>,
}

impl Delays {
    pub(crate) fn new() -> Result<Self, ParameterError> {
        let empty = TDigest::new(COMPRESSION)?;
        Ok(Self { overall: Pair::new(empty.clone()), carriers: BTreeMap::new(), empty, scratch: Vec::new() })
    }
}

impl Chapter for Delays {
    fn observe(&mut self, batch: &Batch) {
        self.scratch.clear();
        self.scratch.extend(batch.dep_delay.iter().flatten());
        self.overall.observe(&self.scratch);

        let mut by_carrier: HashMap<&str, Vec<f64>> = HashMap::new();
        for (carrier, delay) in batch.carrier.iter().zip(&batch.dep_delay) {
            by_carrier.entry(carrier).or_default().extend(delay);
        }
        for (carrier, delays) in by_carrier {
            if !self.carriers.contains_key(carrier) {
                self.carriers.insert(carrier.to_owned(), Pair::new(self.empty.clone()));
            }
            if let Some(pair) = self.carriers.get_mut(carrier) {
                pair.observe(&delays);
            }
        }
    }

    fn finish(mut self: Box<Self>) -> Result<Section, Box<dyn Error>> {
        self.overall.exact.run(ExactValues::sort);
        for pair in self.carriers.values_mut() {
            pair.exact.run(ExactValues::sort);
        }
        self.carriers.retain(|_, pair| pair.exact.value.len() > 0);
        Ok(Section {
            title: "Delays",
            introduction: "How late do flights leave? Delays are whole minutes, so an estimate's rank is taken at the \
                           nearest minute. A t-digest promises the count, the minimum and the maximum exactly and \
                           nothing about the ranks between: their errors are measured here, not bounded.",
            charts: vec![self.overall_chart()?, self.carrier_chart()?],
            studies: vec![self.overall_study(), self.carrier_study()],
            grids: vec![self.grid()],
            ..Section::default()
        })
    }
}

impl Delays {
    fn overall_study(&self) -> Study {
        let Pair { digest, exact } = &self.overall;
        let mut findings: Vec<_> = QUANTILES.iter().filter_map(|&(q, name)| self.overall.finding(name, q)).collect();
        if let (Some(min), Some(max)) = (digest.value.min(), digest.value.max()) {
            for (name, found, truth) in [("earliest", min, exact.value.first()), ("latest", max, exact.value.last())] {
                findings.push(Finding {
                    question: name.to_owned(),
                    estimate: format!("{found:.0} min"),
                    exact: truth.map_or(String::new(), |truth| format!("{truth:.0} min")),
                    promise: "exact".to_owned(),
                    kept: Some(Some(found) == truth),
                });
            }
        }
        Study {
            sketch: format!(
                "TDigest, compression {COMPRESSION} ({} when stored)",
                bytes(digest.value.to_bytes().len())
            ),
            items: exact.value.len() as u64,
            cost: self.overall.cost(),
            exact_cost: self.overall.exact_cost(),
            findings,
        }
    }

    /// All carriers at once: at each percentile the one whose estimate is farthest off in rank.
    fn carrier_study(&self) -> Study {
        let worst = |q: f64, name: &str| {
            let errors =
                self.carriers.iter().filter_map(|(carrier, pair)| Some((carrier, pair, pair.answer(q)?.error)));
            let (carrier, pair, _) = errors.max_by(|a, b| a.2.total_cmp(&b.2))?;
            pair.finding(&format!("{name}, worst carrier ({carrier})"), q)
        };
        let sum = |costs: &mut dyn Iterator<Item = Cost>| {
            costs.fold(Cost::default(), |a, b| Cost { memory: a.memory + b.memory, time: a.time + b.time })
        };
        Study {
            sketch: format!("{} x TDigest, one a carrier, compression {COMPRESSION}", self.carriers.len()),
            items: self.carriers.values().map(|pair| pair.exact.value.len() as u64).sum(),
            cost: sum(&mut self.carriers.values().map(Pair::cost)),
            exact_cost: sum(&mut self.carriers.values().map(Pair::exact_cost)),
            findings: QUANTILES.iter().filter_map(|&(q, name)| worst(q, name)).collect(),
        }
    }

    fn grid(&self) -> Grid {
        let mut header = vec!["carrier".to_owned(), "flights".to_owned()];
        header.extend(QUANTILES.iter().map(|(_, name)| (*name).to_owned()));
        header.push("worst rank error".to_owned());
        let rows = self.carriers.iter().map(|(carrier, pair)| {
            let answers: Vec<_> = QUANTILES.iter().filter_map(|&(q, _)| pair.answer(q)).collect();
            let worst = answers.iter().map(|answer| answer.error).fold(0.0, f64::max);
            let mut row = vec![carrier.clone(), grouped(pair.exact.value.len() as f64)];
            row.extend(answers.iter().map(|answer| format!("{:.1} / {:.0}", answer.estimate, answer.exact)));
            row.push(format!("{:.3}%", worst * 100.0));
            row
        });
        let caption = "Departure delay by carrier in minutes, estimate / exact".to_owned();
        Grid { caption, header, rows: rows.collect() }
    }

    /// The share of flights that are later than x, in powers of ten: the tail is where digests differ.
    fn overall_chart(&self) -> Result<Chart, Box<dyn Error>> {
        let Pair { digest, exact } = &self.overall;
        let (first, last) = (exact.value.first().unwrap_or(0.0), exact.value.last().unwrap_or(1.0));
        let later = |step: f64, at_most: &dyn Fn(f64) -> Option<f64>| -> Vec<(f64, f64)> {
            let xs = (0..).map(|i| first + step * f64::from(i)).take_while(|&x| x < last);
            let points = xs.filter_map(|x| Some((x, (1.0 - at_most(x)?).log10())));
            points.filter(|point| point.1.is_finite()).collect()
        };
        let width = last - first;
        let truth = later((width / 600.0).max(1.0), &|x| Some(exact.value.cdf(x)));
        // Half a minute later: between two whole minutes the exact share is level, and the digest slopes from one to
        // the next.
        let found = later((width / 60.0).max(1.0), &|x| digest.value.cdf(x + 0.5));
        let x = Axis::over("departure delay in minutes", [first, last], false, grouped);
        let lowest = truth.iter().map(|point| point.1).fold(0.0, f64::min);
        let y = Axis::over("share of flights that are later", [lowest, 0.0], false, one_in);
        let series = [
            Series { name: "exact", colour: EXACT, mark: Mark::Line(truth) },
            Series { name: "TDigest", colour: ESTIMATE, mark: Mark::Dots(found) },
        ];
        charts::plane("How many flights leave later than that", x, y, &series)
    }

    fn carrier_chart(&self) -> Result<Chart, Box<dyn Error>> {
        let mut largest: Vec<_> = self.carriers.iter().collect();
        largest.sort_by_key(|(_, pair)| core::cmp::Reverse(pair.exact.value.len()));
        largest.truncate(MOST_BARS);
        let mut bars: Vec<_> = largest
            .into_iter()
            .filter_map(|(carrier, pair)| {
                let Answer { estimate, exact, .. } = pair.answer(0.9)?;
                Some(Bar { name: carrier.clone(), exact, estimate, interval: None })
            })
            .collect();
        bars.sort_by(|a, b| b.exact.total_cmp(&a.exact));
        let label = "90th percentile of the delay in minutes";
        charts::bars("One flight in ten is later than this", label, ["exact", "estimate"], &bars, grouped)
    }
}

struct Answer {
    estimate: f64,
    exact: f64,
    error: f64,
}

impl Pair {
    fn new(empty: TDigest) -> Self {
        Self { digest: Timed::new(empty), exact: Timed::default() }
    }

    fn observe(&mut self, delays: &[f64]) {
        self.digest.run(|digest| delays.iter().for_each(|&delay| digest.insert(delay)));
        self.exact.run(|values| values.extend(delays));
    }

    fn answer(&self, q: f64) -> Option<Answer> {
        let (estimate, exact) = (self.digest.value.quantile(q)?, self.exact.value.quantile(q)?);
        Some(Answer { estimate, exact, error: self.exact.value.rank_error(q, estimate.round()) })
    }

    fn finding(&self, name: &str, q: f64) -> Option<Finding> {
        let Answer { estimate, exact, error } = self.answer(q)?;
        Some(Finding::quantile(name, estimate, exact, error))
    }

    fn cost(&self) -> Cost {
        Cost { memory: self.digest.value.memory_bytes(), time: self.digest.spent }
    }

    fn exact_cost(&self) -> Cost {
        Cost { memory: self.exact.value.memory_bytes(), time: self.exact.spent }
    }
}

/// `all` for 0, `1 in 10,000` for -4.
fn one_in(exponent: f64) -> String {
    if exponent == 0.0 { "all".to_owned() } else { format!("1 in {}", grouped(10f64.powf(-exponent))) }
}

const QUANTILES: [(f64, &str); 4] = [(0.5, "p50"), (0.9, "p90"), (0.99, "p99"), (0.999, "p99.9")];
const COMPRESSION: f64 = 200.0;
/// More do not fit a page.
const MOST_BARS: usize = 20;
