//! The same answers without a network: leg after leg.

use super::plan::Plan;

/// When the last leg is ready to leave if the first one is late by `first` minutes and no other is by itself.
pub(super) fn last_ready(plan: &Plan<'_>, first: u64) -> u64 {
    let start = u64::from(plan.day.legs[0].scheduled) + first;
    let nexts = plan.least.iter().zip(&plan.day.legs[1..]);
    nexts.fold(start, |left, (&least, next)| (left + least).max(u64::from(next.scheduled)))
}

/// The most minutes that the first leg may be late and the last one leaves on time, by trying them; `None` if that is not
/// so even with none.
pub(super) fn most(plan: &Plan<'_>) -> Option<u64> {
    (0..=u64::from(plan.last().scheduled))
        .take_while(|&first| last_ready(plan, first) <= u64::from(plan.last().scheduled))
        .last()
}

/// How likely the last leg is late if the first one is late by `first` minutes, by adding up all that may happen.
pub(super) fn risk(plan: &Plan<'_>, first: u64) -> f64 {
    let due = plan.due() as usize;
    // The chance of each minute; what leaves later than the last leg is due makes that one late for certain.
    let mut leaves = vec![0.0; due + 1];
    if let Some(chance) = leaves.get_mut(usize::from(plan.day.legs[0].scheduled) + first as usize) {
        *chance = 1.0;
    }
    for ((&least, next), own) in plan.least.iter().zip(&plan.day.legs[1..]).zip(&plan.own) {
        let all: u64 = own.counts.values().sum();
        let mut later = vec![0.0; due + 1];
        for (minute, chance) in leaves.iter().enumerate().filter(|(_, chance)| **chance > 0.0) {
            let ready = (minute as u64 + least).max(u64::from(next.scheduled));
            for (delay, &count) in own.counts.range(..=plan.due().saturating_sub(ready)) {
                if let Some(sum) = later.get_mut((ready + delay) as usize) {
                    *sum += chance * count as f64 / all as f64;
                }
            }
        }
        leaves = later;
    }
    1.0 - leaves.iter().sum::<f64>()
}
