//! The benches of `ansatz-placement`, a module for each algorithm.

#![allow(missing_docs, clippy::unwrap_used, clippy::std_instead_of_core, clippy::std_instead_of_alloc)]

mod input;
mod range_map;

criterion::criterion_group!(benches, range_map::bench);
criterion::criterion_main!(benches);
