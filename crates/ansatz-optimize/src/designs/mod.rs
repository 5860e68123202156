//! Candidates that do not depend on what is told: random ones, and evenly spread ones.

mod joe_kuo;
mod outstanding;
mod random_search;
mod sobol;
mod sobol_search;

pub use random_search::RandomSearch;
pub use sobol::Sobol;
pub use sobol_search::SobolSearch;
