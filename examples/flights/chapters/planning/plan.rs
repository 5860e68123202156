//! An aircraft's day as a network.

use ansatz_core::Estimate;
use ansatz_planning::{
    Cpm,
    LinkKind::FinishToStart,
    Network, PlanningError, Times,
    risk::{Distribution, RiskModel},
};

use super::{
    days::{Day, Leg},
    past::{Own, Past},
};

/// Each departure is a task that takes as long as the departure is late by itself: nothing, if all goes to plan. It may
/// start at its scheduled time, and the least gap after the one before.
#[derive(Debug)]
pub(super) struct Plan<'a> {
    pub(super) day: &'a Day,
    network: Network,
    /// The least gap behind each leg but the last.
    pub(super) least: Vec<u64>,
    /// What each leg but the first may be late by itself.
    pub(super) own: Vec<&'a Own>,
}

impl<'a> Plan<'a> {
    /// `None` if too little is known of one of its legs.
    pub(super) fn of(day: &'a Day, past: &'a Past) -> Result<Option<Self>, PlanningError> {
        let least: Option<Vec<u64>> = day.pairs().map(|(leg, _)| past.least(leg)).collect();
        let own: Option<Vec<&Own>> = day.pairs().map(|(_, next)| past.own(next.carrier)).collect();
        let (Some(least), Some(own)) = (least, own) else { return Ok(None) };
        let mut network = Network::new();
        for leg in &day.legs {
            let task = network.add_task(0);
            network.start_no_earlier_than(task, u64::from(leg.scheduled))?;
        }
        for (task, &least) in least.iter().enumerate() {
            network.link(task, task + 1, FinishToStart, least.cast_signed())?;
        }
        network.finish_by(least.len(), u64::from(day.legs[least.len()].scheduled))?;
        Ok(Some(Self { day, network, least, own }))
    }

    /// When each leg may leave, with what it may be late for the next one, and for the last.
    pub(super) fn times(&self) -> Result<Vec<Times>, PlanningError> {
        let cpm = Cpm::new(&self.network)?;
        (0..cpm.len()).map(|leg| cpm.times(leg)).collect()
    }

    pub(super) fn last(&self) -> Leg {
        // There are two legs or more.
        self.day.legs[self.least.len()]
    }

    /// The last minute at which the last leg is not [`LATE`].
    pub(super) fn due(&self) -> u64 {
        u64::from(self.last().scheduled) + LATE
    }

    /// How likely the last leg is late if the first one is late by `first` minutes.
    pub(super) fn risk(&self, first: u64, runs: u64, seed: u64) -> Result<Estimate, PlanningError> {
        let mut durations = vec![Distribution::constant(first as f64)?];
        durations.extend(self.own.iter().map(|own| own.distribution.clone()));
        let analysis = RiskModel::new(&self.network, &durations)?.simulate(runs, seed)?;
        // Between two minutes: all times are whole ones.
        let in_time = analysis.probability_by_at(self.due() as f64 + 0.5, CONFIDENCE)?;
        let Estimate { value, lower, upper, .. } = in_time;
        Ok(Estimate::new(1.0 - value, 1.0 - upper, 1.0 - lower, CONFIDENCE))
    }
}

/// Minutes that a departure may be late and still is called punctual, as the US Department of Transportation has it.
pub(super) const LATE: u64 = 15;
/// Of the intervals: of so many questions all are to be in theirs, nearly always.
const CONFIDENCE: f64 = 0.99;
