//! The benches of `ansatz-sketch`, a module for each algorithm.

#![allow(missing_docs, clippy::unwrap_used)]

mod tdigest;

criterion::criterion_group!(benches, tdigest::bench);
criterion::criterion_main!(benches);
