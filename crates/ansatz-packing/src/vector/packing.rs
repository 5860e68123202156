//! Which item is in which bin of which kind, what that costs, and how good it is.

use alloc::{vec, vec::Vec};
use core::fmt;

use ansatz_core::ParameterError;

use super::{
    BinKind, Sizes, VectorError,
    bounds::{DEGREE, bound_of},
    problem::Problem,
};

/// Items with one or more sizes in bins of one or more kinds: which is where, what is free, what it costs, and a lower
/// bound of the cost.
///
/// Items, bins, kinds and dimensions are counted from 0. The lower bound is that of [`lower_bound`](super::lower_bound)
/// with a degree of 1, unless a better one was handed to [`with_lower_bound`](VectorPacking::with_lower_bound).
///
/// # Examples
///
/// ```
/// use ansatz_packing::vector::{self, BinKind, Measure};
///
/// let kinds = [BinKind::new([8, 32], 10), BinKind::new([4, 32], 7)];
/// let services = [[4, 16], [4, 4], [2, 24], [1, 2], [1, 8]];
/// let packing = vector::first_fit_decreasing(&services, &kinds, Measure::Sum)?;
/// assert_eq!(packing.assignment(), [1, 0, 0, 0, 1]);
/// assert_eq!(packing.bin_kinds(), [0, 0]);
/// assert_eq!((packing.cost(), packing.lower_bound()), (20, 16));
/// # Ok::<(), vector::VectorError>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct VectorPacking {
    kinds: Vec<BinKind>,
    bins: Vec<usize>,
    assignment: Vec<usize>,
    free: Vec<u64>,
    lower_bound: u128,
}

impl VectorPacking {
    /// The packing with a bin of kind `bin_kinds[j]` for each j, that puts item i into bin `assignment[i]`, checked.
    ///
    /// # Errors
    ///
    /// [`VectorError`] for kinds that do not go together, an item that fits into none of them, another number of items,
    /// a kind or a bin that is not there, more bins of a kind than there are, and a bin that is empty or overfull.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_packing::vector::{BinKind, VectorPacking};
    ///
    /// let kinds = [BinKind::new([8, 32], 10), BinKind::new([4, 32], 7)];
    /// let services = [[4, 16], [4, 4], [2, 24]];
    /// let packing = VectorPacking::from_assignment(&services, &kinds, vec![0, 1], vec![0, 0, 1])?;
    /// assert_eq!(packing.cost(), 17);
    ///
    /// let error = VectorPacking::from_assignment(&services, &kinds, vec![0, 1], vec![0, 1, 1]).unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "the load of bin 1 in dimension 0 is 6, allowed: at most 4, the capacity of its kind",
    /// );
    /// # Ok::<(), ansatz_packing::vector::VectorError>(())
    /// ```
    pub fn from_assignment<I: Sizes>(
        items: &[I],
        kinds: &[BinKind],
        bin_kinds: Vec<usize>,
        assignment: Vec<usize>,
    ) -> Result<Self, VectorError> {
        let problem = Problem::new(items, kinds)?;
        require_counts(kinds, &bin_kinds)?;
        let free = free(&problem, &bin_kinds, &assignment)?;
        let lower_bound = bound_of(&problem, DEGREE);
        Ok(Self { kinds: Vec::from(kinds), bins: bin_kinds, assignment, free, lower_bound })
    }

    /// A packing whose maker has kept the rules.
    pub(super) fn assemble(
        kinds: &[BinKind],
        bins: Vec<usize>,
        assignment: Vec<usize>,
        free: Vec<u64>,
        lower_bound: u128,
    ) -> Self {
        Self { kinds: Vec::from(kinds), bins, assignment, free, lower_bound }
    }

    /// The same with `bound` as its lower bound, if that is higher than the one it has.
    ///
    /// # Errors
    ///
    /// [`VectorError::Parameter`] for a bound above the cost: this packing refutes it.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_packing::vector::{self, BinKind, Measure};
    ///
    /// let (items, kinds) = ([[34, 1]; 9], [BinKind::new([100, 10], 1)]);
    /// let packing = vector::first_fit_decreasing(&items, &kinds, Measure::Sum)?;
    /// assert_eq!((packing.cost(), packing.lower_bound()), (5, 4));
    /// let packing = packing.with_lower_bound(vector::lower_bound(&items, &kinds, 20)?)?;
    /// assert!(packing.is_proved());
    /// # Ok::<(), vector::VectorError>(())
    /// ```
    pub fn with_lower_bound(mut self, bound: u128) -> Result<Self, VectorError> {
        let cost = self.cost();
        if bound > cost {
            let allowed = alloc::format!("at most {cost}, the cost of this packing");
            return Err(ParameterError::new("bound", bound, allowed).into());
        }
        self.lower_bound = self.lower_bound.max(bound);
        Ok(self)
    }

