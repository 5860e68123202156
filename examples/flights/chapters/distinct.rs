//! How many different aircraft, how many different routes: `HyperLogLog` and `HyperLogLogPlus`.

use std::error::Error;

use ansatz_core::{Estimate, ParameterError};
use ansatz_sketch::{HyperLogLog, HyperLogLogPlus};

use super::Chapter;
use crate::{
    batch::{Batch, Texts},
    charts::{self, Axis, ESTIMATE, EXACT, Mark, Series},
    clock::Timed,
    course::Course,
    exact::ExactSet,
    findings::{Chart, Cost, Finding, Section, Study, grouped},
};

/// The distinct values of two columns.
#[derive(Debug)]
pub(crate) struct Distinct {
    aircraft: Count,
    routes: Count,
}

impl Distinct {
    pub(crate) fn new() -> Result<Self, ParameterError> {
        Ok(Self { aircraft: Count::new("distinct aircraft")?, routes: Count::new("distinct routes")? })
    }
}

impl Chapter for Distinct {
    fn observe(&mut self, batch: &Batch) {
        self.aircraft.observe(&batch.tailnum);
        self.routes.observe(&batch.route);
    }

    fn finish(self: Box<Self>) -> Result<Section, Box<dyn Error>> {
        Ok(Section {
            title: "Distinct",
            introduction: "How many different aircraft flew, and on how many different routes? A HyperLogLog never \
                           grows; a HyperLogLogPlus starts as a short list and is all but exact while it is one.",
            charts: vec![self.aircraft.chart()?],
            studies: self.aircraft.studies().into_iter().chain(self.routes.studies()).collect(),
            ..Section::default()
        })
    }
}

/// One column's distinct values, counted in three ways.
#[derive(Debug)]
struct Count {
    question: &'static str,
    dense: Timed<HyperLogLog>,
    sparse: Timed<HyperLogLogPlus>,
    exact: Timed<ExactSet>,
    items: u64,
    course: Course<Moment>,
}

/// Where a count stood after so many items.
#[derive(Debug)]
struct Moment {
    items: u64,
    estimate: Estimate,
    exact: u64,
}

impl Count {
    fn new(question: &'static str) -> Result<Self, ParameterError> {
        Ok(Self {
            question,
            dense: Timed::new(HyperLogLog::with_error(ERROR)?),
            sparse: Timed::new(HyperLogLogPlus::with_error(ERROR)?),
            exact: Timed::default(),
            items: 0,
            course: Course::new(),
        })
    }

    fn observe(&mut self, column: &Texts) {
        self.dense.run(|sketch| column.present().for_each(|key| sketch.insert(key)));
        self.sparse.run(|sketch| column.present().for_each(|key| sketch.insert(key)));
        self.exact.run(|set| column.present().for_each(|key| set.insert(key)));
        self.items += column.present().count() as u64;
        let (items, estimate, exact) = (self.items, &self.dense.value, self.exact.value.len() as u64);
        self.course.offer(|| Moment { items, estimate: estimate.estimate(), exact });
    }

    fn studies(&self) -> [Study; 2] {
        let exact = self.exact.value.len() as u64;
        let study = |sketch: String, memory, time, estimate: &Estimate| Study {
            sketch,
            items: self.items,
            cost: Cost { memory, time },
            exact_cost: Cost { memory: self.exact.value.memory_bytes(), time: self.exact.spent },
            findings: vec![Finding::count(self.question, estimate, exact)],
        };
        let (dense, sparse) = (&self.dense.value, &self.sparse.value);
        [
            study(
                format!("HyperLogLog, precision {}", dense.precision()),
                dense.memory_bytes(),
                self.dense.spent,
                &dense.estimate(),
            ),
            study(
                format!("HyperLogLogPlus, precision {}", sparse.precision()),
                sparse.memory_bytes(),
                self.sparse.spent,
                &sparse.estimate(),
            ),
        ]
    }

    /// The distance from the truth: on the scale of the counts themselves it would be hidden by a line's width.
    fn chart(&self) -> Result<Chart, Box<dyn Error>> {
        let moments = || self.course.points().iter().filter(|moment| moment.exact > 0);
        let off = |moment: &Moment, value: f64| (value / moment.exact as f64 - 1.0) * 100.0;
        let band: Vec<_> =
            moments().map(|m| (m.items as f64, off(m, m.estimate.lower), off(m, m.estimate.upper))).collect();
        let estimates = moments().map(|m| (m.items as f64, off(m, m.estimate.value))).collect();
        let last = self.items as f64;
        let x = Axis::over("flights seen", [last], true, grouped);
        let ends = band.iter().flat_map(|&(_, lower, upper)| [lower, upper]);
        let y =
            Axis::over("distance from the exact count", ends.chain([-1.0, 1.0]), false, |off| format!("{off:+.1}%"));
        let series = [
            Series { name: "95% interval", colour: ESTIMATE, mark: Mark::Band(band) },
            Series { name: "exact", colour: EXACT, mark: Mark::Line(vec![(0.0, 0.0), (last, 0.0)]) },
            Series { name: "HyperLogLog", colour: ESTIMATE, mark: Mark::Line(estimates) },
        ];
        charts::plane("Different aircraft: how far off the estimate is while the year goes by", x, y, &series)
    }
}

/// Relative standard error that the sketches are sized for.
const ERROR: f64 = 0.01;
