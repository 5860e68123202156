//! Is the new variant better? Tests that may be watched, tests of a planned size, and what is to be checked before.

mod comparison;
mod cuped;
mod discoveries;
mod hypotheses;
mod posterior;
mod quadrature;
mod sample_ratio;
mod sample_size;

pub use comparison::{Conversions, Standing, compare_conversions, compare_means};
pub use cuped::Cuped;
pub use discoveries::{benjamini_hochberg, benjamini_yekutieli, e_benjamini_hochberg, holm};
pub use hypotheses::Hypotheses;
pub use sample_ratio::sample_ratio_mismatch;
pub use sample_size::{SampleSize, TestDesign};
