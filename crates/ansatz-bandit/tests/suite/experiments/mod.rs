//! Experiments: tests of a planned size and those that may be watched.

mod bounded_sequences;
mod comparison;
mod cuped;
mod discoveries;
mod group_sequential;
mod hypotheses;
mod mixture_sprt;
mod proportion_test;
mod randomized_difference;
mod sample_ratio;
mod sample_size;
mod unbounded_sequences;
mod watched_bytes;
