//! Small plans at random.

mod oracle;

use ansatz_planning::{Link, LinkKind};
use proptest::prelude::*;

pub(crate) use oracle::Plan;

pub(crate) fn kinds() -> impl Strategy<Value = LinkKind> {
    prop::sample::select(vec![
        LinkKind::FinishToStart,
        LinkKind::StartToStart,
        LinkKind::FinishToFinish,
        LinkKind::StartToFinish,
    ])
}

/// Plans of up to `most` tasks whose numbers are in no order, with leads, milestones, dates and parallel links.
pub(crate) fn plans(most: usize) -> impl Strategy<Value = Plan> {
    (1..=most).prop_flat_map(|tasks| {
        let link = (0..tasks, 0..tasks, kinds(), -6..=6i64);
        let sometimes = prop_oneof![4 => Just(0), 1 => 0..20u64];
        (
            Just((0..tasks).collect::<Vec<_>>()).prop_shuffle(),
            prop::collection::vec(0..10u64, tasks),
            prop::collection::vec(link, 0..=2 * tasks),
            prop::collection::vec(sometimes, tasks),
            prop::collection::vec(prop::option::weighted(0.2, 0..30u64), tasks),
        )
            .prop_map(|(order, durations, pairs, starts, slack)| {
                let links = pairs.into_iter().filter(|(one, other, ..)| one != other);
                let links = links.map(|(one, other, kind, lag)| {
                    let (from, to) = (order[one.min(other)], order[one.max(other)]);
                    Link { from, to, kind, lag }
                });
                let deadlines = slack.iter().zip(&starts).map(|(slack, start)| slack.map(|slack| start + slack));
                Plan { links: links.collect(), deadlines: deadlines.collect(), durations, starts }
            })
    })
}
