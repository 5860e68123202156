//! Laws over random sequences.

mod annealing;
mod bayesian;
mod cma;
mod engine;
mod every;
mod genetic;
mod hypervolume;
mod lshade;
mod nelder_mead;
mod nsga2;
mod operators;
mod sobol;
mod space;

pub(crate) use genetic::FirstFit;
pub(crate) use nsga2::zdt1;
