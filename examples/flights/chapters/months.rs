//! Twelve monthly sketches, merged into the year and held against the year's own.

use core::array;
use std::{error::Error, time::Duration};

use ansatz_core::{MergeError, ParameterError};
use ansatz_sketch::{CountMin, HyperLogLog, SplitBlockBloom, TDigest, TopK};

use super::Chapter;
use crate::{
    batch::Batch,
    charts::{self, Bar},
    clock::Timed,
    exact::{ExactCounts, ExactSet, ExactValues},
    findings::{Chart, Cost, Finding, Section, Study, grouped},
};

/// Each sketch thirteen times: for the months and for the year.
#[derive(Debug)]
pub(crate) struct Months {
    aircraft: Calendar<HyperLogLog>,
    seen: Calendar<SplitBlockBloom>,
    routes: Calendar<CountMin>,
    top: Calendar<TopK<String>>,
    delays: Calendar<TDigest>,
    exact_aircraft: Timed<[ExactSet; 12]>,
    exact_routes: Timed<ExactCounts>,
    exact_delays: Timed<ExactValues>,
    items: u64,
}

impl Months {
    pub(crate) fn new() -> Result<Self, ParameterError> {
        Ok(Self {
            aircraft: Calendar::new(&HyperLogLog::with_error(0.01)?),
            seen: Calendar::new(&SplitBlockBloom::with_capacity_and_fpr(5_000, 0.01)?),
            routes: Calendar::new(&CountMin::new(0.001, 0.01)?),
            top: Calendar::new(&TopK::new(128)?),
            delays: Calendar::new(&TDigest::new(200.0)?),
            exact_aircraft: Timed::new(array::from_fn(|_| ExactSet::default())),
            exact_routes: Timed::default(),
            exact_delays: Timed::default(),
            items: 0,
        })
    }
}

impl Chapter for Months {
    fn observe(&mut self, batch: &Batch) {
        let months = || batch.date.iter().map(|date| usize::from(date.month) - 1);
        let aircraft = || months().zip(batch.tailnum.iter()).filter(|(_, key)| !key.is_empty());
        let routes = || months().zip(batch.route.iter());
        let delays = || months().zip(&batch.dep_delay).filter_map(|(month, delay)| Some((month, (*delay)?)));

        self.aircraft.observe(aircraft, HyperLogLog::insert);
        self.seen.observe(aircraft, SplitBlockBloom::insert);
        self.routes.observe(routes, |sketch, key| sketch.update(key, 1));
        self.top.observe(routes, |sketch, key| sketch.update(key, 1));
        self.delays.observe(delays, TDigest::insert);

        self.exact_aircraft.run(|sets| aircraft().for_each(|(month, key)| sets[month].insert(key)));
        self.exact_routes.run(|counts| routes().for_each(|(_, key)| counts.update(key)));
        let delays: Vec<f64> = delays().map(|(_, delay)| delay).collect();
        self.exact_delays.run(|values| values.extend(&delays));
        self.items += batch.len() as u64;
    }

    fn finish(mut self: Box<Self>) -> Result<Section, Box<dyn Error>> {
        self.exact_delays.run(ExactValues::sort);
        Ok(Section {
            title: "Months",
            introduction: "Twelve sketches, one a month, merged into the year and held against the sketch that saw the \
                           whole year. Where the state depends on nothing but the set of keys or the sum of counts, \
                           the two are one and the same; t-digests and top-k lists agree within their errors.",
            charts: vec![self.chart()?],
            studies: vec![
                self.aircraft_study()?,
                self.seen_study()?,
                self.routes_study()?,
                self.top_study()?,
                self.delays_study()?,
            ],
            ..Section::default()
        })
    }
}

impl Months {
    fn aircraft_study(&self) -> Result<Study, MergeError> {
        let merged = self.aircraft.merged(HyperLogLog::merge)?;
        let own = &self.aircraft.year;
        let (estimate, years) = (merged.value.estimate(), grouped(own.estimate().value));
        let mut year = Timed::new(ExactSet::default());
        year.run(|year| {
            self.exact_aircraft.value.iter().flat_map(ExactSet::iter).for_each(|key| year.insert(key));
        });
        let memory = self.exact_aircraft.value.iter().map(ExactSet::memory_bytes).sum();
        Ok(Study {
            sketch: "12 x HyperLogLog, merged".to_owned(),
            items: self.items,
            cost: self.aircraft.cost(HyperLogLog::memory_bytes, merged.spent),
            exact_cost: Cost { memory, time: self.exact_aircraft.spent + year.spent },
            findings: vec![
                Finding::count("distinct aircraft, from the months", &estimate, year.value.len() as u64),
                Finding::identical(
                    "months against the year's own",
                    grouped(estimate.value),
                    years,
                    merged.value == *own,
                ),
            ],
        })
    }

