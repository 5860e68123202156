//! An experiment, watched from its first row to its last.

use ansatz_bandit::experiments::{Cuped, Group, Verdict, sample_ratio_mismatch};
use ansatz_core::{Estimate, ParameterError};

use crate::{arguments::Request, read::Experiment, test::Test};

/// What was known by when.
#[derive(Debug)]
pub(crate) struct Watch {
    pub(crate) name: String,
    pub(crate) groups: [Tally; 2],
    pub(crate) names: [String; 2],
    pub(crate) share: f64,
    pub(crate) alpha: f64,
    /// How likely numbers as far from the share would be.
    pub(crate) ratio: f64,
    pub(crate) test: Test,
    /// What was known of each before, and what that makes of the difference at the end.
    pub(crate) adjusted: Option<Adjusted>,
    /// The row that brought the verdict, from 1.
    pub(crate) decided: Option<u64>,
    /// What was known at the end of each date, or of each twentieth.
    pub(crate) points: Vec<Point>,
    /// The interval after rows that are close to each other.
    pub(crate) course: Vec<(u64, Estimate)>,
}

/// The difference without what was known before.
#[derive(Debug)]
pub(crate) struct Adjusted {
    pub(crate) covariate: String,
    pub(crate) estimate: Estimate,
    /// The part of the variance that is gone.
    pub(crate) reduction: f64,
}

impl Adjusted {
    /// `None` with fewer than two in a group.
    fn of(experiment: &Experiment, covariate: &str, confidence: f64) -> Result<Option<Self>, ParameterError> {
        let mut cuped = Cuped::new(2)?;
        for row in &experiment.rows {
            cuped.observe(usize::from(row.group == Group::Treatment), row.outcome, row.covariate)?;
        }
        if cuped.visitors(0)?.min(cuped.visitors(1)?) < 2 {
            return Ok(None);
        }
        let estimate = cuped.difference_at(1, confidence)?;
        Ok(Some(Self { covariate: covariate.to_owned(), estimate, reduction: cuped.variance_reduction(1)? }))
    }
}

/// A group so far.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Tally {
    pub(crate) count: u64,
    pub(crate) sum: f64,
}

impl Tally {
    pub(crate) fn mean(self) -> Option<f64> {
        (self.count > 0).then(|| self.sum / self.count as f64)
    }
}

/// What was known at a time.
#[derive(Debug)]
pub(crate) struct Point {
    pub(crate) label: String,
    pub(crate) groups: [Tally; 2],
    pub(crate) estimate: Estimate,
    pub(crate) p_value: Option<f64>,
    pub(crate) verdict: Verdict,
}

impl Watch {
    pub(crate) fn of(experiment: &Experiment, request: &Request) -> Result<Self, ParameterError> {
        let mut watch = Self {
            name: experiment.name.clone(),
            groups: [Tally::default(); 2],
            names: [request.control.clone(), experiment.treatment.clone()],
            share: request.share,
            alpha: request.alpha,
            ratio: 1.0,
            test: Test::of(experiment, request)?,
            adjusted: None,
            decided: None,
            points: Vec::new(),
            course: Vec::new(),
        };
        watch.go_through(experiment)?;
        if let Some(covariate) = &request.columns.covariate {
            watch.adjusted = Adjusted::of(experiment, covariate, 1.0 - request.alpha)?;
        }
        let counts = watch.groups.map(|tally| tally.count);
        watch.ratio = sample_ratio_mismatch(&counts, &[1.0 - request.share, request.share])?;
        Ok(watch)
    }

    fn go_through(&mut self, experiment: &Experiment) -> Result<(), ParameterError> {
        let rows = &experiment.rows;
        for (index, row) in rows.iter().enumerate() {
            self.test.observe(row.group, row.outcome)?;
            let tally = &mut self.groups[usize::from(row.group == Group::Treatment)];
            tally.count += 1;
            tally.sum += row.outcome;
            let seen = index + 1;
            if self.decided.is_none() && self.test.verdict().is_final() {
                self.decided = Some(seen as u64);
            }
            if is_end_of_part(seen, rows.len(), DRAWN) {
                self.course.push((seen as u64, self.test.estimate()));
            }
            let label = if experiment.dates.is_empty() {
                is_end_of_part(seen, rows.len(), PARTS).then(|| format!("row {seen}"))
            } else {
                let is_last = rows.get(seen).is_none_or(|next| next.date != row.date);
                is_last.then(|| experiment.dates[row.date].clone())
            };
            if let Some(label) = label {
                self.note(label);
            }
        }
        Ok(())
    }

    fn note(&mut self, label: String) {
        let Self { test, groups, points, .. } = self;
        let (estimate, p_value, verdict) = (test.estimate(), test.p_value(), test.verdict());
        points.push(Point { label, groups: *groups, estimate, p_value, verdict });
    }

    /// Whether the groups are as large as they should be, up to chance.
    pub(crate) fn is_split_well(&self) -> bool {
        self.ratio >= MISMATCH
    }
}

/// Whether one of so many parts of all rows ends here.
fn is_end_of_part(seen: usize, all: usize, parts: usize) -> bool {
    seen * parts / all > (seen - 1) * parts / all
}

/// Below, numbers are wrong rather than unlucky (Fabijan et al., KDD 2019, use 0.0005).
const MISMATCH: f64 = 0.0005;
const PARTS: usize = 20;
/// Points of a chart.
const DRAWN: usize = 400;
