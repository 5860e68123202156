//! What holds on average, over seeds.

mod cma;
mod lshade;
mod sobol;
