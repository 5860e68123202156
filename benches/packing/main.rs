//! The benches of `ansatz-packing`, a module for each question.

#![allow(missing_docs, clippy::unwrap_used, clippy::std_instead_of_core, clippy::std_instead_of_alloc)]

mod bounds;
mod cluster;
mod decreasing;
mod input;
mod online;
mod peers;

criterion::criterion_group!(benches, bounds::bench, cluster::bench, decreasing::bench, online::bench);
criterion::criterion_main!(benches);
