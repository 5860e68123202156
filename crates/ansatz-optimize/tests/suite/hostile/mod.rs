//! Bytes that no writer wrote.

mod annealing;
mod bayesian;
mod engine;
mod genetic;
mod lshade;
mod nelder_mead;
mod nsga2;
mod sobol;
