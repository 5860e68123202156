//! The finishes alone, for durations that come from elsewhere.

use alloc::{vec, vec::Vec};
use core::fmt;

use super::{
    lanes::{LANES, Row},
    topology::Topology,
};
use crate::{Network, PlanningError, error::require_task};

/// Finishes of a network for durations that you have already, [`RUNS`](Self::RUNS) sets of them at a time: those of
/// earlier projects, say, or of a sampler of your own.
///
/// # Examples
///
/// ```
/// use ansatz_planning::{LinkKind::FinishToStart, Network, risk::ForwardPass};
///
/// let mut network = Network::new();
/// let (dig, pour) = (network.add_task(0), network.add_task(0));
/// network.link(dig, pour, FinishToStart, 1)?;
///
/// let mut pass = ForwardPass::new(&network)?;
/// pass.durations_mut(dig)?[..3].copy_from_slice(&[4.0, 2.5, 3.0]);
/// pass.durations_mut(pour)?[..3].copy_from_slice(&[2.0, 2.0, 9.0]);
/// assert_eq!(pass.finishes()[..3], [7.0, 5.5, 13.0]);
/// # Ok::<(), ansatz_planning::PlanningError>(())
/// ```
///
/// # Complexity
///
/// O(n + m) for n tasks and m links; about a nanosecond for a task and a set of durations (docs/benchmarks.md).
#[derive(Clone)]
pub struct ForwardPass {
    topology: Topology,
    /// By position.
    durations: Vec<Row>,
    times: Vec<Row>,
}

impl ForwardPass {
    /// How many sets of durations are computed at a time.
    pub const RUNS: usize = LANES;

    /// The network with durations of 0; its links and the dates before which a task may not start count.
    ///
    /// # Errors
    ///
    /// [`PlanningError`] for a cycle, and for lags that come to more than 2^58.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, risk::ForwardPass};
    ///
    /// let mut network = Network::new();
    /// let task = network.add_task(3);
    /// network.start_no_earlier_than(task, 5)?;
    /// assert_eq!(ForwardPass::new(&network)?.finishes(), [5.0; ForwardPass::RUNS]);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn new(network: &Network) -> Result<Self, PlanningError> {
        let topology = Topology::new(network)?;
        let none = [0.0; LANES];
        Ok(Self { durations: vec![none; topology.len()], times: vec![none; 2 * topology.len()], topology })
    }

    /// The durations of a task, one of each set. They are not checked: what is negative or NaN makes a finish that means
    /// nothing.
    ///
    /// # Errors
    ///
    /// [`PlanningError::UnknownTask`].
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, risk::ForwardPass};
    ///
    /// let mut network = Network::new();
    /// let task = network.add_task(0);
    /// let mut pass = ForwardPass::new(&network)?;
    /// pass.durations_mut(task)?.fill(2.5);
    /// assert_eq!(pass.finishes()[0], 2.5);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn durations_mut(&mut self, task: usize) -> Result<&mut [f64; Self::RUNS], PlanningError> {
        let task = require_task(task, self.durations.len())?;
        Ok(&mut self.durations[self.topology.position(task)])
    }

    /// When the last task of each set is finished.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_planning::{Network, risk::ForwardPass};
    ///
    /// assert_eq!(ForwardPass::new(&Network::new())?.finishes(), [0.0; ForwardPass::RUNS]);
    /// # Ok::<(), ansatz_planning::PlanningError>(())
    /// ```
    pub fn finishes(&mut self) -> [f64; Self::RUNS] {
        self.topology.forward(&self.durations, &mut self.times)
    }
}

impl fmt::Debug for ForwardPass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ForwardPass").field("tasks", &self.durations.len()).finish_non_exhaustive()
    }
}
