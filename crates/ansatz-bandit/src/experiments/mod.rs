//! Is the new variant better? Tests that may be watched, tests of a planned size, and what is to be checked before.

mod alpha_spending;
mod asymptotic;
mod asymptotic_difference;
mod betting;
mod boundary;
mod bounded;
mod confidence_sequence;
mod empirical_bernstein;
mod group;
mod group_sequential;
mod mixture_sprt;
mod outcome;
mod proportion_test;
mod recursion;
mod sample_ratio;
mod stored;
mod verdict;

pub use alpha_spending::{AlphaSpending, Spending};
pub use asymptotic::Asymptotic;
pub use asymptotic_difference::AsymptoticDifference;
pub use betting::{Betting, BettingDifference};
pub use confidence_sequence::{ConfidenceSequence, Difference};
pub use empirical_bernstein::{EmpiricalBernstein, EmpiricalBernsteinDifference};
pub use group::Group;
pub use group_sequential::GroupSequential;
pub use mixture_sprt::MixtureSprt;
pub use proportion_test::ProportionTest;
pub use sample_ratio::sample_ratio_mismatch;
pub use verdict::Verdict;
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
