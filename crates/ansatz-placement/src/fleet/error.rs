//! What can be wrong with a fleet, or with a change to it.

use alloc::string::String;

use ansatz_core::ParameterError;

/// A fleet that cannot be, or a change that cannot be made; what was to be changed is unchanged.
///
/// Nodes are named by their keys' encoding: a number, or the bytes of a text.
///
/// # Examples
///
/// ```
/// use ansatz_placement::{FleetError, Rendezvous};
///
/// let error = Rendezvous::new(["a", "b", "a"]).unwrap_err();
/// assert_eq!(error, FleetError::Duplicate { node: "\"a\"".into() });
/// assert_eq!(error.to_string(), "node \"a\" is there already, allowed: each node once");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FleetError {
    /// No node, or the last one was to be removed.
    #[error("the fleet has no node left, allowed: at least one")]
    Empty,
    /// More nodes than a slot number of 32 bits can name.
    #[error("the fleet has {0} nodes, allowed: at most 2^31")]
    TooMany(u64),
    /// A node that is there already.
    #[error("node {node} is there already, allowed: each node once")]
    Duplicate {
        /// The node.
        node: String,
    },
    /// A node that is not there.
    #[error("node {node} is not in the fleet, allowed: one of its {nodes} nodes")]
    Unknown {
        /// The node.
        node: String,
        /// How many nodes there are.
        nodes: usize,
    },
    /// A weight that is no number, or too small or too large to calculate with.
    #[error("the weight of node {node} is {weight}, allowed: 1e-100 to 1e100")]
    Weight {
        /// The node.
        node: String,
        /// The weight, as text.
        weight: String,
    },
    /// A weight other than 1 for an algorithm that has none.
    #[error("the weight of node {node} is {weight}, allowed: 1, since {placer} has no weights")]
    Unweighted {
        /// The algorithm.
        placer: &'static str,
        /// The node.
        node: String,
        /// The weight, as text.
        weight: String,
    },
    /// A node more than the algorithm was made for.
    #[error("{placer} has room for {capacity} nodes, and they are there")]
    Full {
        /// The algorithm.
        placer: &'static str,
        /// How many nodes it has room for.
        capacity: usize,
    },
    /// A bad parameter of the algorithm.
    #[error(transparent)]
    Parameter(#[from] ParameterError),
}
