//! Experiments: tests of a planned size and those that may be watched.

mod bounded_sequences;
mod group_sequential;
mod mixture_sprt;
mod proportion_test;
mod sample_ratio;
mod unbounded_sequences;
mod watched_bytes;
mod comparison;
mod cuped;
mod discoveries;
mod hypotheses;
mod sample_ratio;
mod sample_size;
