//! What holds on average, over seeds.

mod genetic;
mod lshade;
mod operators;
mod sobol;