    /// The kinds of bins that there were to choose from.
    pub fn kinds(&self) -> &[BinKind] {
        &self.kinds
    }

    /// The kind of each bin.
    pub fn bin_kinds(&self) -> &[usize] {
        &self.bins
    }

    /// The number of bins.
    pub fn bin_count(&self) -> usize {
        self.bins.len()
    }

    /// The number of bins of each kind: what to order.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_packing::vector::{self, BinKind, Measure};
    ///
    /// let kinds = [BinKind::new(100, 10), BinKind::new(40, 5)];
    /// let packing = vector::first_fit_decreasing(&[60, 30, 70, 35, 20], &kinds, Measure::Sum)?;
    /// assert_eq!(packing.kind_counts(), [2, 1]);
    /// # Ok::<(), vector::VectorError>(())
    /// ```
    pub fn kind_counts(&self) -> Vec<usize> {
        counts(&self.kinds, &self.bins)
    }

    /// The bin of each item.
    pub fn assignment(&self) -> &[usize] {
        &self.assignment
    }

    /// The items of each bin, in ascending order.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_packing::vector::{self, BinKind, Measure};
    ///
    /// let (items, kinds) = ([[4, 1], [5, 5], [6, 5]], [BinKind::new([10, 9], 1)]);
    /// let packing = vector::first_fit_decreasing(&items, &kinds, Measure::Sum)?;
    /// assert_eq!(packing.to_bins(), [vec![0, 2], vec![1]]);
    /// # Ok::<(), vector::VectorError>(())
    /// ```
    pub fn to_bins(&self) -> Vec<Vec<usize>> {
        let mut bins = vec![Vec::new(); self.bins.len()];
        for (item, &bin) in self.assignment.iter().enumerate() {
            bins[bin].push(item);
        }
        bins
    }

    /// What is free in each bin, one number for each dimension.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_packing::vector::{self, BinKind, Measure};
    ///
    /// let (items, kinds) = ([[4, 1], [5, 5], [6, 5]], [BinKind::new([10, 9], 1)]);
    /// let packing = vector::first_fit_decreasing(&items, &kinds, Measure::Sum)?;
    /// assert!(packing.free().eq([[0, 3], [5, 4]]));
    /// # Ok::<(), vector::VectorError>(())
    /// ```
    pub fn free(&self) -> impl ExactSizeIterator<Item = &[u64]> + '_ {
        // There is at least one kind, with at least one dimension.
        self.free.chunks_exact(self.kinds.first().map_or(1, |kind| kind.capacity().len()))
    }

    /// What all bins cost together.
    pub fn cost(&self) -> u128 {
        self.bins.iter().map(|&kind| u128::from(self.kinds[kind].cost())).sum()
    }

    /// A cost that no packing of these items into bins of these kinds is below.
    pub fn lower_bound(&self) -> u128 {
        self.lower_bound
    }

    /// How much too dear this is at most, as a fraction of the lower bound, or of 1 if that is 0.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_packing::vector::{self, BinKind, Measure};
    ///
    /// let packing = vector::first_fit_decreasing(&[[34, 1]; 9], &[BinKind::new([100, 10], 1)], Measure::Sum)?;
    /// assert_eq!((packing.cost(), packing.lower_bound(), packing.gap()), (5, 4, 0.25));
    /// # Ok::<(), vector::VectorError>(())
    /// ```
    pub fn gap(&self) -> f64 {
        (self.cost() - self.lower_bound) as f64 / self.lower_bound.max(1) as f64
    }

    /// Whether the lower bound proves that no packing costs less.
    pub fn is_proved(&self) -> bool {
        self.cost() == self.lower_bound
    }

    /// Whether this is a packing of `items`: all of them, no bin overfull or empty, and loads that add up.
    ///
    /// # Errors
    ///
    /// [`VectorError`] that names the first item or bin where it is not.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_packing::vector::{self, BinKind, Measure};
    ///
    /// let packing = vector::first_fit_decreasing(&[[4, 1], [5, 5]], &[BinKind::new([10, 9], 1)], Measure::Sum)?;
    /// assert!(packing.validate(&[[4, 1], [5, 5]]).is_ok());
    /// let error = packing.validate(&[[4, 1], [5, 4]]).unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "the load of bin 0 in dimension 1 is 5, allowed: 6, the sizes that were packed there",
    /// );
    /// # Ok::<(), vector::VectorError>(())
    /// ```
    ///
    /// # Complexity
    ///
    /// O(n d) time and memory, where items fit into most kinds.
    pub fn validate<I: Sizes>(&self, items: &[I]) -> Result<(), VectorError> {
        let problem = Problem::new(items, &self.kinds)?;
        require_counts(&self.kinds, &self.bins)?;
        let found = free(&problem, &self.bins, &self.assignment)?;
        let Some(at) = found.iter().zip(&self.free).position(|(found, packed)| found != packed) else { return Ok(()) };
        let (bin, dimension) = (at / problem.dimensions, at % problem.dimensions);
        let capacity = self.kinds[self.bins[bin]].capacity()[dimension];
        Err(VectorError::Load { bin, dimension, load: capacity - found[at], packed: capacity - self.free[at] })
    }
}

