//! Tests that may be watched, tests with a few looks, confidence sequences.

mod bounded_sequences;
mod group_sequential;
mod mixture_sprt;
mod proportion_test;
mod unbounded_sequences;
mod watched_bytes;
