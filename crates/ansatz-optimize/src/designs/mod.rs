//! Candidates that do not depend on what is told: random ones, and evenly spread ones.

mod random_search;

pub use random_search::RandomSearch;
