//! Which routes and which aircraft fly most: `TopK` finds them, `CountMin` counts any key that one asks for.

use std::error::Error;

use ansatz_core::{Estimate, ParameterError};
use ansatz_sketch::{CountMin, TopK};

use super::Chapter;
use crate::{
    batch::{Batch, Texts},
    charts::{self, Bar},
    clock::Timed,
    exact::ExactCounts,
    findings::{Chart, Cost, Finding, Section, Study, grouped},
};

/// The most frequent values of two columns.
#[derive(Debug)]
pub(crate) struct Frequent {
    routes: Count,
    aircraft: Count,
}

impl Frequent {
    pub(crate) fn new() -> Result<Self, ParameterError> {
        Ok(Self { routes: Count::new(ROUTE_COUNTERS)?, aircraft: Count::new(AIRCRAFT_COUNTERS)? })
    }
}

impl Chapter for Frequent {
    fn observe(&mut self, batch: &Batch) {
        self.routes.observe(&batch.route);
        self.aircraft.observe(&batch.tailnum);
    }

    fn finish(self: Box<Self>) -> Result<Section, Box<dyn Error>> {
        Ok(Section {
            title: "Frequent",
            introduction: "Which routes and which aircraft fly most? TopK keeps a fixed number of counters and answers \
                           with an interval that is certain; Count-Min keeps no keys at all and answers for any key, \
                           never too low and rarely too high by more than epsilon times the total. Both pay where \
                           keys are many more than these.",
            studies: self.routes.studies().into_iter().chain(self.aircraft.studies()).collect(),
            charts: vec![self.routes.chart("The most frequent routes, by TopK")?],
            ..Section::default()
        })
    }
}

/// One column's frequencies, counted in three ways.
#[derive(Debug)]
struct Count {
    top: Timed<TopK<String>>,
    any: Timed<CountMin>,
    exact: Timed<ExactCounts>,
}

impl Count {
    fn new(counters: usize) -> Result<Self, ParameterError> {
        Ok(Self {
            top: Timed::new(TopK::new(counters)?),
            any: Timed::new(CountMin::new(EPSILON, DELTA)?),
            exact: Timed::default(),
        })
    }

    fn observe(&mut self, column: &Texts) {
        self.top.run(|sketch| column.present().for_each(|key| sketch.update(key, 1)));
        self.any.run(|sketch| column.present().for_each(|key| sketch.update(key, 1)));
        self.exact.run(|counts| column.present().for_each(|key| counts.update(key)));
    }

    fn studies(&self) -> [Study; 2] {
        let (top, any, exact) = (&self.top.value, &self.any.value, &self.exact.value);
        let found = self.found(LISTED);
        let by_count_min = found.iter().map(|(key, _)| (key.clone(), any.estimate(key.as_str()))).collect();
        let study = |sketch: String, memory, time, found: Vec<(String, Estimate)>| Study {
            sketch,
            items: exact.total(),
            cost: Cost { memory, time },
            exact_cost: Cost { memory: exact.memory_bytes(), time: self.exact.spent },
            findings: found.iter().map(|(key, count)| Finding::count(key, count, exact.count(key))).collect(),
        };
        let (width, depth) = (grouped(any.width() as f64), any.depth());
        [
            study(
                format!("TopK, {} counters", grouped(top.capacity() as f64)),
                top.memory_bytes(),
                self.top.spent,
                found,
            ),
            study(
                format!("CountMin, {depth} rows of {width} (epsilon {EPSILON}, delta {DELTA})"),
                any.memory_bytes(),
                self.any.spent,
                by_count_min,
            ),
        ]
    }

    fn found(&self, n: usize) -> Vec<(String, Estimate)> {
        self.top.value.top(n).into_iter().map(|counted| (counted.item, counted.estimate)).collect()
    }

    fn chart(&self, title: &str) -> Result<Chart, Box<dyn Error>> {
        let found = self.found(CHARTED);
        let bars: Vec<_> = found
            .into_iter()
            .map(|(name, count)| {
                let exact = self.exact.value.count(&name) as f64;
                Bar { name, exact, estimate: count.value, interval: Some((count.lower, count.upper)) }
            })
            .collect();
        charts::bars(title, "flights in the year", ["exact", "estimate, with its interval"], &bars, grouped)
    }
}

/// Keys in the table.
const LISTED: usize = 5;
/// Keys in the chart.
const CHARTED: usize = 12;
/// Of 224 routes.
const ROUTE_COUNTERS: usize = 64;
/// Of 4,043 aircraft, of which none has more than 0.2% of the flights: keys that differ little are a counter's hard case.
const AIRCRAFT_COUNTERS: usize = 2_048;
const EPSILON: f64 = 0.000_5;
const DELTA: f64 = 0.01;
