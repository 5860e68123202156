//! Laws over random sequences.

mod annealing;
mod cma;
mod engine;
mod hypervolume;
mod lshade;
mod nelder_mead;
mod nsga2;
mod sobol;
mod space;

pub(crate) use nsga2::zdt1;
