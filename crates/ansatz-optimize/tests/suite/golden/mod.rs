//! Runs as they always were.

mod annealing;
mod lshade;
mod nelder_mead;
mod sobol;
