//! Runs as they always were.

mod annealing;
mod bayesian;
mod gaussian_process;
mod genetic;
mod lshade;
mod nelder_mead;
mod nsga2;
mod sobol;
