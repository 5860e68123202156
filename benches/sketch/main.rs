//! The benches of `ansatz-sketch`, a module for each algorithm.

#![allow(missing_docs, clippy::unwrap_used, clippy::std_instead_of_core, clippy::std_instead_of_alloc)]

mod bloom;
mod split_block_bloom;

use criterion::{criterion_group, criterion_main};

criterion_group!(benches, bloom::bench, split_block_bloom::bench);
criterion_main!(benches);
