//! Searches that go on from the best of the simple methods for as long as the caller likes.

mod exchange;
mod fullest;
mod genetic;
mod neighborhood;
mod partial;
mod replacement;
mod sample;

pub use genetic::GroupingGenetic;
pub use neighborhood::ConsistentNeighborhoodSearch;
