//! Pods that are of use together only.

use alloc::string::String;

/// A gang: so many of the pods that name it are placed, or none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PodGroup {
    /// The name, as in [`Pod::group`](super::Pod::group).
    pub name: String,
    /// So many of its pods at least, those that run counted (`minMember`).
    pub min_member: usize,
}

impl PodGroup {
    /// The group `name`, of use from `min_member` pods on.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_packing::cluster::PodGroup;
    ///
    /// let training = PodGroup::new("training", 8);
    /// assert_eq!(training.min_member, 8);
    /// ```
    pub fn new(name: impl Into<String>, min_member: usize) -> Self {
        Self { name: name.into(), min_member }
    }
}
