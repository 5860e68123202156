//! What holds on average, over seeds.

mod bayesian;
mod cma;
mod genetic;
mod lshade;
mod operators;
mod sobol;
