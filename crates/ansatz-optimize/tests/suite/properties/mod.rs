//! Laws over random sequences.

mod annealing;
mod engine;
mod lshade;
mod nelder_mead;
mod sobol;
mod space;
