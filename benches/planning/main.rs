//! The benches of `ansatz-planning`, a module for each question.

#![allow(missing_docs, clippy::unwrap_used, clippy::std_instead_of_core, clippy::std_instead_of_alloc)]

mod cpm;

criterion::criterion_group!(benches, cpm::bench);
criterion::criterion_main!(benches);
