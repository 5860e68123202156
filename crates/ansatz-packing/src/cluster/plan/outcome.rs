//! What becomes of a pod.

use alloc::{string::String, vec::Vec};

/// A node, and the devices there.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Place {
    /// The node, counted from 0.
    pub node: usize,
    /// By name, in the order of the pod's requests, the devices that it takes, counted from 0 on the node.
    pub devices: Vec<(String, Vec<usize>)>,
}

/// What becomes of a pod.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// It stays where it runs.
    Kept(Place),
    /// It waited, and is to go here.
    Placed(Place),
    /// It waits on.
    Unplaced,
}
