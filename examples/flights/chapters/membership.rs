//! Has this aircraft been seen: `SplitBlockBloom` and `Bloom`.

use std::{error::Error, time::Duration};

use ansatz_core::ParameterError;
use ansatz_sketch::{Bloom, SplitBlockBloom};

use super::Chapter;
use crate::{
    batch::Batch,
    charts::{self, Axis, ESTIMATE, EXACT, Mark, OTHER, Series},
    clock::Timed,
    course::Course,
    exact::ExactSet,
    findings::{Chart, Cost, Finding, Section, Study, grouped, percent},
};

/// The tail numbers seen so far.
#[derive(Debug)]
pub(crate) struct Membership {
    blocked: Timed<SplitBlockBloom>,
    classic: Timed<Bloom>,
    exact: Timed<ExactSet>,
    items: u64,
    course: Course<Moment>,
}

/// How often each filter was wrong after so many aircraft.
#[derive(Debug)]
struct Moment {
    aircraft: f64,
    blocked: f64,
    classic: f64,
}

impl Membership {
    pub(crate) fn new() -> Result<Self, ParameterError> {
        Ok(Self {
            blocked: Timed::new(SplitBlockBloom::with_capacity_and_fpr(CAPACITY, FPR)?),
            classic: Timed::new(Bloom::with_capacity_and_fpr(CAPACITY, FPR)?),
            exact: Timed::default(),
            items: 0,
            course: Course::new(),
        })
    }
}

impl Chapter for Membership {
    fn observe(&mut self, batch: &Batch) {
        let column = &batch.tailnum;
        self.blocked.run(|filter| column.present().for_each(|key| filter.insert(key)));
        self.classic.run(|filter| column.present().for_each(|key| filter.insert(key)));
        self.exact.run(|set| column.present().for_each(|key| set.insert(key)));
        self.items += column.present().count() as u64;

        let (blocked, classic, exact) = (&self.blocked.value, &self.classic.value, &self.exact.value);
        self.course.offer(|| Moment {
            aircraft: exact.len() as f64,
            blocked: false_positives(exact, CHARTED, |key| blocked.contains(key)),
            classic: false_positives(exact, CHARTED, |key| classic.contains(key)),
        });
    }

    fn finish(self: Box<Self>) -> Result<Section, Box<dyn Error>> {
        let (blocked, classic) = (&self.blocked.value, &self.classic.value);
        Ok(Section {
            title: "Membership",
            introduction: "Has this tail number been seen? A Bloom filter never denies one that has, and takes a few \
                           that have not for known: measured on tail numbers that never flew.",
            studies: vec![
                self.study("SplitBlockBloom", blocked.memory_bytes(), self.blocked.spent, &|key| blocked.contains(key)),
                self.study("Bloom", classic.memory_bytes(), self.classic.spent, &|key| classic.contains(key)),
            ],
            charts: vec![self.chart()?],
            ..Section::default()
        })
    }
}

impl Membership {
    fn study(&self, name: &str, memory: usize, time: Duration, contains: &dyn Fn(&str) -> bool) -> Study {
        let exact = &self.exact.value;
        let denied = exact.iter().filter(|key| !contains(key)).count() as f64 / exact.len().max(1) as f64;
        let wrong = false_positives(exact, PROBES, contains);
        let mut rate = Finding::rate(format!("false positives in {}", grouped(f64::from(PROBES))), wrong, 0.0, FPR);
        if exact.len() as u64 > CAPACITY {
            rate.promise = format!("nothing above {} keys", grouped(CAPACITY as f64));
            rate.kept = None;
        }
        Study {
            sketch: format!("{name}, sized for {} keys at {}", grouped(CAPACITY as f64), percent(FPR)),
            items: self.items,
            cost: Cost { memory, time },
            exact_cost: Cost { memory: exact.memory_bytes(), time: self.exact.spent },
            findings: vec![Finding::rate("seen aircraft that it denies", denied, 0.0, 0.0), rate],
        }
    }

    fn chart(&self) -> Result<Chart, Box<dyn Error>> {
        let moments = self.course.points();
        let at = |rate: fn(&Moment) -> f64| moments.iter().map(|m| (m.aircraft, rate(m))).collect::<Vec<_>>();
        let most = moments.last().map_or(1.0, |m| m.aircraft).max(1.0);
        let promised = vec![(0.0, FPR), (most, FPR)];
        let (blocked, classic) = (at(|m| m.blocked), at(|m| m.classic));
        let x = Axis::over("different aircraft inserted", [most], true, grouped);
        let rates = blocked.iter().chain(&classic).map(|point| point.1);
        let y = Axis::over("false positive rate", rates.chain([FPR]), true, |rate| format!("{:.1}%", rate * 100.0));
        let series = [
            Series { name: "promised at capacity", colour: EXACT, mark: Mark::Line(promised) },
            Series { name: "SplitBlockBloom, measured", colour: ESTIMATE, mark: Mark::Dots(blocked) },
            Series { name: "Bloom, measured", colour: OTHER, mark: Mark::Dots(classic) },
        ];
        charts::plane("False positives as the filters fill", x, y, &series)
    }
}

/// The share of `probes` tail numbers, none of which was seen, that the filter takes for seen.
fn false_positives(seen: &ExactSet, probes: u32, contains: impl Fn(&str) -> bool) -> f64 {
    let absent = (0..).map(|i: u32| format!("N{i:05}")).filter(|key| !seen.contains(key));
    absent.take(probes as usize).filter(|key| contains(key)).count() as f64 / f64::from(probes)
}

/// Aircraft that the filters have room for: more than the year brings, as one would plan.
const CAPACITY: u64 = 5_000;
/// Promised false positive rate at capacity.
const FPR: f64 = 0.01;
/// At a rate of 1% the standard error is 0.02% with so many.
const PROBES: u32 = 200_000;
/// Fewer for each point of the chart.
const CHARTED: u32 = 20_000;
