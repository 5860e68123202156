//! The nodes there are: who, how strong, and in which failure domain.

mod error;
mod members;
mod name;
mod unweighted;
mod zones;

pub use error::FleetError;
pub(crate) use members::require_weight;
pub use members::{Fleet, Member, Removed};
pub(crate) use zones::Zones;
