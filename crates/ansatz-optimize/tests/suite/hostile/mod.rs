//! Bytes that no writer wrote.

mod annealing;
mod cma;
mod engine;
mod lshade;
mod nelder_mead;
mod nsga2;
mod sobol;
