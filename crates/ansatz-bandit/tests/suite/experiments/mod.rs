//! Experiments: tests of a planned size and those that may be watched.

mod comparison;
mod cuped;
mod discoveries;
mod hypotheses;
mod sample_ratio;
mod sample_size;
