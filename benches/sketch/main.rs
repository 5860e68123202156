//! The benches of `ansatz-sketch`, a module for each algorithm.

#![allow(missing_docs, clippy::unwrap_used)]

mod conservative_count_min;
mod count_min;
mod space_saving;
mod tdigest;

criterion::criterion_group!(frequency, count_min::bench, conservative_count_min::bench, space_saving::bench);
criterion::criterion_group!(benches, tdigest::bench);
criterion::criterion_main!(frequency, benches);
