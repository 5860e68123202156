//! Populations that recombine and mutate, whatever their genomes are.

mod representation;

pub use representation::Representation;
