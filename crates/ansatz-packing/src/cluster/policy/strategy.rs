//! Which node is the better one.

/// Which node is the better one for what a pod takes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Strategy {
    /// The fullest on which it fits: nodes stay empty for large pods, or to be switched off.
    #[default]
    MostAllocated,
    /// The emptiest: load is spread, and every node keeps room for peaks.
    LeastAllocated,
    /// The one where the least of what is free on its devices becomes useless for the pods to be expected: fragmentation
    /// gradient descent, for clusters with devices that are shared.
    ///
    /// Q. Weng, L. Yang, Y. Yu, W. Wang, X. Tang, G. Yang and L. Zhang, "Beware of Fragmentation: Scheduling GPU-Sharing
    /// Workloads with Fragmentation Gradient Descent", USENIX ATC 2023.
    LeastFragmented,
}
