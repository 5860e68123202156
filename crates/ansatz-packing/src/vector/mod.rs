//! Items with several sizes at once (CPU, memory, ports), and bins of different capacities and costs, in one dimension
//! too.
//!
//! ```
//! use ansatz_packing::vector::{self, BinKind, Measure};
//!
//! // Cores and GiB of memory of each service, and two kinds of machines with their price.
//! let services = [[4, 16], [4, 4], [2, 24], [1, 2], [1, 8]];
//! let kinds = [BinKind::new([8, 32], 10), BinKind::new([4, 32], 7)];
//! let packing = vector::first_fit_decreasing(&services, &kinds, Measure::Sum)?;
//! assert_eq!(packing.to_bins(), [vec![1, 2, 3], vec![0, 4]]);
//! assert_eq!((packing.kind_counts(), packing.cost()), (vec![2, 0], 20));
//! // No packing is cheaper than this, so whatever there is to be gained is below a quarter.
//! assert_eq!((packing.lower_bound(), packing.gap()), (16, 0.25));
//! # Ok::<(), vector::VectorError>(())
//! ```
//!
//! # Which one should I use
//!
//! | question | use | time for n items in d dimensions |
//! |---|---|---|
//! | up to some 10,000 items, bins of one kind or of several | [`bin_by_bin`] | n^2 d for each kind |
//! | more items, one dimension, or an answer at once | [`first_fit_decreasing`] | n log n in one dimension; little more in several |
//! | the same, each item where the least is left | [`best_fit_decreasing`] by [`Fit::Norm`] | n d bins |
//! | bins should be filled evenly | [`best_fit_decreasing`] by [`Fit::DotProduct`] | n d bins |
//! | what does it cost at least | [`lower_bound`] | n d (log n + d k) for k kinds |
//!
//! No rule is always the best, so let several run and take the cheapest:
//!
//! ```
//! use ansatz_packing::vector::{BinKind, Fit, Measure, VectorPacking, bin_by_bin, first_fit_decreasing};
//!
//! let (items, kinds) = ([[3, 7], [5, 4], [6, 2], [4, 6]], [BinKind::new([10, 10], 1)]);
//! let packings = [
//!     bin_by_bin(&items, &kinds, Fit::DotProduct),
//!     bin_by_bin(&items, &kinds, Fit::Norm),
//!     first_fit_decreasing(&items, &kinds, Measure::Sum),
//! ];
//! let best = packings.into_iter().flatten().min_by_key(VectorPacking::cost);
//! assert_eq!(best.map(|packing| packing.bin_count()), Some(2));
//! ```
//!
//! # Rules that hold for all
//!
//! * Whether an item fits, what is free and what it costs are whole numbers. Fractions in floating point decide only
//!   what is tried first, by operations that have the same result everywhere.
//! * A kind may have a limited count, and a cost of 0. Methods that run out of bins say which items are left; that is
//!   no proof that there is no packing.
//! * An item with a size of 0 everywhere is an error, as one of size 0 is in the rest of the crate: it would be in a
//!   bin that counts as empty, and mostly somebody has forgotten its sizes.

mod best_fit;
mod bin_by_bin;
mod bins;
mod bounds;
mod cover;
mod decreasing;
mod error;
mod first_fit;
mod fit;
mod kind;
mod line;
mod measure;
mod packing;
mod prices;
mod problem;
mod scaled;
mod sizes;

pub use best_fit::best_fit_decreasing;
pub use bin_by_bin::bin_by_bin;
pub use bounds::lower_bound;
pub use error::VectorError;
pub use first_fit::first_fit_decreasing;
pub use fit::Fit;
pub use kind::BinKind;
pub use measure::Measure;
pub use packing::VectorPacking;
pub use sizes::Sizes;
