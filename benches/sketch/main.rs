//! The benches of `ansatz-sketch`, a module for each algorithm.

#![allow(missing_docs, clippy::unwrap_used)]

fn main() {}
