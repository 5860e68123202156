//! Items come one by one, and each is placed for good before the next is seen.

mod apart;
mod best_fit;
mod first_fit;
mod next_fit;
mod packer;
mod rule;
mod worst_fit;

pub use best_fit::BestFit;
pub use first_fit::FirstFit;
pub use next_fit::NextFit;
pub use packer::Online;
pub(crate) use rule::Sealed;
pub use rule::{Rule, SkippingRule};
pub use worst_fit::WorstFit;

/// The rules by which an [`Online`] packer chooses among the bins that are open.
pub mod rules {
    pub use super::{best_fit::Best, first_fit::First, next_fit::Next, worst_fit::Worst};
}
