//! The day with the most departures of one aircraft.

use core::{cmp::Reverse, iter::zip};

use ansatz_core::Estimate;
use ansatz_planning::{PlanningError, Times};

use super::{
    days::{Day, LEGS, Leg},
    exact,
    past::{Past, own},
    plan::{LATE, Plan},
};
use crate::{
    charts::time_of_day,
    clock::Timed,
    findings::{Cost, Finding, Grid, Study, grouped, percent},
    names::Names,
};

/// The plan of the day, and when each leg may leave.
pub(super) struct Busiest<'a> {
    pub(super) plan: Plan<'a>,
    pub(super) times: Vec<Times>,
    names: &'a Names,
}

impl<'a> Busiest<'a> {
    /// The day with the most departures whose schedule leaves each of them the least gap; of these the one with the least
    /// slack in all; of these the one whose last leg was the latest.
    pub(super) fn of(days: &'a [Day], past: &'a Past, names: &'a Names) -> Result<Option<Self>, PlanningError> {
        let mut best: Option<Self> = None;
        for day in days.iter().filter(|day| day.legs.len() >= LEGS) {
            let Some(plan) = Plan::of(day, past)? else { continue };
            let other = Self { times: plan.times()?, plan, names };
            if other.holds() && best.as_ref().is_none_or(|best| other.rank() > best.rank()) {
                best = Some(other);
            }
        }
        Ok(best)
    }

    fn rank(&self) -> (usize, Reverse<i64>, u64) {
        (self.legs().len(), Reverse(self.times[0].total_float), self.plan.last().late())
    }

    /// Whether each leg can leave at its scheduled time.
    fn holds(&self) -> bool {
        zip(self.legs(), &self.times).all(|(leg, times)| times.early_start == u64::from(leg.scheduled))
    }

    pub(super) fn legs(&self) -> &'a [Leg] {
        &self.plan.day.legs
    }

    /// `N298JB on 2013-07-12`.
    pub(super) fn name(&self) -> String {
        format!("{} on {}", self.names.text(self.plan.day.tail), self.plan.day.date)
    }

    /// The leg behind which there is the least slack.
    fn tightest(&self) -> (usize, u64) {
        let slacks = self.times.iter().map(|times| times.free_float).take(self.plan.least.len());
        // There is one, or there would be no day.
        slacks.enumerate().min_by_key(|(_, slack)| *slack).unwrap_or_default()
    }

    pub(super) fn facts(&self) -> [(String, String); 3] {
        let (leg, slack) = self.tightest();
        let day = format!("{}, {} departures", self.name(), self.legs().len());
        let all = self.times[0].total_float;
        [
            ("the busiest day that can be flown as scheduled".to_owned(), day),
            (
                "its slack in all, and where it is least".to_owned(),
                format!("{all} min, {slack} min behind leg {}", leg + 1),
            ),
            ("delay of the first leg that does not reach the last".to_owned(), format!("up to {all} min")),
        ]
    }

    pub(super) fn study(&self) -> Result<Study, PlanningError> {
        let mut again = Timed::new(Vec::new());
        again.run(|times| self.plan.times().map(|found| *times = found))?;
        let mut walked = Timed::new(None);
        walked.run(|most| *most = exact::most(&self.plan));
        let mut findings = vec![
            same("minutes that the first leg may be late", again.value[0].total_float, walked.value),
            same("the least slack behind a leg", self.tightest().1.cast_signed(), self.least_slack()),
        ];
        let (mut simulated, mut added) = (Timed::new(Estimate::exact(0.0)), Timed::new(0.0));
        for first in FIRST {
            simulated.run(|risk| self.plan.risk(first, RUNS, SEED).map(|found| *risk = found))?;
            added.run(|risk| *risk = exact::risk(&self.plan, first));
            findings.push(chance(
                &format!("last leg over {LATE} min late, first by {first} min"),
                simulated.value,
                added.value,
            ));
        }
        let delays = self.plan.own.iter().map(|own| own.counts.values().sum::<u64>() as usize);
        let kinds = self.plan.own.iter().map(|own| own.counts.len());
        Ok(Study {
            sketch: format!("Cpm, and RiskModel with {} runs a delay", grouped(RUNS as f64)),
            items: RUNS * FIRST.len() as u64,
            // The own delays, one by one, and how many there are of each, beside the minutes of a day.
            cost: Cost { memory: delays.sum::<usize>() * size_of::<f64>(), time: again.spent + simulated.spent },
            exact_cost: Cost {
                memory: 2 * (kinds.sum::<usize>() + self.plan.due() as usize) * size_of::<u64>(),
                time: walked.spent + added.spent,
            },
            findings,
        })
    }

    /// What the schedule leaves beyond the least gap, where that is least.
    fn least_slack(&self) -> Option<u64> {
        let gaps = self.plan.day.pairs().map(|(leg, next)| u64::from(next.scheduled - leg.scheduled));
        zip(gaps, &self.plan.least).map(|(gap, least)| gap.saturating_sub(*least)).min()
    }

    pub(super) fn grid(&self) -> Grid {
        let minutes = |minutes: Option<u64>| minutes.map_or("-".to_owned(), |minutes| format!("{minutes} min"));
        let row = |index: usize| {
            let (leg, times) = (self.legs()[index], &self.times[index]);
            let [from, to] = [leg.origin, leg.dest].map(|number| self.names.text(number));
            let before = index.checked_sub(1);
            let own = before.map(|before| own(self.legs()[before], self.plan.least[before], leg));
            let least = self.plan.least.get(index).copied();
            vec![
                format!("{}. {} {from} to {to}", index + 1, time_of_day(f64::from(leg.scheduled) / 60.0)),
                minutes(least),
                minutes(least.map(|_| times.free_float)),
                format!("{} min", times.total_float),
                minutes(Some(leg.late())),
                minutes(own.map(|own| leg.late() - own)),
            ]
        };
        Grid {
            caption: format!(
                "{}: the least gap to the next departure, the slack beyond it, what the leg may be late before the last one \
                 is, and how the day went",
                self.name()
            ),
            header: ["leg", "least gap", "slack", "may be late", "was late", "inherited"].map(str::to_owned).to_vec(),
            rows: (0..self.legs().len()).map(row).collect(),
        }
    }
}

/// What is found beside what is counted, both in minutes.
fn same(question: &str, found: i64, counted: Option<u64>) -> Finding {
    Finding {
        question: question.to_owned(),
        estimate: format!("{found} min"),
        exact: counted.map_or(String::new(), |counted| format!("{counted} min")),
        promise: "the same, certain".to_owned(),
        kept: Some(counted.map(u64::cast_signed) == Some(found)),
    }
}

fn chance(question: &str, found: Estimate, exact: f64) -> Finding {
    let Estimate { value, lower, upper, confidence, .. } = found;
    Finding {
        question: question.to_owned(),
        estimate: percent(value),
        exact: percent(exact),
        promise: format!("{} to {}, {:.0}%", percent(lower), percent(upper), confidence * 100.0),
        kept: Some(found.contains(exact)),
    }
}

/// Delays of the first leg that are asked for.
const FIRST: [u64; 5] = [0, 30, 60, 120, 180];
/// Of each delay.
pub(super) const RUNS: u64 = 10_000;
pub(super) const SEED: u64 = 2013;
