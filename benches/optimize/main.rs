//! The benches of `ansatz-optimize`, a module for each algorithm.

#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout)]
#![allow(clippy::std_instead_of_core, clippy::std_instead_of_alloc)]

mod bayesian;
mod cma;
mod genetic;
#[allow(dead_code)] // The tables use the rest.
mod input;
mod lshade;
mod nelder_mead;
mod nsga2;
mod simulated_annealing;
mod sobol;

criterion::criterion_group!(
    benches,
    bayesian::bench,
    cma::bench,
    genetic::bench,
    lshade::bench,
    nelder_mead::bench,
    nsga2::bench,
    simulated_annealing::bench,
    sobol::bench
);
criterion::criterion_main!(benches);
