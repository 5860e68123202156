//! Several objectives at once: what cannot be improved in one without loss in another.

mod crowding;
mod front;
mod hypervolume;
mod nsga2;
mod sorting;

pub use front::{Front, FrontMember};
pub use hypervolume::hypervolume;
pub use nsga2::Nsga2;
