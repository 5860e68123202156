//! What holds on average, over seeds.

mod bayesian;
mod genetic;
mod lshade;
mod operators;
mod sobol;
