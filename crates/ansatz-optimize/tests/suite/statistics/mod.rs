//! What holds on average, over seeds.

mod bayesian;
mod lshade;
mod sobol;
