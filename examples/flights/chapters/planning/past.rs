//! What the year says of the time between two departures of an aircraft, and of how late it is without being made so.

use std::collections::BTreeMap;

use ansatz_core::ParameterError;
use ansatz_planning::risk::Distribution;

use super::days::{Day, Leg};
use crate::exact::ExactValues;

/// The least gaps by carrier and destination, and the own delays by carrier.
#[derive(Debug)]
pub(super) struct Past {
    least: BTreeMap<(u32, u32), u64>,
    own: BTreeMap<u32, Own>,
}

/// The delays that a carrier's departures did not inherit.
#[derive(Debug)]
pub(super) struct Own {
    pub(super) distribution: Distribution,
    /// How many there are of each.
    pub(super) counts: BTreeMap<u64, u64>,
}

impl Past {
    pub(super) fn of(days: &[Day]) -> Result<Self, ParameterError> {
        let least = least(days);
        let mut counts: BTreeMap<u32, BTreeMap<u64, u64>> = BTreeMap::new();
        for (leg, next) in days.iter().flat_map(Day::pairs) {
            if let Some(&least) = least.get(&leg.route()) {
                *counts.entry(next.carrier).or_default().entry(own(leg, least, next)).or_default() += 1;
            }
        }
        let own = counts.into_iter().map(|(carrier, counts)| Ok((carrier, Own::of(counts)?)));
        Ok(Self { own: own.collect::<Result<_, _>>()?, least })
    }

    /// The least minutes from this departure to the next one.
    pub(super) fn least(&self, leg: Leg) -> Option<u64> {
        self.least.get(&leg.route()).copied()
    }

    pub(super) fn own(&self, carrier: u32) -> Option<&Own> {
        self.own.get(&carrier)
    }
}

impl Own {
    fn of(counts: BTreeMap<u64, u64>) -> Result<Self, ParameterError> {
        let repeated = |(&delay, &count)| core::iter::repeat_n(delay as f64, count as usize);
        let values: Vec<f64> = counts.iter().flat_map(repeated).collect();
        Ok(Self { distribution: Distribution::empirical(&values)?, counts })
    }
}

/// What one in twenty gaps does not exceed, where there are enough of them.
fn least(days: &[Day]) -> BTreeMap<(u32, u32), u64> {
    let mut gaps: BTreeMap<_, ExactValues> = BTreeMap::new();
    for (leg, next) in days.iter().flat_map(Day::pairs) {
        gaps.entry(leg.route()).or_default().extend(&[(next.left - leg.left) as f64]);
    }
    gaps.retain(|_, gaps| gaps.len() >= FEWEST);
    let least = gaps.into_iter().filter_map(|(route, mut gaps)| {
        gaps.sort();
        Some((route, gaps.quantile(SHARE)? as u64))
    });
    least.collect()
}

/// What the departure of `next` is late beyond what it inherits from `leg`.
pub(super) fn own(leg: Leg, least: u64, next: Leg) -> u64 {
    let ready = leg.left + least.cast_signed();
    (next.left - ready.max(i64::from(next.scheduled))).max(0).unsigned_abs()
}

/// Of the gaps: so few are shorter that they may be other aircraft, or the wrong tail numbers.
const SHARE: f64 = 0.05;
/// Of fewer gaps than these one in twenty is none.
const FEWEST: usize = 20;
