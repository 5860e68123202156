//! The benches of `ansatz-quantum`, a module for each question.

#![allow(missing_docs, clippy::print_stdout, clippy::unwrap_used)]
#![allow(clippy::std_instead_of_core, clippy::std_instead_of_alloc)]

mod input;
mod simulated_annealing;
mod simulated_bifurcation;
mod superposition;

criterion::criterion_group!(benches, simulated_annealing::bench, simulated_bifurcation::bench, superposition::bench);
criterion::criterion_main!(benches);
