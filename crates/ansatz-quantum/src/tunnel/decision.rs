//! What becomes of a case, and what has become of all.

/// What a [`Tunnel`](crate::Tunnel) says about a case.
///
/// # Examples
///
/// ```
/// use ansatz_quantum::{Decision, ErrorBudget, Tunnel};
/// use ansatz_random::Stream;
///
/// let mut tunnel = Tunnel::new(ErrorBudget::Count(100), 1e-3)?;
/// let (predicted, score) = (42, 0.9);
/// let answer = match tunnel.decide(score, &mut Stream::new(1, 0)) {
///     Decision::Jump => predicted,
///     Decision::Audit(ticket) | Decision::Compute(ticket) => {
///         let computed = 6 * 7;
///         tunnel.observe(ticket, computed == predicted)?;
///         computed
///     }
/// };
/// assert_eq!(answer, 42);
/// # Ok::<(), ansatz_quantum::QuantumError>(())
/// ```
#[derive(Debug, PartialEq)]
#[must_use]
pub enum Decision {
    /// The prediction is the answer.
    Jump,
    /// The prediction would have been the answer, but this is one of those that are looked at: the computed answer is to be
    /// given, and whether the prediction was right is to be observed.
    Audit(Ticket),
    /// The answer is to be computed; whether the prediction was right is worth observing.
    Compute(Ticket),
}

/// A case whose computed answer says something about the predictor: to be given back once, late or in any order.
///
/// With the feature `serde` it can be stored beside its tunnel.
///
/// # Examples
///
/// ```
/// use ansatz_quantum::{Decision, ErrorBudget, Tunnel};
///
/// let mut tunnel = Tunnel::new(ErrorBudget::Count(100), 1e-3)?;
/// let mut rng = ansatz_random::Stream::new(1, 0);
/// let tickets = [(); 2].map(|()| match tunnel.decide(0.9, &mut rng) {
///     Decision::Jump => None,
///     Decision::Audit(ticket) | Decision::Compute(ticket) => Some(ticket),
/// });
/// for ticket in tickets.into_iter().rev().flatten() {
///     tunnel.observe(ticket, true)?;
/// }
/// # Ok::<(), ansatz_quantum::QuantumError>(())
/// ```
#[derive(Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Ticket {
    pub(super) number: u64,
    pub(super) score: f64,
    pub(super) audit: bool,
}

/// Whether a [`Tunnel`](crate::Tunnel) may jump.
///
/// # Examples
///
/// ```
/// use ansatz_quantum::{ErrorBudget, Passage, Tunnel};
///
/// assert_eq!(Tunnel::new(ErrorBudget::Count(100), 1e-3)?.passage(), Passage::Open);
/// // The share has to be there before it is spent.
/// assert_eq!(Tunnel::new(ErrorBudget::Share(0.01), 1e-3)?.passage(), Passage::Waiting);
/// # Ok::<(), ansatz_quantum::QuantumError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Passage {
    /// It may.
    Open,
    /// Not before audits that are outstanding have been observed, or computed answers have made up for errors; or
    /// [`renew`](crate::Tunnel::renew), if observations were lost.
    Waiting,
    /// Not before [`renew`](crate::Tunnel::renew).
    Closed,
}

/// What has become of the cases of a horizon.
///
/// # Examples
///
/// ```
/// use ansatz_quantum::{ErrorBudget, Tunnel};
///
/// let mut tunnel = Tunnel::new(ErrorBudget::Count(100), 1e-3)?;
/// tunnel.evaluate(1, 0.9, &mut ansatz_random::Stream::new(1, 0), || 1);
/// let counters = tunnel.counters();
/// assert_eq!((counters.jumps, counters.audits, counters.computed), (0, 0, 1));
/// # Ok::<(), ansatz_quantum::QuantumError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct TunnelCounters {
    /// Predictions that were taken as answers: computations that were saved.
    pub jumps: u64,
    /// Predictions that would have been taken, but were looked at.
    pub audits: u64,
    /// Audits that have found the prediction wrong.
    pub caught: u64,
    /// All others.
    pub computed: u64,
}

impl TunnelCounters {
    /// All cases.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_quantum::TunnelCounters::default().cases(), 0);
    /// ```
    pub const fn cases(&self) -> u64 {
        self.jumps + self.audits + self.computed
    }
}
