//! Which node is the better one.

/// Which node is the better one for what a pod takes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Strategy {
    /// The fullest on which it fits: nodes stay empty for large pods, or to be switched off.
    #[default]
    MostAllocated,
    /// The emptiest: load is spread, and every node keeps room for peaks.
    LeastAllocated,
    /// The one where the least of what is free becomes useless for the pods to come: fragmentation gradient descent,
    /// then the fullest.
    LeastFragmented,
}
