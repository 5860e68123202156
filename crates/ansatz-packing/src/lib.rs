//! How many bins do these items need, and which item goes where? Bin packing in n log n steps, with a lower bound and a
//! gap for every answer; searches and an exact solver for when that is not enough; pods on nodes.
//!
//! ```
//! use ansatz_packing::{FirstFit, first_fit_decreasing};
//!
//! // All items at once: seven backups onto tapes of 100 GB.
//! let sizes = [60, 50, 40, 30, 50, 20, 45];
//! let packing = first_fit_decreasing(&sizes, 100)?;
//! assert_eq!(packing.to_bins(), [vec![0, 2], vec![1, 4], vec![3, 5, 6]]);
//! assert_eq!(packing.free(), [0, 0, 5]);
//!
//! // No packing has fewer bins than the lower bound, so this one is optimal.
//! assert_eq!((packing.lower_bound(), packing.gap()), (3, 0.0));
//!
//! // One item after the other, without knowing what comes.
//! let mut tapes = FirstFit::new(100)?;
//! let bins: Vec<_> = sizes.iter().map(|&size| tapes.assign(size)).collect::<Result<_, _>>()?;
//! assert_eq!(bins, [0, 1, 0, 1, 2, 1, 2]);
//! # Ok::<(), ansatz_packing::PackingError>(())
//! ```
//!
//! # Which one should I use
//!
//! | question | use | bins, where OPT is the fewest |
//! |---|---|---|
//! | all items are known | [`first_fit_decreasing`] | at most 11/9 OPT + 6/9 |
//! | the same, many items are larger than half a bin | [`modified_first_fit_decreasing`] | at most 71/60 OPT + 1 |
//! | the same, a second opinion | [`best_fit_decreasing`] | often those of first fit decreasing |
//! | the same, every bin counts, and there is time | [`ConsistentNeighborhoodSearch`], [`GroupingGenetic`] | never more than those above |
//! | the same, with a proof that there is no better one | [`BranchAndPrice`] | OPT, at the end |
//! | items come one by one | [`FirstFit`], [`BestFit`] | at most 1.7 OPT |
//! | the same, and bins should be filled evenly | [`WorstFit`], [`worst_fit_decreasing`] | at most 2 OPT - 1 |
//! | the same, and only one bin can be open | [`NextFit`], [`next_fit_decreasing`] | at most 2 OPT - 1 |
//! | so many items in a bin, so many bins, or items that may not meet | [`Limits`] and [`Conflicts`] | see there |
//! | items have several sizes (cores, memory), or bins differ in capacity and cost | [`vector`] | see there |
//! | pods on nodes, in the words of Kubernetes | [`cluster::place`] | no bins: who fits nowhere is told why |
//! | pods that run are to be on fewer nodes, or spread evenly | [`cluster::consolidate`], [`cluster::rebalance`] | a lower bound of the nodes |
//! | time to search for a better placement | [`cluster::GeneticPlacement`] | never worse than that of `place` |
//! | how few bins can there be | [`martello_toth_bound`], [`dual_feasible_bound`], [`volume_bound`] | at most OPT |
//! | the same, and closer | [`column_generation_bound`] | nearly always OPT |
//!
//! Take the best of several: each costs little, and [`Packing::gap`] tells how much there is to be gained at most.
//!
//! # Guarantees
//!
//! * No bin is above its capacity and every item is in exactly one; [`Packing::validate`] checks it against the items,
//!   and works for an assignment of your own too ([`Packing::from_assignment`]).
//! * No lower bound is above the number of bins of any packing; its page says why.
//! * Sizes and capacities are whole numbers up to `u64::MAX`, and sums of them cannot overflow.
//! * [`cluster::place`] violates no required constraint, leaves no pod that fits anywhere, and names every constraint that
//!   keeps a pod from a node.
//! * The same items give the same packing everywhere: ties go to the earlier item and to the bin that was opened first.
//! * An item of size 0 or above the capacity, and a capacity of 0, are errors that name the item; so are limits of 0 and
//!   conflicts of items that do not exist.
//!
//! # What it is not for
//!
//! Boxes and other shapes: an item's sizes are amounts that add up, not lengths.
//!
//! # Features
//!
//! * `std` (default) links the standard library. Without it the crate is `no_std` with `alloc`; nothing else changes.
//! * `serde`: `Serialize` and `Deserialize` for [`Packing`], over the bytes of [`to_bytes`](Packing::to_bytes) and through
//!   the checks of [`from_bytes`](Packing::from_bytes).
//!
//! # References
//!
//! Each page names its paper. For all of them: E. G. Coffman, J. Csirik, G. Galambos, S. Martello and D. Vigo, "Bin
//! packing approximation algorithms: survey and classification", Handbook of Combinatorial Optimization, 2013.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod bounds;
pub mod cluster;
mod decreasing;
mod descending;
mod error;
mod exact;
mod limits;
mod online;
mod packing;
mod packing_bytes;
mod remaining;
mod search;
mod shareable;
mod start;
pub mod vector;

pub use bounds::{column_generation_bound, dual_feasible_bound, martello_toth_bound, volume_bound};
pub use decreasing::{
    best_fit_decreasing, first_fit_decreasing, modified_first_fit_decreasing, next_fit_decreasing, worst_fit_decreasing,
};
pub use error::PackingError;
pub use exact::BranchAndPrice;
pub use limits::{Conflicts, Limits};
pub use online::{BestFit, FirstFit, NextFit, Online, Rule, SkippingRule, WorstFit, rules};
pub use packing::Packing;
pub use search::{ConsistentNeighborhoodSearch, GroupingGenetic};
