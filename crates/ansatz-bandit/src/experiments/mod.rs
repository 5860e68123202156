//! Is the new variant better? Tests that may be watched, tests of a planned size, and what is to be checked before.

mod sample_ratio;

pub use sample_ratio::sample_ratio_mismatch;
