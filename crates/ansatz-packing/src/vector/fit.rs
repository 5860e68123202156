//! How well an item goes into what is free in a bin.

/// How well an item goes into a bin, for choosing the best item for a bin or the best bin for an item.
///
/// With sizes x and free space r, both as fractions of the largest capacity in their dimension, and as weights w what
/// is needed there: of all items for [`best_fit_decreasing`](super::best_fit_decreasing), of those that have no bin yet
/// for [`bin_by_bin`](super::bin_by_bin).
///
/// # Examples
///
/// ```
/// use ansatz_packing::vector::{self, BinKind, Fit};
///
/// // After [6, 2] there is room for [4, 8], and [2, 6] goes along that better than [4, 2] does.
/// let packing = vector::bin_by_bin(&[[6, 2], [4, 2], [2, 6]], &[BinKind::new([10, 10], 1)], Fit::DotProduct)?;
/// assert_eq!(packing.to_bins(), [vec![0, 2], vec![1]]);
/// # Ok::<(), vector::VectorError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fit {
    /// The sum of w x r, the larger the better: the item is large where much is free.
    DotProduct,
    /// The sum of w (r - x)^2, the smaller the better: little is left. The norm-based greedy rule, L2.
    Norm,
}

impl Fit {
    /// The larger, the better.
    pub(super) fn score(self, weights: &[f64], free: &[f64], sizes: &[f64]) -> f64 {
        let terms = weights.iter().zip(free.iter().zip(sizes));
        match self {
            Self::DotProduct => terms.map(|(w, (r, x))| w * r * x).sum(),
            Self::Norm => -terms.map(|(w, (r, x))| w * (r - x) * (r - x)).sum::<f64>(),
        }
    }
}
