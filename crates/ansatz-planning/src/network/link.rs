//! What one task waits for.

/// Which end of one task waits for which end of another: the second one happens no sooner, and may happen later.
///
/// # Examples
///
/// ```
/// use ansatz_planning::{Cpm, LinkKind, Network};
///
/// // The earliest start of a task of 3 days, 1 day after a task of 5.
/// let start = |kind| {
///     let mut network = Network::new();
///     let (first, second) = (network.add_task(5), network.add_task(3));
///     network.link(first, second, kind, 1)?;
///     Ok::<_, ansatz_planning::PlanningError>(Cpm::new(&network)?.times(second)?.early_start)
/// };
/// assert_eq!(start(LinkKind::FinishToStart)?, 6);
/// assert_eq!(start(LinkKind::StartToStart)?, 1);
/// assert_eq!(start(LinkKind::FinishToFinish)?, 3);
/// assert_eq!(start(LinkKind::StartToFinish)?, 0);
/// # Ok::<(), ansatz_planning::PlanningError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum LinkKind {
    /// The second may start once the first is finished (FS).
    FinishToStart,
    /// The second may start once the first has started (SS).
    StartToStart,
    /// The second may finish once the first is finished (FF).
    FinishToFinish,
    /// The second may finish once the first has started (SF).
    StartToFinish,
}

impl LinkKind {
    /// Whether it waits for the finish of the first task.
    pub(crate) fn leaves_finish(self) -> bool {
        matches!(self, Self::FinishToStart | Self::FinishToFinish)
    }

    /// Whether the finish of the second task waits.
    pub(crate) fn enters_finish(self) -> bool {
        matches!(self, Self::FinishToFinish | Self::StartToFinish)
    }

    /// The least time from the start of the first task to that of the second, for their durations.
    pub(crate) fn between_starts(self, lag: i64, first: i64, second: i64) -> i64 {
        let leave = if self.leaves_finish() { first } else { 0 };
        let enter = if self.enters_finish() { second } else { 0 };
        lag + leave - enter
    }
}

/// A task that waits for another.
///
/// # Examples
///
/// ```
/// use ansatz_planning::{Link, LinkKind::FinishToStart, Network};
///
/// let mut network = Network::new();
/// let (pour, strip) = (network.add_task(1), network.add_task(2));
/// network.link(pour, strip, FinishToStart, 7)?;
/// assert_eq!(network.links(), [Link { from: pour, to: strip, kind: FinishToStart, lag: 7 }]);
/// # Ok::<(), ansatz_planning::PlanningError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Link {
    /// The task that is waited for.
    pub from: usize,
    /// The task that waits.
    pub to: usize,
    /// Which of their ends.
    pub kind: LinkKind,
    /// The least time between these ends; a lead is a negative one.
    pub lag: i64,
}
