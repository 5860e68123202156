//! What the model says of all days beside what became of them.

use ansatz_core::Estimate;
use ansatz_planning::PlanningError;

use super::{
    days::{Day, LEGS},
    past::Past,
    plan::{LATE, Plan},
};
use crate::findings::{Grid, grouped, percent};

/// Days whose first leg was about as late.
#[derive(Debug)]
pub(super) struct Class {
    /// The most minutes.
    most: u64,
    pub(super) days: u64,
    /// Days whose last leg was late.
    late: u64,
    /// The sums of the first legs' delays, and of the chances that the model saw.
    first: u64,
    model: f64,
}

/// The days of [`LEGS`] departures or more, by the delays of their first legs, up to the last of [`MOST`].
pub(super) fn classes(days: &[Day], past: &Past) -> Result<Vec<Class>, PlanningError> {
    let mut classes = MOST.map(|most| Class { most, days: 0, late: 0, first: 0, model: 0.0 });
    // Each day has draws of its own, so that the mean of all is much surer than each.
    for (seed, day) in (0..).zip(days).filter(|(_, day)| day.legs.len() >= LEGS) {
        let first = day.legs[0].late();
        let class = classes.iter_mut().find(|class| first <= class.most);
        if let (Some(class), Some(plan)) = (class, Plan::of(day, past)?) {
            class.days += 1;
            class.late += u64::from(plan.last().late() > LATE);
            class.first += first;
            class.model += plan.risk(first, RUNS, seed)?.value;
        }
    }
    Ok(classes.into_iter().filter(|class| class.days > 0).collect())
}

impl Class {
    /// The mean delay of the first leg.
    pub(super) fn first(&self) -> f64 {
        self.first as f64 / self.days as f64
    }

    /// The chance of a late last leg that the model sees on the mean.
    pub(super) fn model(&self) -> f64 {
        self.model / self.days as f64
    }

    /// The share of days whose last leg was late, as a chance that lies in the interval.
    ///
    /// E. B. Wilson, "Probable inference, the law of succession, and statistical inference", Journal of the American
    /// Statistical Association 22 (1927).
    pub(super) fn seen(&self) -> Estimate {
        let (days, share) = (self.days as f64, self.late as f64 / self.days as f64);
        let squared = TWO_SIDED * TWO_SIDED / days;
        let middle = (share + squared / 2.0) / (1.0 + squared);
        let half = (squared * (share * (1.0 - share) + squared / 4.0)).sqrt() / (1.0 + squared);
        Estimate::new(share, middle - half, middle + half, CONFIDENCE)
    }

    fn row(&self, above: Option<u64>) -> Vec<String> {
        let name = match above {
            None => "not late".to_owned(),
            Some(above) => format!("{} to {} min late", above + 1, self.most),
        };
        let (model, seen) = (self.model(), self.seen());
        let verdict = match () {
            () if model < seen.lower => "too low",
            () if model > seen.upper => "too high",
            () => "fits",
        };
        let interval = format!("{} to {}", percent(seen.lower), percent(seen.upper));
        let days = grouped(self.days as f64);
        vec![name, days, percent(model), percent(seen.value), interval, verdict.to_owned()]
    }
}

pub(super) fn grid(classes: &[Class]) -> Grid {
    let above = |class: &Class| MOST.iter().copied().take_while(|most| *most < class.most).last();
    Grid {
        caption: format!(
            "How often the last leg left more than {LATE} minutes late, on all days of {LEGS} departures or more whose \
             first leg was at most {} minutes late, by that delay: what the model says of the same days, and what was",
            MOST[MOST.len() - 1]
        ),
        header: ["first leg", "days", "model", "seen", "at 95%", "the model is"].map(str::to_owned).to_vec(),
        rows: classes.iter().map(|class| class.row(above(class))).collect(),
    }
}

/// The most minutes of each class; beyond there are too few days.
const MOST: [u64; 8] = [0, 15, 30, 45, 60, 90, 120, 180];
/// For each of thousands of days, of which a mean is taken.
const RUNS: u64 = 256;
const CONFIDENCE: f64 = 0.95;
/// The normal quantile at 97.5%.
const TWO_SIDED: f64 = 1.959_963_984_540_054;
