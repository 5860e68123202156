//! Runs as they always were.

mod annealing;
mod cma;
mod lshade;
mod nelder_mead;
mod nsga2;
mod sobol;
