//! What can be wrong with a layout, a plan's parameters or a step of its execution.

use alloc::string::String;

use ansatz_core::ParameterError;

use crate::FleetError;

/// A layout that cannot be, two that do not fit together, or a step that cannot be taken; what was to be changed is
/// unchanged.
///
/// # Examples
///
/// ```
/// use ansatz_placement::{Fleet, Layout};
///
/// let error = Layout::slots(Fleet::new(["a", "b"])?, [0, 2]).unwrap_err();
/// assert_eq!(error.to_string(), "the owner of part 1 is slot 2, allowed: below 2, the number of nodes");
/// # Ok::<(), ansatz_placement::FleetError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RebalanceError {
    /// No part, or more than 32 bits can number.
    #[error("the layout has {0} parts, allowed: 1 to 2^32 - 1")]
    Parts(u64),
    /// An owner that is no slot of the fleet.
    #[error("the owner of part {part} is slot {owner}, allowed: below {nodes}, the number of nodes")]
    Owner {
        /// The part.
        part: u64,
        /// The slot that was given.
        owner: u64,
        /// How many nodes there are.
        nodes: u64,
    },
    /// A range that does not begin after the one before it, or a first one that leaves something out before it.
    #[error("range {part} starts at {start}, allowed: {allowed}")]
    Start {
        /// The range.
        part: u64,
        /// Where it starts, as text.
        start: String,
        /// Where it might, as text.
        allowed: String,
    },
    /// As many sizes as parts are needed.
    #[error("{given} sizes for {parts} parts, allowed: one each")]
    Sizes {
        /// How many were given.
        given: u64,
        /// How many parts there are.
        parts: u64,
    },
    /// Two layouts over different spaces.
    #[error("the old layout is over {old} and the new one over {new}, allowed: the same for both")]
    Spaces {
        /// What the old one's parts are.
        old: &'static str,
        /// What the new one's parts are.
        new: &'static str,
    },
    /// Two layouts with different numbers of slots.
    #[error("the old layout has {old} slots and the new one {new}, allowed: as many in both")]
    Slots {
        /// How many the old one has.
        old: u64,
        /// How many the new one has.
        new: u64,
    },
    /// A move that is not in the plan.
    #[error("there is no move {id}, allowed: below {moves}, the number of moves")]
    UnknownMove {
        /// The move.
        id: u64,
        /// How many there are.
        moves: u64,
    },
    /// A step that the move's state does not allow.
    #[error("move {id} is {state}, allowed for this step: {allowed}")]
    State {
        /// The move.
        id: u64,
        /// Its state.
        state: &'static str,
        /// The states from which the step can be taken.
        allowed: &'static str,
    },
    /// A node at which as many moves run as may.
    #[error("move {id} cannot start: {running} moves run at one of its ends, allowed: {limit} at once")]
    Busy {
        /// The move.
        id: u64,
        /// How many run there.
        running: u64,
        /// How many may.
        limit: u64,
    },
    /// A bad fleet.
    #[error(transparent)]
    Fleet(#[from] FleetError),
    /// A bad parameter.
    #[error(transparent)]
    Parameter(#[from] ParameterError),
}
