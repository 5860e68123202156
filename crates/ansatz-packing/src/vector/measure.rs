//! How large an item with several sizes is.

/// How large an item is, in one number, for an order from the largest to the smallest.
///
/// Sizes count as fractions of the largest capacity in their dimension.
///
/// # Examples
///
/// ```
/// use ansatz_packing::vector::{self, BinKind, Measure};
///
/// // Memory is in demand: the sum takes [1, 6] to be the largest, and the product [4, 4].
/// let items = [[4, 4], [1, 6], [1, 6], [4, 4]];
/// let kinds = [BinKind::new([10, 10], 1)];
/// let by_sum = vector::first_fit_decreasing(&items, &kinds, Measure::Sum)?;
/// let by_product = vector::first_fit_decreasing(&items, &kinds, Measure::Product)?;
/// assert_eq!((by_sum.bin_count(), by_product.bin_count()), (2, 3));
/// # Ok::<(), vector::VectorError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Measure {
    /// The sum of the sizes, each times what all items need in its dimension, so that what is in demand counts more:
    /// `FFDSum` with the weights of average demand.
    Sum,
    /// The product of the sizes: `FFDProd`. A size of 0 makes it nothing, and the sum decides among equals.
    Product,
}
