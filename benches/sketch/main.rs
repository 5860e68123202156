//! The benches of `ansatz-sketch`, a module for each algorithm.

#![allow(missing_docs, clippy::unwrap_used, clippy::std_instead_of_core, clippy::std_instead_of_alloc)]

mod bloom;
mod hyperloglog;
mod input;
mod split_block_bloom;
mod tdigest;

criterion::criterion_group!(benches, bloom::bench, hyperloglog::bench, split_block_bloom::bench, tdigest::bench);
criterion::criterion_main!(benches);
