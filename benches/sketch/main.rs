//! The benches of `ansatz-sketch`, a module for each algorithm.

#![allow(missing_docs, clippy::unwrap_used, clippy::std_instead_of_core, clippy::std_instead_of_alloc)]

mod hyperloglog;
mod input;
mod tdigest;

criterion::criterion_group!(benches, hyperloglog::bench, tdigest::bench);
criterion::criterion_main!(benches);
