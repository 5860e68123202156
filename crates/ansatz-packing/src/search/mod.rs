//! Searches that go on from the best of the simple methods for as long as the caller likes.

mod exchange;
mod fullest;
mod neighborhood;
mod partial;
mod start;

pub use neighborhood::ConsistentNeighborhoodSearch;