    fn seen_study(&self) -> Result<Study, MergeError> {
        let merged = self.seen.merged(SplitBlockBloom::merge)?;
        let denied =
            self.exact_aircraft.value.iter().flat_map(ExactSet::iter).filter(|key| !merged.value.contains(*key));
        let denied = denied.count() as f64;
        let memory = self.exact_aircraft.value.iter().map(ExactSet::memory_bytes).sum();
        let same = merged.value == self.seen.year;
        Ok(Study {
            sketch: "12 x SplitBlockBloom, merged".to_owned(),
            items: self.items,
            cost: self.seen.cost(SplitBlockBloom::memory_bytes, merged.spent),
            exact_cost: Cost { memory, time: self.exact_aircraft.spent },
            findings: vec![Finding::identical("aircraft that it denies", denied, 0, same)],
        })
    }

    fn routes_study(&self) -> Result<Study, MergeError> {
        let merged = self.routes.merged(CountMin::merge)?;
        let exact = &self.exact_routes.value;
        let same = merged.value == self.routes.year;
        let top = exact.top(1).into_iter().map(|(key, count)| {
            let found = merged.value.estimate(key).value;
            Finding::identical(key, grouped(found), grouped(count as f64), same)
        });
        Ok(Study {
            sketch: "12 x CountMin, merged".to_owned(),
            items: self.items,
            cost: self.routes.cost(CountMin::memory_bytes, merged.spent),
            exact_cost: Cost { memory: exact.memory_bytes(), time: self.exact_routes.spent },
            findings: top.collect(),
        })
    }

    fn top_study(&self) -> Result<Study, MergeError> {
        let merged = self.top.merged(TopK::merge)?;
        let exact = &self.exact_routes.value;
        let found = merged.value.top(3).into_iter();
        Ok(Study {
            sketch: "12 x TopK, merged".to_owned(),
            items: self.items,
            cost: self.top.cost(TopK::memory_bytes, merged.spent),
            exact_cost: Cost { memory: exact.memory_bytes(), time: self.exact_routes.spent },
            findings: found.map(|c| Finding::count(&c.item, &c.estimate, exact.count(&c.item))).collect(),
        })
    }

    fn delays_study(&self) -> Result<Study, MergeError> {
        let merged = self.delays.merged(TDigest::merge)?;
        let exact = &self.exact_delays.value;
        let findings = [(0.5, "p50"), (0.99, "p99"), (0.999, "p99.9")].into_iter().filter_map(|(q, name)| {
            let (found, truth) = (merged.value.quantile(q)?, exact.quantile(q)?);
            Some(Finding::quantile(name, found, truth, exact.rank_error(q, found.round())))
        });
        Ok(Study {
            sketch: "12 x TDigest, merged".to_owned(),
            items: exact.len() as u64,
            cost: self.delays.cost(TDigest::memory_bytes, merged.spent),
            exact_cost: Cost { memory: exact.memory_bytes(), time: self.exact_delays.spent },
            findings: findings.collect(),
        })
    }

    fn chart(&self) -> Result<Chart, Box<dyn Error>> {
        let sketches = self.aircraft.months.value.iter().zip(&self.exact_aircraft.value);
        let bars: Vec<_> = sketches
            .zip(MONTHS)
            .map(|((sketch, exact), name)| {
                let found = sketch.estimate();
                let interval = Some((found.lower, found.upper));
                Bar { name: name.to_owned(), exact: exact.len() as f64, estimate: found.value, interval }
            })
            .collect();
        let legend = ["exact", "estimate, with its interval"];
        charts::bars("Different aircraft in each month, by HyperLogLog", "different aircraft", legend, &bars, grouped)
    }
}

/// A sketch for each month, and one for the year that saw the same.
#[derive(Debug)]
struct Calendar<S> {
    months: Timed<[S; 12]>,
    year: S,
    empty: S,
}

impl<S: Clone> Calendar<S> {
    fn new(empty: &S) -> Self {
        Self { months: Timed::new(array::from_fn(|_| empty.clone())), year: empty.clone(), empty: empty.clone() }
    }

    fn observe<T, I: Iterator<Item = (usize, T)>>(&mut self, items: impl Fn() -> I, insert: impl Fn(&mut S, T)) {
        self.months.run(|months| items().for_each(|(month, item)| insert(&mut months[month], item)));
        items().for_each(|(_, item)| insert(&mut self.year, item));
    }

    fn merged(&self, merge: impl Fn(&mut S, &S) -> Result<(), MergeError>) -> Result<Timed<S>, MergeError> {
        let mut year = Timed::new(self.empty.clone());
        year.run(|year| self.months.value.iter().try_for_each(|month| merge(year, month)))?;
        Ok(year)
    }

    /// What the months cost, merging included.
    fn cost(&self, memory: impl Fn(&S) -> usize, merging: Duration) -> Cost {
        Cost { memory: self.months.value.iter().map(memory).sum(), time: self.months.spent + merging }
    }
}

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
