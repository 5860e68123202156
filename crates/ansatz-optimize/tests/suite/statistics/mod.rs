//! What holds on average, over seeds.

mod lshade;
mod sobol;
