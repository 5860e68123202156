//! Populations that recombine and mutate, whatever their genomes are.

mod bit_string;
mod genetic;
mod genetic_config;
mod grouping;
mod island;
pub mod operators;
mod permutation;
mod real_vector;
mod representation;
mod selection;

pub use bit_string::{BitCrossover, BitString};
pub use genetic::GeneticAlgorithm;
pub use genetic_config::{Diversity, GeneticConfig};
pub use grouping::{Grouping, Repair};
pub use permutation::{Permutation, PermutationCrossover, PermutationMutation};
pub use real_vector::{RealCrossover, RealMutation, RealVector};
pub use representation::Representation;
pub use selection::Selection;
