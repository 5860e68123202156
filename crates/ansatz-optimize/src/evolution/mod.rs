//! Populations that recombine and mutate, whatever their genomes are.

mod bit_string;
mod grouping;
pub mod operators;
mod permutation;
mod real_vector;
mod representation;

pub use bit_string::{BitCrossover, BitString};
pub use grouping::{Grouping, Repair};
pub use permutation::{Permutation, PermutationCrossover, PermutationMutation};
pub use real_vector::{RealCrossover, RealMutation, RealVector};
pub use representation::Representation;
