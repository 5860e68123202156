//! What can be wrong with nodes, pods and a policy.

use alloc::string::String;

use ansatz_core::ParameterError;

/// What is wrong with nodes, pods or a policy. A pod that finds no node is no error: its verdict says why.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ClusterError {
    /// A parameter is out of range.
    #[error(transparent)]
    Parameter(#[from] ParameterError),
    /// A text that is no quantity.
    #[error("{resource} is {text:?}, allowed: a quantity such as 2, 250m, 1.5Gi or 1e9")]
    Quantity {
        /// The resource's name.
        resource: String,
        /// The text.
        text: String,
    },
}
