//! Experiments: tests of a planned size and those that may be watched.

mod sample_ratio;
