//! Items with several sizes at once (CPU, memory, ports), and bins of different capacities and costs; both in one dimension too.
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
//! # Ok::<(), vector::VectorError>(())
//! ```

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
