//! Anything that has a size in each dimension.

use alloc::vec::Vec;

/// What an item takes, or a bin holds, in each dimension; a bare number in one dimension.
///
/// It is there for `u64`, arrays, vectors and slices of them; a type of your own says which of its fields count.
///
/// # Examples
///
/// ```
/// use ansatz_packing::vector::{self, BinKind, Measure, Sizes};
///
/// struct Service {
///     name: &'static str,
///     requests: [u64; 2],
/// }
///
/// impl Sizes for Service {
///     fn sizes(&self) -> &[u64] {
///         &self.requests
///     }
/// }
///
/// let services = [Service { name: "web", requests: [2, 4] }, Service { name: "cache", requests: [1, 24] }];
/// let packing = vector::first_fit_decreasing(&services, &[BinKind::new([8, 32], 1)], Measure::Sum)?;
/// assert_eq!(packing.bin_count(), 1);
/// # let _ = services[0].name;
/// # Ok::<(), vector::VectorError>(())
/// ```
pub trait Sizes {
    /// One number for each dimension.
    fn sizes(&self) -> &[u64];
}

impl Sizes for u64 {
    fn sizes(&self) -> &[u64] {
        core::slice::from_ref(self)
    }
}

impl Sizes for [u64] {
    fn sizes(&self) -> &[u64] {
        self
    }
}

impl<const D: usize> Sizes for [u64; D] {
    fn sizes(&self) -> &[u64] {
        self
    }
}

impl Sizes for Vec<u64> {
    fn sizes(&self) -> &[u64] {
        self
    }
}

impl<T: Sizes + ?Sized> Sizes for &T {
    fn sizes(&self) -> &[u64] {
        (**self).sizes()
    }
}
