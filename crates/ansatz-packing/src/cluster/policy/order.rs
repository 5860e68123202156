//! Whose turn it is.

/// Whose turn it is among pods of one priority; those of a higher one always come first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Order {
    /// The pod with the largest share of the cluster in any one resource; those of one size in the order in which they
    /// were named. A large pod finds a place while there is much room, and small ones fill what is left: for one
    /// resource and equal nodes this is first or best fit decreasing, with at most 11/9 of the fewest nodes.
    #[default]
    LargestFirst,
    /// In the order in which they were named, as a scheduler sees them that does not know who comes next.
    AsNamed,
}