impl fmt::Debug for VectorPacking {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VectorPacking")
            .field("kinds", &self.kinds.len())
            .field("items", &self.assignment.len())
            .field("bins", &self.bin_count())
            .field("cost", &self.cost())
            .field("lower_bound", &self.lower_bound)
            .finish_non_exhaustive()
    }
}

fn counts(kinds: &[BinKind], bins: &[usize]) -> Vec<usize> {
    let mut counts = vec![0; kinds.len()];
    for &kind in bins {
        counts[kind] += 1;
    }
    counts
}

/// Whether all bins are of kinds that are there, and no more than there are.
fn require_counts(kinds: &[BinKind], bins: &[usize]) -> Result<(), VectorError> {
    if let Some(bin) = bins.iter().position(|&kind| kind >= kinds.len()) {
        return Err(VectorError::Kind { bin, kind: bins[bin], kinds: kinds.len() });
    }
    let counts = counts(kinds, bins);
    match counts.iter().zip(kinds).position(|(&bins, kind)| bins > kind.limit()) {
        Some(kind) => Err(VectorError::Count { kind, bins: counts[kind], count: kinds[kind].limit() }),
        None => Ok(()),
    }
}

/// What is free in each bin, row after row, if none is overfull or empty. Kinds are those of the problem.
fn free(problem: &Problem<'_>, bins: &[usize], assignment: &[usize]) -> Result<Vec<u64>, VectorError> {
    require_places(problem.len(), bins.len(), assignment)?;
    let mut loads = vec![0u128; bins.len() * problem.dimensions];
    for (sizes, &bin) in problem.items().zip(assignment) {
        for (load, &size) in loads[bin * problem.dimensions..].iter_mut().zip(sizes) {
            *load += u128::from(size);
        }
    }
    let mut free = Vec::with_capacity(loads.len());
    for (bin, (loads, &kind)) in loads.chunks_exact(problem.dimensions).zip(bins).enumerate() {
        for (dimension, (&load, &capacity)) in loads.iter().zip(problem.kinds[kind].capacity()).enumerate() {
            // A load that is no u64 is above every capacity.
            let rest = u64::try_from(load).ok().and_then(|load| capacity.checked_sub(load));
            free.push(rest.ok_or(VectorError::Overfull { bin, dimension, load, capacity })?);
        }
    }
    Ok(free)
}

/// Whether each of so many items is in a bin, and each bin has an item: so there are no more bins than items, and no
/// memory for more.
fn require_places(items: usize, bins: usize, assignment: &[usize]) -> Result<(), VectorError> {
    if items != assignment.len() {
        return Err(VectorError::Items { found: items, packed: assignment.len() });
    }
    let mut is_empty = vec![true; bins];
    for (item, &bin) in assignment.iter().enumerate() {
        *is_empty.get_mut(bin).ok_or(VectorError::Bin { item, bin, bins })? = false;
    }
    match is_empty.iter().position(|&is_empty| is_empty) {
        Some(bin) => Err(VectorError::Empty { bin }),
        None => Ok(()),
    }
}
