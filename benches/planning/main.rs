//! The benches of `ansatz-planning`, a module for each question.

#![allow(missing_docs, clippy::unwrap_used, clippy::std_instead_of_core, clippy::std_instead_of_alloc)]

mod cpm;
mod monte_carlo;

criterion::criterion_group!(benches, cpm::bench, monte_carlo::bench);
criterion::criterion_main!(benches);
